import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Document } from "@langchain/core/documents";
import { index } from "@langchain/core/indexing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { LocalCollection } from "../../src/collection/local_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { TasbRecordManager } from "../../src/langchain/tasb_record_manager.js";
import { TasbVectorStore } from "../../src/langchain/tasb_vector_store.js";
import { vectorSource } from "../../src/langchain/vector_source.js";
import { IndexRecords } from "../../src/storage/index_records.js";
import { RecordLog } from "../../src/storage/record_log.js";
import { propertyRuns } from "../property_runs.js";
import { reportFigure } from "../reliability_report.js";
import { FailingFileSystem } from "../storage/failing_file_system.js";
import { WordEmbeddings } from "./word_embeddings.js";

class CountingEmbeddings extends WordEmbeddings {
  texts = 0;

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    this.texts += texts.length;
    return super.embedDocuments(texts);
  }
}

let directory: string;
let embeddings: CountingEmbeddings;
const closing: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-records-"));
  embeddings = new CountingEmbeddings();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.allSettled(closing.splice(0).map((one) => one.close()));
  await rm(directory, { recursive: true, force: true });
});

async function openStore(): Promise<TasbVectorStore> {
  const collection = await LocalCollection.open(join(directory, "store"), {
    dimension: embeddings.dimension,
    fingerprint: await vectorSource(embeddings).fingerprint(),
    dense: (dimension) => new ReferenceIndex({ dimension }),
  });
  const store = new TasbVectorStore(embeddings, { collection, includeScores: false });
  closing.push(store);
  return store;
}

async function openRecords(store: TasbVectorStore): Promise<TasbRecordManager> {
  const records = await TasbRecordManager.open(join(directory, "records"), { store });
  closing.push(records);
  return records;
}

const document = (text: string, source = "a.md"): Document =>
  new Document({ pageContent: text, metadata: { source } });

async function textsIn(store: TasbVectorStore): Promise<string[]> {
  const texts: string[] = [];
  const collection = await store.collection();
  for await (const { passage } of collection.scan()) texts.push(passage.text);
  return texts.toSorted();
}

/** One run of core's `index()` over records and a store that are opened and closed, as by a new process. */
async function run(
  docsSource: Document[],
  options: { cleanup?: "full" | "incremental"; forceUpdate?: boolean; batchSize?: number } = {},
): Promise<{ result: unknown; texts: string[]; embedded: number }> {
  const store = await openStore();
  const recordManager = await openRecords(store);
  await recordManager.createSchema();
  const before = embeddings.texts;
  const result = await index({
    docsSource,
    recordManager,
    vectorStore: store,
    options: { sourceIdKey: "source", cleanupBatchSize: 2, ...options },
  });
  const texts = await textsIn(store);
  await recordManager.close();
  await store.close();
  return { result, texts, embedded: embeddings.texts - before };
}

