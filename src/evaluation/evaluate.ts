/** A run's metrics: one value per query, and their means. */

import { expected } from "../errors.js";
import { interpolatedPrecision, RECALL_LEVELS } from "./metrics/interpolated_precision.js";
import { countRelevant, countRelevantRetrieved, judgeRanking } from "./metrics/judged_ranking.js";
import { DEFAULT_METRICS, parseMetrics } from "./metrics/metric.js";
import { checkChoice, checkInteger } from "../option_checks.js";
import { Pause } from "../pause.js";
import type { Qrels, Run } from "./qrels.js";

/** Options of `evaluate`. */
export interface EvaluateOptions {
  /** `"ndcg@10,mrr@10"` or an array of names. Default: `DEFAULT_METRICS`. */
  metrics?: string | readonly string[];
  /**
   * The lowest grade that counts as relevant, for every metric that needs relevant or not (all but
   * nDCG and judged). Integer from 1 to 127; default 1. TREC-DL passage tables use 2. It is
   * trec_eval's `-l`.
   */
  relevantFrom?: number;
  /**
   * A judged query that the run lacks counts as 0 (`"zero"`, default, trec_eval's `-c`) or is left
   * out of the means (`"skip"`).
   */
  missing?: "zero" | "skip";
  /**
   * Only the best `depth` passages of each query are looked at (trec_eval's `-M`); a positive
   * integer. Default: all.
   */
  depth?: number;
  /** Stops the work. */
  signal?: AbortSignal;
}

/** What one run reaches. */
export interface Evaluation {
  /** Query ids, in the order of the judgments, [q]. */
  readonly queryIds: readonly string[];
  /** Metric name → mean over the queries. 0 where there is no query. */
  readonly means: ReadonlyMap<string, number>;
  /** Metric name → value of each query, [q]. */
  readonly values: ReadonlyMap<string, Float64Array>;
  /** Means of the interpolated precision at the recall levels 0, 0.1 … 1, [11]. */
  readonly precisionAtRecall: Float64Array;
  /** What was counted. */
  readonly counts: EvaluationCounts;
}

/** Totals over all queries. */
export interface EvaluationCounts {
  /** Queries in the means: trec_eval's `num_q`. */
  readonly queries: number;
  /** Judged queries that the run lacks. */
  readonly missing: number;
  /** Queries of the run without judgments; nothing is computed for them. */
  readonly unjudgedQueries: number;
  /** Passages retrieved for the queries: `num_ret`. */
  readonly retrieved: number;
  /** Relevant passages: `num_rel`. */
  readonly relevant: number;
  /** Relevant passages retrieved: `num_rel_ret`. */
  readonly relevantRetrieved: number;
}

/**
 * Scores a run against judgments, as trec_eval does: rankings in `trecOrder`, unjudged passages not
 * relevant, the mean over all judged queries. Only judged queries count.
 *
 * @throws InvalidArgumentError for an unknown metric or an option out of range
 */
export async function evaluate(
  qrels: Qrels,
  run: Run,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const { metrics, relevantFrom, depth, missing } = checkEvaluateOptions(options);
  const queryIds = [...qrels.keys()].filter((id) => missing === "zero" || run.has(id));
  const values = new Map(
    metrics.map((metric) => [metric.name, new Float64Array(queryIds.length)] as const),
  );
  const precisionAtRecall = new Float64Array(RECALL_LEVELS.length);
  let retrieved = 0;
  let relevant = 0;
  let relevantRetrieved = 0;
  const pause = new Pause(options.signal);
  for (const [row, queryId] of queryIds.entries()) {
    if (pause.due()) await pause.take();
    const ranking = judgeRanking(run.get(queryId), qrels.get(queryId)!, depth);
    for (const metric of metrics) {
      values.get(metric.name)![row] = metric.compute(ranking, relevantFrom);
    }
    const precisions = interpolatedPrecision(ranking, RECALL_LEVELS, relevantFrom);
    for (const [level, precision] of precisions.entries()) {
      precisionAtRecall[level]! += precision;
    }
    retrieved += ranking.grades.length;
    relevant += countRelevant(ranking.judgments, relevantFrom);
    relevantRetrieved += countRelevantRetrieved(ranking.grades, relevantFrom);
  }

  let present = 0;
  for (const queryId of run.keys()) if (qrels.has(queryId)) present++;
  return {
    queryIds,
    means: new Map([...values].map(([name, column]) => [name, mean(column)])),
    values,
    precisionAtRecall: precisionAtRecall.map((sum) => sum / Math.max(queryIds.length, 1)),
    counts: {
      queries: queryIds.length,
      missing: qrels.size - present,
      unjudgedQueries: run.size - present,
      retrieved,
      relevant,
      relevantRetrieved,
    },
  };
}

/**
 * The options of `evaluate` with their defaults.
 *
 * @throws InvalidArgumentError
 */
export function checkEvaluateOptions(options: EvaluateOptions) {
  const { depth = Number.POSITIVE_INFINITY, missing = "zero" } = options;
  if (depth !== Number.POSITIVE_INFINITY) checkInteger("depth", depth);
  checkChoice("missing", missing, ["zero", "skip"]);
  return {
    metrics: parseMetrics(options.metrics ?? DEFAULT_METRICS),
    relevantFrom: checkRelevantFrom(options.relevantFrom ?? 1),
    depth,
    missing,
  };
}

/** Checks a binarization grade. */
export function checkRelevantFrom(relevantFrom: number): number {
  if (!Number.isInteger(relevantFrom) || relevantFrom < 1 || relevantFrom > 127) {
    throw expected("relevantFrom", "an integer from 1 to 127", relevantFrom);
  }
  return relevantFrom;
}

/** Arithmetic mean of [n] values; 0 for none. */
export function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}
