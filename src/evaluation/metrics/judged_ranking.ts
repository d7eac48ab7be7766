/** One query's ranking seen through its relevance judgments: what every metric reads. */

import { expected } from "../../errors.js";
import { trecOrder } from "./trec_order.js";

/** The grade of a passage without a judgment, or with a negative one (pooled, never judged). */
export const UNJUDGED = -1;

/** The ranking and the judgments of one query, as arrays of grades. */
export interface JudgedRanking {
  /** Grade of the passage at rank i + 1, best first, [retrieved]; `UNJUDGED` where there is none. */
  readonly grades: Int16Array;
  /** All judged grades of the query, retrieved or not, descending, [judged]; none is negative. */
  readonly judgments: Int16Array;
}

/**
 * Orders a run's scores as trec_eval does and looks each passage up in the judgments.
 *
 * @param scores passage id → score; undefined or empty where the query is missing from the run
 * @param judgments passage id → grade, an integer from -127 to 127
 * @param depth how many of the best passages are kept; all by default (trec_eval's `-M`)
 * @throws InvalidArgumentError for a score that is not a number, or a grade out of range
 */
export function judgeRanking(
  scores: ReadonlyMap<string, number> | undefined,
  judgments: ReadonlyMap<string, number>,
  depth: number = Number.POSITIVE_INFINITY,
): JudgedRanking {
  const order = scores === undefined ? [] : trecOrder(scores);
  const retrieved = Math.min(order.length, depth);
  const grades = new Int16Array(retrieved);
  for (let i = 0; i < retrieved; i++) {
    const grade = judgments.get(order[i]!) ?? UNJUDGED;
    grades[i] = grade < 0 ? UNJUDGED : grade;
  }
  const judged: number[] = [];
  for (const [id, grade] of judgments) {
    if (!isGrade(grade)) throw expected(`grade of ${id}`, "an integer from -127 to 127", grade);
    if (grade >= 0) judged.push(grade);
  }
  return { grades, judgments: Int16Array.from(judged).toSorted((a, b) => b - a) };
}

/** Whether a number can be a grade, in trec_eval's range. */
export function isGrade(grade: number): boolean {
  return Number.isInteger(grade) && grade >= -127 && grade <= 127;
}

/** How many judgments have at least the grade `relevantFrom`. */
export function countRelevant(judgments: Int16Array, relevantFrom: number): number {
  const end = judgments.findIndex((grade) => grade < relevantFrom);
  return end < 0 ? judgments.length : end;
}

/** How many of the first `cutoff` passages have at least the grade `relevantFrom`. */
export function countRelevantRetrieved(
  grades: Int16Array,
  relevantFrom: number,
  cutoff: number = Number.POSITIVE_INFINITY,
): number {
  const end = Math.min(grades.length, cutoff);
  let count = 0;
  for (let i = 0; i < end; i++) if (grades[i]! >= relevantFrom) count++;
  return count;
}
