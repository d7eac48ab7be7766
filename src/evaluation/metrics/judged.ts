import { UNJUDGED, type JudgedRanking } from "./judged_ranking.js";

/**
 * Judged@k: the share of the first k retrieved passages that have a judgment of any grade.
 *
 * Low values warn that the other metrics say little: what nobody judged counts as not relevant.
 * The share is of the passages that were retrieved, min(k, retrieved), as in ir_measures' `Judged`;
 * an empty ranking is 0. (trec_eval 10 has the complement, `unj`, always divided by k.)
 *
 * @returns from 0 to 1
 */
export function judged(ranking: JudgedRanking, cutoff: number): number {
  const end = Math.min(ranking.grades.length, cutoff);
  if (end === 0) return 0;
  let count = 0;
  for (let i = 0; i < end; i++) if (ranking.grades[i] !== UNJUDGED) count++;
  return count / end;
}
