/** What `tasb evaluate` reads: a test collection, and candidates to re-rank. */

import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { FileFormatError } from "../errors.js";
import { readCandidates } from "../evaluation/files/read_candidates.js";
import { passageText, readCorpus } from "../evaluation/files/read_corpus.js";
import { readLineBatches } from "../evaluation/files/read_lines.js";
import { readQrels } from "../evaluation/files/read_qrels.js";
import { readQueries } from "../evaluation/files/read_queries.js";
import { readRun } from "../evaluation/files/read_run.js";
import { trecOrder } from "../evaluation/metrics/trec_order.js";
import type { Qrels, Run } from "../evaluation/qrels.js";
import { UsageError } from "./usage_error.js";

/** Where the parts of a collection are; a file named goes before the collection's folder. */
export interface Sources {
  readonly collection: string | undefined;
  readonly split: string;
  readonly corpus: string | undefined;
  readonly queries: string | undefined;
  readonly qrels: string | undefined;
}

/** A passage as it is indexed: title and text joined. */
export interface TestPassage {
  readonly id: string;
  readonly text: string;
}

/** A test collection: judgments in memory, passages streamed. */
export interface TestCollection {
  readonly name: string;
  readonly qrels: Qrels;
  /** Query id → text, of the judged queries alone. Empty where no query file is known. */
  readonly queries: ReadonlyMap<string, string>;
  readonly corpusPath: string | undefined;
}

/** What to re-rank for each query. */
export interface CandidateSet {
  readonly queries: ReadonlyMap<string, string>;
  readonly passageIds: ReadonlyMap<string, readonly string[]>;
  readonly passages: AsyncIterable<TestPassage>;
  /** The ranking the candidates came in, where the file has one. */
  readonly baseline: { readonly name: string; readonly run: Run } | undefined;
}

/** Reads judgments and queries. The corpus is only located; `readPassages` streams it. */
export async function openCollection(
  sources: Sources,
  signal: AbortSignal,
): Promise<TestCollection> {
  const folder = sources.collection;
  const inFolder = (...parts: string[]): string | undefined => {
    if (folder === undefined) return undefined;
    const path = join(folder, ...parts);
    return [path, `${path}.gz`].find((one) => existsSync(one)) ?? path;
  };
  const qrelsPath = sources.qrels ?? inFolder("qrels", `${sources.split}.tsv`);
  if (qrelsPath === undefined) throw new UsageError("`--qrels` is missing.");
  const qrels = await readQrels(qrelsPath, { signal });
  const queriesPath = sources.queries ?? inFolder("queries.jsonl");
  const all = queriesPath === undefined ? [] : await readQueries(queriesPath, { signal });
  return {
    name: folder === undefined ? stemOf(qrelsPath) : basename(resolve(folder)),
    qrels,
    queries: new Map([...all].filter(([id]) => qrels.has(id))),
    corpusPath: sources.corpus ?? inFolder("corpus.jsonl"),
  };
}

/**
 * Streams the passages of a collection.
 *
 * @param wanted ids to keep; all by default
 * @throws FileFormatError where an id comes twice, or a wanted one does not come
 */
export async function* readPassages(
  collection: TestCollection,
  signal: AbortSignal,
  wanted?: ReadonlySet<string>,
): AsyncGenerator<TestPassage, void, undefined> {
  const path = collection.corpusPath;
  if (path === undefined) throw new UsageError("`--corpus` or `--collection` is missing.");
  const seen = new Set<string>();
  for await (const passage of readCorpus(path, { signal })) {
    if (wanted !== undefined && !wanted.has(passage.id)) continue;
    if (seen.has(passage.id)) {
      throw new FileFormatError(`Passage \`${passage.id}\` comes twice.`, { path });
    }
    seen.add(passage.id);
    yield { id: passage.id, text: passageText(passage) };
  }
  for (const id of wanted ?? []) {
    if (!seen.has(id)) {
      throw new FileFormatError(`Candidate \`${id}\` is not in the corpus.`, { path });
    }
  }
}

/** Reads candidates: MS MARCO's four columns with the texts, or a run over the collection's corpus. */
export async function openCandidates(
  path: string,
  collection: TestCollection,
  k: number,
  signal: AbortSignal,
): Promise<CandidateSet> {
  const judged = new Set(collection.qrels.keys());
  if (await hasFourColumns(path, signal)) {
    const { queries, passageIds, passages } = await readCandidates(path, {
      queries: judged,
      signal,
    });
    return { queries, passageIds, passages: passagesOf(passages), baseline: undefined };
  }
  const run = await readRun(path, { queries: judged, signal });
  const cut = new Map<string, Map<string, number>>();
  const passageIds = new Map<string, readonly string[]>();
  for (const [queryId, scores] of run) {
    const ids = trecOrder(scores).slice(0, k);
    passageIds.set(queryId, ids);
    cut.set(queryId, new Map(ids.map((id) => [id, scores.get(id)!])));
  }
  return {
    queries: collection.queries,
    passageIds,
    passages: readPassages(collection, signal, new Set([...passageIds.values()].flat())),
    baseline: { name: stemOf(path), run: cut },
  };
}

async function hasFourColumns(path: string, signal: AbortSignal): Promise<boolean> {
  for await (const { lines } of readLineBatches(path, { signal })) {
    const first = lines.find((line) => line.trim() !== "");
    if (first !== undefined) return first.split("\t").length === 4;
  }
  throw new FileFormatError("The file holds no candidates.", { path });
}

// Asynchronous for the sake of those who read from files.
async function* passagesOf(
  passages: ReadonlyMap<string, string>,
): AsyncGenerator<TestPassage, void, undefined> {
  for (const [id, text] of passages) yield { id, text };
}

/** The name of a file without its folder and its usual endings. */
export function stemOf(path: string): string {
  return basename(path).replace(/(?:\.(?:gz|run|trec|txt|tsv|res))+$/i, "") || basename(path);
}
