// langchain-tasb: TasbRetriever in mode hybrid.
import { TasbEmbeddings, TasbRetriever, TasbVectorStore } from "../../dist/esm/index.js";
import { serve, threads } from "../lib/serve.mjs";
import { corpus } from "../lib/texts.mjs";
import { latencies, residentBytes, timed } from "../lib/timing.mjs";
import { readVectors } from "../lib/vectors.mjs";

let queries;
let store;
let retrievers;

const embeddings = new TasbEmbeddings({ model: "tasb-mini", threads });

await serve({
  async prepare({ count, queryCount, file, k }) {
    const texts = corpus(count, queryCount);
    queries = texts.queries;
    const vectors = readVectors(file);
    const passages = texts.passages.map((text, i) => ({ id: String(i), text, metadata: { i } }));
    const before = await residentBytes();
    store = new TasbVectorStore(embeddings);
    const collection = await store.collection();
    const { ms } = await timed(() => collection.add(passages, vectors));
    retrievers = {
      default: new TasbRetriever({ store, k }),
      "as few candidates": new TasbRetriever({ store, k, candidates: k }),
    };
    return { seconds: ms / 1e3, megabytes: ((await residentBytes()) - before) / 2 ** 20 };
  },

  async invoke({ variant, from, count }) {
    const retriever = retrievers[variant];
    const found = [];
    const times = await latencies(queries.slice(from, from + count), async (query) => {
      found.push((await retriever.invoke(query)).map(({ id }) => Number(id)));
    });
    return { times, found };
  },

  /** Where the time of a hybrid search goes: each step alone. */
  async steps({ count }) {
    const asked = queries.slice(0, count);
    const collection = await store.checkedCollection();
    const vectors = [];
    const encode = await latencies(asked, async (query) => {
      vectors.push(await embeddings.encodeQuery(query));
    });
    const dense = await latencies(vectors, (vector) => collection.searchDense(vector, 1000));
    const bm25 = await latencies(asked, (query) => collection.searchBm25(query, 1000));
    const search = await latencies(asked, (query) => retrievers.default.search(query));
    const invoke = await latencies(asked, (query) => retrievers.default.invoke(query));
    return { encode, dense, bm25, search, invoke };
  },

  async vectors({ count }) {
    const vectors = [];
    for (const query of queries.slice(0, count))
      vectors.push([...(await embeddings.encodeQuery(query))]);
    return vectors;
  },
});
