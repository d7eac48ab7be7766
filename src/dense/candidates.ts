/** From bounds on the scores of rows to the passages that can be among the best k. */

import { hasBit } from "../ranking/bitmap.js";
import { TopK } from "../ranking/top_k.js";
import { GROUP_ROWS } from "./int8_bounds.js";
import type { GroupedScores } from "./score_graph.js";
import { REMOVED_ROW, type RowBlock } from "./vector_rows.js";

/** Candidates held before those that have fallen behind are looked for. */
const FIRST_LIMIT = 4096;

/**
 * Scans bounds block by block. A passage's score is its best row's; with bounds on the score of each
 * row, k passages that have at least some score rule out each one that cannot have as much.
 *
 * Rows of one passage stand together, also across two blocks.
 */
export class Candidates {
  readonly #lowest: TopK;
  readonly #allowed: Uint8Array | undefined;
  #sequences = new Uint32Array(FIRST_LIMIT);
  #uppers = new Float64Array(FIRST_LIMIT);
  #count = 0;
  // The passage whose rows are being scanned.
  #sequence = REMOVED_ROW;
  #lower = 0;
  #upper = 0;

  /** @param allowed bit per sequence: passages that count. Default: all */
  constructor(k: number, allowed: Uint8Array | undefined) {
    this.#lowest = new TopK(k);
    this.#allowed = allowed;
  }

  /**
   * Rows whose scores are known to within `slack`.
   *
   * @param scores that of row r at `offset + r * stride`
   */
  pushScores(
    scores: Float32Array,
    offset: number,
    stride: number,
    sequences: Uint32Array,
    slack: number,
  ): void {
    let floor = this.floor(slack);
    for (let row = 0, at = offset; row < sequences.length; row += 1, at += stride) {
      const score = scores[at]!;
      if (score < floor) continue;
      floor = this.pushScore(sequences[row]!, score, slack);
    }
  }

  /**
   * One row whose score is known to within `slack`.
   *
   * @returns the score below which a row of this slack need not be pushed from now on
   */
  pushScore(sequence: number, score: number, slack: number): number {
    this.#push(sequence, score - slack, score + slack);
    return this.floor(slack);
  }

  /** The score below which a row that is known to within `slack` need not be pushed. */
  floor(slack: number): number {
    return this.#lowest.worst - slack;
  }

  /**
   * Rows in groups whose scores are bounded. That of row r is at most `base + step * uppers[r] + slack`,
   * and less than that by at most `2 * (step * error * scales[r] + slack)`.
   *
   * @param blocks in which the rows lie, all of one length
   */
  pushBounds(
    { uppers, highest, scales, base, step, error, slack }: RowBounds,
    blocks: readonly RowBlock[],
  ): void {
    const top = base + slack;
    const blockRows = blocks[0]!.length;
    const rows = blocks.length * blockRows;
    let floor = this.#lowest.worst;
    for (let group = 0; group < highest.length; group += 1) {
      if (top + step * highest[group]! < floor) continue;
      const end = Math.min(rows, (group + 1) * GROUP_ROWS);
      for (let row = group * GROUP_ROWS; row < end; row += 1) {
        const upper = top + step * uppers[row]!;
        if (upper < floor) continue;
        const lower = upper - 2 * (step * error * scales[row]! + slack);
        const { sequences } = blocks[Math.floor(row / blockRows)]!;
        this.#push(sequences[row % blockRows]!, lower, upper);
        floor = this.#lowest.worst;
      }
    }
  }

  /** Rows of which nothing is known. */
  pushUnknown(sequences: Uint32Array): void {
    for (const sequence of sequences) this.#push(sequence, -Infinity, Infinity);
  }

  /** The passages that may be among the best k, the highest upper bound first. */
  ranked(): { sequences: Uint32Array; uppers: Float64Array } {
    this.#finish();
    this.#sequence = REMOVED_ROW;
    this.#prune();
    const uppers = this.#uppers.subarray(0, this.#count);
    // What is all looked at needs no order.
    const order = Uint32Array.from(uppers.keys());
    if (this.#count > this.#lowest.k) order.sort((a, b) => uppers[b]! - uppers[a]! || a - b);
    return {
      sequences: Uint32Array.from(order, (at) => this.#sequences[at]!),
      uppers: Float64Array.from(order, (at) => uppers[at]!),
    };
  }

  #push(sequence: number, lower: number, upper: number): void {
    if (sequence === this.#sequence) {
      if (lower > this.#lower) this.#lower = lower;
      if (upper > this.#upper) this.#upper = upper;
      return;
    }
    if (sequence === REMOVED_ROW) return;
    if (this.#allowed !== undefined && !hasBit(this.#allowed, sequence)) return;
    this.#finish();
    this.#sequence = sequence;
    this.#lower = lower;
    this.#upper = upper;
  }

  #finish(): void {
    if (this.#sequence === REMOVED_ROW) return;
    this.#lowest.push(this.#lower, this.#sequence);
    if (this.#count === this.#sequences.length) this.#makeRoom();
    this.#sequences[this.#count] = this.#sequence;
    this.#uppers[this.#count] = this.#upper;
    this.#count += 1;
  }

  #makeRoom(): void {
    this.#prune();
    if (this.#count * 2 < this.#sequences.length) return;
    const sequences = new Uint32Array(this.#sequences.length * 2);
    const uppers = new Float64Array(this.#uppers.length * 2);
    sequences.set(this.#sequences);
    uppers.set(this.#uppers);
    this.#sequences = sequences;
    this.#uppers = uppers;
  }

  /** Drops the passages that k others certainly surpass. */
  #prune(): void {
    const floor = this.#lowest.worst;
    let kept = 0;
    for (let at = 0; at < this.#count; at += 1) {
      if (this.#uppers[at]! < floor) continue;
      this.#sequences[kept] = this.#sequences[at]!;
      this.#uppers[kept] = this.#uppers[at]!;
      kept += 1;
    }
    this.#count = kept;
  }
}

/**
 * Rows whose scores are known, for several queries, in groups of which the highest scores are known.
 *
 * @param all of the q queries
 * @param slacks [q]
 */
export function pushScoresOfAll(
  all: readonly Candidates[],
  { scores, highest, groupRows }: GroupedScores,
  sequences: Uint32Array,
  slacks: Float64Array,
): void {
  const q = all.length;
  const floors = Float64Array.from(all, (candidates, i) => candidates.floor(slacks[i]!));
  for (let first = 0, at = 0; first < sequences.length; first += groupRows) {
    for (let i = 0; i < q; i += 1, at += 1) {
      if (highest[at]! < floors[i]!) continue;
      for (let row = first; row < first + groupRows; row += 1) {
        const score = scores[row * q + i]!;
        if (score < floors[i]!) continue;
        floors[i] = all[i]!.pushScore(sequences[row]!, score, slacks[i]!);
      }
    }
  }
}

/** See `Candidates.pushBounds`; of n rows, those above the blocks' own without meaning. */
export interface RowBounds {
  /** [n] */
  readonly uppers: Float32Array;
  /** The largest of each `GROUP_ROWS` of them. */
  readonly highest: Float32Array;
  /** [n] */
  readonly scales: Float32Array;
  readonly base: number;
  readonly step: number;
  readonly error: number;
  readonly slack: number;
}
