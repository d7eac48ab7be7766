import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { prepareModel } from "../../src/model/prepared_model.js";

let cacheDir: string;
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), "tasb-prepared-"));
});
afterEach(async () => {
  await rm(cacheDir, { recursive: true, force: true });
});

describe("prepareModel", () => {
  it("converts once: the second call finds the same graph and fingerprint", async () => {
    const first = await prepareModel({ model: "tasb-mini", cacheDir });
    const files = (await readdir(cacheDir, { recursive: true })).toSorted();
    const second = await prepareModel({ model: "tasb-mini", cacheDir });
    expect(second).toEqual(first);
    expect((await readdir(cacheDir, { recursive: true })).toSorted()).toEqual(files);
    expect(first.fingerprint).toMatch(/^distilbert-\d+x\d+-[0-9a-f]{12}-cls-fp32$/);
  });

  it("refuses int8 until the converter makes it", async () => {
    await expect(
      prepareModel({ model: "tasb-mini", precision: "int8", cacheDir }),
    ).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
  });
});
