import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryVectorStore } from "@langchain/classic/vectorstores/memory";
import { Document } from "@langchain/core/documents";
import { afterAll, describe, expect, it } from "vitest";
import { LocalCollection } from "../../src/collection/local_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { TasbRetriever } from "../../src/langchain/tasb_retriever.js";
import { TasbVectorStore } from "../../src/langchain/tasb_vector_store.js";
import { vectorSource } from "../../src/langchain/vector_source.js";
import { vectorStoreSuite } from "./standard_suite.js";
import { WordEmbeddings } from "./word_embeddings.js";

const folders: string[] = [];
async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "tasb-store-"));
  folders.push(path);
  return path;
}
afterAll(async () => {
  for (const path of folders) await rm(path, { recursive: true, force: true });
});

/** A store over the plain index: no native library is loaded. */
async function plainStore(fields: { includeScores?: boolean } = {}): Promise<TasbVectorStore> {
  const embeddings = new WordEmbeddings();
  const { dimension } = embeddings;
  const fingerprint = await vectorSource(embeddings).fingerprint();
  const collection = new LocalCollection({
    dimension,
    fingerprint,
    dense: new ReferenceIndex({ dimension }),
  });
  return new TasbVectorStore(embeddings, { collection, ...fields });
}

describe("TasbVectorStore", () => {
  vectorStoreSuite(() => plainStore());

  it("puts the dot product, rank and stage in a copy's metadata, or leaves them out", async () => {
    const scored = await plainStore();
    await scored.addDocuments([new Document({ pageContent: "foo", metadata: { a: 1 } })]);
    const [[document, score] = []] = await scored.similaritySearchWithScore("foo", 1);
    expect(document?.metadata).toEqual({
      a: 1,
      relevanceScore: score,
      tasb: { rank: 1, mode: "dense", stages: { dense: { score, rank: 1 } } },
    });
    const bare = await plainStore({ includeScores: false });
    await bare.addDocuments([new Document({ pageContent: "foo", metadata: { a: 1 } })]);
    expect((await bare.similaritySearch("foo", 1))[0]?.metadata).toEqual({ a: 1 });
  });

  it("drops the scores of an earlier search when such a document is added, and only then", async () => {
    const store = await plainStore({ includeScores: false });
    const scored = await plainStore();
    await scored.addDocuments([new Document({ pageContent: "foo", metadata: { a: 1 } })]);
    await store.addDocuments(await scored.similaritySearch("foo", 1));
    await store.addDocuments([
      new Document({ pageContent: "bar", metadata: { relevanceScore: 0.5 } }),
    ]);
    const found = await store.similaritySearch("foo", 2);
    expect(found.map(({ metadata }) => metadata)).toEqual([{ a: 1 }, { relevanceScore: 0.5 }]);
  });

  it("takes options.ids before the document's own id", async () => {
    const store = await plainStore();
    const documents = [new Document({ pageContent: "foo", id: "own" })];
    expect(await store.addDocuments(documents, { ids: ["given"] })).toEqual(["given"]);
    await expect(store.addDocuments(documents, { ids: [] })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });

  it("filters by declarative conditions, and deletes by them", async () => {
    const store = await plainStore();
    const years = [2019, 2020, 2021];
    await store.addDocuments(
      years.map((year) => new Document({ pageContent: "foo", metadata: { year } })),
    );
    const found = await store.similaritySearch("foo", 5, { year: { $gte: 2020 } });
    expect(found.map(({ metadata }) => Number(metadata["year"]))).toEqual([2020, 2021]);
    await store.delete({ filter: { year: 2020 } });
    expect(await store.similaritySearch("foo", 5)).toHaveLength(2);
    await expect(store.similaritySearch("foo", 5, { year: { $near: 1 } })).rejects.toMatchObject({
      code: "FILTER_INVALID",
    });
    await expect(store.delete()).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("keeps metadata that looks like code or a prototype as data", async () => {
    const store = await plainStore({ includeScores: false });
    const metadata = JSON.parse('{ "__proto__": { "x": 1 }, "lc": 1, "constructor": "y" }');
    await store.addDocuments([new Document({ pageContent: "foo", metadata })]);
    const [found] = await store.similaritySearch("foo", 1);
    expect(JSON.stringify(found?.metadata)).toBe(JSON.stringify(metadata));
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it("makes stores from texts with one metadata object for all, or one for each", async () => {
    const embeddings = new WordEmbeddings();
    const one = await TasbVectorStore.fromTexts(["foo", "bar"], { a: 1 }, embeddings);
    const two = await TasbVectorStore.fromTexts(["foo", "bar"], [{ a: 1 }, { a: 2 }], embeddings);
    expect((await one.similaritySearch("bar", 1))[0]?.metadata["a"]).toBe(1);
    expect((await two.similaritySearch("bar", 1))[0]?.metadata["a"]).toBe(2);
    await expect(TasbVectorStore.fromTexts(["foo"], [{}, {}], embeddings)).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    await one.close();
    await two.close();
  });

  it("gives a subclass's own instances from its statics", async () => {
    class Own extends TasbVectorStore {}
    const store = await Own.fromTexts([], [], new WordEmbeddings());
    expect(store).toBeInstanceOf(Own);
  });

  it("saves and loads, and refuses embeddings of another model", async () => {
    const store = await plainStore();
    const documents = ["foo", "bar"].map((pageContent, i) => {
      return new Document({ pageContent, metadata: { i }, id: String(i) });
    });
    await store.addDocuments(documents);
    const directory = await folder();
    await store.save(directory);
    const loaded = await TasbVectorStore.load(directory, new WordEmbeddings());
    expect(await loaded.similaritySearch("bar", 2)).toEqual(await store.similaritySearch("bar", 2));
    await expect(TasbVectorStore.load(directory, new WordEmbeddings(32))).rejects.toMatchObject({
      code: "FINGERPRINT_MISMATCH",
    });
    await expect(TasbVectorStore.load(directory)).rejects.toThrow(/pass `embeddings`/);
    await expect(TasbVectorStore.load(join(directory, "none"))).rejects.toMatchObject({
      code: "SNAPSHOT_NOT_FOUND",
    });
    await loaded.close();
  });

  it("filters before the top k in every search, and stops what is asked with a signal that fired", async () => {
    const store = await plainStore();
    const documents = ["foo", "foo bar", "foo baz"].map((pageContent, i) => {
      return new Document({ pageContent, metadata: { i }, id: String(i) });
    });
    await store.addDocuments(documents, { signal: new AbortController().signal });
    const filter = { i: { $gte: 1 } };
    const query = await new WordEmbeddings().embedQuery("foo");
    const [[nearest] = []] = await store.similaritySearchVectorWithScore(query, 1, filter);
    expect(nearest?.metadata["i"]).toBe(1);
    const diverse = await store.maxMarginalRelevanceSearch("foo", { k: 3, filter });
    expect(new Set(diverse.map(({ id }) => id))).toEqual(new Set(["1", "2"]));
    const signal = AbortSignal.abort();
    await expect(store.addVectors([query], [documents[0]!], { signal })).rejects.toMatchObject({
      code: "ABORTED",
    });
  });

  it("refuses what is no list of vectors, or no order to delete, before it changes anything", async () => {
    const store = await plainStore();
    const document = new Document({ pageContent: "foo", id: "0" });
    await store.addDocuments([document]);
    // Programs without a compiler hand in anything.
    // oxlint-disable-next-line typescript/no-explicit-any -- on purpose
    const any = (value: unknown): any => value;
    for (const vectors of [5, "ab", [[1]], [[]], [[Number.NaN]], [], [null]]) {
      await expect(store.addVectors(any(vectors), [document])).rejects.toMatchObject({
        code: "INVALID_ARGUMENT",
      });
    }
    for (const params of [undefined, null, {}, { ids: "0" }, { ids: undefined }]) {
      await expect(store.delete(any(params))).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    }
    await store.delete({ ids: [] });
    expect(await store.addVectors([], [])).toEqual([]);
    expect(await store.getByIds(["0", "1"])).toMatchObject([{ id: "0" }, undefined]);
  });

  it("loads unread vectors for a caller who vouches for them, and stops at a signal", async () => {
    const store = await plainStore();
    await store.addDocuments([new Document({ pageContent: "foo", id: "0" })]);
    const directory = await folder();
    await store.save(directory);
    const name = (await readdir(directory)).find((one) => one.endsWith(".f32"))!;
    const vectors = await readFile(join(directory, name));
    vectors[0]! ^= 1;
    await writeFile(join(directory, name), vectors);
    const embeddings = new WordEmbeddings();
    await expect(TasbVectorStore.load(directory, embeddings)).rejects.toMatchObject({
      code: "SNAPSHOT_CORRUPT",
    });
    const fields = { verifyVectors: false, k: 1 };
    await using retriever = await TasbRetriever.load(directory, embeddings, fields);
    expect(await retriever.invoke("foo")).toMatchObject([{ id: "0" }]);

    const signal = AbortSignal.abort();
    await expect(TasbVectorStore.load(directory, embeddings, { signal })).rejects.toMatchObject({
      code: "ABORTED",
    });
    for (const wrong of [{ verifyVectors: "no" }, { vectors: "fp16" }]) {
      const options = wrong as object;
      await expect(TasbVectorStore.load(directory, embeddings, options)).rejects.toMatchObject({
        code: "INVALID_ARGUMENT",
      });
    }
  });

  it("refuses embeddings that give another number of vectors than texts", async () => {
    class Short extends WordEmbeddings {
      override async embedDocuments(texts: string[]): Promise<number[][]> {
        return (await super.embedDocuments(texts)).slice(1);
      }
    }
    const store = new TasbVectorStore(new Short());
    await expect(
      store.addDocuments(["foo", "bar"].map((pageContent) => new Document({ pageContent }))),
    ).rejects.toThrow("Expected the embeddings to give 2 vectors, got 1.");
    await store.close();
  });

  it("tells how many texts are embedded, and takes vectors under a signal that does not fire", async () => {
    const store = await plainStore();
    const { signal } = new AbortController();
    const progress: number[][] = [];
    const documents = Array.from({ length: 300 }, (_, i) => {
      return new Document({ pageContent: `foo ${i}`, id: `${i}` });
    });
    await store.addDocuments(documents, {
      signal,
      onProgress: (done, total) => progress.push([done, total]),
    });
    expect(progress).toEqual([
      [256, 300],
      [300, 300],
    ]);
    const vectors = [await new WordEmbeddings().embedQuery("other")];
    await store.addVectors(vectors, [new Document({ pageContent: "x", id: "0" })], { signal });
    expect(await store.similaritySearch("other", 1)).toMatchObject([{ id: "0" }]);
  });

  it("adds nothing when the signal fires", async () => {
    const store = await plainStore();
    const options = { signal: AbortSignal.abort() };
    await expect(
      store.addDocuments([new Document({ pageContent: "foo" })], options),
    ).rejects.toMatchObject({ code: "ABORTED" });
    expect(await store.similaritySearch("foo", 1)).toEqual([]);
  });

  it("names itself in traces, and leaks no document into them", async () => {
    const store = await plainStore();
    expect(JSON.stringify(store.toJSON())).toBe(
      '{"lc":1,"type":"not_implemented","id":["langchain-tasb","vectorstores","TasbVectorStore"]}',
    );
    expect(store.asRetriever().tags).toEqual(["tasb"]);
  });
});

describe("MemoryVectorStore, the store that LangChain.js users have, for comparison", () => {
  vectorStoreSuite(
    async () => new MemoryVectorStore(new WordEmbeddings()),
    [
      "gives added documents back, with metadata and id",
      "deletes a document by id",
      "deletes several documents at once",
      "passes over ids that are not there when it deletes",
      "does not double documents that are added again under their ids",
      "replaces a document that is added under an id that is there",
      "gives documents by their ids, in the order asked",
      "gives nothing, and no error, for an id that is not there",
      "makes an id for each document that has none",
      "takes the documents' own ids, also where some have none",
      "does not change the documents that are handed to it",
      "adds nothing for no documents",
      "refuses a vector of another length than the others",
      "refuses a vector that holds NaN",
      "refuses more documents than vectors",
      "refuses a k that is no positive integer",
      "gives dot products as scores, in descending order",
    ],
  );
});
