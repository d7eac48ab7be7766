import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Document } from "@langchain/core/documents";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Bm25IndexOptions } from "../../src/bm25/index_options.js";
import { LocalCollection } from "../../src/collection/local_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { modelRecord, readModelRecord } from "../../src/langchain/model_record.js";
import { TasbRetriever } from "../../src/langchain/tasb_retriever.js";
import { TasbVectorStore } from "../../src/langchain/tasb_vector_store.js";
import { vectorSource } from "../../src/langchain/vector_source.js";
import { WordEmbeddings } from "./word_embeddings.js";

const embeddings = new WordEmbeddings();
const texts = ["Cats sleep on sofas, cats purr.", "A cat sleeps.", "Dogs bark."];
let directory = "";
const made: string[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-record-"));
  made.push(directory);
});
afterAll(async () => {
  for (const folder of made) await rm(folder, { recursive: true, force: true });
});

/** The BM25 scores of a search for `cats`, before a store of these options is saved. */
async function saved(bm25: Bm25IndexOptions): Promise<number[]> {
  const store = new TasbVectorStore(embeddings, { bm25 });
  await store.addDocuments(texts.map((pageContent) => new Document({ pageContent })));
  await store.save(directory);
  const scores = await scoresOf(store);
  await store.close();
  return scores;
}

async function scoresOf(store: TasbVectorStore): Promise<number[]> {
  const { hits } = await new TasbRetriever({ store, mode: "bm25" }).search("cats");
  return hits.map(({ score }) => score);
}

describe("a saved store's options of BM25", () => {
  const words = (text: string): string[] => text.toLowerCase().match(/\p{L}+/gu) ?? [];

  it("come back with it: variant, parameters, and an analyzer that JSON can hold", async () => {
    const bm25 = {
      variant: "bm25+",
      k1: 1.5,
      b: 0.75,
      delta: 0.5,
      analyzer: { name: "lucene-english", stemmer: "none", stopWords: ["sofas"] },
    } as const;
    const scores = await saved(bm25);
    // Unstemmed: `cat` is another term than `cats`.
    expect(scores).toHaveLength(1);
    await using loaded = await TasbVectorStore.load(directory, embeddings);
    expect(await scoresOf(loaded)).toEqual(scores);
    const again = await mkdtemp(join(tmpdir(), "tasb-record-"));
    made.push(again);
    // Saved once more, they are still known.
    await loaded.save(again);
    await using twice = await TasbVectorStore.load(again, embeddings);
    expect(await scoresOf(twice)).toEqual(scores);
  });

  it("come back where only parameters, or nothing, was given", async () => {
    for (const bm25 of [{ k1: 2 }, {}]) {
      const scores = await saved(bm25);
      await using loaded = await TasbVectorStore.load(directory, embeddings);
      expect(await scoresOf(loaded)).toEqual(scores);
    }
  });

  it("are asked for again where the analyzer is code, which no file can hold", async () => {
    const scores = await saved({ analyzer: words, k1: 2 });
    expect(scores).toHaveLength(1);
    await expect(TasbVectorStore.load(directory, embeddings)).rejects.toThrow(
      /analyzer of your own.*pass the analyzer again/,
    );
    const bm25 = { analyzer: words, k1: 2 };
    await using loaded = await TasbVectorStore.load(directory, embeddings, { bm25 });
    expect(await scoresOf(loaded)).toEqual(scores);
  });
});

describe("a manifest's record", () => {
  it("of another form is damage, not an option", async () => {
    const { dimension } = embeddings;
    const fingerprint = await vectorSource(embeddings).fingerprint();
    const dense = new ReferenceIndex({ dimension });
    const collection = new LocalCollection({ dimension, fingerprint, dense });
    for (const extra of [
      { bm25: 5 },
      { bm25: null },
      { bm25: ["k1"] },
      { bm25: { k1: "1" } },
      { bm25: { ownAnalyzer: 1 } },
      { embeddings: "tas-b" },
      { embeddings: { model: 5 } },
      { embeddings: { maxPassageTokens: "200" } },
    ]) {
      await collection.save(directory, { extra });
      const loading = TasbVectorStore.load(
        directory,
        "embeddings" in extra ? undefined : embeddings,
      );
      const error: unknown = await loading.catch((thrown: unknown) => thrown);
      expect(error, `of ${JSON.stringify(extra)}`).toMatchObject({ code: "SNAPSHOT_CORRUPT" });
    }
    await collection.close();
  });

  it("holds what decides the vectors and nothing else; a folder is meant from everywhere", () => {
    const token = "secret";
    expect(modelRecord({ model: "./m", precision: "int8", token, threads: 2 })).toEqual({
      model: resolve("m"),
      precision: "int8",
    });
    expect(modelRecord({ model: "owner/name" })).toEqual({ model: "owner/name" });
    expect(modelRecord({ model: "file:///m" })).toEqual({ model: "file:///m" });
    expect(readModelRecord({})).toBeUndefined();
    expect(readModelRecord({ embeddings: { model: "m", token } })).toEqual({ model: "m" });
  });
});
