/** Bounds on the scores of rows by the engine's float32 products. */

import { GraphBuilder } from "../onnx/graph_builder.js";
import { writeModel } from "../onnx/model_writer.js";
import type { RuntimeSession } from "../onnx/runtime.js";
import type { ProgramCall, ProgramHost } from "../onnx/worker_program.js";
import { pushScoresOfAll, type Candidates } from "./candidates.js";
import type { RowFile } from "./row_file.js";
import { float32Slack, LARGEST_SAFE } from "./score_bounds.js";
import { adjacentBlocks, type RowBlock, type VectorRows } from "./vector_rows.js";

/** A query that looks at every row. */
export interface Scan {
  readonly query: Float32Array;
  readonly norm: number;
  readonly candidates: Candidates;
}

/** Multiplies queries with the rows in memory, and with those in their file. */
export class Float32Scan {
  readonly #rows: VectorRows;
  readonly #session: RuntimeSession;
  #file: RowFile | undefined;
  /** Scratch memory that the engine writes scores into. */
  #scores = new Float32Array(0);

  private constructor(rows: VectorRows, session: RuntimeSession) {
    this.#rows = rows;
    this.#session = session;
  }

  static async over(rows: VectorRows, host: ProgramHost): Promise<Float32Scan> {
    return new Float32Scan(rows, await host.openSession({ bytes: scoreGraph(rows.dimension) }));
  }

  /** From now on the first blocks of the rows are looked through in the file that they lie in. */
  lookThrough(file: RowFile): void {
    this.#file = file;
  }

  /**
   * Bounds the scores of all rows but those of the first blocks.
   *
   * @param scans at least one
   * @param firstBlock those before it are done
   */
  async scan(scans: readonly Scan[], firstBlock: number, call: ProgramCall): Promise<void> {
    const { blocks, blockRows } = this.#rows;
    const queries = sideBySide(scans.map(({ query }) => query));
    let first = firstBlock;
    for (const part of this.#file?.parts ?? []) {
      if (call.cancelled) return;
      if (part.first + part.rows <= first * blockRows) continue;
      await this.#scanPart(part, first, scans, queries);
      first = (part.first + part.rows) / blockRows;
      await call.turn();
    }
    const rest = blocks.slice(first);
    // One query is bound by the memory and by the calls. The scores of many want to stay in the cache.
    const groups = scans.length === 1 ? adjacentBlocks(rest) : rest.map((block) => [block]);
    for (const group of groups) {
      if (call.cancelled) return;
      await this.#scanBlocks(group, scans, queries);
      await call.turn();
    }
  }

  async release(): Promise<void> {
    await this.#session.release();
  }

  /**
   * Whole blocks of the file.
   *
   * @param firstBlock those before it are done
   * @param queries row-major [d, q], those of the scans
   */
  async #scanPart(
    part: RowFile["parts"][number],
    firstBlock: number,
    scans: readonly Scan[],
    queries: Float32Array,
  ): Promise<void> {
    const { dimension, blockRows, blocks } = this.#rows;
    const q = scans.length;
    const scores = this.#room(q * part.rows);
    await part.session.run(
      { queries: { type: "float32", dims: [dimension, q], data: queries } },
      { scores: { type: "float32", dims: [part.rows, q], data: scores } },
    );
    const end = (part.first + part.rows) / blockRows;
    const start = Math.max(firstBlock, part.first / blockRows);
    const skipped = (start * blockRows - part.first) * q;
    this.#bound(blocks.slice(start, end), scores.subarray(skipped), scans);
  }

  /**
   * @param blocks that lie one after the other in memory, at least one
   * @param queries row-major [d, q], those of the scans
   */
  async #scanBlocks(
    blocks: readonly RowBlock[],
    scans: readonly Scan[],
    queries: Float32Array,
  ): Promise<void> {
    const { dimension } = this.#rows;
    const { buffer, byteOffset } = blocks[0]!.values;
    const n = blocks.reduce((sum, { length }) => sum + length, 0);
    const q = scans.length;
    const scores = this.#room(q * n);
    await this.#session.run(
      {
        vectors: {
          type: "float32",
          dims: [n, dimension],
          data: new Float32Array(buffer, byteOffset, n * dimension),
        },
        queries: { type: "float32", dims: [dimension, q], data: queries },
      },
      { scores: { type: "float32", dims: [n, q], data: scores } },
    );
    this.#bound(blocks, scores, scans);
  }

  /** @param scores of the rows of the blocks, [n, q] */
  #bound(blocks: readonly RowBlock[], scores: Float32Array, scans: readonly Scan[]): void {
    const { dimension } = this.#rows;
    const q = scans.length;
    const all = scans.map(({ candidates }) => candidates);
    let at = 0;
    for (const { length, largestNorm, sequences: room } of blocks) {
      const sequences = room.subarray(0, length);
      const own = scores.subarray(at, at + length * q);
      at += length * q;
      const slacks = Float64Array.from(scans, ({ norm }) =>
        float32Slack(norm, largestNorm, dimension),
      );
      if (scans.every(({ norm }) => norm * largestNorm < LARGEST_SAFE)) {
        pushScoresOfAll(all, own, sequences, slacks);
        continue;
      }
      // Rare: vectors or a query so large that float32 products may not tell.
      for (const [i, { norm, candidates }] of scans.entries()) {
        if (norm * largestNorm < LARGEST_SAFE) {
          candidates.pushScores(own, i, q, sequences, slacks[i]!);
        } else {
          candidates.pushUnknown(sequences);
        }
      }
    }
  }

  #room(length: number): Float32Array {
    if (this.#scores.length < length) this.#scores = new Float32Array(length);
    return this.#scores.subarray(0, length);
  }
}

/** scores [n, q] = vectors [n, d] · queries [d, q] */
function scoreGraph(dimension: number): Uint8Array {
  const graph = new GraphBuilder();
  const vectors = graph.input("vectors", "float32", ["rows", dimension]);
  const queries = graph.input("queries", "float32", [dimension, "queries"]);
  graph.node("MatMul", [vectors, queries], { output: "scores" });
  graph.output("scores", "float32", ["rows", "queries"]);
  return writeModel(graph.build());
}

/** Queries of length d as the columns of a row-major matrix [d, q]. */
function sideBySide(queries: readonly Float32Array[]): Float32Array {
  const q = queries.length;
  const matrix = new Float32Array(queries[0]!.length * q);
  for (const [column, query] of queries.entries()) {
    for (let i = 0; i < query.length; i += 1) matrix[i * q + column] = query[i]!;
  }
  return matrix;
}
