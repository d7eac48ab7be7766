import { expected } from "../../errors.js";

/**
 * Holm's correction for several tests: adjusted p-values, to compare with the usual level. They bound
 * the chance of even one false alarm among all tests, whatever depends on what.
 *
 *     adjusted of the i-th smallest of m = max over j <= i of min(1, (m - j + 1) * p_j)
 *
 * Source: Holm 1979, "A simple sequentially rejective multiple test procedure".
 *
 * @param pValues from 0 to 1, [m]
 * @returns in the same order, [m]
 */
export function holm(pValues: readonly number[]): number[] {
  for (const p of pValues) if (!(p >= 0 && p <= 1)) throw expected("p", "from 0 to 1", p);
  const order = pValues.map((_, i) => i).toSorted((a, b) => pValues[a]! - pValues[b]!);
  const adjusted: number[] = [];
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]!));
    adjusted[index] = largest;
  }
  return adjusted;
}
