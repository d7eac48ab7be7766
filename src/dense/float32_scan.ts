/** Bounds on the scores of rows by the engine's float32 products. */

import { GraphBuilder } from "../onnx/graph_builder.js";
import { writeModel } from "../onnx/model_writer.js";
import type { RuntimeSession } from "../onnx/runtime.js";
import type { ProgramCall, ProgramHost } from "../onnx/worker_program.js";
import { pushScoresOfAll, type Candidates } from "./candidates.js";
import type { FilePart, RowFile } from "./row_file.js";
import {
  addScores,
  groupRowsOf,
  scoreCount,
  scoreRun,
  type GroupedScores,
  type Piece,
  type ScoreRun,
} from "./score_graph.js";
import { float32Slack, LARGEST_SAFE } from "./score_bounds.js";
import { adjacentBlocks, type RowBlock, type VectorRows } from "./vector_rows.js";

/** Pieces of memory multiplied in one call, which takes about ten milliseconds where they are whole. */
const PIECES_PER_CALL = 4;

/** A query that looks at every row. */
export interface Scan {
  readonly query: Float32Array;
  readonly norm: number;
  readonly candidates: Candidates;
}

/** Multiplies queries with the rows in memory, and with those in their file. */
export class Float32Scan {
  readonly #rows: VectorRows;
  readonly #one: RuntimeSession;
  readonly #several: RuntimeSession;
  /** Rows of a group, in whole blocks. */
  readonly #groupRows: number;
  #file: RowFile | undefined;
  /** Scratch memory that the engine writes scores into. */
  #scores = new Float32Array(0);

  private constructor(rows: VectorRows, one: RuntimeSession, several: RuntimeSession) {
    this.#rows = rows;
    this.#one = one;
    this.#several = several;
    this.#groupRows = groupRowsOf(rows.blockRows);
  }

  static async over(rows: VectorRows, host: ProgramHost): Promise<Float32Scan> {
    const { dimension } = rows;
    const one = await host.openSession({ bytes: scoreGraph(dimension, 1) });
    try {
      const bytes = scoreGraph(dimension, PIECES_PER_CALL);
      return new Float32Scan(rows, one, await host.openSession({ bytes }));
    } catch (error) {
      await one.release();
      throw error;
    }
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
    const pieces = scans.length === 1 ? adjacentBlocks(rest) : rest.map((block) => [block]);
    const perCall = scans.length === 1 ? PIECES_PER_CALL : 1;
    for (let at = 0; at < pieces.length; at += perCall) {
      if (call.cancelled) return;
      await this.#scanPieces(pieces.slice(at, at + perCall), scans, queries);
      await call.turn();
    }
  }

  async release(): Promise<void> {
    await this.#one.release();
    await this.#several.release();
  }

  /**
   * Whole blocks of the file.
   *
   * @param firstBlock those before it are done
   * @param queries row-major [d, q], those of the scans
   */
  async #scanPart(
    part: FilePart,
    firstBlock: number,
    scans: readonly Scan[],
    queries: Float32Array,
  ): Promise<void> {
    const { blockRows, blocks } = this.#rows;
    const pieces = part.pieces.map(({ rows }) => this.#inGroups(rows));
    const { feeds, into, grouped } = this.#prepare(queries, scans.length, pieces);
    await part.session.run(feeds, into);
    for (const [i, { first, rows }] of part.pieces.entries()) {
      const end = (first + rows) / blockRows;
      const start = Math.max(firstBlock, first / blockRows);
      if (start >= end) continue;
      this.#bound(blocks.slice(start, end), grouped[i]!, start * blockRows - first, scans);
    }
  }

  /**
   * @param pieces at most `PIECES_PER_CALL`: blocks that lie one after the other in memory, at least one
   * @param queries row-major [d, q], those of the scans
   */
  async #scanPieces(
    pieces: readonly (readonly RowBlock[])[],
    scans: readonly Scan[],
    queries: Float32Array,
  ): Promise<void> {
    const { dimension } = this.#rows;
    // Places without rows would take a tenth of the time of a small search.
    const [session, places] =
      pieces.length === 1 ? [this.#one, 1] : [this.#several, PIECES_PER_CALL];
    const matrices = Array.from({ length: places }, (_, i) => joined(pieces[i], dimension));
    const counts = matrices.map(({ length }) => this.#inGroups(length / dimension));
    const { feeds, into, grouped } = this.#prepare(queries, scans.length, counts);
    for (const [i, data] of matrices.entries()) {
      feeds[`vectors${i}`] = { type: "float32", dims: [data.length / dimension, dimension], data };
    }
    await session.run(feeds, into);
    for (const [i, blocks] of pieces.entries()) this.#bound(blocks, grouped[i]!, 0, scans);
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

  /** Groups of whole blocks; a block that is not full may have no whole groups. */
  #inGroups(rows: number): Piece {
    return { rows, groupRows: rows % this.#groupRows === 0 ? this.#groupRows : 1 };
  }

  #prepare(queries: Float32Array, q: number, pieces: readonly Piece[]): ScoreRun {
    const length = scoreCount(pieces, q);
    if (this.#scores.length < length) this.#scores = new Float32Array(length);
    return scoreRun(queries, q, pieces, this.#scores);
  }
}

/** The rows of blocks that lie one after the other in memory, as one matrix; no rows of none. */
function joined(blocks: readonly RowBlock[] | undefined, dimension: number): Float32Array {
  if (blocks === undefined) return new Float32Array(0);
  const { buffer, byteOffset } = blocks[0]!.values;
  const rows = blocks.reduce((sum, { length }) => sum + length, 0);
  return new Float32Array(buffer, byteOffset, rows * dimension);
}

/** The scores of rows that lie in memory, in so many pieces. */
function scoreGraph(dimension: number, count: number): Uint8Array {
  const graph = new GraphBuilder();
  const pieces = Array.from({ length: count }, (_, i) => {
    const rows = `rows${i}`;
    return { vectors: graph.input(`vectors${i}`, "float32", [rows, dimension]), rows };
  });
  addScores(graph, pieces, dimension);
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
