import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { saveCollection } from "../../src/collection/collection_snapshot.js";
import { LocalCollection } from "../../src/collection/local_collection.js";
import type { PassageCollection } from "../../src/collection/passage_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import {
  MANIFEST_NAME,
  formatManifest,
  parseManifest,
} from "../../src/storage/snapshot_manifest.js";

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const dimension = 2;
const dense = (d = dimension): ReferenceIndex => new ReferenceIndex({ dimension: d });
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-saved-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** Every third passage has two windows. */
async function filled(count: number): Promise<LocalCollection> {
  const collection = new LocalCollection({ dimension, fingerprint: "test", dense: dense() });
  const windowsPerPassage = Uint32Array.from({ length: count }, (_, i) => (i % 3 === 0 ? 2 : 1));
  const rows = windowsPerPassage.reduce((sum, windows) => sum + windows, 0);
  const passages = Array.from({ length: count }, (_, i) => ({ id: `p${i}`, text: `Text ${i}` }));
  const vectors = Float32Array.from({ length: rows * dimension }, (_, i) => Math.cos(i));
  await collection.add(passages, vectors, { windowsPerPassage });
  return collection;
}

const load = (options = {}): Promise<LocalCollection> =>
  LocalCollection.load(directory, { dense, ...options });

describe("a collection of another home", () => {
  /** What a collection on a server offers. */
  const elsewhere = (local: LocalCollection): PassageCollection =>
    ({ dimension, fingerprint: "test", scan: () => local.scan() }) as unknown as PassageCollection;

  it.each([0, 1, 512, 1100])("of %i passages is saved as it is scanned", async (count) => {
    const local = await filled(count);
    const manifest = await saveCollection(elsewhere(local), directory, {
      extra: { from: "there" },
    });
    expect(manifest).toMatchObject({
      passages: count,
      nextSequence: count,
      extra: { from: "there" },
    });
    const loaded = await load();
    expect(await all(loaded.scan())).toEqual(await all(local.scan()));
    // Its BM25 index is made from the texts.
    expect((await loaded.searchBm25("text 0", 5)).length).toBe(Math.min(5, count));
  });

  it("is not saved where scanning fails, and what was there stays", async () => {
    const local = await filled(3);
    await local.save(directory);
    const failing = {
      ...elsewhere(local),
      async *scan() {
        yield* local.scan();
        throw new Error("the server went away");
      },
    };
    await expect(saveCollection(failing, directory)).rejects.toThrow("went away");
    expect((await load()).size).toBe(3);
  });
});

describe("a collection with a vector that is not finite, which another home had taken", () => {
  it("is not saved, and what was there stays", async () => {
    const local = await filled(3);
    await local.save(directory);
    const odd = {
      dimension,
      fingerprint: "test",
      async *scan() {
        yield { passage: { id: "a", text: "", metadata: {} }, vectors: Float32Array.of(1, NaN) };
      },
    } as unknown as PassageCollection;
    await expect(saveCollection(odd, directory)).rejects.toMatchObject({
      code: "SNAPSHOT_WRITE_FAILED",
      message: expect.stringMatching(/not finite/) as unknown,
    });
    expect((await load()).size).toBe(3);
  });
});

describe("a saved collection", () => {
  it("opens with another analyzer: its BM25 index is made anew", async () => {
    await (await filled(4)).save(directory);
    expect(await (await load()).searchBm25("texts", 3)).toHaveLength(3);
    const simple = await load({ bm25: { analyzer: "unicode" } });
    // That analyzer has no stemmer.
    expect(await simple.searchBm25("texts", 3)).toEqual([]);
    expect(await simple.searchBm25("text", 3)).toHaveLength(3);
  });

  it("is refused with whichever count in its manifest is another, though its checksum fits", async () => {
    await (await filled(4)).save(directory);
    const path = join(directory, MANIFEST_NAME);
    const manifest = parseManifest(await readFile(path, "utf8"), path);
    const { vectorFile, windows } = manifest;
    for (const change of [
      { passages: 3 },
      { passages: 5 },
      { nextSequence: 3 },
      { windows: windows + 1 },
      { windows: windows + 1, vectorFile: { ...vectorFile, bytes: vectorFile.bytes + 8 } },
      { dimension: 1, windows: 2 * windows },
      { dimension: 4, windows: windows / 2, vectorFile },
    ]) {
      await writeFile(path, formatManifest({ ...manifest, ...change }));
      await expect(load()).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
    }
  });

  it("is refused with the BM25 index of other passages, though its checksum fits", async () => {
    const local = await filled(4);
    await local.save(directory);
    const path = join(directory, MANIFEST_NAME);
    const { bm25File } = parseManifest(await readFile(path, "utf8"), path);
    const index = await readFile(join(directory, bm25File!.name));
    await local.delete({ ids: ["p1"] });
    await local.add([{ id: "p4", text: "Text 4" }], Float32Array.of(1, 2));
    await local.save(directory);
    const manifest = parseManifest(await readFile(path, "utf8"), path);
    await writeFile(join(directory, manifest.bm25File!.name), index);
    const { name } = manifest.bm25File!;
    const swapped = { ...manifest, bm25File: { ...bm25File!, name } };
    await writeFile(path, formatManifest(swapped));
    await expect(load()).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
    // With another analyzer it is made from the texts, and what is in the file does not matter.
    expect((await load({ bm25: { analyzer: "unicode" } })).size).toBe(4);
  });

  it("is refused where a line's windows, numbers or ids are others, though all checksums fit", async () => {
    await (await filled(4)).save(directory);
    const path = join(directory, MANIFEST_NAME);
    const manifest = parseManifest(await readFile(path, "utf8"), path);
    const { name } = manifest.passageFile;
    const text = await readFile(join(directory, name), "utf8");
    for (const [from, to] of [
      ['"windows":2', '"windows":3'],
      ['"windows":2', '"windows":1'],
      ['"windows":2', '"windows":4294967295'],
      ['"sequence":1', '"sequence":0'],
      ['"sequence":3', '"sequence":9'],
      ['"id":"p1"', '"id":"p0"'],
    ] as const) {
      const changed = Buffer.from(text.replace(from, to));
      expect(changed.toString()).not.toBe(text);
      await writeFile(join(directory, name), changed);
      const sha256 = createHash("sha256").update(changed).digest("hex");
      const passageFile = { name, sha256, bytes: changed.length };
      await writeFile(path, formatManifest({ ...manifest, passageFile }));
      await expect(load()).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
    }
  });
});
