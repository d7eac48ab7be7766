// LangChain.js: EnsembleRetriever over MemoryVectorStore and BM25Retriever, with the same vectors.
import { EnsembleRetriever } from "@langchain/classic/retrievers/ensemble";
import { MemoryVectorStore } from "@langchain/classic/vectorstores/memory";
import { BM25Retriever } from "@langchain/community/retrievers/bm25";
import { Document } from "@langchain/core/documents";

import { TasbEmbeddings } from "../../dist/esm/index.js";
import { serve, threads } from "../lib/serve.mjs";
import { corpus } from "../lib/texts.mjs";
import { latencies, residentBytes, timed } from "../lib/timing.mjs";
import { readVectors } from "../lib/vectors.mjs";

let queries;
let retrievers;

/** TAS-B's measure; the store's own default, cosine, costs more. */
function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}

await serve({
  async prepare({ count, queryCount, file, k }) {
    const texts = corpus(count, queryCount);
    queries = texts.queries;
    const all = readVectors(file);
    const d = all.length / count;
    const documents = texts.passages.map((pageContent, i) => {
      return new Document({ pageContent, id: String(i), metadata: { i } });
    });
    const before = await residentBytes();
    const embeddings = new TasbEmbeddings({ model: "tasb-mini", threads });
    const store = new MemoryVectorStore(embeddings, { similarity: dot });
    const { ms, result } = await timed(async () => {
      const vectors = documents.map((_, i) => Array.from(all.subarray(i * d, (i + 1) * d)));
      await store.addVectors(vectors, documents);
      return BM25Retriever.fromDocuments(documents, { k });
    });
    const dense = store.asRetriever(k);
    retrievers = { default: new EnsembleRetriever({ retrievers: [dense, result] }), dense };
    return { seconds: ms / 1e3, megabytes: ((await residentBytes()) - before) / 2 ** 20 };
  },

  async invoke({ variant, from, count }) {
    const found = [];
    const errors = [];
    const times = await latencies(queries.slice(from, from + count), async (query) => {
      try {
        const documents = await retrievers[variant].invoke(query);
        found.push(documents.map(({ metadata }) => metadata.i));
      } catch (error) {
        found.push([]);
        errors.push(String(error));
      }
    });
    return { times, found, errors };
  },
});