describe("TasbRecordManager under core's index()", () => {
  it("embeds nothing when unchanged passages are indexed again, and keeps their ids", async () => {
    const count = propertyRuns(300, 10_000);
    const documents = Array.from({ length: count }, (_, i) =>
      document(`passage number ${i}`, `${Math.floor(i / 50)}.md`),
    );
    const first = await run(documents, { cleanup: "full" });
    expect(first.result).toEqual({ numAdded: count, numDeleted: 0, numUpdated: 0, numSkipped: 0 });
    expect(first.embedded).toBe(count);
    for (const cleanup of ["full", "incremental"] as const) {
      const again = await run(documents, { cleanup });
      expect(again.result).toEqual({
        numAdded: 0,
        numDeleted: 0,
        numUpdated: 0,
        numSkipped: count,
      });
      expect(again.embedded).toBe(0);
      expect(again.texts).toEqual(first.texts);
    }
    reportFigure("Unchanged passages indexed again with core's index()", {
      passages: count,
      embedded: 0,
    });
  }, 600_000);

  it("cleanup full removes all that was not given again", async () => {
    await run([document("one"), document("two"), document("three", "b.md"), document("four")]);
    const { result, texts, embedded } = await run([document("two"), document("five")], {
      cleanup: "full",
    });
    expect(result).toEqual({ numAdded: 1, numDeleted: 3, numUpdated: 0, numSkipped: 1 });
    expect(texts).toEqual(["five", "two"]);
    expect(embedded).toBe(1);
  });

  it("cleanup incremental removes what was dropped from the sources given, and no other", async () => {
    await run([document("one"), document("two"), document("three", "b.md")]);
    const { result, texts } = await run([document("two"), document("two b")], {
      cleanup: "incremental",
    });
    expect(result).toEqual({ numAdded: 1, numDeleted: 1, numUpdated: 0, numSkipped: 1 });
    expect(texts).toEqual(["three", "two", "two b"]);
  });

  it("without cleanup removes nothing; forceUpdate embeds again", async () => {
    await run([document("one"), document("two")]);
    expect((await run([document("one")])).texts).toEqual(["one", "two"]);
    const forced = await run([document("one")], { forceUpdate: true });
    expect(forced.result).toEqual({ numAdded: 0, numDeleted: 0, numUpdated: 1, numSkipped: 0 });
    expect(forced.embedded).toBe(1);
  });

  it("tells runs within one millisecond, and after the clock was put back, apart", async () => {
    const clock = vi.spyOn(Date, "now").mockReturnValue(1_000_000_000_000);
    await run([document("one"), document("two")]);
    const second = await run([document("two")], { cleanup: "full" });
    expect(second.texts).toEqual(["two"]);
    clock.mockReturnValue(500);
    expect((await run([document("three")], { cleanup: "full" })).texts).toEqual(["three"]);
  });

  it("does not miss a passage that is recorded but no longer stored", async () => {
    await run([document("one"), document("two")]);
    await rm(join(directory, "store"), { recursive: true });
    const { texts, embedded } = await run([document("one"), document("two")]);
    expect(texts).toEqual(["one", "two"]);
    expect(embedded).toBe(2);
  });

  it("goes on where a run was broken off", async () => {
    const store = await openStore();
    const recordManager = await openRecords(store);
    const documents = Array.from({ length: 10 }, (_, i) => document(`text ${i}`));
    const update = vi.spyOn(recordManager, "update");
    update.mockImplementationOnce(() => Promise.reject(new Error("killed")));
    const args = { docsSource: documents, recordManager, vectorStore: store };
    await expect(index({ ...args, options: { batchSize: 5 } })).rejects.toThrow("killed");
    update.mockRestore();
    await index({ ...args, options: { batchSize: 5, cleanup: "full" } });
    expect(await textsIn(store)).toHaveLength(10);
    expect(await (await store.collection()).count()).toBe(10);
  });
});

