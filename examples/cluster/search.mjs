// Fills a collection in the three servers, unless it is there, and searches it:
//
//     node examples/cluster/search.mjs "how do cells make energy?"
import { TasbEmbeddings, TasbRetriever, TasbVectorStore } from "langchain-tasb";
import { WeaviateCollection } from "langchain-tasb/weaviate";

const question = process.argv[2] ?? "how do cells make energy?";
const embeddings = new TasbEmbeddings({ model: "tasb-mini" });
const collection = await WeaviateCollection.connect({
  hosts: [0, 1, 2].map((i) => `http://127.0.0.1:${8080 + i}?grpc=${50051 + i}`),
  name: "Example",
  dimension: await embeddings.dimension(),
  fingerprint: await embeddings.fingerprint(),
  filterFields: { topic: "text" },
  replicas: 3,
});
const store = new TasbVectorStore(embeddings, { collection });
// Ids make this repeatable: a document of the same id is replaced.
await store.addDocuments([
  {
    id: "mitochondria",
    pageContent: "Mitochondria make most of the chemical energy that a cell lives on.",
    metadata: { topic: "biology" },
  },
  {
    id: "glaciers",
    pageContent: "Glaciers are rivers of ice that shape valleys.",
    metadata: { topic: "geology" },
  },
  {
    id: "batteries",
    pageContent: "A battery cell turns chemical energy into electricity.",
    metadata: { topic: "engineering" },
  },
]);
const retriever = new TasbRetriever({ store, mode: "hybrid", k: 3 });
const { hits } = await retriever.search(question);
for (const { rank, id, score, text } of hits) {
  console.log(`${rank}. ${id} ${score.toFixed(4)}  ${text}`);
}
await collection.close();
await embeddings.dispose();
