import { countRelevant, countRelevantRetrieved, type JudgedRanking } from "./judged_ranking.js";

/** The eleven recall levels of the classic precision-recall curve. */
export const RECALL_LEVELS: readonly number[] = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/**
 * Interpolated precision: for each recall level, the largest precision at any rank at which at
 * least round(level * relevant) relevant passages have been found.
 *
 * Source: trec_eval 10 `iprec_at_recall`. (Version 9 rounds the number up from 0.1 instead.) A level
 * that the ranking does not reach, an empty ranking, or a query without relevant passages: 0.
 *
 * @param levels from 0 to 1, ascending, [levels]
 * @returns precision at each level, [levels]
 */
export function interpolatedPrecision(
  ranking: JudgedRanking,
  levels: readonly number[] = RECALL_LEVELS,
  relevantFrom = 1,
): Float64Array {
  const precisions = new Float64Array(levels.length);
  const relevant = countRelevant(ranking.judgments, relevantFrom);
  let found = countRelevantRetrieved(ranking.grades, relevantFrom);
  if (found === 0) return precisions;
  const needed = levels.map((level) => Math.round(level * relevant));
  let level = levels.length - 1;
  while (level >= 0 && needed[level]! > found) level--;
  let best = 0;
  // From the last rank up, so that `best` is the largest precision at this recall or a higher one.
  for (let i = ranking.grades.length; found > 0; i--) {
    best = Math.max(best, found / i);
    if (ranking.grades[i - 1]! < relevantFrom) continue;
    while (level >= 0 && needed[level] === found) precisions[level--] = best;
    found--;
  }
  while (level >= 0) precisions[level--] = best;
  return precisions;
}
