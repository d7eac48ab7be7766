/** The best k of a stream of scores, in the total order of `order.ts`. */

import { expected } from "../errors.js";
import { ranksBefore } from "./order.js";

/** Room for this many entries is made at first; it doubles up to k. */
const FIRST_CAPACITY = 1024;

/** A ranking as two arrays of one length, best first. */
export interface RankedArrays {
  sequences: Uint32Array;
  scores: Float64Array;
}

/**
 * A bounded binary heap over typed arrays whose root is the entry to lose next. n pushes take
 * O(n log k) time at worst; the memory is that of the entries held, never of a large k.
 */
export class TopK {
  readonly k: number;
  #scores: Float64Array;
  #sequences: Uint32Array;
  #size = 0;
  #worst = -Infinity;

  /** @param k positive integer; how many entries to keep */
  constructor(k: number) {
    if (!Number.isSafeInteger(k) || k < 1) throw expected("k", "a positive integer", k);
    this.k = k;
    const capacity = Math.min(k, FIRST_CAPACITY);
    this.#scores = new Float64Array(capacity);
    this.#sequences = new Uint32Array(capacity);
  }

  /** How many entries are held, at most k. */
  get size(): number {
    return this.#size;
  }

  /**
   * Pushing a score below this one changes nothing. `-Infinity` until k entries are held. An equal
   * score still counts where its sequence is lower.
   */
  get worst(): number {
    return this.#worst;
  }

  /**
   * @param score any number but NaN
   * @param sequence integer in [0, 2^32); each is pushed once
   */
  push(score: number, sequence: number): void {
    if (!(score >= this.#worst)) {
      if (score !== score) throw expected("score", "a number other than NaN", score);
      return;
    }
    if (this.#size < this.k) {
      if (this.#size === this.#scores.length) this.#grow();
      this.#siftUp(this.#size, score, sequence);
      this.#size += 1;
      if (this.#size === this.k) this.#worst = this.#scores[0]!;
      return;
    }
    if (!ranksBefore(score, sequence, this.#scores[0]!, this.#sequences[0]!)) return;
    this.#siftDown(score, sequence, this.#size);
    this.#worst = this.#scores[0]!;
  }

  /** Takes everything out, best first, and leaves the heap empty. */
  drain(): RankedArrays {
    const scores = this.#scores;
    const sequences = this.#sequences;
    const size = this.#size;
    // Heap sort in place: the entry to lose next goes to the end that the heap has just left.
    for (let end = size - 1; end > 0; end -= 1) {
      const lastScore = scores[end]!;
      const lastSequence = sequences[end]!;
      scores[end] = scores[0]!;
      sequences[end] = sequences[0]!;
      this.#siftDown(lastScore, lastSequence, end);
    }
    this.#size = 0;
    this.#worst = -Infinity;
    return { sequences: sequences.slice(0, size), scores: scores.slice(0, size) };
  }

  #grow(): void {
    const capacity = Math.min(this.k, this.#scores.length * 2);
    const scores = new Float64Array(capacity);
    const sequences = new Uint32Array(capacity);
    scores.set(this.#scores);
    sequences.set(this.#sequences);
    this.#scores = scores;
    this.#sequences = sequences;
  }

  /** Places an entry at the free slot `at`, or above it. */
  #siftUp(at: number, score: number, sequence: number): void {
    const scores = this.#scores;
    const sequences = this.#sequences;
    let slot = at;
    while (slot > 0) {
      const parent = (slot - 1) >> 1;
      if (!ranksBefore(scores[parent]!, sequences[parent]!, score, sequence)) break;
      scores[slot] = scores[parent]!;
      sequences[slot] = sequences[parent]!;
      slot = parent;
    }
    scores[slot] = score;
    sequences[slot] = sequence;
  }

  /** Places an entry at the root of the first `size` slots, or below it. */
  #siftDown(score: number, sequence: number, size: number): void {
    const scores = this.#scores;
    const sequences = this.#sequences;
    let slot = 0;
    for (;;) {
      let child = 2 * slot + 1;
      if (child >= size) break;
      const right = child + 1;
      if (
        right < size &&
        ranksBefore(scores[child]!, sequences[child]!, scores[right]!, sequences[right]!)
      ) {
        child = right;
      }
      if (!ranksBefore(score, sequence, scores[child]!, sequences[child]!)) break;
      scores[slot] = scores[child]!;
      sequences[slot] = sequences[child]!;
      slot = child;
    }
    scores[slot] = score;
    sequences[slot] = sequence;
  }
}
