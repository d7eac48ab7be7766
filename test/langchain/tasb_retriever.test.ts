import { MemoryVectorStore } from "@langchain/classic/vectorstores/memory";
import { Document } from "@langchain/core/documents";
import { StringOutputParser } from "@langchain/core/output_parsers";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { RunnableLambda, RunnablePassthrough, RunnableSequence } from "@langchain/core/runnables";
import { fakeModel } from "@langchain/core/testing";
import { AIMessage } from "@langchain/core/messages";
import { describe, expect, it, vi } from "vitest";
import { formatPassages } from "../../src/langchain/format_passages.js";
import { TasbRetriever } from "../../src/langchain/tasb_retriever.js";
import { TasbVectorStore } from "../../src/langchain/tasb_vector_store.js";
import { search } from "../../src/search/search.js";
import { retrieverSuite } from "./standard_suite.js";
import { WordEmbeddings } from "./word_embeddings.js";

const texts = [
  "The cat sleeps on the sofa.",
  "A dog sleeps in the garden.",
  "Cats and dogs are animals that sleep.",
  "The stock market fell today.",
  "Quantum computers are cold.",
];
const documents = texts.map((pageContent, i) => {
  return new Document({ pageContent, metadata: { i }, id: `d${i}` });
});

async function retriever(fields: ConstructorParameters<typeof TasbRetriever>[0] | object = {}) {
  return TasbRetriever.fromDocuments(documents, new WordEmbeddings(), fields);
}

for (const mode of ["dense", "bm25", "hybrid", "rerank"] as const) {
  describe(`TasbRetriever in mode ${mode}`, () => {
    retrieverSuite((k) => retriever({ mode, k }), "the cat sleeps");

    it("finds the best passage first, with its score, rank and stages", async () => {
      const found = await (await retriever({ mode, k: 2 })).invoke("the cat sleeps");
      expect(found[0]?.id).toBe("d0");
      const metadata = found[0]?.metadata ?? {};
      expect(metadata["relevanceScore"]).toBeGreaterThan(0);
      expect(metadata["tasb"]).toMatchObject({ rank: 1, mode });
      const stages = Object.keys((metadata["tasb"] as { stages: object }).stages).toSorted();
      const expected = {
        dense: ["dense"],
        bm25: ["bm25"],
        hybrid: ["bm25", "dense", "fused"],
        rerank: ["bm25", "rerank"],
      };
      expect(stages).toEqual(expected[mode]);
    });

    it("applies a filter, as a function of the document or as conditions", async () => {
      const one = await retriever({ mode, filter: { i: { $ne: 0 } } });
      const two = one.with({ filter: (document: Document) => document.metadata["i"] !== 0 });
      const found = await one.invoke("the cat sleeps");
      expect(found.map(({ id }) => id)).not.toContain("d0");
      expect(found.length).toBeGreaterThan(0);
      expect(await two.invoke("the cat sleeps")).toEqual(found);
    });

    it("finds nothing in an empty collection", async () => {
      const empty = await TasbRetriever.fromTexts([], [], new WordEmbeddings(), { mode });
      expect(await empty.invoke("anything")).toEqual([]);
    });

    it("takes the empty query", async () => {
      const found = await (await retriever({ mode })).invoke("");
      expect(Array.isArray(found)).toBe(true);
    });
  });
}

