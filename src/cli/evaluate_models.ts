/** Runs that `tasb evaluate` makes: every mode with every model. */

import { basename, join } from "node:path";
import { rankedScores } from "../evaluation/ranked_scores.js";
import { LocalCollection } from "../collection/local_collection.js";
import { NoVectors } from "../dense/no_vectors.js";
import { Encoder } from "../encoder/encoder.js";
import { checkConversion } from "../encoder/open_encoder.js";
import { readEnvironment } from "../system/environment.js";
import { prepareModel } from "../model/prepared_model.js";
import { search } from "../search/search.js";
import type { SearchMode } from "../search/search_types.js";
import type { CommandIo } from "./command.js";
import { EmbeddingCache } from "./embedding_cache.js";
import {
  readPassages,
  type CandidateSet,
  type TestCollection,
  type TestPassage,
} from "./evaluate_inputs.js";
import type { TimedRun } from "./evaluate_output.js";
import { downloadProgress } from "./open_index.js";
import { formatCount, ProgressBar } from "./progress_bar.js";

/** Which runs to make. */
export interface ModelPlan {
  readonly models: readonly string[];
  readonly modes: readonly SearchMode[];
  /** File of candidates. */
  readonly candidates: string | undefined;
  /** Passages per query. */
  readonly k: number;
  readonly precision: "fp32" | "int8" | undefined;
  readonly queryPrefix: string | undefined;
  readonly normalize: boolean | undefined;
  readonly maxPassageTokens: number | undefined;
  readonly maxQueryTokens: number | undefined;
  /** Whether embeddings are kept between calls. */
  readonly useCache: boolean;
}

/** Passages embedded, indexed and kept in one file of the cache at a time. */
const PASSAGES_AT_ONCE = 4096;

/** The runs in the order of the modes: BM25 once, then the others with each model. */
export async function evaluateModels(
  collection: TestCollection,
  candidates: CandidateSet | undefined,
  plan: ModelPlan,
  io: CommandIo,
): Promise<{ runs: TimedRun[]; notes: string[] }> {
  const notes: string[] = [];
  const queries = candidates?.queries ?? collection.queries;
  const withoutText = [...collection.qrels.keys()].filter((id) => !queries.has(id)).length;
  if (withoutText > 0) notes.push(`${withoutText} judged queries have no text.`);
  const names = modelNames(plan.models);
  const byMode = new Map<SearchMode, TimedRun[]>(plan.modes.map((mode) => [mode, []]));
  if (plan.modes.includes("bm25")) {
    const own = await runBm25(collection, plan, io);
    byMode.get("bm25")!.push(own);
  }
  const modes = plan.modes.filter((mode) => mode !== "bm25");
  for (const [i, model] of modes.length === 0 ? [] : plan.models.entries()) {
    const embedded = await embedCollection(model, names[i]!, collection, candidates, plan, io);
    try {
      if (embedded.truncated > 0) {
        notes.push(
          `${names[i]}: ${formatCount(embedded.truncated)} of ${formatCount(embedded.size)} passages ` +
            `were cut at ${embedded.encoder.maxPassageTokens} tokens.`,
        );
      }
      for (const mode of modes) {
        const run = await runMode(mode, embedded, queries, candidates, plan, io);
        const name = plan.models.length === 1 ? mode : `${names[i]} ${mode}`;
        byMode.get(mode)!.push({ name, ...run, prepareSeconds: embedded.prepareSeconds });
      }
    } finally {
      await embedded.index.close();
      await embedded.encoder.dispose();
    }
  }
  const baseline = candidates?.baseline;
  return {
    runs: [
      ...(baseline === undefined ? [] : [{ ...baseline, fromFile: true }]),
      ...plan.modes.flatMap((mode) => byMode.get(mode)!),
    ],
    notes,
  };
}

/** A collection embedded by one model, open for search. */
interface EmbeddedCollection {
  readonly encoder: Encoder;
  readonly index: LocalCollection;
  /** [queries, d], in the order of the queries. */
  readonly queryVectors: Float32Array;
  readonly querySeconds: number;
  readonly prepareSeconds: number;
  readonly size: number;
  /** Passages cut at the encoder's limit. */
  readonly truncated: number;
}

