/** Metrics by name: `ndcg@10,mrr@10,recall@1000,map`. */

import { expected, InvalidArgumentError } from "../../errors.js";
import { averagePrecision } from "./average_precision.js";
import { judged } from "./judged.js";
import type { JudgedRanking } from "./judged_ranking.js";
import { exponentialNdcg, ndcg } from "./ndcg.js";
import { precision } from "./precision.js";
import { recall } from "./recall.js";
import { reciprocalRank } from "./reciprocal_rank.js";
import { success } from "./success.js";

/**
 * What a metric computes: reciprocal rank, nDCG with linear and with exponential gain, recall,
 * precision, average precision, success, and the share that was judged.
 */
export type MetricKind =
  | "mrr"
  | "ndcg"
  | "ndcg_exp"
  | "recall"
  | "p"
  | "map"
  | "success"
  | "judged";

/** One metric with its cut-off. */
export interface Metric {
  /** The canonical name: `mrr@10`, `map`. */
  readonly name: string;
  /** Which measure. */
  readonly kind: MetricKind;
  /** How many of the best passages are looked at; all where absent. */
  readonly cutoff?: number;
  /**
   * The value for one query, from 0 to 1.
   *
   * @param relevantFrom the lowest grade that counts as relevant; `ndcg` and `judged` ignore it
   */
  compute(ranking: JudgedRanking, relevantFrom: number): number;
}

interface MetricKindDescription {
  readonly compute: (ranking: JudgedRanking, cutoff: number, relevantFrom: number) => number;
  /** Whether the metric means nothing without a cut-off. */
  readonly needsCutoff: boolean;
  readonly help: string;
}

/** Every metric there is, by its kind. */
export const metricKinds: Readonly<Record<MetricKind, MetricKindDescription>> = {
  mrr: { compute: reciprocalRank, needsCutoff: false, help: "reciprocal rank of the first hit" },
  ndcg: { compute: ndcg, needsCutoff: false, help: "nDCG, linear gain" },
  ndcg_exp: { compute: exponentialNdcg, needsCutoff: false, help: "nDCG, gain 2^grade - 1" },
  recall: { compute: recall, needsCutoff: false, help: "relevant found / relevant" },
  p: { compute: precision, needsCutoff: true, help: "relevant found / cut-off" },
  map: { compute: averagePrecision, needsCutoff: false, help: "average precision" },
  success: { compute: success, needsCutoff: true, help: "1 where any relevant was found" },
  judged: { compute: judged, needsCutoff: true, help: "share of the found that was judged" },
};

/** Names that other tools give to the same metrics. */
const aliases: Readonly<Record<string, MetricKind>> = {
  rr: "mrr",
  recip_rank: "mrr",
  ndcg_cut: "ndcg",
  r: "recall",
  precision: "p",
  ap: "map",
  map_cut: "map",
};

/** The metrics that `evaluate` computes when none are named. */
export const DEFAULT_METRICS = "mrr@10,ndcg@10,recall@100,recall@1000,map";

/**
 * Reads one metric: a kind, and a cut-off after `@` (or, as trec_eval writes it, `_` or `.`). Case
 * is ignored; trec_eval's names (`recip_rank`, `ndcg_cut_10`, `P_5`) are understood.
 *
 * @throws InvalidArgumentError naming the metrics there are
 */
export function parseMetric(text: string): Metric {
  const match = /^([a-z_]+?)(?:[@._](\d{1,9}))?$/.exec(text.trim().toLowerCase());
  const kind = match === null ? undefined : kindOf(match[1]!);
  if (match === null || kind === undefined) {
    throw expected("metric", `one of ${Object.keys(metricKinds).join(", ")}, as in ndcg@10`, text);
  }
  const { compute, needsCutoff } = metricKinds[kind];
  if (match[2] === undefined) {
    if (needsCutoff) throw expected("metric", `${kind} with a cut-off, as in ${kind}@10`, text);
    return {
      name: kind,
      kind,
      compute: (ranking, relevantFrom) => compute(ranking, Number.POSITIVE_INFINITY, relevantFrom),
    };
  }
  const cutoff = Number(match[2]);
  if (cutoff < 1) throw expected("metric", "a metric with a cut-off of at least 1", text);
  return {
    name: `${kind}@${cutoff}`,
    kind,
    cutoff,
    compute: (ranking, relevantFrom) => compute(ranking, cutoff, relevantFrom),
  };
}

function kindOf(word: string): MetricKind | undefined {
  if (isMetricKind(word)) return word;
  return Object.hasOwn(aliases, word) ? aliases[word] : undefined;
}

function isMetricKind(word: string): word is MetricKind {
  return Object.hasOwn(metricKinds, word);
}

/**
 * Reads a list of metrics: `"ndcg@10,mrr@10"`, or an array of names.
 *
 * @returns in the order given, without repetitions
 * @throws InvalidArgumentError for an unknown metric or an empty list
 */
export function parseMetrics(metrics: string | readonly string[]): Metric[] {
  const names: readonly unknown[] = typeof metrics === "string" ? metrics.split(",") : metrics;
  if (!Array.isArray(names)) throw expected("metrics", "a string or an array of strings", metrics);
  const byName = new Map<string, Metric>();
  for (const text of names) {
    if (typeof text !== "string") throw expected("metrics", "names", text);
    if (text.trim() === "") continue;
    const metric = parseMetric(text);
    byName.set(metric.name, metric);
  }
  if (byName.size === 0) throw new InvalidArgumentError("Expected at least one metric, got none.");
  return [...byName.values()];
}
