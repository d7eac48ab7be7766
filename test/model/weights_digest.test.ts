import { createHash } from "node:crypto";
import { mkdtemp, open, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { weightsDigest } from "../../src/model/weights_digest.js";

let folder: string;
let path: string;
let cache: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-digest-"));
  path = join(folder, "model.safetensors");
  cache = join(folder, "cache");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A file large enough for its digest to be kept: zeros but for a few bytes. */
async function large(content: string): Promise<string> {
  const size = 32 * 2 ** 20;
  const file = await open(path, "w");
  await file.truncate(size);
  await file.write(content, 5_000_000);
  await file.close();
  const bytes = Buffer.alloc(size);
  bytes.write(content, 5_000_000);
  return createHash("sha256").update(bytes).digest("hex");
}

async function note(): Promise<string> {
  const [name, ...rest] = await readdir(join(cache, "digests"));
  expect(rest).toEqual([]);
  return join(cache, "digests", name!);
}

describe("the digest of a weight file", () => {
  it("is its sha256; that of a small file is kept nowhere", async () => {
    await writeFile(path, "weights");
    const digest = createHash("sha256").update("weights").digest("hex");
    expect(await weightsDigest(path, cache)).toBe(digest);
    await expect(readdir(cache)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("is taken from the note while the file stays the same, by any name, and anew when it has changed", async () => {
    const digest = await large("one");
    expect(await weightsDigest(path, cache)).toBe(digest);
    // What the note says is what counts: no byte of the file is read.
    const known = await note();
    const other = "ab".repeat(32);
    await writeFile(known, (await readFile(known, "utf8")).replace(digest, other));
    expect(await weightsDigest(path, cache)).toBe(other);
    // Links need a right of their own there.
    if (process.platform !== "win32") {
      const link = join(folder, "link");
      await symlink(path, link);
      expect(await weightsDigest(link, cache)).toBe(other);
    }
    const changed = await large("two");
    expect(await weightsDigest(path, cache)).toBe(changed);
    expect(await readFile(known, "utf8")).toContain(changed);
  });

  it("is taken anew where the note is damaged", async () => {
    const digest = await large("one");
    await weightsDigest(path, cache);
    const known = await note();
    const good = await readFile(known, "utf8");
    for (const damaged of [
      "",
      "[]",
      good.replace(digest, "../x"),
      good.replace(/"sha256".*"/, ""),
    ]) {
      await writeFile(known, damaged);
      expect(await weightsDigest(path, cache)).toBe(digest);
    }
    expect(await readFile(known, "utf8")).toBe(good);
  });

  it("is given where no note can be written", async () => {
    const digest = await large("one");
    await writeFile(cache, "in the way");
    expect(await weightsDigest(path, cache)).toBe(digest);
  });

  it("is given up when the signal fires", async () => {
    await large("one");
    const signal = AbortSignal.abort();
    await expect(weightsDigest(path, cache, signal)).rejects.toMatchObject({ code: "ABORTED" });
  });
});
