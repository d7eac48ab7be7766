/** What an evaluation says, before it is printed: the same for Markdown, JSON and HTML. */

import { compareRuns, type Comparison, type NamedEvaluation } from "../comparison.js";
import { meanInterval } from "../significance/t_test.js";
import { formatMetric, formatSeconds } from "./numbers.js";

/** An evaluated run with what is known about how it was made. */
export interface ReportRun extends NamedEvaluation {
  /** Seconds to answer all queries; absent for runs read from files. */
  readonly seconds?: number;
  /** Seconds spent before the first query: reading, embedding, indexing. */
  readonly prepareSeconds?: number;
}

/** The parts of a report. */
export interface Report {
  /** Name of the test collection. */
  readonly collection: string;
  /** Names of the metrics, as columns. */
  readonly metrics: readonly string[];
  /** Lowest grade that counts as relevant. */
  readonly relevantFrom: number;
  /** The baseline first. */
  readonly runs: readonly ReportRun[];
  /** Every other run against the baseline. */
  readonly comparisons: readonly Comparison[];
  /** Query id → text, where known: shown beside the largest differences. */
  readonly queryTexts: ReadonlyMap<string, string>;
  /** Plain sentences that belong under the table: what was left out, what was cut. */
  readonly notes: readonly string[];
}

/** Options of `makeReport`. */
export interface MakeReportOptions {
  /** Name of the test collection. */
  collection: string;
  /** Lowest grade that counts as relevant, as given to `evaluate`; from 1 to 127. Default 1. */
  relevantFrom?: number;
  /** Query id → text, shown beside the largest differences. Default: none. */
  queryTexts?: ReadonlyMap<string, string>;
  /** Plain sentences that belong under the table. Default: none. */
  notes?: readonly string[];
  /** Random sign assignments of each randomization test; a positive integer. Default 100,000. */
  samples?: number;
  /** Seed of the random signs; an integer. Default 1. */
  seed?: number;
  /** Stops the work. */
  signal?: AbortSignal;
}

/** Adjusted p-values below this get a mark. */
export const SIGNIFICANCE_LEVEL = 0.05;

/**
 * Compares all runs with the first and gathers what a report shows.
 *
 * @param runs the baseline first; evaluated with the same judgments, metrics and options
 */
export async function makeReport(
  runs: readonly ReportRun[],
  options: MakeReportOptions,
): Promise<Report> {
  const { samples, seed, signal } = options;
  const comparisons = await compareRuns(runs, {
    ...(samples !== undefined && { samples }),
    ...(seed !== undefined && { seed }),
    ...(signal !== undefined && { signal }),
  });
  return {
    collection: options.collection,
    metrics: [...(runs[0]?.evaluation.means.keys() ?? [])],
    relevantFrom: options.relevantFrom ?? 1,
    runs,
    comparisons,
    queryTexts: options.queryTexts ?? new Map(),
    notes: options.notes ?? [],
  };
}

/** The means of all runs as a table: a header, and a row for each run. */
export function metricsTable(report: Report): { header: string[]; rows: string[][] } {
  const timed = report.runs.some((run) => run.seconds !== undefined);
  return {
    header: ["run", ...report.metrics, ...(timed ? ["seconds"] : [])],
    rows: report.runs.map((run, i) => [
      run.name + (i === 0 && report.runs.length > 1 ? " (baseline)" : ""),
      ...report.metrics.map(
        (metric) =>
          formatMetric(run.evaluation.means.get(metric)!) +
          significanceMark(report, run.name, metric),
      ),
      ...(timed ? [formatSeconds(run.seconds)] : []),
    ]),
  };
}

/** What stands under the table, a sentence each: how significance was tested first. */
export function reportNotes(report: Report): string[] {
  return [significanceNote(report), ...report.notes].filter((note) => note !== "");
}

/** 95 % confidence interval of a run's mean. */
export function metricInterval(
  run: ReportRun,
  metric: string,
): readonly [low: number, high: number] {
  return meanInterval(run.evaluation.values.get(metric)!);
}

/** `↑` significantly better than the baseline, `↓` worse, else nothing. */
export function significanceMark(report: Report, run: string, metric: string): "" | "↑" | "↓" {
  const comparison = report.comparisons.find(
    (one) => one.contender === run && one.metric === metric,
  );
  if (comparison === undefined || !(comparison.pAdjusted < SIGNIFICANCE_LEVEL)) return "";
  return comparison.difference > 0 ? "↑" : "↓";
}

/** One sentence on how significance was tested; empty where nothing was compared. */
function significanceNote(report: Report): string {
  const baseline = report.runs[0]?.name;
  const count = report.comparisons.length;
  if (baseline === undefined || count === 0) return "";
  return (
    `↑ ↓: better or worse than ${baseline}, two-sided paired randomization test, ` +
    `p < ${SIGNIFICANCE_LEVEL} after Holm's correction over ${count} ` +
    `${count === 1 ? "comparison" : "comparisons"}.`
  );
}

/** The queries with the largest differences in one direction, largest first. */
export function largestDifferences(
  comparison: Comparison,
  direction: "gain" | "loss",
  count = 5,
): { queryId: string; difference: number }[] {
  const sign = direction === "gain" ? 1 : -1;
  return comparison.queryIds
    .map((queryId, i) => ({ queryId, difference: comparison.differences[i]! }))
    .filter(({ difference }) => difference * sign > 0)
    .toSorted((a, b) => sign * (b.difference - a.difference))
    .slice(0, count);
}
