// CommonJS: every entry by require, one embedding, one search by words, one measure.
const { deepStrictEqual, rejects } = require("node:assert");
const { Document } = require("@langchain/core/documents");
const { TasbEmbeddings, TasbRetriever } = require("langchain-tasb");
const { Bm25Retriever } = require("langchain-tasb/bm25");
const { judgeRanking, ndcg } = require("langchain-tasb/evaluation");
const { WeaviateCollection } = require("langchain-tasb/weaviate");

async function main() {
  const embeddings = new TasbEmbeddings({ model: "tasb-mini" });
  const texts = ["Glaciers are rivers of ice.", "A cat sleeps."];
  const passages = texts.map((pageContent) => new Document({ pageContent }));
  const retriever = await TasbRetriever.fromDocuments(passages, embeddings, { k: 1 });
  const [first] = await retriever.invoke("frozen water that flows");
  deepStrictEqual(first.pageContent, texts[0]);
  const [word] = await Bm25Retriever.fromTexts(["a cat", "a dog"], [], { k: 1 }).invoke("CAT?");
  deepStrictEqual(word.pageContent, "a cat");
  deepStrictEqual(
    ndcg(
      judgeRanking(
        new Map([
          ["a", 2],
          ["b", 1],
        ]),
        new Map([["a", 1]]),
      ),
      10,
    ),
    1,
  );
  // Nobody listens there, or the optional client is not installed: either way a typed error.
  const hosts = "http://127.0.0.1:9?grpc=9";
  await rejects(
    WeaviateCollection.connect({ hosts, name: "A", dimension: 2, fingerprint: "f", retries: 0 }),
    { code: "COLLECTION_UNAVAILABLE" },
  );
  await retriever.close();
  await embeddings.dispose();
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
