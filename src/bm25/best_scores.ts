/** The k best of many scores, cheaply: entries are kept unsorted and thinned out now and then. */

import { ranksBefore } from "../ranking/order.js";
import { type RankedArrays, TopK } from "../ranking/top_k.js";

const FIRST_CAPACITY = 1024;

/** Entries above k after which a look at the k-th best pays: a share of k. */
const SLACK = 0.125;

/**
 * Up to 2k entries are held; when they are full, a selection keeps the k best. Pushing costs
 * constant time on average, where a heap takes log k steps whose branches cannot be guessed.
 */
export class BestScores {
  readonly #k: number;
  readonly #limit: number;
  #scores: Float32Array;
  #sequences: Uint32Array;
  #size = 0;
  #worst = -Infinity;

  /** @param k positive integer */
  constructor(k: number) {
    this.#k = k;
    this.#limit = 2 * k;
    this.#scores = new Float32Array(Math.min(this.#limit, FIRST_CAPACITY));
    this.#sequences = new Uint32Array(this.#scores.length);
  }

  /** Scores below this one cannot be among the k best. It may lag behind the k-th best. */
  get worst(): number {
    return this.#worst;
  }

  /**
   * @param score float32, at least `worst`
   * @param sequence each is pushed once
   */
  push(score: number, sequence: number): void {
    if (this.#size === this.#scores.length) this.#makeRoom();
    this.#scores[this.#size] = score;
    this.#sequences[this.#size] = sequence;
    this.#size += 1;
  }

  /** Brings `worst` up to date where enough entries have come in since. */
  settle(): void {
    const enough = this.#k * (1 + SLACK);
    if (this.#size > enough || (this.#worst === -Infinity && this.#size === this.#k))
      this.#select();
  }

  /** The k best in the order of every ranking. */
  ranking(): RankedArrays {
    if (this.#size > this.#k) this.#select();
    const top = new TopK(this.#k);
    for (let i = 0; i < this.#size; i++) top.push(this.#scores[i]!, this.#sequences[i]!);
    return top.drain();
  }

  #makeRoom(): void {
    if (this.#size >= this.#limit) {
      this.#select();
      return;
    }
    const capacity = Math.min(this.#limit, 2 * this.#size);
    const scores = new Float32Array(capacity);
    const sequences = new Uint32Array(capacity);
    scores.set(this.#scores);
    sequences.set(this.#sequences);
    this.#scores = scores;
    this.#sequences = sequences;
  }

  /** Hoare's selection: the k best come to the front, the worst of them to place k - 1. */
  #select(): void {
    const scores = this.#scores;
    const sequences = this.#sequences;
    const target = this.#k - 1;
    let low = 0;
    let high = this.#size - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const pivot = scores[middle]!;
      const pivotSequence = sequences[middle]!;
      let i = low;
      let j = high;
      while (i <= j) {
        while (ranksBefore(scores[i]!, sequences[i]!, pivot, pivotSequence)) i++;
        while (ranksBefore(pivot, pivotSequence, scores[j]!, sequences[j]!)) j--;
        if (i > j) break;
        const score = scores[i]!;
        const sequence = sequences[i]!;
        scores[i] = scores[j]!;
        sequences[i] = sequences[j]!;
        scores[j] = score;
        sequences[j] = sequence;
        i++;
        j--;
      }
      if (target <= j) high = j;
      else if (target >= i) low = i;
      else break;
    }
    this.#size = this.#k;
    this.#worst = scores[target]!;
  }
}
