/** `tasb evaluate`: metrics of retrieval modes, models or run files, side by side. */

import { extname } from "node:path";
import { InvalidArgumentError } from "../errors.js";
import { DEFAULT_METRICS, metricKinds, parseMetrics } from "../evaluation/metrics/metric.js";
import { SEARCH_MODES, type SearchMode } from "../search/search_types.js";
import { choiceOption, flag, integerOption, repeatedOption, stringOption } from "./arguments.js";
import type { Command, CommandArguments, CommandIo } from "./command.js";
import { readRunFiles } from "./evaluate_files.js";
import { openCandidates, openCollection, type Sources } from "./evaluate_inputs.js";
import { evaluateModels, type ModelPlan } from "./evaluate_models.js";
import { publish, type OutputPlan } from "./evaluate_output.js";
import { UsageError } from "./usage_error.js";

export const evaluateCommand: Command = {
  name: "evaluate",
  summary: "measure retrieval on a test collection, or compare run files",
  usage:
    "evaluate --collection DIR [options]\n       tasb evaluate --qrels FILE --run FILE… [options]",
  options: {
    collection: {
      type: "string",
      placeholder: "DIR",
      help: "BEIR folder: corpus.jsonl, queries.jsonl, qrels/test.tsv",
    },
    split: { type: "string", placeholder: "NAME", help: "which qrels/NAME.tsv (default test)" },
    corpus: { type: "string", placeholder: "FILE", help: "passages: .jsonl, or id<TAB>text" },
    queries: { type: "string", placeholder: "FILE", help: "queries: .jsonl, or id<TAB>text" },
    qrels: { type: "string", placeholder: "FILE", help: "judgments: TREC, or BEIR's .tsv" },
    run: { type: "string", multiple: true, placeholder: "FILE", help: "TREC run; repeatable" },
    candidates: {
      type: "string",
      placeholder: "FILE",
      help: "re-rank these: qid<TAB>pid<TAB>query<TAB>passage, or a TREC run",
    },
    model: { type: "string", placeholder: "M,…", help: "models, in turn (default tas-b)" },
    mode: {
      type: "string",
      placeholder: "A,B,…",
      help: "of bm25, dense, hybrid, rerank (default all); the first is the baseline",
    },
    k: { type: "string", short: "k", placeholder: "N", help: "passages per query (default 1000)" },
    metrics: { type: "string", placeholder: "LIST", help: `default ${DEFAULT_METRICS}` },
    binarize: {
      type: "string",
      placeholder: "N",
      help: "lowest grade that counts as relevant (default 1; TREC-DL: 2)",
    },
    precision: { type: "string", placeholder: "P", help: "fp32 (default) or int8" },
    "query-prefix": { type: "string", placeholder: "TEXT", help: "before each query" },
    normalize: { type: "boolean", help: "divide each vector by its length" },
    "max-passage-tokens": {
      type: "string",
      placeholder: "N",
      help: "default: as the model states, else 200",
    },
    "max-query-tokens": { type: "string", placeholder: "N", help: "default: the same, else 30" },
    "run-dir": { type: "string", placeholder: "DIR", help: "write each run as MODE.run" },
    report: { type: "string", placeholder: "FILE", help: "write .html, .md or .json" },
    json: { type: "boolean", help: "print JSON instead of a table" },
    "no-cache": { type: "boolean", help: "embed again, and keep nothing" },
  },
  details:
    `Metrics: ${Object.keys(metricKinds).join(", ")}, with a cut-off as in ndcg@10.\n` +
    "Values are trec_eval's, with queries that a run lacks counted as 0 (trec_eval -c).\n" +
    "↑ and ↓ mark what differs from the first run: paired randomization test, p < 0.05 after\n" +
    "Holm's correction. Files whose names end in .gz are decompressed.\n\n" +
    "Example: tasb evaluate --collection cranfield --model tasb-mini --report cranfield.html",
  async run(args, io) {
    const output = readOutputPlan(args);
    const files = [...repeatedOption(args, "run"), ...args.positionals];
    const sources = readSources(args);
    const plan = readModelPlan(args);
    if (sources.collection === undefined && plan.candidates === undefined) {
      return await evaluateFilesOnly(args, files, output, io);
    }
    const collection = await openCollection(sources, io.signal);
    const candidates =
      plan.candidates === undefined
        ? undefined
        : await openCandidates(plan.candidates, collection, plan.k, io.signal);
    const made = await evaluateModels(collection, candidates, plan, io);
    const given = await readRunFiles(files, collection.qrels, io.signal);
    await publish({ ...collection, runs: [...made.runs, ...given], notes: made.notes }, output, io);
    return 0;
  },
};

