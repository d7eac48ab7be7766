/** Bounds on the scores of rows by the engine's float32 products. */

import { GraphBuilder } from "../onnx/graph_builder.js";
import { writeModel } from "../onnx/model_writer.js";
import type { RuntimeSession } from "../onnx/runtime.js";
import type { ProgramCall, ProgramHost } from "../onnx/worker_program.js";
import { pushScoresOfAll, type Candidates } from "./candidates.js";
import type { RowFile } from "./row_file.js";
import {
  addScores,
  groupRowsOf,
  scoreCount,
  scoreRun,
  type GroupedScores,
  type ScoreRun,
} from "./score_graph.js";
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
  /** Rows of a group, in whole blocks. */
  readonly #groupRows: number;
  #file: RowFile | undefined;
  /** Scratch memory that the engine writes scores into. */
  #scores = new Float32Array(0);

  private constructor(rows: VectorRows, session: RuntimeSession) {
    this.#rows = rows;
    this.#session = session;
    this.#groupRows = groupRowsOf(rows.blockRows);
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
    const { blockRows, blocks } = this.#rows;
    const q = scans.length;
    const { feeds, into, grouped } = this.#prepare(queries, part.rows, q);
    await part.session.run(feeds, into);
    const end = (part.first + part.rows) / blockRows;
    const start = Math.max(firstBlock, part.first / blockRows);
    this.#bound(blocks.slice(start, end), grouped, start * blockRows - part.first, scans);
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
    const { feeds, into, grouped } = this.#prepare(queries, n, q);
    const data = new Float32Array(buffer, byteOffset, n * dimension);
    const vectors = { type: "float32", dims: [n, dimension], data } as const;
    await this.#session.run({ ...feeds, vectors }, into);
    this.#bound(blocks, grouped, 0, scans);
  }

  /**
   * @param grouped scores of rows
   * @param first which of these rows is the first of the blocks
   */
  #bound(
    blocks: readonly RowBlock[],
    { scores, highest, groupRows }: GroupedScores,
    first: number,
    scans: readonly Scan[],
  ): void {
    const { dimension } = this.#rows;
    const q = scans.length;
    const all = scans.map(({ candidates }) => candidates);
    let row = first;
    for (const { length, largestNorm, sequences: room } of blocks) {
      const sequences = room.subarray(0, length);
      const own = scores.subarray(row * q, (row + length) * q);
      const ownHighest = highest.subarray((row * q) / groupRows, ((row + length) * q) / groupRows);
      row += length;
      const slacks = Float64Array.from(scans, ({ norm }) =>
        float32Slack(norm, largestNorm, dimension),
      );
      if (scans.every(({ norm }) => norm * largestNorm < LARGEST_SAFE)) {
        pushScoresOfAll(all, { scores: own, highest: ownHighest, groupRows }, sequences, slacks);
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

  /** A run for that many rows; a block that is not full may have no whole groups. */
  #prepare(queries: Float32Array, rows: number, q: number): ScoreRun {
    const groupRows = rows % this.#groupRows === 0 ? this.#groupRows : 1;
    const length = scoreCount(rows, q, groupRows);
    if (this.#scores.length < length) this.#scores = new Float32Array(length);
    return scoreRun(queries, { rows, q, groupRows }, this.#scores);
  }
}

/** The scores of rows that lie in memory. */
function scoreGraph(dimension: number): Uint8Array {
  const graph = new GraphBuilder();
  const vectors = graph.input("vectors", "float32", ["rows", dimension]);
  addScores(graph, vectors, dimension, "rows");
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
