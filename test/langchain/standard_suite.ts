// The standard tests that LangChain's Python packages must pass (langchain-tests 1.0,
// `VectorStoreIntegrationTests`, `RetrieversIntegrationTests`, `EmbeddingsIntegrationTests`), ported:
// JavaScript has none for stores and retrievers.

import { Document, type DocumentInterface } from "@langchain/core/documents";
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import type { BaseRetrieverInterface } from "@langchain/core/retrievers";
import type { VectorStore } from "@langchain/core/vectorstores";
import { expect, it } from "vitest";

/** A store with what the suite asks of it beyond the base class. */
export type StoreUnderTest = VectorStore & {
  getByIds?: (ids: string[]) => Promise<(DocumentInterface | undefined)[]>;
};

function plain(documents: readonly (DocumentInterface | undefined)[]) {
  return documents.map((document) => {
    if (document === undefined) return undefined;
    const { pageContent, metadata, id } = document;
    const { relevanceScore: _score, tasb: _tasb, ...own } = metadata as Record<string, unknown>;
    return { pageContent, metadata: own, ...(id !== undefined && { id }) };
  });
}

const foo = (id?: string) =>
  new Document({ pageContent: "foo", metadata: { number: 1 }, ...(id !== undefined && { id }) });
const bar = (id?: string) =>
  new Document({ pageContent: "bar", metadata: { number: 2 }, ...(id !== undefined && { id }) });

function idsOf(result: string[] | void): string[] {
  if (!Array.isArray(result)) throw new TypeError("addDocuments returned no ids");
  return result;
}

/**
 * @param failing titles of tests that this store is known to fail; each must fail
 */
