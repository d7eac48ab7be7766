/**
 * How far a computed score can be from the dot product it stands for, as in Higham, "Accuracy and
 * Stability of Numerical Algorithms", section 3.1: with unit roundoff u, a sum of d products in any
 * order is off by at most d u / (1 - d u) times the sum of the products' sizes, which the vectors'
 * norms bound.
 */

/** Unit roundoff of float32. */
const ROUNDOFF = 2 ** -24;

/** More than all that is lost where numbers are so small that float32 has no more places. */
const TINY = 2 ** -100;

/**
 * Where products of norms stay below it, no sum of products can leave the range of float32 (2^128),
 * so that the bounds here hold.
 */
export const LARGEST_SAFE = 2 ** 120;

/** ‖vector‖ */
export function normOf(vector: Float32Array): number {
  let squares = 0;
  for (const component of vector) squares += component * component;
  return Math.sqrt(squares);
}

/**
 * The score of a row, a dot product in double precision that is rounded to float32, is within this of
 * the exact one. Twice the rounding of the last step: the rest is for the doubles.
 */
export function roundingSlack(queryNorm: number, rowNorm: number): number {
  return 2 * ROUNDOFF * queryNorm * rowNorm + TINY;
}

/** A dot product summed in float32, in any order, is within this of the score of the row. */
export function float32Slack(queryNorm: number, rowNorm: number, dimension: number): number {
  const sum = (dimension * ROUNDOFF) / (1 - dimension * ROUNDOFF);
  return sum * queryNorm * rowNorm + roundingSlack(queryNorm, rowNorm);
}
