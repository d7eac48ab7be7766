/** What `tasb evaluate` prints and writes. */

import { extname, join } from "node:path";
import { evaluate } from "../evaluation/evaluate.js";
import { asWritten, writeRun } from "../evaluation/files/write_run.js";
import type { Run } from "../evaluation/qrels.js";
import { htmlReport } from "../evaluation/report/html_report.js";
import { jsonReport } from "../evaluation/report/json_report.js";
import { markdownReport } from "../evaluation/report/markdown_report.js";
import { makeReport, type Report, type ReportRun } from "../evaluation/report/report.js";
import { replaceFile } from "../system/replace_file.js";
import type { CommandIo } from "./command.js";
import type { TestCollection } from "./evaluate_inputs.js";
import { printable } from "./terminal.js";

/** A run with its name and what it cost. */
export interface TimedRun {
  readonly name: string;
  readonly run: Run;
  /** Seconds for all queries. */
  readonly seconds?: number;
  /** Seconds before the first query. */
  readonly prepareSeconds?: number;
  /** Read from a file, so there is nothing to write. */
  readonly fromFile?: boolean;
}

/** What to compute and where to put it. */
export interface OutputPlan {
  readonly metrics: string;
  readonly relevantFrom: number;
  readonly report: string | undefined;
  readonly runDirectory: string | undefined;
  readonly json: boolean;
}

/** All runs over one collection, the baseline first. */
export interface Results extends TestCollection {
  readonly runs: readonly TimedRun[];
  readonly notes: readonly string[];
}

/** Writes the runs, evaluates what was written, and prints the report. */
export async function publish(results: Results, plan: OutputPlan, io: CommandIo): Promise<void> {
  const { signal } = io;
  const names = distinct(results.runs.map(({ name }) => name));
  const runs: ReportRun[] = [];
  const notes = [...results.notes];
  for (const [i, { run, seconds, prepareSeconds, fromFile }] of results.runs.entries()) {
    const name = names[i]!;
    if (plan.runDirectory !== undefined && fromFile !== true) {
      const tag = fileNameOf(name);
      await writeRun(join(plan.runDirectory, `${tag}.run`), run, tag);
    }
    const evaluation = await evaluate(results.qrels, fromFile === true ? run : asWritten(run), {
      metrics: plan.metrics,
      relevantFrom: plan.relevantFrom,
      signal,
    });
    const { missing } = evaluation.counts;
    if (missing > 0) {
      notes.push(
        `${name} lacks ${missing} judged ${missing === 1 ? "query" : "queries"}, counted as 0.`,
      );
    }
    runs.push({
      name,
      evaluation,
      ...(seconds !== undefined && { seconds }),
      ...(prepareSeconds !== undefined && { prepareSeconds }),
    });
  }
  if (plan.relevantFrom > 1) {
    notes.push(`Relevant: grade ${plan.relevantFrom} or higher, in all metrics but nDCG.`);
  }
  const report = await makeReport(runs, {
    collection: results.name,
    relevantFrom: plan.relevantFrom,
    queryTexts: results.queries,
    notes,
    signal,
  });
  if (plan.report !== undefined) {
    await replaceFile(plan.report, render(report, extname(plan.report).toLowerCase()));
    io.stderr.line(`Written: ${printable(plan.report)}`);
  }
  io.stdout.write(plan.json ? render(report, ".json") : printable(render(report, ".md")));
}

function render(report: Report, format: string): string {
  if (format === ".html") return htmlReport(report);
  if (format === ".md") return markdownReport(report);
  return `${JSON.stringify(jsonReport(report), undefined, 2)}\n`;
}

/** A name as a file name and as a tag of a TREC run. */
function fileNameOf(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, "-").replace(/^[.-]+/, "") || "run";
}

/** The names, a number after each that came before. Distinct as file names too. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let i = 2; taken.has(fileNameOf(own).toLowerCase()); i++) own = `${name} (${i})`;
    taken.add(fileNameOf(own).toLowerCase());
    return own;
  });
}
