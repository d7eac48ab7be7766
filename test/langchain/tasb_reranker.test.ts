import { ContextualCompressionRetriever } from "@langchain/classic/retrievers/contextual_compression";
import { Document } from "@langchain/core/documents";
import { describe, expect, it } from "vitest";
import { Bm25Retriever } from "../../src/langchain/bm25_retriever.js";
import { TasbReranker } from "../../src/langchain/tasb_reranker.js";
import { TasbVectorStore } from "../../src/langchain/tasb_vector_store.js";
import { WordEmbeddings } from "./word_embeddings.js";

const documents = ["a dog", "the cat sleeps", "cat", "the cat sleeps", "nothing"].map(
  (pageContent, i) => new Document({ pageContent, metadata: { i } }),
);
const embeddings = new WordEmbeddings();

describe("TasbReranker", () => {
  it("keeps the three best by default, as copies with score and rank; ties in the order given", async () => {
    const before = JSON.stringify(documents);
    const found = await new TasbReranker({ embeddings }).compressDocuments(documents, "cat sleeps");
    expect(found.map(({ metadata }) => Number(metadata["i"]))).toEqual([1, 3, 2]);
    expect(found[2]?.metadata).toMatchObject({ tasb: { rank: 3, mode: "rerank" } });
    expect(JSON.stringify(documents)).toBe(before);
  });

  it("gives indices and scores from rerank, for documents or texts", async () => {
    const reranker = new TasbReranker({ embeddings, topN: 1 });
    const [best] = await reranker.rerank(["dog", "cat"], "cat");
    expect(best?.index).toBe(1);
    expect(best?.relevanceScore).toBeCloseTo(1.01, 5);
    expect(await reranker.rerank(documents, "cat", { topN: 5 })).toHaveLength(5);
  });

  it("gives the scores that a store gives, float32", async () => {
    const store = await TasbVectorStore.fromDocuments(documents, embeddings);
    const stored = await store.similaritySearchWithScore("the cat sleeps", 5);
    const ranked = await new TasbReranker({ embeddings, topN: 5 }).rerank(
      documents,
      "the cat sleeps",
    );
    expect(ranked.map(({ index, relevanceScore }) => [index, relevanceScore])).toEqual(
      stored.map(([{ metadata }, score]) => [metadata["i"], score]),
    );
    for (const { relevanceScore } of ranked) {
      expect(relevanceScore).toBe(Math.fround(relevanceScore));
    }
    await store.close();
  });

  it("gives nothing for nothing, without asking the embeddings", async () => {
    const own = new WordEmbeddings();
    expect(await new TasbReranker({ embeddings: own }).compressDocuments([], "cat")).toEqual([]);
    expect(own.calls).toBe(0);
  });

  it("refuses a topN that is no positive integer, and a signal that has fired", async () => {
    expect(() => new TasbReranker({ embeddings, topN: 0 })).toThrow("`topN`");
    const signal = AbortSignal.abort();
    await expect(
      new TasbReranker({ embeddings }).rerank(documents, "cat", { signal }),
    ).rejects.toMatchObject({ code: "ABORTED" });
  });

  it("stops where the signal fires while the embeddings work", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    class Firing extends WordEmbeddings {
      override async embedDocuments(texts: string[]): Promise<number[][]> {
        controller.abort();
        return super.embedDocuments(texts);
      }
    }
    const reranker = new TasbReranker({ embeddings: new Firing() });
    await expect(reranker.rerank(documents, "cat", { signal })).rejects.toMatchObject({
      code: "ABORTED",
    });
    expect(await new TasbReranker({ embeddings }).rerank(documents, "cat")).toHaveLength(3);
  });

  it("compresses another retriever's documents in ContextualCompressionRetriever", async () => {
    const retriever = new ContextualCompressionRetriever({
      baseCompressor: new TasbReranker({ embeddings, topN: 2 }),
      baseRetriever: Bm25Retriever.fromDocuments(documents),
    });
    const found = await retriever.invoke("the cat sleeps");
    expect(found.map(({ pageContent }) => pageContent)).toEqual([
      "the cat sleeps",
      "the cat sleeps",
    ]);
    expect(found[0]?.metadata["tasb"]).toMatchObject({ mode: "rerank", rank: 1 });
  });
});
