// LangChain.js' MemoryVectorStore with the dot product.
import { readFileSync } from "node:fs";

import { MemoryVectorStore } from "@langchain/classic/vectorstores/memory";

import { serve } from "../lib/serve.mjs";
import { latencies, residentBytes, timed } from "../lib/timing.mjs";

let store;
let queries;

const embeddings = {
  embedDocuments: async () => [],
  embedQuery: async () => [],
};

function rowsOf(path, d) {
  const bytes = readFileSync(path);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  return Array.from({ length: values.length / d }, (_, i) => [
    ...values.subarray(i * d, (i + 1) * d),
  ]);
}

function dotProduct(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}

await serve({
  async prepare({ vectors, queries: queryFile, n, d }) {
    const before = await residentBytes();
    queries = rowsOf(queryFile, d);
    store = new MemoryVectorStore(embeddings, { similarity: dotProduct });
    const { ms } = await timed(async () => {
      const rows = rowsOf(vectors, d);
      await store.addVectors(
        rows,
        rows.map((_, i) => ({ pageContent: "", metadata: { place: i } })),
      );
    });
    return { seconds: ms / 1e3, perPassage: ((await residentBytes()) - before) / n };
  },
  async one({ from, count, k }) {
    return latencies(queries.slice(from, from + count), (query) =>
      store.similaritySearchVectorWithScore(query, k),
    );
  },
  async hits({ count, k }) {
    const found = [];
    for (const query of queries.slice(0, count)) {
      const hits = await store.similaritySearchVectorWithScore(query, k);
      found.push({
        places: hits.map(([{ metadata }]) => metadata.place),
        scores: hits.map(([, score]) => score),
      });
    }
    return found;
  },
});
