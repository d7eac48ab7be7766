import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";

import { saveCollection } from "../../src/collection/collection_snapshot.js";
import { LocalCollection } from "../../src/collection/local_collection.js";
import { formatPassageLine, parsePassageLine } from "../../src/collection/passage_line.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { InferenceThread } from "../../src/onnx/inference_thread.js";
import { thisHost } from "../../src/system/process_identity.js";

const dimension = 3;
const fingerprint = "test-model";
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-snapshot-"));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});
afterAll(async () => {
  await InferenceThread.shared().dispose();
});

async function sample(count = 5): Promise<LocalCollection> {
  const dense = new ReferenceIndex({ dimension });
  const collection = new LocalCollection({ dimension, fingerprint, dense });
  const windowsPerPassage = Uint32Array.from({ length: count }, (_, i) => 1 + (i % 2));
  const rows = windowsPerPassage.reduce((sum, windows) => sum + windows, 0);
  const vectors = Float32Array.from({ length: rows * dimension }, (_, i) => Math.sin(i));
  const passages = Array.from({ length: count }, (_, i) => ({
    id: `p${i}`,
    text: `passage number ${i} about ${i % 2 === 0 ? "cats" : "dogs"}`,
    metadata: { n: i, at: new Date(i * 1e9), nested: { $date: "mine", list: [1, null] } },
  }));
  await collection.add(passages, vectors, { windowsPerPassage });
  return collection;
}

const ids = (hits: { id: string }[]): string[] => hits.map(({ id }) => id);

const lockOf = (pid: number): string =>
  JSON.stringify({ host: thisHost(), pid, started: "now", token: "another" });

async function all(collection: LocalCollection): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const entry of collection.scan()) found.push(entry);
  return found;
}

describe("a saved collection", () => {
  it("comes back whole: order, ids, texts, metadata with dates, every window's vector", async () => {
    const saved = await sample();
    await saveCollection(saved, directory);
    const loaded = await LocalCollection.load(directory);
    expect(loaded.fingerprint).toBe(fingerprint);
    expect(await all(loaded)).toEqual(await all(saved));
    const query = Float32Array.of(1, -1, 0.5);
    expect(ids(await loaded.searchDense(query, 5))).toEqual(ids(await saved.searchDense(query, 5)));
    expect(await loaded.searchBm25("cats", 5)).toEqual(await saved.searchBm25("cats", 5));
    await loaded.close();
  });

  it("may be empty", async () => {
    const empty = new LocalCollection({ dimension, fingerprint });
    await saveCollection(empty, directory);
    const loaded = await LocalCollection.load(directory);
    expect(loaded.size).toBe(0);
    await loaded.close();
    await empty.close();
  });

  it("is replaced as a whole by the next save, whose files alone remain", async () => {
    await saveCollection(await sample(5), directory);
    await saveCollection(await sample(7), directory);
    const loaded = await LocalCollection.load(directory);
    expect(loaded.size).toBe(7);
    expect((await readdir(directory)).toSorted()).toEqual([
      expect.stringMatching(/^bm25-/),
      "manifest.json",
      expect.stringMatching(/^passages-/),
      expect.stringMatching(/^vectors-/),
    ]);
    await loaded.close();
  });

  it("stays as it was when a save is aborted", async () => {
    await saveCollection(await sample(5), directory);
    const before = await readdir(directory);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(saveCollection(await sample(7), directory, { signal })).rejects.toMatchObject({
      code: "ABORTED",
    });
    expect(await readdir(directory)).toEqual(before);
  });

  it("is refused with SNAPSHOT_CORRUPT when any byte of any file is changed, or the end is cut", async () => {
    await saveCollection(await sample(3), directory);
    for (const name of await readdir(directory)) {
      const path = join(directory, name);
      const bytes = await readFile(path);
      // Every byte of the small files would take long; each stride hits all kinds of places.
      for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 40))) {
        const damaged = Buffer.from(bytes);
        damaged[at]! ^= 0x11;
        await writeFile(path, damaged);
        await expect(LocalCollection.load(directory)).rejects.toMatchObject({
          code: expect.stringMatching(/^SNAPSHOT_(?:CORRUPT|VERSION)$/) as string,
        });
      }
      await writeFile(path, bytes.subarray(0, bytes.length - 3));
      await expect(LocalCollection.load(directory)).rejects.toMatchObject({
        code: "SNAPSHOT_CORRUPT",
      });
      await writeFile(path, bytes);
    }
  });

  it("is SNAPSHOT_NOT_FOUND in an empty folder", async () => {
    await expect(LocalCollection.load(directory)).rejects.toMatchObject({
      code: "SNAPSHOT_NOT_FOUND",
    });
  });

  it("is SNAPSHOT_VERSION when another version wrote it", async () => {
    await saveCollection(await sample(1), directory);
    const path = join(directory, "manifest.json");
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace('"formatVersion":1', '"formatVersion":99'));
    await expect(LocalCollection.load(directory)).rejects.toMatchObject({
      code: "SNAPSHOT_VERSION",
    });
  });

  it("never names a file outside its folder", async () => {
    await saveCollection(await sample(1), directory);
    const path = join(directory, "manifest.json");
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace(/"passages-[^"]*"/, '"../../etc/passwd"'));
    await expect(LocalCollection.load(directory)).rejects.toMatchObject({
      code: "SNAPSHOT_CORRUPT",
    });
  });
});

describe("the writer's lock", () => {
  it("keeps a second writer out while the first one's process runs", async () => {
    await writeFile(join(directory, "writer.lock"), lockOf(process.pid));
    await expect(saveCollection(await sample(1), directory)).rejects.toMatchObject({
      code: "SNAPSHOT_LOCKED",
    });
  });

  it("is taken over from a process that no longer runs", async () => {
    // Above the largest process id that Linux gives.
    await writeFile(join(directory, "writer.lock"), lockOf(2 ** 22 + 1));
    await saveCollection(await sample(1), directory);
    expect(await readdir(directory)).not.toContain("writer.lock");
  });
});

describe("a passage's line", () => {
  it("keeps `__proto__`, `constructor` and date-like objects as data", () => {
    const metadata: Record<string, unknown> = JSON.parse(
      '{"__proto__":{"polluted":true},"constructor":{"lc":1},"x":{"$date":5},"y":{"$$date":"z"}}',
    );
    const line = formatPassageLine({ id: "a", sequence: 0, windows: 1, text: "b", metadata });
    const parsed = parsePassageLine(line, "line 1");
    expect(JSON.stringify(parsed.metadata)).toBe(JSON.stringify(metadata));
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it.each([
    "",
    "[]",
    "{}",
    '{"id":1}',
    '{"id":"a","sequence":0,"windows":1,"text":"b","metadata":[]}',
    '{"id":"a","sequence":-1,"windows":1,"text":"b","metadata":{}}',
    '{"id":"a","sequence":0,"windows":1,"text":"b","metadata":{"x":{"$date":"no"}}}',
  ])("is refused when it is %j", (line) => {
    expect(() => parsePassageLine(line, "line 1")).toThrow(
      expect.objectContaining({ code: "SNAPSHOT_CORRUPT" }),
    );
  });
});
