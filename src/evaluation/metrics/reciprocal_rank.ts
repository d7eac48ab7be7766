import type { JudgedRanking } from "./judged_ranking.js";

/**
 * Reciprocal rank: 1 / (rank of the first relevant passage); its mean over queries is MRR.
 *
 * Source: trec_eval `recip_rank`; the cut-off is MS MARCO's (MRR@10).
 * A passage is relevant when its grade is at least `relevantFrom`. No relevant passage within the
 * cut-off, an empty ranking, or a query without relevant passages: 0. Unjudged counts as not
 * relevant.
 *
 * @returns 0, or 1 / rank with rank from 1 to `cutoff`
 */
export function reciprocalRank(
  ranking: JudgedRanking,
  cutoff: number = Number.POSITIVE_INFINITY,
  relevantFrom = 1,
): number {
  const end = Math.min(ranking.grades.length, cutoff);
  for (let i = 0; i < end; i++) {
    if (ranking.grades[i]! >= relevantFrom) return 1 / (i + 1);
  }
  return 0;
}