async function evaluateFilesOnly(
  args: CommandArguments,
  files: readonly string[],
  output: OutputPlan,
  io: CommandIo,
): Promise<0> {
  const qrels = stringOption(args, "qrels");
  if (qrels === undefined || files.length === 0) {
    throw new UsageError("Expected `--collection`, `--candidates`, or `--qrels` with `--run`.");
  }
  for (const name of ["model", "mode", "corpus", "run-dir"]) {
    if (args.values[name] !== undefined) {
      throw new UsageError(`\`--${name}\` needs \`--collection\` or \`--candidates\`.`);
    }
  }
  const collection = await openCollection(readSources(args), io.signal);
  const runs = await readRunFiles(files, collection.qrels, io.signal);
  await publish({ ...collection, runs, notes: [] }, output, io);
  return 0;
}

function readSources(args: CommandArguments): Sources {
  return {
    collection: stringOption(args, "collection"),
    split: stringOption(args, "split") ?? "test",
    corpus: stringOption(args, "corpus"),
    queries: stringOption(args, "queries"),
    qrels: stringOption(args, "qrels"),
  };
}

function readModelPlan(args: CommandArguments): ModelPlan {
  const candidates = stringOption(args, "candidates");
  const modes = list(
    args,
    "mode",
    candidates === undefined ? "bm25,dense,hybrid,rerank" : "rerank",
  );
  for (const mode of modes) {
    if (!isSearchMode(mode)) {
      throw new UsageError(`Expected \`--mode\` to be of ${SEARCH_MODES.join(", ")}, got ${mode}.`);
    }
  }
  if (candidates !== undefined && modes.join(",") !== "rerank") {
    throw new UsageError("With `--candidates` the only mode is rerank.");
  }
  return {
    models: list(args, "model", "tas-b"),
    modes: modes.filter(isSearchMode),
    candidates,
    k: integerOption(args, "k", 1, 100_000) ?? 1000,
    precision: choiceOption(args, "precision", ["fp32", "int8"] as const),
    queryPrefix: stringOption(args, "query-prefix"),
    normalize: flag(args, "normalize") ? true : undefined,
    maxPassageTokens: integerOption(args, "max-passage-tokens", 3),
    maxQueryTokens: integerOption(args, "max-query-tokens", 3),
    useCache: !flag(args, "no-cache"),
  };
}

function readOutputPlan(args: CommandArguments): OutputPlan {
  const report = stringOption(args, "report");
  if (report !== undefined && ![".html", ".md", ".json"].includes(extname(report).toLowerCase())) {
    throw new UsageError(`Expected \`--report\` to end in .html, .md or .json, got ${report}.`);
  }
  const metrics = stringOption(args, "metrics") ?? DEFAULT_METRICS;
  try {
    parseMetrics(metrics);
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw new UsageError(error.message);
    throw error;
  }
  return {
    metrics,
    relevantFrom: integerOption(args, "binarize", 1, 127) ?? 1,
    report,
    runDirectory: stringOption(args, "run-dir"),
    json: flag(args, "json"),
  };
}

/** Words between commas, each once. */
function list(args: CommandArguments, name: string, fallback: string): string[] {
  const words = (stringOption(args, name) ?? fallback).split(",").map((word) => word.trim());
  const given = words.filter((word) => word !== "");
  if (given.length === 0) throw new UsageError(`Expected a value after \`--${name}\`.`);
  return [...new Set(given)];
}

function isSearchMode(word: string): word is SearchMode {
  return SEARCH_MODES.some((mode) => mode === word);
}
