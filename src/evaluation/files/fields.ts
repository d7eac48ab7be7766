/** Fields of a line, checked. */

import { describe, FileFormatError } from "../../errors.js";
import { isGrade } from "../metrics/judged_ranking.js";

/** Where a field stands, for the error message. */
export interface Place {
  readonly path: string;
  readonly line: number;
}

/** A decimal number as C's `atof` reads it, but nothing that is not a number. */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A finite score. */
export function parseScore(text: string, place: Place): number {
  const score = DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(score)) {
    throw new FileFormatError(`Expected a finite score, got ${describe(text)}.`, place);
  }
  return score;
}

/** An integer grade from -127 to 127, trec_eval's range. */
export function parseGrade(text: string, place: Place): number {
  const grade = /^[+-]?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!isGrade(grade)) {
    throw new FileFormatError(
      `Expected a grade, an integer from -127 to 127, got ${describe(text)}.`,
      place,
    );
  }
  return grade;
}

/** A rank, an integer from 1 on. */
export function parseRank(text: string, place: Place): number {
  const rank = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (rank < 1) {
    throw new FileFormatError(`Expected a rank, an integer from 1, got ${describe(text)}.`, place);
  }
  return rank;
}

/** Not empty. */
export function parseId(text: string, what: string, place: Place): string {
  if (text === "") throw new FileFormatError(`The ${what} is empty.`, place);
  return text;
}

/** Fields between white space, as trec_eval splits a line. */
export function splitFields(line: string): string[] {
  return line.trim().split(/\s+/);
}
