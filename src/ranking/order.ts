/**
 * THE order of every ranking in this package: score descending, then insertion sequence ascending.
 * It is total over finite and infinite scores (-0 equals 0); NaN has no place in it and is refused.
 */

import { expected } from "../errors.js";

export interface Ranked {
  /** Larger is better. */
  readonly score: number;
  /** Insertion number of the passage, an integer in [0, 2^32). */
  readonly sequence: number;
}

/** The largest sequence that can be given out. */
export const MAX_SEQUENCE = 0xffff_ffff;

/** Whether (`score`, `sequence`) stands before (`otherScore`, `otherSequence`). */
export function ranksBefore(
  score: number,
  sequence: number,
  otherScore: number,
  otherSequence: number,
): boolean {
  return score > otherScore || (score === otherScore && sequence < otherSequence);
}

/** Comparator for `Array.prototype.sort`: negative when `a` stands before `b`. */
export function compareRanked(a: Ranked, b: Ranked): number {
  if (a.score > b.score) return -1;
  if (a.score < b.score) return 1;
  if (a.score === b.score) return a.sequence - b.sequence;
  throw expected("score", "a number other than NaN", Number.isNaN(a.score) ? a.score : b.score);
}
