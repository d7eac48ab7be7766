/** Pairs of values, one pair per query. */

import { expected } from "../../errors.js";

/**
 * contender - baseline for each query, [q].
 *
 * @throws InvalidArgumentError for different lengths, or a value that is not finite
 */
export function pairedDifferences(baseline: Float64Array, contender: Float64Array): Float64Array {
  if (baseline.length !== contender.length) {
    throw expected("contender", `${baseline.length} values, as the baseline`, contender.length);
  }
  return contender.map((value, i) => {
    const difference = value - baseline[i]!;
    if (!Number.isFinite(difference)) throw expected("values", "finite numbers", difference);
    return difference;
  });
}
