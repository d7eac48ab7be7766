import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Document } from "@langchain/core/documents";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Bm25Retriever } from "../../src/langchain/bm25_retriever.js";
import { TasbRetriever } from "../../src/langchain/tasb_retriever.js";
import { TasbVectorStore } from "../../src/langchain/tasb_vector_store.js";
import { WordEmbeddings } from "./word_embeddings.js";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-bm25-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const documents = [
  new Document({ id: "a", pageContent: "the cat sleeps", metadata: { at: new Date(5), tag: "x" } }),
  new Document({ id: "b", pageContent: "cats sleep a lot", metadata: { nested: { deep: [1] } } }),
  new Document({ id: "c", pageContent: "dogs sleep too" }),
];

describe("a saved BM25 retriever", () => {
  it("gives the same documents, with their scores and metadata", async () => {
    const retriever = Bm25Retriever.fromDocuments(documents, { k1: 2, b: 0.1, variant: "bm25+" });
    await retriever.save(directory);
    const loaded = await Bm25Retriever.load(directory);
    expect(loaded.size).toBe(3);
    for (const query of ["cat sleep", "dogs", "zebra"]) {
      expect(await loaded.invoke(query)).toEqual(await retriever.invoke(query));
    }
  });

  it("goes on where it was: replaces, deletes, and gives no sequence out again", async () => {
    const retriever = Bm25Retriever.fromDocuments(documents);
    await retriever.delete({ ids: ["c"] });
    await retriever.save(directory);
    const loaded = await Bm25Retriever.load(directory);
    for (const each of [retriever, loaded]) {
      await each.addDocuments([
        new Document({ id: "a", pageContent: "birds sleep rarely" }),
        new Document({ id: "d", pageContent: "birds sleep rarely" }),
      ]);
      // Equal scores keep the order of insertion: `a` has kept its place.
      expect((await each.invoke("birds")).map(({ id }) => id)).toEqual(["a", "d"]);
      expect((await each.invoke("cat")).map(({ id }) => id)).toEqual(["b"]);
      await each.delete({ ids: ["b"] });
      expect(await each.invoke("cat")).toEqual([]);
    }
    await loaded.save(directory);
    expect((await Bm25Retriever.load(directory)).size).toBe(2);
  });

  it("is what it was, whatever was added and deleted", async () => {
    const word = fc.constantFrom("cat", "dog", "bird", "sleeps", "runs", "Ä", "");
    const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(" "));
    const change = fc.record({ id: fc.constantFrom("1", "2", "3", "4"), text, gone: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), text, async (changes, query) => {
        const retriever = new Bm25Retriever({ k: 10 });
        for (const { id, text: pageContent, gone } of changes) {
          await (gone
            ? retriever.delete({ ids: [id] })
            : retriever.addDocuments([new Document({ id, pageContent })]));
        }
        await retriever.save(directory);
        const loaded = await Bm25Retriever.load(directory, { k: 10 });
        expect(loaded.size).toBe(retriever.size);
        expect(await loaded.invoke(query)).toEqual(await retriever.invoke(query));
      }),
      { numRuns: 30 },
    );
  });

  it("holds what was asked for before the save, and nothing of an earlier save", async () => {
    await Bm25Retriever.fromTexts(["old"]).save(directory);
    const retriever = Bm25Retriever.fromTexts(["new"]);
    const adding = retriever.addDocuments([new Document({ pageContent: "newer" })]);
    await retriever.save(directory);
    await adding;
    expect((await Bm25Retriever.load(directory)).size).toBe(2);
    expect((await readdir(directory)).toSorted()).toEqual([
      expect.stringMatching(/^bm25-/),
      "manifest.json",
      expect.stringMatching(/^passages-/),
      expect.stringMatching(/^vectors-/),
    ]);
  });

  it("remembers its analyzer, and asks for one that is code", async () => {
    const german = { analyzer: { name: "unicode", stemmer: "german" } } as const;
    await Bm25Retriever.fromTexts(["Die Häuser"], [], german).save(directory);
    expect(await (await Bm25Retriever.load(directory)).invoke("Haus")).toHaveLength(1);

    const analyzer = (text: string): string[] => text.split(" ");
    await Bm25Retriever.fromTexts(["C++ C"], [], { analyzer }).save(directory);
    await expect(Bm25Retriever.load(directory)).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining("pass the analyzer again") as unknown,
    });
    const loaded = await Bm25Retriever.load(directory, { analyzer });
    expect(await loaded.invoke("C++")).toHaveLength(1);
  });

  it("is loaded with options of its own: an undefined one is as one not given", async () => {
    await Bm25Retriever.fromDocuments(documents, { k1: 2 }).save(directory);
    const one = await Bm25Retriever.load(directory, {
      k: 1,
      k1: undefined as unknown as number,
      filter: { tag: "x" },
      includeScores: false,
    });
    expect((await one.invoke("sleep")).map(({ id }) => id)).toEqual(["a"]);
    const score = async (retriever: Bm25Retriever): Promise<unknown> =>
      (await retriever.invoke("dogs"))[0]?.metadata["relevanceScore"];
    const own = await score(Bm25Retriever.fromDocuments(documents, { k1: 2 }));
    expect(await score(await Bm25Retriever.load(directory))).toBe(own);
    expect(await score(await Bm25Retriever.load(directory, { k1: 0.5 }))).not.toBe(own);
  });

  it("is refused where a file is damaged or missing, and where metadata cannot be saved", async () => {
    await expect(Bm25Retriever.load(directory)).rejects.toMatchObject({
      code: "SNAPSHOT_NOT_FOUND",
    });
    const retriever = Bm25Retriever.fromDocuments(documents);
    await retriever.save(directory);
    await retriever.addDocuments([new Document({ pageContent: "x", metadata: { f: () => 0 } })]);
    await expect(retriever.save(directory)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    // The earlier one is still there.
    expect((await Bm25Retriever.load(directory)).size).toBe(3);
    for (const name of await readdir(directory)) {
      if (name.startsWith("vectors-")) continue;
      const path = join(directory, name);
      const whole = await readFile(path);
      const damaged = Buffer.from(whole);
      damaged[whole.length - 9]! ^= 1;
      await writeFile(path, damaged);
      await expect(Bm25Retriever.load(directory)).rejects.toMatchObject({
        code: "SNAPSHOT_CORRUPT",
      });
      await writeFile(path, whole);
    }
    const aborted = Bm25Retriever.load(directory, { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: "ABORTED" });
  });

  it("is no store of vectors", async () => {
    await Bm25Retriever.fromDocuments(documents).save(directory);
    await expect(TasbVectorStore.load(directory, new WordEmbeddings())).rejects.toMatchObject({
      code: "FINGERPRINT_MISMATCH",
    });
  });
});

describe("a saved store", () => {
  it("is loaded without its model: its documents and its BM25", async () => {
    const store = await TasbVectorStore.fromDocuments(documents, new WordEmbeddings(), {
      bm25: { k1: 2 },
    });
    await store.save(directory);
    const loaded = await Bm25Retriever.load(directory);
    const searched = await new TasbRetriever({ store, mode: "bm25" }).invoke("cat sleep");
    const found = await loaded.invoke("cat sleep");
    const shown = (all: typeof found): unknown =>
      all.map(({ id, metadata }) => [id, metadata["relevanceScore"], metadata["at"]]);
    expect(found).toHaveLength(3);
    expect(shown(found)).toEqual(shown(searched));
    await store.close();
  });
});

it("an id that is no text, or an empty one, is refused", async () => {
  const retriever = new Bm25Retriever();
  for (const id of ["", 5 as unknown as string]) {
    const two = [new Document({ pageContent: "x" }), new Document({ pageContent: "y" })];
    const adding = retriever.addDocuments(two, { ids: ["fine", id] });
    await expect(adding).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  }
  expect(retriever.size).toBe(0);
});