export function vectorStoreSuite(
  make: () => Promise<StoreUnderTest>,
  failing: readonly string[] = [],
): void {
  const test = (title: string, run: (store: StoreUnderTest) => Promise<void>): void => {
    const register = failing.includes(title) ? it.fails : it;
    register(title, async () => {
      await run(await make());
    });
  };

  test("is empty at first", async (store) => {
    expect(await store.similaritySearch("foo", 1)).toEqual([]);
  });

  test("gives added documents back, with metadata and id", async (store) => {
    const ids = idsOf(await store.addDocuments([foo("1"), bar("2")]));
    expect(ids).toEqual(["1", "2"]);
    expect(plain(await store.similaritySearch("bar", 2))).toEqual(plain([bar("2"), foo("1")]));
  });

  test("is empty again for the next test", async (store) => {
    expect(await store.similaritySearch("foo", 1)).toEqual([]);
  });

  test("deletes a document by id", async (store) => {
    idsOf(await store.addDocuments([foo(), bar()], { ids: ["1", "2"] }));
    await store.delete({ ids: ["1"] });
    expect(plain(await store.similaritySearch("foo", 1))).toEqual(plain([bar("2")]));
  });

  test("deletes several documents at once", async (store) => {
    const baz = new Document({ pageContent: "baz", metadata: { number: 3 } });
    await store.addDocuments([foo(), bar(), baz], { ids: ["1", "2", "3"] });
    await store.delete({ ids: ["1", "2"] });
    const left = await store.similaritySearch("foo", 1);
    expect(left.map(({ pageContent }) => pageContent)).toEqual(["baz"]);
  });

  test("passes over ids that are not there when it deletes", async (store) => {
    await store.delete({ ids: ["1"] });
    await store.delete({ ids: ["1", "2", "3"] });
  });

  test("does not double documents that are added again under their ids", async (store) => {
    for (let time = 0; time < 2; time++) {
      const ids = idsOf(await store.addDocuments([foo(), bar()], { ids: ["1", "2"] }));
      expect(ids).toEqual(["1", "2"]);
    }
    expect(plain(await store.similaritySearch("bar", 4))).toEqual(plain([bar("2"), foo("1")]));
  });

  test("replaces a document that is added under an id that is there", async (store) => {
    await store.addDocuments([foo(), bar()], { ids: ["1", "2"] });
    const other = new Document({ pageContent: "new foo", metadata: { some: "other" } });
    await store.addDocuments([other], { ids: ["1"] });
    const found = plain(await store.similaritySearch("new foo", 2));
    expect(found).toEqual([
      { pageContent: "new foo", metadata: { some: "other" }, id: "1" },
      ...plain([bar("2")]),
    ]);
  });

  test("gives documents by their ids, in the order asked", async (store) => {
    await store.addDocuments([foo(), bar()], { ids: ["1", "2"] });
    expect(plain((await store.getByIds?.(["2", "1"])) ?? [])).toEqual(plain([bar("2"), foo("1")]));
  });

  test("gives nothing, and no error, for an id that is not there", async (store) => {
    expect(await store.getByIds?.(["1", "2"])).toEqual([undefined, undefined]);
  });

  test("makes an id for each document that has none", async (store) => {
    const ids = idsOf(await store.addDocuments([foo(), bar()]));
    expect(new Set(ids).size).toBe(2);
    expect(plain((await store.getByIds?.(ids)) ?? [])).toEqual([
      { pageContent: "foo", metadata: { number: 1 }, id: ids[0] },
      { pageContent: "bar", metadata: { number: 2 }, id: ids[1] },
    ]);
  });

  test("takes the documents' own ids, also where some have none", async (store) => {
    const ids = idsOf(await store.addDocuments([foo("own"), bar()]));
    expect(ids[0]).toBe("own");
    expect(ids[1]).not.toBe("own");
    const found = await store.similaritySearch("foo", 1);
    expect(plain(found)).toEqual(plain([foo("own")]));
  });

  test("does not change the documents that are handed to it", async (store) => {
    const documents = [foo(), bar("2")];
    const before = JSON.stringify(documents);
    await store.addDocuments(documents);
    const [found] = await store.similaritySearch("foo", 1);
    if (found !== undefined) found.metadata["changed"] = true;
    expect(JSON.stringify(documents)).toBe(before);
    const again = plain(await store.similaritySearch("foo", 1));
    expect(again[0]?.metadata).toEqual({ number: 1 });
  });

  test("adds nothing for no documents", async (store) => {
    expect(idsOf(await store.addDocuments([]))).toEqual([]);
  });

  test("applies a filter before it takes the first k", async (store) => {
    const many = Array.from({ length: 20 }, (_, i) => {
      return new Document({ pageContent: i === 19 ? "bar" : "foo", metadata: { i } });
    });
    await store.addDocuments(many);
    const filter = ((document: DocumentInterface) => document.metadata["i"] === 19) as never;
    const found = await store.similaritySearch("foo", 1, filter);
    expect(found.map(({ pageContent }) => pageContent)).toEqual(["bar"]);
  });

  test("refuses a vector of another length than the others", async (store) => {
    await store.addDocuments([foo(), bar()]);
    await expect(store.addVectors([[1, 2]], [foo()])).rejects.toThrow();
  });

  test("refuses a vector that holds NaN", async (store) => {
    await store.addDocuments([foo()]);
    const vector = await store.embeddings.embedQuery("foo");
    vector[0] = Number.NaN;
    await expect(store.addVectors([vector], [foo()])).rejects.toThrow();
  });

  test("refuses more documents than vectors", async (store) => {
    const vector = await store.embeddings.embedQuery("foo");
    await expect(store.addVectors([vector], [foo(), bar()])).rejects.toThrow();
  });

  test("refuses a k that is no positive integer", async (store) => {
    await store.addDocuments([foo(), bar()]);
    const vector = await store.embeddings.embedQuery("foo");
    for (const k of [-1, 1.5, Number.NaN]) {
      await expect(store.similaritySearchVectorWithScore(vector, k)).rejects.toThrow();
    }
  });

  test("gives dot products as scores, in descending order", async (store) => {
    await store.addDocuments([foo("1"), bar("2"), new Document({ pageContent: "foo foo" })]);
    const query = await store.embeddings.embedQuery("foo");
    const found = await store.similaritySearchVectorWithScore(query, 3);
    const [texts] = [found.map(([{ pageContent }]) => pageContent)];
    const vectors = await store.embeddings.embedDocuments(texts);
    const products = vectors.map((vector) =>
      vector.reduce((sum, x, i) => sum + x * (query[i] ?? 0), 0),
    );
    for (const [i, [, score]] of found.entries()) expect(score).toBeCloseTo(products[i] ?? 0, 4);
    expect(found.map(([, score]) => score)).toEqual(
      found.map(([, score]) => score).toSorted((a, b) => b - a),
    );
  });

  test("keeps the order of insertion among equal scores", async (store) => {
    const ids = Array.from({ length: 10 }, (_, i) => `id${i}`);
    await store.addDocuments(ids.map((id) => foo(id)));
    const found = await store.similaritySearch("foo", 10);
    expect(found.map(({ id }) => id)).toEqual(ids);
  });

  test("chooses different documents by maximal marginal relevance", async (store) => {
    const texts = ["apple pie recipe", "apple pie recipe", "apple tree"];
    await store.addDocuments(texts.map((pageContent) => new Document({ pageContent })));
    const retriever = store.asRetriever({ k: 2, searchType: "mmr", searchKwargs: { lambda: 0.3 } });
    const found = await retriever.invoke("apple pie recipe");
    expect(found.map(({ pageContent }) => pageContent)).toEqual(["apple pie recipe", "apple tree"]);
  });
}

