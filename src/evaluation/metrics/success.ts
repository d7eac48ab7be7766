import { reciprocalRank } from "./reciprocal_rank.js";
import type { JudgedRanking } from "./judged_ranking.js";

/**
 * Success: whether a relevant passage stands within the cut-off.
 *
 * Source: trec_eval `success`. An empty ranking, or a query without relevant passages: 0. Unjudged
 * counts as not relevant.
 *
 * @returns 0 or 1
 */
export function success(ranking: JudgedRanking, cutoff: number, relevantFrom = 1): number {
  return reciprocalRank(ranking, cutoff, relevantFrom) > 0 ? 1 : 0;
}
