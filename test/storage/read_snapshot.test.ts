import { truncateSync } from "node:fs";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { LocalCollection } from "../../src/collection/local_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { readManifest, readSnapshot, verifyFile } from "../../src/storage/read_snapshot.js";

let directory: string;
const save = async (): Promise<void> => {
  const dense = new ReferenceIndex({ dimension: 2 });
  await new LocalCollection({ dimension: 2, fingerprint: "test", dense }).save(directory);
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-read-"));
  await save();
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe("a reader", () => {
  it("starts anew with the new manifest where a writer replaced the snapshot meanwhile", async () => {
    const seen: string[] = [];
    const result = await readSnapshot(directory, async ({ id }) => {
      seen.push(id);
      if (seen.length < 3) {
        await save();
        throw new Error("a file went away");
      }
      return "read";
    });
    expect(result).toBe("read");
    expect(new Set(seen).size).toBe(3);
  });

  it("gives up after ten of them, and at once where nothing was replaced", async () => {
    let calls = 0;
    const reading = readSnapshot(directory, async () => {
      calls += 1;
      await save();
      throw new Error("a file went away");
    });
    await expect(reading).rejects.toThrow("went away");
    expect(calls).toBe(10);
    const broken = Object.assign(new Error("EIO: broken"), { code: "EIO" });
    await expect(readSnapshot(directory, () => Promise.reject(broken))).rejects.toMatchObject({
      code: "SNAPSHOT_READ_FAILED",
      cause: broken,
    });
  });

  it("does not read a manifest that is too large for one", async () => {
    await truncate(join(directory, "manifest.json"), 2 ** 40);
    await expect(readManifest(directory)).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
  });

  it("refuses a file that is cut while its checksum is made", async () => {
    const path = join(directory, "large");
    await writeFile(path, Buffer.alloc(3 << 20));
    const file = { name: "large", bytes: 3 << 20, sha256: "0".repeat(64) };
    let looks = 0;
    const cutting = verifyFile(directory, file, undefined, () => {
      looks += 1;
      truncateSync(path, 1 << 20);
    });
    await expect(cutting).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
    expect(looks).toBe(1);
  });

  it("is told which file is missing", async () => {
    const { passageFile } = await readManifest(directory);
    await rm(join(directory, passageFile.name));
    await expect(LocalCollection.load(directory)).rejects.toMatchObject({
      code: "SNAPSHOT_CORRUPT",
      message: expect.stringContaining(`${passageFile.name} is missing`) as string,
    });
  });
});
