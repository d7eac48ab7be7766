/** Runs to files, in TREC's format. */

import { expected, InvalidArgumentError } from "../../errors.js";
import { replaceFile } from "../../system/replace_file.js";
import { isGrade } from "../metrics/judged_ranking.js";
import { trecOrder } from "../metrics/trec_order.js";
import type { Qrels, Run } from "../qrels.js";

/**
 * A score as `writeRun` writes it: rounded to float32, 9 significant digits, which tell any two
 * float32 values apart. trec_eval, whether it compares float32 (up to version 9) or float64, so
 * reads the same order and the same ties.
 *
 * @throws InvalidArgumentError for a score that is not finite as float32
 */
export function formatScore(score: number): string {
  const rounded = Math.fround(score);
  if (!Number.isFinite(rounded)) throw expected("score", "a finite float32", score);
  return String(Number(rounded.toPrecision(9)));
}

/**
 * The run as it will be read back from the file that `writeRun` makes.
 *
 * @returns scores rounded as `formatScore` writes them
 */
export function asWritten(run: Run): Run {
  const rounded = new Map<string, Map<string, number>>();
  for (const [queryId, scores] of run) {
    if (scores.size === 0) continue;
    const row = new Map<string, number>();
    for (const [passageId, score] of scores) row.set(passageId, Number(formatScore(score)));
    rounded.set(queryId, row);
  }
  return rounded;
}

/**
 * Writes `query Q0 passage rank score tag`, queries in the run's order, passages in `trecOrder` with
 * ranks from 1. The file is replaced in one step.
 *
 * @param tag names the run; no white space
 * @throws InvalidArgumentError for an id or tag that the format cannot hold: empty, or with white
 *   space in it, or a query id that begins with `#`, as comments do; or for a score that is not finite
 */
export async function writeRun(path: string, run: Run, tag: string): Promise<void> {
  requireField("tag", tag);
  await writeParts(path, runLines(run, tag));
}

function* runLines(run: Run, tag: string): Generator<string, void, undefined> {
  for (const [queryId, scores] of run) {
    requireQueryId(queryId);
    let lines = "";
    for (const [i, passageId] of trecOrder(scores).entries()) {
      requireField("passage id", passageId);
      lines += `${queryId} Q0 ${passageId} ${i + 1} ${formatScore(scores.get(passageId)!)} ${tag}\n`;
    }
    yield lines;
  }
}

/**
 * Writes judgments in TREC's format: `query 0 passage grade`. The file is replaced in one step.
 *
 * @throws InvalidArgumentError for an id as in `writeRun`, or a grade that is no integer from -127 to 127
 */
export async function writeQrels(path: string, qrels: Qrels): Promise<void> {
  await writeParts(path, qrelsLines(qrels));
}

function* qrelsLines(qrels: Qrels): Generator<string, void, undefined> {
  for (const [queryId, judgments] of qrels) {
    requireQueryId(queryId);
    let lines = "";
    for (const [passageId, grade] of judgments) {
      requireField("passage id", passageId);
      if (!isGrade(grade)) {
        throw expected(`grade of ${passageId}`, "an integer from -127 to 127", grade);
      }
      lines += `${queryId} 0 ${passageId} ${grade}\n`;
    }
    yield lines;
  }
}

async function writeParts(path: string, parts: Iterable<string>): Promise<void> {
  await replaceFile(path, async (file) => {
    // Goes on from where the part before ended, however many calls the system needs.
    for (const part of parts) await file.writeFile(part);
  });
}

function requireQueryId(id: string): void {
  requireField("query id", id);
  if (id.startsWith("#")) {
    throw new InvalidArgumentError(
      `Lines of TREC files that begin with # are comments, so they cannot hold the query id ${JSON.stringify(id)}.`,
    );
  }
}

function requireField(what: string, text: string): void {
  if (text === "" || /\s/.test(text)) {
    throw new InvalidArgumentError(
      `TREC files have fields between white space, so they cannot hold the ${what} ` +
        `${JSON.stringify(text)}.`,
    );
  }
}