/** @param make a retriever over at least four documents of which three match `query` */
export function retrieverSuite(
  make: (k: number) => Promise<BaseRetrieverInterface>,
  query: string,
): void {
  it("returns as many documents as it was made to", async () => {
    for (const k of [1, 3]) {
      expect(await (await make(k)).invoke(query)).toHaveLength(k);
    }
  });

  it("returns documents", async () => {
    for (const document of await (await make(3)).invoke(query)) {
      expect(document).toBeInstanceOf(Document);
      expect(typeof document.pageContent).toBe("string");
    }
  });

  it("answers a batch as it answers each query alone", async () => {
    const retriever = await make(2);
    const queries = [query, "something else", query];
    const alone = [];
    for (const one of queries) alone.push(await retriever.invoke(one));
    expect(await retriever.batch(queries)).toEqual(alone);
  });

  it("tells callbacks of start and end, and of errors", async () => {
    const retriever = await make(1);
    const events: string[] = [];
    const callbacks = [
      {
        handleRetrieverStart: () => void events.push("start"),
        handleRetrieverEnd: (documents: unknown[]) => void events.push(`end ${documents.length}`),
        handleRetrieverError: () => void events.push("error"),
      },
    ];
    await retriever.invoke(query, { callbacks });
    await expect(retriever.invoke(7 as never, { callbacks })).rejects.toThrow();
    expect(events).toEqual(["start", "end 1", "start", "error"]);
  });

  it("refuses at once when the signal has fired", async () => {
    const retriever = await make(1);
    await expect(retriever.invoke(query, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "ABORTED",
    });
  });
}

/** The embeddings' standard tests. */
export function embeddingsSuite(make: () => EmbeddingsInterface): void {
  it("embeds a query as numbers", async () => {
    const vector = await make().embedQuery("foo");
    expect(vector.length).toBeGreaterThan(0);
    for (const value of vector) expect(Number.isFinite(value)).toBe(true);
  });

  it("embeds documents as lists of numbers of one length, the query's", async () => {
    const embeddings = make();
    const vectors = await embeddings.embedDocuments(["foo", "bar", "baz"]);
    const { length } = await embeddings.embedQuery("foo");
    expect(vectors.map((vector) => vector.length)).toEqual([length, length, length]);
    expect(Array.isArray(vectors[0])).toBe(true);
  });

  it("embeds no documents as no vectors", async () => {
    expect(await make().embedDocuments([])).toEqual([]);
  });
}
