/** A file of float32 rows, little-endian, read in place. */

import { closeSync, openSync, readSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { InferenceError } from "../errors.js";
import { GraphBuilder } from "../onnx/graph_builder.js";
import { writeModel } from "../onnx/model_writer.js";
import type { ExternalInitializer } from "../onnx/onnx_model.js";
import type { RuntimeSession } from "../onnx/runtime.js";
import type { ProgramHost } from "../onnx/worker_program.js";
import { addScores } from "./score_graph.js";

/** Rows of one constant, 64 MB: a few milliseconds' work of one native call. */
const NUMBERS_PER_PART = 2 ** 24;

/** Rows of the file that are multiplied in one call. */
interface FilePart {
  /** The first row, and how many. */
  readonly first: number;
  readonly rows: number;
  readonly session: RuntimeSession;
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
    const perPart = Math.max(1, Math.floor(NUMBERS_PER_PART / dimension / blockRows)) * blockRows;
    const whole = Math.floor(rows / blockRows) * blockRows;
    // The engine reads no link that leads out of the folder it is told.
    const path = realpathSync(join(folder, name));
    const descriptor = openSync(path, "r");
    const parts: FilePart[] = [];
    try {
      for (let first = 0; first < whole; first += perPart) {
        const count = Math.min(perPart, whole - first);
        const session = await host.openSession(
          { bytes: scoreGraph(basename(path), dimension, first, count) },
          { externalFolder: dirname(path), optimization: "disabled", memoryPool: false },
        );
        parts.push({ first, rows: count, session });
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

/** The scores of rows that are part of a file. */
function scoreGraph(file: string, dimension: number, first: number, rows: number): Uint8Array {
  const graph = new GraphBuilder<ExternalInitializer>();
  const vectors = graph.constant({
    name: "vectors",
    type: "float32",
    dims: [rows, dimension],
    external: { file, offset: first * dimension * Float32Array.BYTES_PER_ELEMENT },
  });
  addScores(graph, vectors, dimension, rows);
  return writeModel(graph.build());
}
