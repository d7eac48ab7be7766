/** A report as JSON. */

import type { EvaluationCounts } from "../evaluate.js";
import { metricInterval, SIGNIFICANCE_LEVEL, type Report } from "./report.js";

/** The shape of `tasb evaluate --json`. */
export interface JsonReport {
  /** Name of the test collection. */
  collection: string;
  /** Queries in the means. */
  queries: number;
  /** Lowest grade that counts as relevant. */
  relevantFrom: number;
  /** The baseline first. */
  runs: {
    name: string;
    /** Metric name → mean. */
    metrics: Record<string, number>;
    /** Metric name → 95 % confidence interval of the mean. */
    intervals: Record<string, [low: number, high: number]>;
    /** Mean interpolated precision at recall 0, 0.1 … 1. */
    precisionAtRecall: number[];
    counts: EvaluationCounts;
    seconds?: number;
    prepareSeconds?: number;
  }[];
  /** Every other run against the baseline. */
  comparisons: {
    metric: string;
    baseline: string;
    contender: string;
    difference: number;
    /** 95 % confidence interval of the difference. */
    interval: [low: number, high: number];
    wins: number;
    losses: number;
    ties: number;
    /** Paired randomization test, and after Holm's correction. */
    p: number;
    pAdjusted: number;
    /** Paired t-test. */
    tTest: { t: number | null; degrees: number; p: number; pAdjusted: number };
    /** Whether `pAdjusted` is below `significanceLevel`. */
    significant: boolean;
    /** Query id → contender - baseline, for the queries that differ. */
    perQuery: Record<string, number>;
  }[];
  /** What `pAdjusted` is compared with. */
  significanceLevel: number;
  /** Plain sentences that belong under the table. */
  notes: string[];
}

/** The report as a value for `JSON.stringify`. An infinite t becomes null. */
export function jsonReport(report: Report): JsonReport {
  return {
    collection: report.collection,
    queries: report.runs[0]?.evaluation.counts.queries ?? 0,
    relevantFrom: report.relevantFrom,
    runs: report.runs.map((run) => ({
      name: run.name,
      metrics: Object.fromEntries(run.evaluation.means),
      intervals: Object.fromEntries(
        report.metrics.map((metric) => {
          const [low, high] = metricInterval(run, metric);
          return [metric, [low, high]] as const;
        }),
      ),
      precisionAtRecall: [...run.evaluation.precisionAtRecall],
      counts: run.evaluation.counts,
      ...(run.seconds !== undefined && { seconds: run.seconds }),
      ...(run.prepareSeconds !== undefined && { prepareSeconds: run.prepareSeconds }),
    })),
    comparisons: report.comparisons.map((one) => ({
      metric: one.metric,
      baseline: one.baseline,
      contender: one.contender,
      difference: one.difference,
      interval: [...one.tTest.interval],
      wins: one.wins,
      losses: one.losses,
      ties: one.ties,
      p: one.randomization.p,
      pAdjusted: one.pAdjusted,
      tTest: {
        t: Number.isFinite(one.tTest.t) ? one.tTest.t : null,
        degrees: one.tTest.degrees,
        p: one.tTest.p,
        pAdjusted: one.tTestPAdjusted,
      },
      significant: one.pAdjusted < SIGNIFICANCE_LEVEL,
      perQuery: Object.fromEntries(
        one.queryIds
          .map((queryId, i) => [queryId, one.differences[i]!] as const)
          .filter(([, difference]) => difference !== 0),
      ),
    })),
    significanceLevel: SIGNIFICANCE_LEVEL,
    notes: [...report.notes],
  };
}
