/** Student's t distribution, without a library: tails and quantiles, exact into the far tails. */

import { expected } from "../../errors.js";

/** Lanczos coefficients, g = 7, n = 9 (Godfrey 2001): relative error below 1e-14. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];

/** Natural logarithm of the gamma function, for x >= 0.5. */
function logGamma(x: number): number {
  const shifted = x - 1;
  let sum = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (shifted + i);
  const base = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum);
}

/**
 * Regularized incomplete beta function I_x(a, b), for x in [0, 1], a and b of at least 0.5.
 *
 * Source: the continued fraction of DLMF 8.17.22, evaluated by the modified Lentz method. It
 * converges quickly for x < (a + 1) / (a + b + 2); elsewhere I_x(a, b) = 1 - I_(1-x)(b, a).
 *
 * @param complement 1 - x, given apart because subtracting loses the digits of a small one
 */
export function incompleteBeta(x: number, complement: number, a: number, b: number): number {
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(complement, x, b, a);
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(complement),
  );
  return (front * betaFraction(x, a, b)) / a;
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  // About sqrt(max(a, b)) steps are needed; the bound only ends what would not converge.
  for (let m = 1; m <= 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return fraction;
}

/**
 * Two-sided tail of Student's t: P(|T| >= |t|) with `degrees` degrees of freedom.
 *
 *     P = I_x(degrees / 2, 1 / 2),  x = degrees / (degrees + t^2)
 *
 * @param degrees at least 1
 * @returns from 0 to 1; 0 for an infinite t
 */
export function studentTTail(t: number, degrees: number): number {
  if (!(degrees >= 1)) throw expected("degrees", "at least 1", degrees);
  if (Number.isNaN(t)) throw expected("t", "a number", t);
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return 0;
  const sum = degrees + square;
  return Math.min(1, incompleteBeta(degrees / sum, square / sum, degrees / 2, 0.5));
}

/**
 * The t with P(|T| <= t) = level: the half width, in standard errors, of a confidence interval.
 *
 * @param level between 0 and 1: 0.95
 * @param degrees at least 1
 */
export function studentTQuantile(level: number, degrees: number): number {
  if (!(level > 0 && level < 1)) throw expected("level", "between 0 and 1", level);
  let low = 0;
  let high = 1;
  while (studentTTail(high, degrees) > 1 - level) high *= 2;
  // Bisection until the two neighbors are one number: at most some 60 steps, and nothing to tune.
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (studentTTail(middle, degrees) > 1 - level) low = middle;
    else high = middle;
  }
}
