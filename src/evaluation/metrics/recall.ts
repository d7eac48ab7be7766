import { countRelevant, countRelevantRetrieved, type JudgedRanking } from "./judged_ranking.js";

/**
 * Recall: relevant passages within the cut-off / all relevant passages of the query.
 *
 * Source: trec_eval `recall`; without a cut-off `set_recall`. An empty ranking, or a query without
 * relevant passages: 0. Unjudged counts as not relevant.
 *
 * @returns from 0 to 1
 */
export function recall(
  ranking: JudgedRanking,
  cutoff: number = Number.POSITIVE_INFINITY,
  relevantFrom = 1,
): number {
  const relevant = countRelevant(ranking.judgments, relevantFrom);
  if (relevant === 0) return 0;
  return countRelevantRetrieved(ranking.grades, relevantFrom, cutoff) / relevant;
}
