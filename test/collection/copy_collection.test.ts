import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { compareCollections } from "../../src/collection/compare_collections.js";
import { copyCollection } from "../../src/collection/copy_collection.js";
import { LocalCollection } from "../../src/collection/local_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { generator } from "../mutations.js";

const COUNT = 4500;
const opened: LocalCollection[] = [];
let from: LocalCollection;
let to: LocalCollection;

function create(fingerprint = "test/fp32"): LocalCollection {
  const dense = new ReferenceIndex({ dimension: 4 });
  const collection = new LocalCollection({ dimension: 4, fingerprint, dense });
  opened.push(collection);
  return collection;
}

async function gather(collection: LocalCollection): Promise<string> {
  const all = [];
  for await (const { passage, vectors } of collection.scan()) all.push({ passage, vectors });
  return JSON.stringify(all);
}

beforeEach(async () => {
  from = create();
  to = create();
  const windowsPerPassage = Uint32Array.from({ length: COUNT }, (_, i) => 1 + (i % 2));
  const random = generator(3);
  const rows = windowsPerPassage.reduce((sum, windows) => sum + windows);
  const vectors = Float32Array.from({ length: rows * 4 }, () => random(1001) / 1000 - 0.5);
  const passages = Array.from({ length: COUNT }, (_, i) => ({
    id: `p${i}`,
    text: `text ${i}`,
    metadata: { at: new Date(i) },
  }));
  await from.add(passages, vectors, { windowsPerPassage });
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((collection) => collection.close()));
});

describe("copyCollection", () => {
  it("copies passages, metadata and every window, in order, over several batches", async () => {
    const progress: number[] = [];
    const copied = await copyCollection(from, to, { onProgress: (done) => progress.push(done) });
    expect(copied).toBe(COUNT);
    expect(progress).toEqual([2000, 4000, 4500]);
    expect(await gather(to)).toBe(await gather(from));
  });

  it("refuses vectors of another model", async () => {
    const copying = copyCollection(from, create("other/fp32"));
    await expect(copying).rejects.toMatchObject({ code: "FINGERPRINT_MISMATCH" });
  });

  it("stops when the signal fires", async () => {
    const copying = copyCollection(from, to, { signal: AbortSignal.abort() });
    await expect(copying).rejects.toMatchObject({ code: "ABORTED" });
  });
});

describe("compareCollections", () => {
  it("finds nothing between a collection and its copy", async () => {
    await copyCollection(from, to);
    expect(await compareCollections(from, to)).toEqual({
      counts: [COUNT, COUNT],
      sampled: 33,
      different: [],
      searchedDifferently: [],
      recall: 1,
    });
  });

  it("finds missing and changed passages among those it samples, and searches that differ", async () => {
    await copyCollection(from, to);
    await to.add([{ id: "p0", text: "other" }], await from.getVectors(["p0"]));
    await to.add(
      [{ id: "p140", text: "text 140", metadata: { at: new Date(140) } }],
      Float32Array.of(9, 9, 9, 9),
    );
    await to.delete({ ids: ["p280"] });
    const comparison = await compareCollections(from, to);
    expect(comparison.counts).toEqual([COUNT, COUNT - 1]);
    expect(comparison.different).toEqual(["p0", "p140", "p280"]);
    expect(comparison.searchedDifferently.length).toBeGreaterThan(5);
    expect(comparison.recall).toBeLessThan(1);
  });

  it("stops comparing when the signal fires", async () => {
    const comparing = compareCollections(from, from, AbortSignal.abort());
    await expect(comparing).rejects.toMatchObject({ code: "ABORTED" });
  });

  it("compares empty collections", async () => {
    expect(await compareCollections(create(), create())).toMatchObject({
      counts: [0, 0],
      recall: 1,
    });
  });
});
