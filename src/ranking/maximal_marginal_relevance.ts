/** Maximal marginal relevance under the dot product. */

import { dotProduct } from "../linalg/dot_product.js";
import { checkMatrix } from "../linalg/matrix.js";
import { checkInteger, checkNumber } from "../option_checks.js";
import { Pause } from "../pause.js";

export interface MaximalMarginalRelevanceOptions {
  /** How many to choose; positive integer. */
  k: number;
  /** In [0, 1]: 1 asks for relevance alone, 0 for difference from what was chosen. Default 0.5. */
  lambda?: number;
  signal?: AbortSignal;
}

/**
 * Chooses k of n candidates one after the other, each time the candidate p that maximizes
 *
 *     lambda * q·p - (1 - lambda) * max over chosen s of p·s
 *
 * with the second part 0 while nothing is chosen. Relevance and similarity are both plain dot
 * products of the one encoder's vectors, so they are in the same unit; neither is divided by norms,
 * because the store's scores are not. Ties go to the candidate given first.
 *
 * Source: Carbonell & Goldstein, SIGIR 1998, with dot product for both similarities.
 *
 * @param query [d]
 * @param candidates row-major [n, d], best first
 * @returns row numbers of the chosen, in the order of choice, min(k, n) of them
 */
export async function maximalMarginalRelevance(
  query: Float32Array,
  candidates: Float32Array,
  options: MaximalMarginalRelevanceOptions,
): Promise<number[]> {
  const { k, lambda = 0.5, signal } = options;
  checkInteger("k", k);
  checkNumber("lambda", lambda, 0, 1);
  const d = query.length;
  const n = d === 0 ? 0 : Math.ceil(candidates.length / d);
  checkMatrix("query", query, 1, d);
  checkMatrix("candidates", candidates, n, d);

  const pause = new Pause(signal);
  const relevance = new Float64Array(n);
  for (let row = 0; row < n; row += 1) {
    relevance[row] = dotProduct(query, 0, candidates, row * d, d);
  }
  const redundancy = new Float64Array(n).fill(-Infinity);
  const remaining = Array.from({ length: n }, (_, row) => row);
  const chosen: number[] = [];
  while (remaining.length > 0) {
    let best = 0;
    let bestValue = -Infinity;
    remaining.forEach((row, i) => {
      const penalty = chosen.length === 0 ? 0 : (1 - lambda) * redundancy[row]!;
      const value = lambda * relevance[row]! - penalty;
      if (value > bestValue) {
        bestValue = value;
        best = i;
      }
    });
    const [row] = remaining.splice(best, 1);
    chosen.push(row!);
    if (chosen.length === k) break;
    for (const other of remaining) {
      const similarity = dotProduct(candidates, row! * d, candidates, other * d, d);
      redundancy[other] = Math.max(redundancy[other]!, similarity);
      if (pause.due()) await pause.take();
    }
  }
  return chosen;
}
