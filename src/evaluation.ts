/**
 * `langchain-tasb/evaluation`: usable alone, loads no native library.
 *
 * @module langchain-tasb/evaluation
 */

export { compareRuns, type Comparison, type NamedEvaluation } from "./evaluation/comparison.js";
export {
  evaluate,
  type EvaluateOptions,
  type Evaluation,
  type EvaluationCounts,
} from "./evaluation/evaluate.js";
export {
  readCandidates,
  type Candidates,
  type ReadCandidatesOptions,
} from "./evaluation/files/read_candidates.js";
export { passageText, readCorpus, type CorpusPassage } from "./evaluation/files/read_corpus.js";
export { type ReadOptions } from "./evaluation/files/read_lines.js";
export { readQrels, type ReadQrelsOptions } from "./evaluation/files/read_qrels.js";
export { readQueries } from "./evaluation/files/read_queries.js";
export { readRun, type ReadRunOptions } from "./evaluation/files/read_run.js";
export { asWritten, formatScore, writeQrels, writeRun } from "./evaluation/files/write_run.js";
export { averagePrecision } from "./evaluation/metrics/average_precision.js";
export {
  interpolatedPrecision,
  RECALL_LEVELS,
} from "./evaluation/metrics/interpolated_precision.js";
export { judged } from "./evaluation/metrics/judged.js";
export { judgeRanking, UNJUDGED, type JudgedRanking } from "./evaluation/metrics/judged_ranking.js";
export {
  DEFAULT_METRICS,
  parseMetric,
  parseMetrics,
  type Metric,
  type MetricKind,
} from "./evaluation/metrics/metric.js";
export { exponentialNdcg, ndcg } from "./evaluation/metrics/ndcg.js";
export { precision } from "./evaluation/metrics/precision.js";
export { recall } from "./evaluation/metrics/recall.js";
export { reciprocalRank } from "./evaluation/metrics/reciprocal_rank.js";
export { success } from "./evaluation/metrics/success.js";
export { trecOrder } from "./evaluation/metrics/trec_order.js";
export type { Qrels, Run } from "./evaluation/qrels.js";
export { htmlReport } from "./evaluation/report/html_report.js";
export { jsonReport, type JsonReport } from "./evaluation/report/json_report.js";
export { markdownReport } from "./evaluation/report/markdown_report.js";
export {
  makeReport,
  type MakeReportOptions,
  type Report,
  type ReportRun,
} from "./evaluation/report/report.js";
export { holm } from "./evaluation/significance/holm.js";
export {
  pairedRandomizationTest,
  type RandomizationOptions,
  type RandomizationTest,
} from "./evaluation/significance/randomization_test.js";
export { meanInterval, pairedTTest, type TTest } from "./evaluation/significance/t_test.js";
export * from "./public_errors.js";
export * from "./langchain/evaluate_retriever.js";
