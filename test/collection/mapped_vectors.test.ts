import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { LocalCollection } from "../../src/collection/local_collection.js";
import { formatManifest } from "../../src/storage/snapshot_manifest.js";
import { readManifest } from "../../src/storage/read_snapshot.js";
import { generator } from "../mutations.js";
import { PROPERTY_SEED } from "../property_runs.js";

// 1,024 vectors of this length make a block of the dense index: two stay in the file.
const dimension = 4096;
const count = 2300;
const vectors = Float32Array.from({ length: count * dimension }, (_, i) => Math.sin(i * i + i));
const passages = Array.from({ length: count }, (_, i) => ({
  id: String(i),
  text: `passage number ${i}`,
  metadata: { third: i % 3 === 0 },
}));
const query = vectors.slice(5 * dimension, 6 * dimension);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-mapped-"));
  const collection = new LocalCollection({ dimension, fingerprint: "f" });
  await collection.add(passages, vectors);
  await collection.save(directory);
  await collection.close();
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function vectorPath(): Promise<string> {
  const names = await readdir(directory);
  return join(
    directory,
    names.find((name) => name.startsWith("vectors-"))!,
  );
}

async function idsOf(collection: LocalCollection, filter?: { third: boolean }): Promise<string[]> {
  const hits = await collection.searchDense(query, 5, filter === undefined ? {} : { filter });
  return hits.map(({ id }) => id);
}

describe("a saved collection whose vectors stay in their file", () => {
  it("gives what it gave, takes changes, and can be saved over itself", async () => {
    const before = new LocalCollection({ dimension, fingerprint: "f" });
    await before.add(passages, vectors);
    const loaded = await LocalCollection.load(directory, { vectors: "int8" });
    for (const collection of [before, loaded]) {
      await collection.add(
        [
          { id: "7", text: "new" },
          { id: "own", text: "new" },
        ],
        twice(query),
      );
      await collection.delete({ ids: ["5"] });
    }
    const wanted = await before.searchDense(query, 20);
    expect(await loaded.searchDense(query, 20)).toEqual(wanted);
    expect(wanted.slice(0, 2).map(({ id }) => id)).toEqual(["7", "own"]);
    expect(await idsOf(loaded, { third: true })).toEqual(await idsOf(before, { third: true }));
    expect(await loaded.getVectors(["7", "9"])).toEqual(await before.getVectors(["7", "9"]));
    await loaded.save(directory);
    expect(await loaded.searchDense(query, 20)).toEqual(wanted);
    const again = await LocalCollection.load(directory);
    expect(await again.searchDense(query, 20)).toEqual(wanted);
    for (const collection of [before, loaded, again]) await collection.close();
  });

  it("is refused where a byte of the vectors was changed or the end was cut", async () => {
    const path = await vectorPath();
    const whole = await readFile(path);
    const random = generator(PROPERTY_SEED);
    for (let run = 0; run < 6; run += 1) {
      const damaged = Buffer.from(whole);
      damaged[random(damaged.length)]! ^= 1 << random(8);
      await writeFile(path, run % 2 === 0 ? damaged : whole.subarray(0, random(whole.length)));
      await expect(LocalCollection.load(directory)).rejects.toMatchObject({
        code: "SNAPSHOT_CORRUPT",
      });
    }
    await truncate(path, 100);
    // Cut files are refused even where bytes are not compared: they would end the process.
    await expect(LocalCollection.load(directory, { verifyVectors: false })).rejects.toMatchObject({
      code: "SNAPSHOT_CORRUPT",
    });
  });

  it("is refused where its vectors are not finite, though the checksums fit", async () => {
    const path = await vectorPath();
    const bytes = await readFile(path);
    bytes.writeFloatLE(Number.NaN, 4 * (3 * dimension + 17));
    await writeFile(path, bytes);
    const manifest = await readManifest(directory);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const forged = { ...manifest, vectorFile: { ...manifest.vectorFile, sha256 } };
    await writeFile(join(directory, "manifest.json"), formatManifest(forged));
    await expect(LocalCollection.load(directory)).rejects.toMatchObject({
      code: "SNAPSHOT_CORRUPT",
    });
  });

  it("is opened without being read where the caller vouches for it", async () => {
    const loaded = await LocalCollection.load(directory, { verifyVectors: false });
    expect((await idsOf(loaded))[0]).toBe("5");
    await loaded.close();
    // A manifest of a writer that did not tell the largest norm: the file is read to find it.
    const { largestNorm: _, ...others } = await readManifest(directory);
    await writeFile(join(directory, "manifest.json"), formatManifest(others));
    const older = await LocalCollection.load(directory, { verifyVectors: false });
    expect((await idsOf(older))[0]).toBe("5");
    await older.close();
  });

  it("is opened for changes, which are there again", async () => {
    const opened = await LocalCollection.open(directory, { vectors: "int8" });
    await opened.add([{ id: "own", text: "new" }], query);
    await opened.delete({ ids: ["5"] });
    await opened.close();
    const again = await LocalCollection.open(directory);
    expect((await idsOf(again))[0]).toBe("own");
    await again.close();
  });
});

function twice(values: Float32Array): Float32Array {
  const both = new Float32Array(2 * values.length);
  both.set(values);
  both.set(values, values.length);
  return both;
}
