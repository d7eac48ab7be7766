// Re-ranking what other retrievers find. Here an ensemble of two BM25 retrievers finds candidates
// without any model, and the encoder chooses among them.
//
//   node examples/08_rerank_another_retriever.mjs "What do I pay for a book that I lost?"
import { ContextualCompressionRetriever } from "@langchain/classic/retrievers/contextual_compression";
import { EnsembleRetriever } from "@langchain/classic/retrievers/ensemble";
import { citationOf, PassageSplitter, TasbEmbeddings, TasbReranker } from "langchain-tasb";
import { Bm25Retriever } from "langchain-tasb/bm25";
import { handbook } from "./lib/documents.mjs";

const question = process.argv[2] ?? "What do I pay for a book that I lost?";
const embeddings = new TasbEmbeddings({ model: "tasb-mini" });
const passages = await new PassageSplitter({ embeddings }).splitDocuments(handbook());

// Two ways to read words: English stems without stop words, or every word as it stands.
const baseRetriever = new EnsembleRetriever({
  retrievers: [
    Bm25Retriever.fromDocuments(passages, { k: 6 }),
    Bm25Retriever.fromDocuments(passages, { k: 6, analyzer: "unicode" }),
  ],
});
const retriever = new ContextualCompressionRetriever({
  baseRetriever,
  baseCompressor: new TasbReranker({ embeddings, topN: 3 }),
});

console.log("Found:");
for (const document of await baseRetriever.invoke(question)) {
  console.log(`   ${citationOf(document)}`);
}
console.log("Re-ranked:");
for (const document of await retriever.invoke(question)) {
  const { relevanceScore, tasb } = document.metadata;
  console.log(`${tasb.rank}. ${citationOf(document)}  ${relevanceScore.toFixed(3)}`);
}
await embeddings.dispose();
