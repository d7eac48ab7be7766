/**
 * Score normalizations: they bring the scores of one list to a scale on which lists can be added.
 * Each gives the normalized scores in the list's order, and the score that stands for a passage
 * the list does not hold.
 */

import { expected } from "../errors.js";

export interface NormalizedScores {
  /** Normalized score of each entry, in the list's order. */
  scores: Float64Array;
  /** What a passage outside the list counts with. */
  missing: number;
}

/**
 * (s - min) / (max - min), in [0, 1]; a missing passage counts 0, as the list's last one does.
 * A constant list (also one of a single entry) has no range: each of its scores becomes 1, so that
 * being in the list still counts.
 *
 * Source: Fox & Shaw, "Combination of Multiple Searches", TREC-2 (1993); Lee, SIGIR 1997.
 *
 * @param scores finite numbers
 */
export function minMax(scores: ArrayLike<number>): NormalizedScores {
  requireFiniteScores(scores);
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < scores.length; i += 1) {
    min = Math.min(min, scores[i]!);
    max = Math.max(max, scores[i]!);
  }
  // Halves keep the range of the largest doubles finite.
  const halfRange = max / 2 - min / 2;
  const normalized = Float64Array.from(scores, (score) =>
    halfRange > 0 ? (score / 2 - min / 2) / halfRange : 1,
  );
  return { scores: normalized, missing: 0 };
}

/**
 * (s - mean) / sigma with the population's standard deviation; a missing passage counts as the
 * list's lowest. In a constant list (also one of a single entry) nothing stands out: each of its
 * scores, and the missing one, is 0, and the list decides nothing.
 *
 * Source: Montague & Aslam, "Relevance Score Normalization for Metasearch", CIKM 2001 (ZMUV).
 *
 * @param scores finite numbers
 */
export function zScore(scores: ArrayLike<number>): NormalizedScores {
  requireFiniteScores(scores);
  const n = scores.length;
  let largest = 0;
  let constant = true;
  for (let i = 0; i < n; i += 1) {
    largest = Math.max(largest, Math.abs(scores[i]!));
    constant &&= scores[i] === scores[0];
  }
  if (constant) return { scores: new Float64Array(n), missing: 0 };
  // The z-score has no unit: scores divided by their largest keep every square finite.
  const scaled = Float64Array.from(scores, (score) => score / largest);
  let mean = 0;
  for (const score of scaled) mean += score / n;
  let variance = 0;
  for (const score of scaled) variance += (score - mean) ** 2 / n;
  const sigma = Math.sqrt(variance);
  // Scores that differ are not all equal to their mean, so sigma is above 0.
  const normalized = scaled.map((score) => (score - mean) / sigma);
  return { scores: normalized, missing: normalized.reduce((a, b) => Math.min(a, b), 0) };
}

/** How the scores of one list are brought to the scale of another. */
export type Normalization = "min-max" | "z-score";

/** Normalizations by the name under which options choose them. */
export const normalizations: Readonly<
  Record<Normalization, (scores: ArrayLike<number>) => NormalizedScores>
> = { "min-max": minMax, "z-score": zScore };

function requireFiniteScores(scores: ArrayLike<number>): void {
  for (let i = 0; i < scores.length; i += 1) {
    if (!Number.isFinite(scores[i])) throw expected("score", "a finite number", scores[i]);
  }
}
