/** From one score per row to the best passages. */

import { hasBit } from "../ranking/bitmap.js";
import { TopK } from "../ranking/top_k.js";
import type { DenseRanking } from "./dense_index.js";
import { REMOVED_ROW } from "./vector_rows.js";

/**
 * Collects scores block by block. Rows of one passage stand together, also across two blocks; the
 * passage's score is its best window's, the first of equals.
 */
export class RowSelection {
  readonly #top: TopK;
  readonly #allowed: Uint8Array | undefined;
  /** Best window of each passage whose best is not its first. */
  readonly #bestWindows = new Map<number, number>();
  #sequence = REMOVED_ROW;
  #score = 0;
  #window = 0;
  #best = 0;

  constructor(k: number, allowed: Uint8Array | undefined) {
    this.#top = new TopK(k);
    this.#allowed = allowed;
  }

  /** @param scores one per row of `sequences` */
  push(scores: Float32Array, sequences: Uint32Array): void {
    const allowed = this.#allowed;
    for (let row = 0; row < sequences.length; row += 1) {
      const sequence = sequences[row]!;
      if (sequence === REMOVED_ROW) continue;
      if (allowed !== undefined && !hasBit(allowed, sequence)) continue;
      const score = scores[row]!;
      if (sequence === this.#sequence) {
        this.#window += 1;
        if (score > this.#score) {
          this.#score = score;
          this.#best = this.#window;
        }
      } else {
        this.#finish();
        this.#sequence = sequence;
        this.#score = score;
        this.#window = 0;
        this.#best = 0;
      }
    }
  }

  drain(): DenseRanking {
    this.#finish();
    this.#sequence = REMOVED_ROW;
    const { sequences, scores } = this.#top.drain();
    return {
      sequences,
      scores: Float32Array.from(scores),
      windows: Uint32Array.from(sequences, (sequence) => this.#bestWindows.get(sequence) ?? 0),
    };
  }

  #finish(): void {
    if (this.#sequence === REMOVED_ROW) return;
    if (this.#best > 0) this.#bestWindows.set(this.#sequence, this.#best);
    this.#top.push(this.#score, this.#sequence);
  }
}
