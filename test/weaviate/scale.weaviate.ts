/**
 * Real texts and vectors in three servers, beside the local collection. It takes minutes, so it runs
 * where TASB_WEAVIATE_SCALE says how many passages: the figures of docs/scaling.md are of
 *
 *     TASB_WEAVIATE_SCALE=100000 npm run test:weaviate -- test/weaviate/scale.weaviate.ts
 */

import {
  createReadStream,
  existsSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { LocalCollection } from "../../src/collection/local_collection.js";
import type {
  Hit,
  NewPassage,
  PassageCollection,
} from "../../src/collection/passage_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { TasbEmbeddings } from "../../src/langchain/tasb_embeddings.js";
import { packageRoot } from "../../src/package_root.js";
import { reciprocalRankFusion } from "../../src/ranking/fusion.js";
import { WeaviateCollection } from "../../src/weaviate/weaviate_collection.js";
import type { WeaviateIndex } from "../../src/weaviate/weaviate_options.js";
import { startServers, type Servers } from "./weaviate_server.js";

const COUNT = Number(process.env["TASB_WEAVIATE_SCALE"] ?? 0);
/** A file that keeps the vectors for a second run. */
const KEPT = process.env["TASB_WEAVIATE_VECTORS"];
const TEXTS = join(packageRoot, "../shared/data/training-texts");
const QUERIES = 100;
const GROUP = 5000;

async function* texts(file: string): AsyncGenerator<string> {
  const input = createReadStream(join(TEXTS, file)).pipe(createGunzip());
  for await (const line of createInterface({ input })) {
    yield (JSON.parse(line) as { text: string }).text;
  }
}

function say(what: string, value: string): void {
  console.log(`${what}: ${value}`);
}

const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(1)} s`;

function bytesOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (sum, { parentPath, name }) =>
        sum + (statSync(join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
}

/** Resident memory of a process in MB. */
function residentMegabytes(pid: number | undefined): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kilobytes) / 1000);
}

/** Share of the first list's ids that are in the second. */
function overlap(a: readonly { id: string }[], b: readonly { id: string }[]): number {
  const ids = new Set(b.map(({ id }) => id));
  return a.length === 0 ? 1 : a.filter(({ id }) => ids.has(id)).length / a.length;
}

describe.skipIf(COUNT === 0 || !existsSync(TEXTS))(`${COUNT} passages in three servers`, () => {
  const passages: NewPassage[] = [];
  const questions: string[] = [];
  let vectors: Float32Array;
  let queries: Float32Array[];
  let local: LocalCollection;
  let servers: Servers;
  let fingerprint = "";
  let dimension = 0;

  beforeAll(async () => {
    for await (const text of texts("questions.jsonl.gz")) {
      questions.push(text);
      if (questions.length === QUERIES) break;
    }
    for (const file of ["passages.jsonl.gz", "questions.jsonl.gz"]) {
      for await (const text of texts(file)) {
        if (passages.length === COUNT) break;
        passages.push({ id: `p${passages.length}`, text, metadata: { n: passages.length } });
      }
    }
    const embeddings = new TasbEmbeddings({ model: "tasb-mini" });
    [dimension, fingerprint] = [await embeddings.dimension(), await embeddings.fingerprint()];
    queries = await Promise.all(questions.map((question) => embeddings.encodeQuery(question)));
    if (KEPT !== undefined && existsSync(KEPT)) {
      vectors = new Float32Array(new Uint8Array(readFileSync(KEPT)).buffer).slice(
        0,
        COUNT * dimension,
      );
    } else {
      const from = performance.now();
      vectors = await embeddings.encode(passages.map(({ text }) => text));
      say("embedding", seconds(from));
      if (KEPT !== undefined) writeFileSync(KEPT, new Uint8Array(vectors.buffer));
    }
    await embeddings.dispose();
    const dense = new ReferenceIndex({ dimension });
    local = new LocalCollection({ dimension, fingerprint, dense });
    await addTo(local);
    servers = await startServers(3);
  }, 3_600_000);

  afterAll(async () => {
    await servers[Symbol.asyncDispose]();
    await local.close();
  });

  async function addTo(collection: PassageCollection): Promise<void> {
    for (let from = 0; from < COUNT; from += GROUP) {
      const group = passages.slice(from, from + GROUP);
      const rows = vectors.subarray(from * dimension, (from + group.length) * dimension);
      await collection.add(group, rows);
    }
  }

  async function filled(name: string, index: WeaviateIndex): Promise<WeaviateCollection> {
    const collection = await WeaviateCollection.connect({
      hosts: servers.addresses,
      name,
      dimension,
      fingerprint,
      filterFields: { n: "number" },
      shards: 3,
      index,
    });
    const from = performance.now();
    await addTo(collection);
    say(
      `${name}: import`,
      `${seconds(from)}, ${Math.round((1000 * COUNT) / (performance.now() - from))}/s`,
    );
    expect(await collection.count()).toBe(COUNT);
    // The servers write to disk what is 2 s old; until then their BM25 may pass over it.
    await new Promise((resolve) => setTimeout(resolve, 8000));
    const memory = servers.servers.map(({ pid }) => residentMegabytes(pid));
    const disk = servers.servers.map(({ folder }) => Math.round(bytesOf(folder) / 1e6));
    say(`${name}: memory of each server, MB`, memory.join(", "));
    say(`${name}: on each disk, MB`, disk.join(", "));
    return collection;
  }

  /** All queries, one at a time. */
  async function timed(title: string, search: (i: number) => Promise<Hit[]>): Promise<Hit[][]> {
    const lists: Hit[][] = [];
    const times: number[] = [];
    for (let i = 0; i < QUERIES; i += 1) {
      const from = performance.now();
      lists.push(await search(i));
      times.push(performance.now() - from);
    }
    times.sort((a, b) => a - b);
    say(
      title,
      `median ${times[QUERIES / 2]!.toFixed(1)} ms, 95th ${times[QUERIES * 0.95]!.toFixed(1)} ms`,
    );
    return lists;
  }

  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;

  it("finds by flat index what the local collection finds, with the same scores", async () => {
    await using collection = await filled("Flat", { type: "flat" });
    const dense = await timed("flat dense, k 10", (i) => collection.searchDense(queries[i]!, 10));
    const exact: Hit[][] = [];
    for (const query of queries) exact.push(await local.searchDense(query, 10));
    let worst = 0;
    exact.forEach((hits, i) => {
      hits.forEach(({ score }, rank) => {
        worst = Math.max(worst, Math.abs(score - dense[i]![rank]!.score) / Math.abs(score));
      });
      // Sums in another order: equal but for float32, in which neighbors may change places.
      expect(dense[i]!.length).toBe(10);
    });
    const same = exact.filter((hits, i) =>
      hits.every(({ id }, rank) => id === dense[i]![rank]!.id),
    );
    say("flat dense: same order", `${same.length} of ${QUERIES} queries`);
    say(
      "flat dense: same passages",
      mean(exact.map((hits, i) => overlap(hits, dense[i]!))).toFixed(4),
    );
    say("flat dense: largest relative difference of a score", worst.toExponential(1));
    expect(worst).toBeLessThan(1e-5);
    expect(mean(exact.map((hits, i) => overlap(hits, dense[i]!)))).toBeGreaterThan(0.999);

    const there = await timed("bm25, k 1000", (i) => collection.searchBm25(questions[i]!, 1000));
    const here: Hit[][] = [];
    for (const question of questions) here.push(await local.searchBm25(question, 1000));
    const tops = here.map((hits, i) => overlap(hits.slice(0, 10), there[i]!.slice(0, 10)));
    say("bm25: local top 10 in the servers' top 10", mean(tops).toFixed(4));
    say(
      "bm25: local top 10 in the servers' top 1000",
      mean(here.map((hits, i) => overlap(hits.slice(0, 10), there[i]!))).toFixed(4),
    );
    expect(mean(tops)).toBeGreaterThan(0.9);

    const wide = await timed("flat dense, k 1000", (i) =>
      collection.searchDense(queries[i]!, 1000),
    );
    const fused: number[] = [];
    for (const [i, query] of queries.entries()) {
      const mine = reciprocalRankFusion([await local.searchDense(query, 1000), here[i]!]).slice(
        0,
        10,
      );
      fused.push(overlap(mine, reciprocalRankFusion([wide[i]!, there[i]!]).slice(0, 10)));
    }
    say("hybrid: local top 10 in the servers' top 10", mean(fused).toFixed(4));
    expect(mean(fused)).toBeGreaterThan(0.9);

    const filter = { n: { $lt: COUNT / 10 } };
    const filtered = await timed("flat dense, filter of a tenth, k 10", (i) =>
      collection.searchDense(queries[i]!, 10, { filter }),
    );
    expect(filtered[0]).toEqual(
      await local
        .searchDense(queries[0]!, 10, { filter })
        .then((hits) => hits.map((hit, i) => ({ ...hit, score: filtered[0]![i]!.score }))),
    );
    await collection.drop();
  }, 3_600_000);

  it.each<[string, WeaviateIndex]>([
    ["Hnsw", { type: "hnsw" }],
    ["Hnsw_rq", { type: "hnsw", quantization: "rq" }],
  ])(
    "finds by the index %s nearly all of it, faster",
    async (name, index) => {
      await using collection = await filled(name, index);
      for (const k of [10, 100]) {
        const dense = await timed(`${name}: dense, k ${k}`, (i) =>
          collection.searchDense(queries[i]!, k),
        );
        const recalls: number[] = [];
        let worst = 0;
        for (const [i, query] of queries.entries()) {
          const exact = await local.searchDense(query, k);
          recalls.push(overlap(exact, dense[i]!));
          const scores = new Map(exact.map(({ id, score }) => [id, score]));
          for (const { id, score } of dense[i]!) {
            const truth = scores.get(id);
            if (truth === undefined) continue;
            worst = Math.max(worst, Math.abs(truth - score) / Math.abs(truth));
          }
        }
        say(`${name}: recall of ${k}`, mean(recalls).toFixed(4));
        say(`${name}: largest relative difference of a score`, worst.toExponential(1));
        expect(mean(recalls)).toBeGreaterThan(0.8);
        // Candidates are compared again by their whole vectors: sums in another order, no more.
        expect(worst).toBeLessThan(1e-5);
      }
      await collection.drop();
    },
    3_600_000,
  );
});
