/** Runs that `tasb evaluate` is given as files. */

import { readRun } from "../evaluation/files/read_run.js";
import type { Qrels } from "../evaluation/qrels.js";
import { stemOf } from "./evaluate_inputs.js";
import type { TimedRun } from "./evaluate_output.js";

/** Reads runs, of judged queries alone. Each is named after its file. */
export async function readRunFiles(
  files: readonly string[],
  qrels: Qrels,
  signal: AbortSignal,
): Promise<TimedRun[]> {
  const queries = new Set(qrels.keys());
  const runs: TimedRun[] = [];
  for (const file of files) {
    runs.push({
      name: stemOf(file),
      run: await readRun(file, { queries, signal }),
      fromFile: true,
    });
  }
  return runs;
}
