// One collection of n passages in a process of its own: made and saved, or loaded by a fresh process.
// Vectors are random, normally distributed.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { LocalCollection } from "../../.build/esm/collection/local_collection.js";
import { search } from "../../.build/esm/search/search.js";
import { serve } from "../lib/serve.mjs";
import { corpus, generator, normals } from "../lib/texts.mjs";
import { latencies, residentBytes, timed } from "../lib/timing.mjs";

/** Passages added by one call, as by `tasb index`. */
const BATCH = 10_000;
const MEBIBYTE = 2 ** 20;
const POOL = 10_000;

let collection;
let questions;

/** Sums of two of some random vectors: as random as these, and made in no time. */
function* randomVectors(dimension) {
  const pool = normals(POOL * dimension, 1);
  const random = generator(2);
  const pick = () => Math.floor(random() * POOL) * dimension;
  for (let count = 0; ;) {
    const vectors = new Float32Array(count * dimension);
    for (let at = 0; at < vectors.length; at += dimension) {
      const [a, b] = [pick(), pick()];
      for (let i = 0; i < dimension; i += 1) vectors[at + i] = pool[a + i] + pool[b + i];
    }
    count = yield vectors;
  }
}

/** Questions with random vectors. */
function questionsOf(queries, dimension) {
  const vectors = normals(queries.length * dimension, 7);
  return queries.map((query, i) => {
    return { query, queryVector: vectors.subarray(i * dimension, (i + 1) * dimension) };
  });
}

await serve({
  async prepare({ n, dimension, queries }) {
    const texts = corpus(n, queries);
    questions = questionsOf(texts.queries, dimension);
    const random = randomVectors(dimension);
    random.next();
    const before = await residentBytes();
    collection = new LocalCollection({ dimension, fingerprint: "random" });
    let ms = 0;
    for (let start = 0; start < n; start += BATCH) {
      const part = texts.passages.slice(start, start + BATCH).map((text, i) => {
        return { id: `p${start + i}`, text, metadata: { place: start + i } };
      });
      const vectors = random.next(part.length).value;
      ms += (await timed(() => collection.add(part, vectors))).ms;
    }
    const bytes = (await residentBytes()) - before;
    return { seconds: ms / 1e3, megabytes: bytes / MEBIBYTE };
  },

  /** Milliseconds of each query in a mode. */
  async search({ mode, k, seconds }) {
    return latencies(
      questions,
      ({ query, queryVector }) => {
        return search(collection, { query, mode, k, ...(mode !== "bm25" && { queryVector }) });
      },
      { seconds },
    );
  },

  async save({ directory }) {
    const { ms } = await timed(() => collection.save(directory));
    const bytes = readdirSync(directory).map((name) => statSync(join(directory, name)).size);
    return { seconds: ms / 1e3, megabytes: bytes.reduce((sum, size) => sum + size, 0) / MEBIBYTE };
  },

  /** In a fresh process: from the files to the first answer. */
  async load({ directory, dimension, queries }) {
    const [first] = questionsOf(corpus(1, queries).queries, dimension);
    const before = await residentBytes();
    const loading = await timed(() => LocalCollection.load(directory));
    collection = loading.result;
    const answer = await timed(() => search(collection, { ...first, mode: "hybrid", k: 10 }));
    const bytes = (await residentBytes()) - before;
    return {
      seconds: loading.ms / 1e3,
      firstMs: answer.ms,
      hits: answer.result.hits.map(({ id, score }) => [id, score]),
      megabytes: bytes / MEBIBYTE,
    };
  },

  async firstHits() {
    const { hits } = await search(collection, { ...questions[0], mode: "hybrid", k: 10 });
    return hits.map(({ id, score }) => [id, score]);
  },
});
