/** Bounds on the scores of rows by the engine's float32 products. */

import { GraphBuilder } from "../onnx/graph_builder.js";
import { writeModel } from "../onnx/model_writer.js";
import type { RuntimeSession } from "../onnx/runtime.js";
import type { ProgramCall, ProgramHost } from "../onnx/worker_program.js";
import { pushScoresOfAll, type Candidates } from "./candidates.js";
import { feedsOf, type FilePart, type RowFile } from "./row_file.js";
import {
  addScores,
  groupRowsOf,
  PIECES_PER_CALL,
  scoreCount,
  scoreRun,
  type GroupedScores,
  type Piece,
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
  readonly #host: ProgramHost;
  readonly #one: RuntimeSession;
  /** Opened where there are several pieces. */
  #several: Promise<RuntimeSession> | undefined;
  /** Rows of a group, in whole blocks. */
  readonly #groupRows: number;
  #file: RowFile | undefined;
  /** Scratch memory that the engine writes scores into. */
  #scores = new Float32Array(0);

  private constructor(rows: VectorRows, host: ProgramHost, one: RuntimeSession) {
    this.#rows = rows;
    this.#host = host;
    this.#one = one;
    this.#groupRows = groupRowsOf(rows.blockRows);
  }

  static async over(rows: VectorRows, host: ProgramHost): Promise<Float32Scan> {
    const one = await host.openSession({ bytes: scoreGraph(rows.dimension, 1) });
    return new Float32Scan(rows, host, one);
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
    const { blocks, blockRows, fileBlocks } = this.#rows;
    const queries = sideBySide(scans);
    // One query is bound by the memory and by the calls. The scores of many want to stay in the cache.
    const perCall = scans.length === 1 ? PIECES_PER_CALL : 1;
    for (const part of this.#file?.parts ?? []) {
      const left = part.pieces.filter(({ first, rows }) => first + rows > firstBlock * blockRows);
      for (let at = 0; at < left.length; at += perCall) {
        if (call.cancelled) return;
        await this.#scanPart(part, left.slice(at, at + perCall), firstBlock, scans, queries);
        await call.turn();
      }
    }
    const rest = blocks.slice(Math.max(firstBlock, fileBlocks));
    const pieces = scans.length === 1 ? adjacentBlocks(rest) : rest.map((block) => [block]);
    for (let at = 0; at < pieces.length; at += perCall) {
      if (call.cancelled) return;
      await this.#scanPieces(pieces.slice(at, at + perCall), scans, queries);
      await call.turn();
    }
  }

  async release(): Promise<void> {
    const several = await this.#several;
    await this.#one.release();
    await several?.release();
  }

  /**
   * Whole blocks of the file.
   *
   * @param wanted those of the part's pieces to multiply
   * @param firstBlock those before it are done
   * @param queries row-major [d, q], those of the scans
   */
  async #scanPart(
    part: FilePart,
    wanted: FilePart["pieces"],
    firstBlock: number,
    scans: readonly Scan[],
    queries: Float32Array,
  ): Promise<void> {
    const { blockRows, blocks, dimension } = this.#rows;
    const counts = part.pieces.map((piece) =>
      this.#inGroups(wanted.includes(piece) ? piece.rows : 0),
    );
    const { feeds, into, grouped } = this.#prepare(queries, scans.length, counts);
    await part.session.run({ ...feeds, ...feedsOf(part, wanted, dimension) }, into);
    for (const piece of wanted) {
      const { first, rows } = piece;
      const end = (first + rows) / blockRows;
      const start = Math.max(firstBlock, first / blockRows);
      const own = grouped[part.pieces.indexOf(piece)]!;
      this.#bound(blocks.slice(start, end), own, start * blockRows - first, scans);
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
    const places = pieces.length === 1 ? 1 : PIECES_PER_CALL;
    const session = places === 1 ? this.#one : await this.#openSeveral();
    const matrices = Array.from({ length: places }, (_, i) => joined(pieces[i], dimension));
    const counts = matrices.map(({ length }) => this.#inGroups(length / dimension));
    const { feeds, into, grouped } = this.#prepare(queries, scans.length, counts);
    for (const [i, data] of matrices.entries()) {
      feeds[`vectors${i}`] = { type: "float32", dims: [data.length / dimension, dimension], data };
    }
    await session.run(feeds, into);
    for (const [i, blocks] of pieces.entries()) this.#bound(blocks, grouped[i]!, 0, scans);
  }

  #openSeveral(): Promise<RuntimeSession> {
    this.#several ??= this.#host
      .openSession({ bytes: scoreGraph(this.#rows.dimension, PIECES_PER_CALL) })
      .catch((error: unknown) => {
        // The next search tries again.
        this.#several = undefined;
        throw error;
      });
    return this.#several;
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
  const products = Array.from({ length: count }, (_, i) => {
    const vectors = graph.input(`vectors${i}`, "float32", [`rows${i}`, dimension]);
    return (queries: string, output: string): string =>
      graph.node("MatMul", [vectors, queries], { output });
  });
  addScores(graph, products, dimension);
  return writeModel(graph.build());
}

/** Queries of length d as the columns of a row-major matrix [d, q]. */
function sideBySide(scans: readonly Scan[]): Float32Array {
  const q = scans.length;
  const matrix = new Float32Array(scans[0]!.query.length * q);
  for (const [column, { query }] of scans.entries()) {
    for (let i = 0; i < query.length; i += 1) matrix[i * q + column] = query[i]!;
  }
  return matrix;
}
