/** A file of float32 rows, little-endian, read in place. */

import { closeSync, openSync, readSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { InferenceError } from "../errors.js";
import { GraphBuilder } from "../onnx/graph_builder.js";
import { writeModel } from "../onnx/model_writer.js";
import type { ExternalInitializer } from "../onnx/onnx_model.js";
import type { NamedTensors } from "../onnx/tensor_data.js";
import type { RuntimeSession } from "../onnx/runtime.js";
import type { ProgramHost } from "../onnx/worker_program.js";
import { addScores, BLOCKS_PER_PIECE, PIECES_PER_CALL } from "./score_graph.js";

/** Rows of the file. */
interface RowRange {
  readonly first: number;
  readonly rows: number;
}

/** Rows of the file that may be multiplied in one call. */
export interface FilePart extends RowRange {
  /** Them in order, each a constant. */
  readonly pieces: readonly RowRange[];
  /** Multiplies the pieces that are wanted; see `feedsOf`. */
  readonly session: RuntimeSession;
}

/** What the session of a part takes besides the queries: which of its pieces are wanted. */
export function feedsOf(
  { pieces }: FilePart,
  wanted: FilePart["pieces"],
  dimension: number,
): NamedTensors {
  const feeds: NamedTensors = {
    none: { type: "float32", dims: [0, dimension], data: new Float32Array(0) },
  };
  for (const [i, piece] of pieces.entries()) {
    const data = BigInt64Array.of(wanted.includes(piece) ? 1n : 0n);
    feeds[`wanted${i}`] = { type: "int64", dims: [1], data };
  }
  return feeds;
}

/**
 * The engine maps the file into memory, as constants of graphs: what is not looked at is not read, and
 * what is read can be given back when memory is short. Single rows are read by the operating system.
 * Neither the file's length nor its bytes may change; its name may go.
 */
export class RowFile {
  readonly parts: readonly FilePart[];
  readonly #dimension: number;
  readonly #descriptor: number;

  private constructor(dimension: number, descriptor: number, parts: readonly FilePart[]) {
    this.#dimension = dimension;
    this.#descriptor = descriptor;
    this.parts = parts;
  }

  /**
   * @param rows in the file
   * @param blockRows parts are made of whole blocks of as many rows; the rows after the last whole
   *   block are in no part
   */
  static async open(
    folder: string,
    name: string,
    { dimension, rows, blockRows }: { dimension: number; rows: number; blockRows: number },
    host: ProgramHost,
  ): Promise<RowFile> {
    const perPiece = blockRows * BLOCKS_PER_PIECE;
    const whole = Math.floor(rows / blockRows) * blockRows;
    // The engine reads no link that leads out of the folder it is told.
    const path = realpathSync(join(folder, name));
    const descriptor = openSync(path, "r");
    const parts: FilePart[] = [];
    try {
      for (const part of ranges({ first: 0, rows: whole }, perPiece * PIECES_PER_CALL)) {
        const pieces = ranges(part, perPiece);
        const session = await host.openSession(
          { bytes: scoreGraph(basename(path), dimension, pieces) },
          { externalFolder: dirname(path), optimization: "disabled", memoryPool: false },
        );
        parts.push({ ...part, pieces, session });
      }
      return new RowFile(dimension, descriptor, parts);
    } catch (error) {
      for (const { session } of parts) await session.release();
      closeSync(descriptor);
      throw error;
    }
  }

  /** Rows from `row` on, row-major. */
  read(row: number, count: number): Float32Array {
    const values = new Float32Array(count * this.#dimension);
    const bytes = new Uint8Array(values.buffer);
    const start = row * this.#dimension * Float32Array.BYTES_PER_ELEMENT;
    for (let at = 0; at < bytes.length;) {
      const read = readSync(this.#descriptor, bytes, at, bytes.length - at, start + at);
      if (read === 0) throw new InferenceError("INFERENCE_FAILED", "The file of vectors was cut.");
      at += read;
    }
    return values;
  }

  async close(): Promise<void> {
    for (const { session } of this.parts) await session.release();
    closeSync(this.#descriptor);
  }
}

/** A range in order, in pieces of so many rows; the last one may have fewer. */
function ranges({ first, rows }: RowRange, most: number): RowRange[] {
  return Array.from({ length: Math.ceil(rows / most) }, (_, i) => ({
    first: first + i * most,
    rows: Math.min(most, rows - i * most),
  }));
}

/** `Cast`'s number of the boolean type. */
const BOOLEAN = 9;

/** The scores of rows that are part of a file. */
function scoreGraph(file: string, dimension: number, pieces: readonly RowRange[]): Uint8Array {
  const graph = new GraphBuilder<ExternalInitializer>();
  const none = graph.input("none", "float32", [0, dimension]);
  const products = pieces.map(({ first, rows }, i) => {
    const vectors = graph.constant({
      name: `vectors${i}`,
      type: "float32",
      dims: [rows, dimension],
      external: { file, offset: first * dimension * Float32Array.BYTES_PER_ELEMENT },
    });
    const wanted = graph.input(`wanted${i}`, "int64", [1]);
    return (queries: string, output: string): string =>
      graph.choose(
        graph.node("Cast", [wanted], { attributes: { to: { int: BOOLEAN } } }),
        (branch) => branch.node("MatMul", [vectors, queries]),
        (branch) => branch.node("MatMul", [none, queries]),
        { output },
      );
  });
  addScores(graph, products, dimension);
  return writeModel(graph.build());
}
