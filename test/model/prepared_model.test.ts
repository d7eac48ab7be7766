import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { CONVERTER_VERSION, prepareModel, recordCheck } from "../../src/model/prepared_model.js";

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

  it("keeps each precision's graph and fingerprint apart", async () => {
    const fp32 = await prepareModel({ model: "tasb-mini", cacheDir });
    const int8 = await prepareModel({ model: "tasb-mini", precision: "int8", cacheDir });
    expect(int8.fingerprint).toBe(fp32.fingerprint.replace(/fp32$/, `int8.${CONVERTER_VERSION}`));
    expect(int8.graph).not.toEqual(fp32.graph);
  });

  it("keeps the result of a check for the next process", async () => {
    const first = await prepareModel({ model: "tasb-mini", precision: "int8", cacheDir });
    expect(first.check).toBeUndefined();
    const check = { cosine: 0.9995, centeredCosine: 0.998 };
    await recordCheck(first, check);
    const again = await prepareModel({ model: "tasb-mini", precision: "int8", cacheDir });
    expect(again).toEqual({ ...first, check });
  });
});
