import { countRelevant, type JudgedRanking } from "./judged_ranking.js";

/**
 * Average precision: the precision at the rank of each relevant passage within the cut-off, summed
 * and divided by the number of ALL relevant passages; its mean over queries is MAP.
 *
 * Source: trec_eval `map` and `map_cut`. An empty ranking, or a query without relevant passages: 0.
 * Unjudged counts as not relevant.
 *
 * @returns from 0 to 1
 */
export function averagePrecision(
  ranking: JudgedRanking,
  cutoff: number = Number.POSITIVE_INFINITY,
  relevantFrom = 1,
): number {
  const end = Math.min(ranking.grades.length, cutoff);
  let found = 0;
  let sum = 0;
  for (let i = 0; i < end; i++) {
    if (ranking.grades[i]! >= relevantFrom) sum += ++found / (i + 1);
  }
  return found === 0 ? 0 : sum / countRelevant(ranking.judgments, relevantFrom);
}