describe("TasbRetriever", () => {
  it("is hybrid by default and gives four documents", async () => {
    const own = await retriever();
    expect([own.mode, own.k]).toEqual(["hybrid", 4]);
    expect(await own.invoke("sleep")).toHaveLength(4);
  });

  it("returns typed hits from search, with other settings for one call", async () => {
    const own = await retriever();
    const { mode, hits, legs } = await own.search("cat", { mode: "bm25", k: 1 });
    expect(mode).toBe("bm25");
    expect(hits).toHaveLength(1);
    expect(hits[0]?.stages.bm25?.terms?.map(({ term }) => term)).toEqual(["cat"]);
    expect(legs).toEqual([{ leg: "bm25", status: "ok", count: 1 }]);
    expect(own.mode).toBe("hybrid");
  });

  it("hands every setting on, of the retriever or of one call", async () => {
    const own = await retriever();
    const settings = {
      grain: "neighbors",
      neighbors: 2,
      candidates: 3,
      fusion: { method: "weighted-sum", normalization: "z-score" },
      weights: { dense: 2, bm25: 1 },
      k: 3,
    } as const;
    const collection = await own.store.collection();
    const query = "dogs sleep";
    const queryVector = await own.store.vectors.encodeQuery(query);
    const wanted = await search(collection, { query, queryVector, mode: "hybrid", ...settings });
    const plain = await search(collection, { query, queryVector, mode: "hybrid", k: 3 });
    expect(wanted.hits).not.toEqual(plain.hits);
    const { signal } = new AbortController();
    expect(await own.search(query, { ...settings, signal })).toEqual(wanted);
    expect(await own.with(settings).search(query)).toEqual(wanted);
    expect(await own.search(query, { k: 3 })).toEqual(plain);
  });

  it("makes its store with the options of BM25 and of vectors that it is given", async () => {
    const fields = { mode: "bm25", bm25: { variant: "bm25+" }, vectors: "int8" } as const;
    const own = await TasbRetriever.fromDocuments(documents, new WordEmbeddings(), fields);
    const scores = async (one: TasbRetriever): Promise<number[]> =>
      (await one.search("cat", { mode: "bm25" })).hits.map(({ score }) => score);
    expect(await scores(own)).not.toEqual(await scores(await retriever()));
    expect((await own.search("cat", { mode: "dense", k: 1 })).hits[0]!.id).toBe("d0");
    await own.close();
    const wrong = { vectors: "fp16" as "fp32" };
    await expect(
      TasbRetriever.fromDocuments(documents, new WordEmbeddings(), wrong),
    ).rejects.toThrow("`vectors`");
  });

  it("closes a store that was never used, and leaves out what was deleted meanwhile", async () => {
    await new TasbRetriever({ store: new TasbVectorStore(new WordEmbeddings()) }).close();
    const { store } = await retriever();
    const collection = await store.collection();
    const get = vi
      .spyOn(collection, "get")
      .mockImplementation(async (ids) => ids.map(() => undefined));
    expect(await store.similaritySearch("cat", 3)).toEqual([]);
    get.mockRestore();
    expect(await store.similaritySearch("cat", 3)).toHaveLength(3);
  });

  it("keeps two passages of equal text apart, where EnsembleRetriever merges them", async () => {
    const twins = ["a", "b"].map((id) => new Document({ pageContent: "the same", id }));
    const own = await TasbRetriever.fromDocuments(twins, new WordEmbeddings());
    expect((await own.invoke("same")).map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("leaves out what scores below the threshold", async () => {
    const own = await retriever({ mode: "bm25", scoreThreshold: 0.5 });
    const all = await own.with({ scoreThreshold: -1 }).invoke("cat sleeps");
    const kept = await own.invoke("cat sleeps");
    expect(kept.length).toBeLessThan(all.length);
    for (const { metadata } of kept) expect(metadata["relevanceScore"]).toBeGreaterThanOrEqual(0.5);
  });

  it("refuses settings that cannot be, and names them", async () => {
    const { store } = await retriever();
    for (const fields of [
      { k: 0 },
      { k: 2.5 },
      { candidates: 0 },
      { mode: "fuzzy" },
      { scoreThreshold: Number.NaN },
    ]) {
      const name = Object.keys(fields)[0] ?? "";
      expect(() => new TasbRetriever({ store, ...(fields as object) })).toThrow(`\`${name}\``);
    }
    expect(() => new TasbRetriever({ store: {} as never })).toThrow("TasbVectorStore");
  });

  it("refuses weights that are not numbers at least 0, not all 0", async () => {
    const own = await retriever();
    for (const weights of [{ dense: -1 }, { dense: 0, bm25: 0 }, { bm25: Number.NaN }]) {
      await expect(own.search("cat", { weights })).rejects.toMatchObject({
        code: "INVALID_ARGUMENT",
      });
    }
  });

  it("leaves the scores out where asked to", async () => {
    const own = await retriever({ includeScores: false });
    expect((await own.invoke("cat"))[0]?.metadata).toEqual({ i: 0 });
  });

  it("stops for the signal and the timeout of invoke", async () => {
    class Slow extends WordEmbeddings {
      override async embedQuery(text: string): Promise<number[]> {
        await new Promise((resolve) => setTimeout(resolve, 200));
        return super.embedQuery(text);
      }
    }
    const own = await TasbRetriever.fromDocuments(documents, new Slow(), { mode: "dense" });
    await expect(own.invoke("cat", { timeout: 20 })).rejects.toMatchObject({ code: "ABORTED" });
    const controller = new AbortController();
    const searching = own.search("cat", { signal: controller.signal });
    controller.abort();
    await expect(searching).rejects.toMatchObject({ code: "ABORTED" });
  });

  it("passes tags and metadata on, and leaks no document into traces", async () => {
    const own = await retriever({ tags: ["mine"] });
    let seen: unknown;
    await own.invoke("cat", {
      tags: ["call"],
      callbacks: [
        {
          handleRetrieverStart: (serialized, _query, _run, _parent, tags) => {
            seen = { id: serialized.id, tags };
          },
        },
      ],
    });
    expect(seen).toEqual({
      id: ["langchain-tasb", "retrievers", "TasbRetriever"],
      tags: ["call", "mine"],
    });
    expect(JSON.stringify(own.toJSON())).not.toContain("cat");
  });

  it("works in a chain with a prompt and a model, under the chain's signal", async () => {
    const model = fakeModel().respond(new AIMessage("It sleeps on the sofa. [1]"));
    const chain = RunnableSequence.from([
      {
        context: (await retriever({ k: 1 })).pipe(
          RunnableLambda.from((found: Document[]) => formatPassages(found)),
        ),
        question: new RunnablePassthrough<string>(),
      },
      ChatPromptTemplate.fromTemplate("{context}\n\nQuestion: {question}"),
      model,
      new StringOutputParser(),
    ]);
    expect(await chain.invoke("Where does the cat sleep?")).toBe("It sleeps on the sofa. [1]");
    const prompt = JSON.stringify(model.calls[0]?.messages);
    expect(prompt).toContain("The cat sleeps on the sofa.");
    await expect(chain.invoke("cat", { signal: AbortSignal.abort() })).rejects.toThrow();
  });

  it("works over any embeddings, and refuses a collection of other ones", async () => {
    const store = await TasbVectorStore.fromDocuments(documents, new WordEmbeddings());
    const collection = await store.collection();
    const other = new TasbVectorStore(new WordEmbeddings(32), { collection });
    const own = new TasbRetriever({ store: other });
    await expect(own.invoke("cat")).rejects.toMatchObject({ code: "FINGERPRINT_MISMATCH" });
    // BM25 needs no vectors.
    expect(await own.with({ mode: "bm25" }).invoke("cat")).toHaveLength(2);
  });

  it("ranks by dot product where MemoryVectorStore's cosine ranks otherwise", async () => {
    const embeddings = new WordEmbeddings();
    const pair = ["cat", "cat cat cat dog"];
    const memory = await MemoryVectorStore.fromTexts(pair, [], embeddings);
    const own = await TasbRetriever.fromTexts(pair, [], embeddings, { mode: "dense", k: 1 });
    expect((await memory.similaritySearch("cat", 1))[0]?.pageContent).toBe("cat");
    expect((await own.invoke("cat"))[0]?.pageContent).toBe("cat cat cat dog");
  });
});
