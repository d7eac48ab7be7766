// CommonJS: every entry by require, one embedding, one search by words.
const { deepStrictEqual } = require("node:assert");
const { Document } = require("@langchain/core/documents");
const { TasbEmbeddings, TasbRetriever } = require("langchain-tasb");
const { Bm25Retriever } = require("langchain-tasb/bm25");
const { ndcg } = require("langchain-tasb/evaluation");

async function main() {
  const embeddings = new TasbEmbeddings({ model: "tasb-mini" });
  const texts = ["Glaciers are rivers of ice.", "A cat sleeps."];
  const passages = texts.map((pageContent) => new Document({ pageContent }));
  const retriever = await TasbRetriever.fromDocuments(passages, embeddings, { k: 1 });
  const [first] = await retriever.invoke("frozen water that flows");
  deepStrictEqual(first.pageContent, texts[0]);
  const [word] = await Bm25Retriever.fromTexts(["a cat", "a dog"], [], { k: 1 }).invoke("CAT?");
  deepStrictEqual(word.pageContent, "a cat");
  deepStrictEqual(typeof ndcg, "function");
  await embeddings.dispose();
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