async function embedCollection(
  model: string,
  name: string,
  collection: TestCollection,
  candidates: CandidateSet | undefined,
  plan: ModelPlan,
  io: CommandIo,
): Promise<EmbeddedCollection> {
  const { signal } = io;
  const started = performance.now();
  const { precision, normalize, queryPrefix, maxPassageTokens, maxQueryTokens } = plan;
  const source = { model, precision, normalize, signal, onProgress: downloadProgress(io) };
  const prepared = await checkConversion(await prepareModel(source), source);
  const encoder = await Encoder.open(prepared, {
    queryPrefix,
    maxPassageTokens,
    maxQueryTokens,
    signal,
  });
  const bar = new ProgressBar(io.stderr, `Embedding with ${name}`);
  const { dimension, fingerprint } = encoder;
  const index = new LocalCollection({ dimension, fingerprint });
  try {
    const folder = plan.useCache ? join(readEnvironment().cache, "embeddings") : undefined;
    const cache = new EmbeddingCache(encoder, prepared.settings.passagePrefix, folder);
    const read = candidates?.passages ?? readPassages(collection, signal);
    let size = 0;
    let truncated = 0;
    for await (const passages of inGroups(read, PASSAGES_AT_ONCE)) {
      const texts = passages.map(({ text }) => text);
      const before = size;
      const embedded = await cache.embed(texts, {
        signal,
        // How many passages are to come is not known while they are read.
        onProgress: (done) => bar.update(0, `${formatCount(before + done)} passages`),
      });
      await index.add(passages, embedded.vectors, { signal });
      size += passages.length;
      truncated += embedded.truncated;
    }
    const queriesStarted = performance.now();
    const texts = [...(candidates?.queries ?? collection.queries).values()];
    const queryVectors = await encoder.encode(texts, { kind: "query", signal });
    return {
      encoder,
      index,
      queryVectors,
      querySeconds: (performance.now() - queriesStarted) / 1000,
      prepareSeconds: (queriesStarted - started) / 1000,
      size,
      truncated,
    };
  } catch (error) {
    await index.close();
    await encoder.dispose();
    throw error;
  } finally {
    bar.clear();
  }
}

async function runMode(
  mode: SearchMode,
  embedded: EmbeddedCollection,
  queries: ReadonlyMap<string, string>,
  candidates: CandidateSet | undefined,
  plan: ModelPlan,
  io: CommandIo,
): Promise<{ run: Map<string, Map<string, number>>; seconds: number }> {
  const { index, queryVectors, querySeconds } = embedded;
  const { k } = plan;
  const { signal } = io;
  const started = performance.now();
  const run = await searchAll(queries, `Searching (${mode})`, io, async (queryId, query, i) => {
    const queryVector = queryVectors.slice(i * index.dimension, (i + 1) * index.dimension);
    if (candidates !== undefined) {
      const ids = candidates.passageIds.get(queryId) ?? [];
      return await index.searchDense(queryVector, k, { candidates: ids, signal });
    }
    const request = { query, queryVector, mode, k, candidates: Math.max(k, 1000), signal };
    return (await search(index, request)).hits;
  });
  return { run, seconds: querySeconds + (performance.now() - started) / 1000 };
}

/** BM25 needs no model: the vectors that the passages get are forgotten. */
async function runBm25(
  collection: TestCollection,
  { k }: ModelPlan,
  io: CommandIo,
): Promise<TimedRun> {
  const { signal } = io;
  const started = performance.now();
  const index = new LocalCollection({
    dimension: 1,
    fingerprint: "none",
    dense: new NoVectors(),
  });
  try {
    for await (const passages of inGroups(readPassages(collection, signal), PASSAGES_AT_ONCE)) {
      await index.add(passages, new Float32Array(passages.length), { signal });
    }
    const prepared = performance.now();
    const run = await searchAll(
      collection.queries,
      "Searching (bm25)",
      io,
      async (_, query) => (await search(index, { query, mode: "bm25", k, signal })).hits,
    );
    const ended = performance.now();
    return {
      name: "bm25",
      run,
      seconds: (ended - prepared) / 1000,
      prepareSeconds: (prepared - started) / 1000,
    };
  } finally {
    await index.close();
  }
}

async function searchAll(
  queries: ReadonlyMap<string, string>,
  label: string,
  io: CommandIo,
  find: (
    queryId: string,
    query: string,
    i: number,
  ) => Promise<readonly { id: string; score: number }[]>,
): Promise<Map<string, Map<string, number>>> {
  const bar = new ProgressBar(io.stderr, label);
  const run = new Map<string, Map<string, number>>();
  try {
    let i = 0;
    for (const [queryId, query] of queries) {
      const hits = await find(queryId, query, i++);
      run.set(queryId, rankedScores(hits));
      bar.update(i / queries.size, `${formatCount(i)} queries`);
    }
  } finally {
    bar.clear();
  }
  return run;
}

async function* inGroups(
  passages: AsyncIterable<TestPassage>,
  size: number,
): AsyncGenerator<TestPassage[], void, undefined> {
  let group: TestPassage[] = [];
  for await (const passage of passages) {
    group.push(passage);
    if (group.length === size) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) yield group;
}

/** Short names: the folder's or repository's own where that tells the models apart. */
function modelNames(models: readonly string[]): string[] {
  const short = models.map((model) => basename(model.replace(/(?<![\\/])[\\/]+$/, "")) || model);
  return new Set(short).size === models.length ? short : [...models];
}
