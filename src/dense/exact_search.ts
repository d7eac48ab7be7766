/**
 * Search inside the inference worker, in two steps. The engine bounds the score of every row, by
 * float32 products or by those of an int8 copy; passages that can be among the best k by these bounds
 * are then scored one by one in double precision. So a score does not depend on which road led to it,
 * on where the vector lies, on what else was asked at the same time, or on the number of threads.
 */

import type { ProgramCall, ProgramHost } from "../onnx/worker_program.js";
import { TopK } from "../ranking/top_k.js";
import { Candidates } from "./candidates.js";
import type { DenseRanking } from "./dense_index.js";
import type { Int8Copies } from "./int8_copies.js";
import { Float32Scan, type Scan } from "./float32_scan.js";
import { splitQueries } from "./int8_segment.js";
import { normOf } from "./score_bounds.js";
import type { RowFile } from "./row_file.js";
import type { VectorRows } from "./vector_rows.js";

/** Queries multiplied with a block of vectors in one native call of a few milliseconds. */
const QUERIES_PER_CALL = 64;

/** With more queries than this at once, the products cost more than reading four times the bytes. */
const MOST_INT8_QUERIES = 8;

/** Where at most one passage in this many is allowed, only the allowed ones are scored. */
const SPARSE = 16;

/** Rows scored one by one between two looks at the messages, less than a millisecond. */
const ROWS_PER_TURN = 512;

/** One query of a search. */
export interface SearchRequest {
  query: Float32Array;
  k: number;
  allowed: Uint8Array | undefined;
}

export class ExactSearch {
  readonly #rows: VectorRows;
  readonly #copies: Int8Copies | undefined;
  readonly #float32: Float32Scan;
  /** Scratch memory that the engine writes bounds into. */
  #bounds = new Float32Array(0);

  private constructor(rows: VectorRows, copies: Int8Copies | undefined, float32: Float32Scan) {
    this.#rows = rows;
    this.#copies = copies;
    this.#float32 = float32;
  }

  static async over(
    rows: VectorRows,
    copies: Int8Copies | undefined,
    host: ProgramHost,
  ): Promise<ExactSearch> {
    return new ExactSearch(rows, copies, await Float32Scan.over(rows, host));
  }

  /** From now on the first blocks of the rows are looked through in the file that they lie in. */
  lookThrough(file: RowFile): void {
    this.#float32.lookThrough(file);
  }

  /** One ranking per request. What a cancelled call gives is without meaning. */
  async search(requests: readonly SearchRequest[], call: ProgramCall): Promise<DenseRanking[]> {
    const rankings: DenseRanking[] = [];
    for (let from = 0; from < requests.length && !call.cancelled; from += QUERIES_PER_CALL) {
      rankings.push(...(await this.#batch(requests.slice(from, from + QUERIES_PER_CALL), call)));
    }
    return rankings;
  }

  async dispose(): Promise<void> {
    await this.#float32.release();
  }

  async #batch(requests: readonly SearchRequest[], call: ProgramCall): Promise<DenseRanking[]> {
    const few = requests.map(
      ({ allowed }) => allowed && sequencesOf(allowed, Math.floor(this.#rows.size / SPARSE)),
    );
    const scans = requests.map((request, i) =>
      few[i] === undefined
        ? {
            ...request,
            norm: normOf(request.query),
            candidates: new Candidates(request.k, request.allowed),
          }
        : undefined,
    );
    await this.#scan(
      scans.filter((scan) => scan !== undefined),
      call,
    );
    const rankings: DenseRanking[] = [];
    for (const [i, request] of requests.entries()) {
      const { sequences, uppers } = scans[i]?.candidates.ranked() ?? {
        sequences: few[i] ?? [],
        uppers: undefined,
      };
      rankings.push(await this.#rank(request, sequences, uppers, call));
    }
    return rankings;
  }

  /** Bounds the scores of all rows. */
  async #scan(scans: readonly Scan[], call: ProgramCall): Promise<void> {
    if (scans.length === 0) return;
    const { blocks } = this.#rows;
    let first = 0;
    if (scans.length <= MOST_INT8_QUERIES && (this.#copies?.segments.length ?? 0) > 0) {
      const { segments, mostBounds } = this.#copies!;
      const queries = splitQueries(scans);
      const candidates = scans.map((scan) => scan.candidates);
      const room = scans.length * mostBounds;
      if (this.#bounds.length < room) this.#bounds = new Float32Array(room);
      for (const segment of segments) {
        if (call.cancelled) return;
        const end = first + segment.blockCount;
        await segment.scan(queries, blocks.slice(first, end), this.#bounds, candidates);
        first = end;
        await call.turn();
      }
    }
    await this.#float32.scan(scans, first, call);
  }

  /**
   * The best k of some passages.
   *
   * @param uppers descending: no score of the passage at the same place is higher, and so is none of
   *   those after it
   */
  async #rank(
    { query, k }: SearchRequest,
    sequences: ArrayLike<number>,
    uppers: Float64Array | undefined,
    call: ProgramCall,
  ): Promise<DenseRanking> {
    const top = new TopK(k);
    /** Best window of each passage whose best is not its first. */
    const bestWindows = new Map<number, number>();
    let scored = 0;
    for (let i = 0; i < sequences.length && !call.cancelled; i += 1) {
      if (uppers !== undefined && uppers[i]! < top.worst) break;
      const sequence = sequences[i]!;
      const place = this.#rows.placeOf(sequence);
      if (place === undefined) continue;
      let best = -Infinity;
      for (let window = 0; window < place.count; window += 1) {
        const score = this.#rows.score(place.first + window, query);
        if (window > 0 && score <= best) continue;
        best = score;
        if (window > 0) bestWindows.set(sequence, window);
      }
      top.push(best, sequence);
      scored += place.count;
      if (scored < ROWS_PER_TURN) continue;
      scored = 0;
      await call.turn();
    }
    const ranked = top.drain();
    return {
      sequences: ranked.sequences,
      scores: Float32Array.from(ranked.scores),
      windows: Uint32Array.from(ranked.sequences, (sequence) => bestWindows.get(sequence) ?? 0),
    };
  }
}

/** The sequences of a bitmap, ascending, unless there are more than `most`. */
function sequencesOf(bitmap: Uint8Array, most: number): number[] | undefined {
  const sequences: number[] = [];
  for (const [byte, bits] of bitmap.entries()) {
    if (bits === 0) continue;
    for (let bit = 0; bit < 8; bit += 1) {
      if ((bits & (1 << bit)) === 0) continue;
      if (sequences.length === most) return undefined;
      sequences.push(byte * 8 + bit);
    }
  }
  return sequences;
}
