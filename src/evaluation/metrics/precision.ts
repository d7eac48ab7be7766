import { countRelevantRetrieved, type JudgedRanking } from "./judged_ranking.js";

/**
 * Precision: relevant passages within the cut-off / the cut-off.
 *
 * Source: trec_eval `P`. A ranking shorter than the cut-off counts as filled up with passages that
 * are not relevant; an empty one is 0. Unjudged counts as not relevant.
 *
 * @returns from 0 to 1
 */
export function precision(ranking: JudgedRanking, cutoff: number, relevantFrom = 1): number {
  return countRelevantRetrieved(ranking.grades, relevantFrom, cutoff) / cutoff;
}
