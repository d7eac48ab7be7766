// npm run bench:guard: ratios that must hold on any machine, each against a reference that is measured
// in turns with it in the same process. Far from what is usual, so that only a real loss of speed fails:
// an engine that no longer uses its kernels, an index that scans, batches that are not batched, a load
// that indexes again. For CI; takes some seconds.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Bm25Index } from "../.build/esm/bm25/inverted_index.js";
import { LocalCollection } from "../.build/esm/collection/local_collection.js";
import { ExactIndex } from "../.build/esm/dense/exact_index.js";
import { InferenceThread } from "../.build/esm/onnx/inference_thread.js";
import { search } from "../.build/esm/search/search.js";
import { TasbEmbeddings } from "../dist/esm/index.js";
import { part } from "./lib/part.mjs";
import { best, dotProducts, NaiveBm25, overlap } from "./lib/reference.mjs";
import { normals, syntheticPassages, syntheticQueries } from "./lib/texts.mjs";
import { timed } from "./lib/timing.mjs";

const DIMENSION = 384;
const PASSAGES = 5_000;
const QUERIES = 10;

const texts = syntheticPassages(PASSAGES, 1);
const queries = syntheticQueries(QUERIES, 2);
const vectors = normals(PASSAGES * DIMENSION, 3);
const queryVectors = normals(QUERIES * DIMENSION, 4);
const vectorOf = (i) => queryVectors.subarray(i * DIMENSION, (i + 1) * DIMENSION);
const items = texts.map((text, i) => ({ id: `p${i}`, text }));
const all = async (call) => {
  for (let i = 0; i < QUERIES; i += 1) await call(i);
};

/**
 * Each contest: how many times as fast as `reference` `ours` must be at least, and whether its result
 * is right.
 */
const contests = {
  async "exact search, beside a plain loop"() {
    const index = new ExactIndex({ dimension: DIMENSION });
    await index.upsert(Uint32Array.from(texts.keys()), vectors);
    const { sequences } = await index.search(vectorOf(0), 10);
    return {
      atLeast: 1.3,
      ours: () => all((i) => index.search(vectorOf(i), 10)),
      reference: () => all((i) => best(dotProducts(vectors, vectorOf(i)), 10)),
      right: overlap([...sequences], best(dotProducts(vectors, vectorOf(0)), 10)) === 1,
      end: () => index.dispose(),
    };
  },

  async "BM25, beside a scan of all passages"() {
    const index = new Bm25Index();
    await index.addAll(texts.map((text, sequence) => ({ sequence, text })));
    const naive = new NaiveBm25(texts, (text) => index.analyzer.analyze(text));
    const scores = naive.scores(queries[0]);
    const found = index.search(queries[0], 10);
    return {
      atLeast: 5,
      ours: () => all((i) => index.search(queries[i], 10)),
      reference: () => all((i) => best(naive.scores(queries[i]), 10)),
      right:
        found.sequences.length === 10 &&
        [...found.sequences].every((place, i) => {
          return Math.abs(found.scores[i] - scores[place]) < 1e-4 * scores[place];
        }),
    };
  },

  async "64 queries encoded together, beside one by one"() {
    const embeddings = new TasbEmbeddings({ model: "tasb-mini" });
    const asked = syntheticQueries(64, 5);
    const together = await embeddings.encode(asked, { kind: "query" });
    const alone = await embeddings.encodeQuery(asked[7]);
    return {
      atLeast: 1.1,
      ours: () => embeddings.encode(asked, { kind: "query" }),
      async reference() {
        for (const query of asked) await embeddings.encodeQuery(query);
      },
      right: alone.every((value, i) => Math.abs(value - together[7 * DIMENSION + i]) < 1e-3),
    };
  },

  async "loading a collection, beside indexing it"() {
    const folder = mkdtempSync(join(tmpdir(), "bench-guard-"));
    const make = async () => {
      const collection = new LocalCollection({ dimension: DIMENSION, fingerprint: "guard" });
      await collection.add(items, vectors);
      return collection;
    };
    const first = await make();
    await first.save(folder);
    await first.close();
    const loaded = await LocalCollection.load(folder);
    const right = (await loaded.searchBm25(queries[0], 5)).length === 5;
    await loaded.close();
    return {
      atLeast: 1.3,
      ours: async () => (await LocalCollection.load(folder)).close(),
      reference: async () => (await make()).close(),
      right,
      end: () => rmSync(folder, { recursive: true }),
    };
  },

  async "hybrid search, beside its two legs one after the other"() {
    const collection = new LocalCollection({ dimension: DIMENSION, fingerprint: "guard" });
    await collection.add(items, vectors);
    const hybrid = (i) => {
      return search(collection, {
        query: queries[i],
        queryVector: vectorOf(i),
        mode: "hybrid",
        k: 10,
      });
    };
    return {
      atLeast: 0.3,
      ours: () => all(hybrid),
      reference: () =>
        all(async (i) => {
          await collection.searchDense(vectorOf(i), 1000);
          await collection.searchBm25(queries[i], 1000);
        }),
      right: (await hybrid(0)).hits.length === 10,
      end: () => collection.close(),
    };
  },
};

/** Other programs only ever make a run slower: the fastest one is the least disturbed. */
const fastest = (times) => Math.min(...times);

const rounds = { full: 7, quick: 5 };
await part(
  { name: "guard", title: "Guard", rounds },
  async ({ rounds: count, report, progress }) => {
    const rows = [];
    for (const [name, prepare] of Object.entries(contests)) {
      progress(name);
      const contest = await prepare();
      const { atLeast, right } = contest;
      const times = { ours: [], reference: [] };
      // Round -1 warms up.
      for (let round = -1; round < count; round += 1) {
        const a = (await timed(() => contest.ours())).ms;
        const b = (await timed(() => contest.reference())).ms;
        if (round < 0) continue;
        times.ours.push(a);
        times.reference.push(b);
      }
      await contest.end?.();
      const ratio = fastest(times.reference) / fastest(times.ours);
      rows.push([name, fastest(times.ours), fastest(times.reference), ratio, atLeast]);
      report.check(`${name}: the result is right`, right);
      report.check(
        `${name}: at least ${atLeast} times as fast`,
        ratio >= atLeast,
        ratio.toFixed(2),
      );
    }
    report.table({
      columns: ["contest", "ours, ms", "reference, ms", "times as fast", "at least"],
      rows,
    });
  },
);
await InferenceThread.shared().dispose();