describe("TasbRecordManager", () => {
  it("lists keys by time, group and number", async () => {
    const store = await openStore();
    const records = new TasbRecordManager({ store });
    const t0 = await records.getTime();
    await records.update(["a", "b"], { groupIds: ["x", null] });
    const t1 = await records.getTime();
    await records.update(["c"], { groupIds: ["x"], timeAtLeast: t1 });
    expect(await records.listKeys()).toEqual(["a", "b", "c"]);
    expect(await records.listKeys({ before: t1 })).toEqual(["a", "b"]);
    expect(await records.listKeys({ after: t1 - 1 })).toEqual(["c"]);
    expect(await records.listKeys({ before: t0 })).toEqual([]);
    expect(await records.listKeys({ groupIds: ["x"] })).toEqual(["a", "c"]);
    expect(await records.listKeys({ groupIds: [null] })).toEqual(["b"]);
    expect(await records.listKeys({ limit: 2 })).toEqual(["a", "b"]);
    await records.update(["a"]);
    expect(await records.listKeys({ groupIds: ["x"] })).toEqual(["a", "c"]);
    await records.deleteKeys(["a", "unknown"]);
    expect(await records.listKeys()).toEqual(["b", "c"]);
    await records.update([]);
    await store.addDocuments([document("text")], { ids: ["b"] });
    expect(await records.exists(["a", "b", "c"])).toEqual([false, true, false]);
  });

  it("refuses groups that do not fit the keys, times to come, and what is no store", async () => {
    const store = await openStore();
    const records = new TasbRecordManager({ store });
    await expect(records.update(["a"], { groupIds: [] })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    const timeAtLeast = Date.now() + 1e6;
    await expect(records.update(["a"], { timeAtLeast })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    const none = { store: undefined as unknown as TasbVectorStore };
    expect(() => new TasbRecordManager(none)).toThrow(/TasbVectorStore/);
    await expect(TasbRecordManager.open(join(directory, "r"), none)).rejects.toThrow(/TasbVector/);
    expect(await readdir(join(directory, "r"))).toEqual(["index-records.bin"]);
  });

  it("shows nothing of the store in traces", async () => {
    const records = new TasbRecordManager({ store: await openStore() });
    expect(JSON.stringify(records)).toBe(
      '{"lc":1,"type":"not_implemented","id":["langchain-tasb","indexing","TasbRecordManager"]}',
    );
  });
});

describe("records on the disk", () => {
  const folder = (): string => join(directory, "records");
  const log = (): string => join(folder(), "index-records.bin");

  it("are held by one process at a time", async () => {
    const records = await IndexRecords.open(folder());
    await expect(IndexRecords.open(folder())).rejects.toMatchObject({ code: "SNAPSHOT_LOCKED" });
    await records.close();
    await (await IndexRecords.open(folder())).close();
  });

  it("are written anew when most of the log no longer counts", async () => {
    let records = await IndexRecords.open(folder());
    const keys = Array.from({ length: 300 }, (_, i) => `key ${i}`);
    for (let round = 0; round < 10; round += 1) {
      records.tick();
      await records.put(keys.map((key, i) => [key, i % 2 === 0 ? "even" : null]));
    }
    await records.put([["key 7", "odd"]]);
    await records.delete(["key 0"]);
    const state = [...records.entries()];
    await records.close();
    const { size } = await stat(log());
    for (let round = 0; round < 2; round += 1) {
      records = await IndexRecords.open(folder());
      expect([...records.entries()]).toEqual(state);
      await records.close();
      expect((await stat(log())).size).toBeLessThan(size / 5);
      expect(await readdir(folder())).toEqual(["index-records.bin"]);
    }
  });

  it("stay as they were when a write fails, and when writing anew fails", async () => {
    const failing = new FailingFileSystem();
    let records = await IndexRecords.open(folder(), failing.fileSystem);
    await records.put([["a", null]]);
    failing.fail(0);
    await expect(records.put([["b", null]])).rejects.toMatchObject({
      code: "SNAPSHOT_WRITE_FAILED",
    });
    failing.heal();
    for (let i = 0; i < 1010; i += 1) await records.put([["a", String(i)]]);
    const state = [...records.entries()];
    await records.close();
    for (let at = 0; ; at += 1) {
      failing.fail(at);
      const error = await IndexRecords.open(folder(), failing.fileSystem).then(
        (opened) => opened.close(),
        (reason: unknown) => reason,
      );
      failing.heal();
      if (error === undefined) break;
      expect(error).toMatchObject({ code: "SNAPSHOT_WRITE_FAILED" });
      expect(at).toBeLessThan(20);
    }
    records = await IndexRecords.open(folder());
    expect([...records.entries()]).toEqual(state);
    await records.close();
  });

  it.each(["x", "1", "{}", '{"put":[["a"]],"at":1}', '{"put":[],"at":"1"}', '{"delete":[1]}'])(
    "are refused where a record is %j",
    async (text) => {
      await (await IndexRecords.open(folder())).close();
      const id = "696e6465-782d-4265-a63f-7264732d7631";
      const forged = await RecordLog.create(log(), id);
      await forged.append([Buffer.from(text)]);
      await forged.close();
      await expect(IndexRecords.open(folder())).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
      await writeFile(log(), "noise ".repeat(20));
      await expect(IndexRecords.open(folder())).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
      expect(await readdir(folder())).toEqual(["index-records.bin"]);
    },
  );
});
