import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { LocalCollection } from "../../src/collection/local_collection.js";
import { MappedVectors, readBatches } from "../../src/collection/snapshot_vectors.js";
import { ExactIndex } from "../../src/dense/exact_index.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { readManifest } from "../../src/storage/read_snapshot.js";
import type { SnapshotManifest } from "../../src/storage/snapshot_manifest.js";

const dimension = 2;
let directory = "";
let manifest: SnapshotManifest;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-vectors-"));
  const dense = new ReferenceIndex({ dimension });
  const collection = new LocalCollection({ dimension, fingerprint: "f", dense });
  const passages = Array.from({ length: 600 }, (_, i) => ({ id: String(i), text: `text ${i}` }));
  await collection.add(
    passages,
    Float32Array.from({ length: 1200 }, (_, i) => Math.sin(i)),
  );
  await collection.save(directory);
  manifest = await readManifest(directory);
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function batches(withVectors: boolean): Promise<number[]> {
  const sizes: number[] = [];
  for await (const { passages, vectors } of readBatches(directory, manifest, withVectors)) {
    expect(vectors?.length).toBe(withVectors ? passages.length * dimension : undefined);
    sizes.push(passages.length);
  }
  return sizes;
}

const corrupt = { code: "SNAPSHOT_CORRUPT" };

describe("the passages of a snapshot", () => {
  it("come some at a time, with their vectors or without", async () => {
    expect(await batches(true)).toEqual([512, 88]);
    expect(await batches(false)).toEqual([512, 88]);
  });

  it("are refused where a file was cut or changed since it was checked", async () => {
    const vectors = join(directory, manifest.vectorFile.name);
    await truncate(vectors, manifest.vectorFile.bytes - 4);
    await expect(batches(true)).rejects.toMatchObject(corrupt);
    await writeFile(vectors, Buffer.alloc(manifest.vectorFile.bytes, 255));
    await expect(batches(true)).rejects.toMatchObject(corrupt);
    await truncate(join(directory, manifest.passageFile.name), 0);
    await expect(batches(false)).rejects.toMatchObject(corrupt);
  });
});

describe("vectors that stay in their file (needs `npm run build`)", () => {
  it("are refused as corrupt where the engine cannot open the file, and in no other case", async () => {
    const index = new ExactIndex({ dimension });
    const mapped = new MappedVectors(manifest);
    mapped.add(Uint32Array.from({ length: 600 }, (_, i) => i));
    await rm(join(directory, manifest.vectorFile.name));
    await expect(mapped.attachTo(index, directory, 2)).rejects.toMatchObject({
      ...corrupt,
      message: expect.stringContaining(manifest.vectorFile.name) as unknown,
    });
    await index.dispose();
    await expect(mapped.attachTo(index, directory, 2)).rejects.toMatchObject({ code: "DISPOSED" });
  });
});
