import type { JudgedRanking } from "./judged_ranking.js";

/**
 * Normalized discounted cumulative gain with linear gain:
 *
 *     DCG@k  = sum over ranks i = 1..k of max(grade_i, 0) / log2(i + 1)
 *     nDCG@k = DCG@k / (DCG@k of all judgments in descending order)
 *
 * Source: Järvelin and Kekäläinen 2002 as in trec_eval `ndcg` and `ndcg_cut`. An empty ranking, or
 * a query without a positive judgment: 0. Unjudged passages gain 0. The grade itself is the gain,
 * so a binarization grade plays no part.
 *
 * @returns from 0 to 1
 */
export function ndcg(ranking: JudgedRanking, cutoff: number = Number.POSITIVE_INFINITY): number {
  return normalizedGain(ranking, cutoff, (grade) => grade);
}

/**
 * The same with exponential gain, 2^grade - 1.
 *
 * Source: Burges et al. 2005, "Learning to Rank using Gradient Descent". It differs from `ndcg`
 * only where grades above 1 exist. Do not compare one with the other.
 *
 * @returns from 0 to 1
 */
export function exponentialNdcg(
  ranking: JudgedRanking,
  cutoff: number = Number.POSITIVE_INFINITY,
): number {
  return normalizedGain(ranking, cutoff, (grade) => 2 ** grade - 1);
}

function normalizedGain(
  ranking: JudgedRanking,
  cutoff: number,
  gainOf: (grade: number) => number,
): number {
  const ideal = discountedGain(ranking.judgments, cutoff, gainOf);
  return ideal === 0 ? 0 : discountedGain(ranking.grades, cutoff, gainOf) / ideal;
}

function discountedGain(
  grades: Int16Array,
  cutoff: number,
  gainOf: (grade: number) => number,
): number {
  const end = Math.min(grades.length, cutoff);
  let sum = 0;
  for (let i = 0; i < end; i++) {
    const grade = grades[i]!;
    if (grade > 0) sum += gainOf(grade) / Math.log2(i + 2);
  }
  return sum;
}
