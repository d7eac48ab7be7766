import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import {
  CONVERTER_VERSION,
  prepareModel,
  recordCheck,
  type PreparedModel,
  type PrepareOptions,
} from "../../src/model/prepared_model.js";
import { goldenFolder } from "./golden_encoder.js";

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

  it("keeps the result of a check, and the bias to the bit, for the next process", async () => {
    const first = await prepareModel({ model: "tasb-mini", precision: "int8", cacheDir });
    expect(first.check).toBeUndefined();
    expect(first.bias).toBeUndefined();
    const check = { cosine: 0.9995, centeredCosine: 0.998 };
    const bias = Float32Array.from({ length: first.config.dimension }, (_, i) => Math.sin(i) / 7);
    await recordCheck({ ...first, bias, check });
    const again = await prepareModel({ model: "tasb-mini", precision: "int8", cacheDir });
    expect(again).toEqual({ ...first, check, bias });
  });

  it.each<[Partial<PrepareOptions>, RegExp]>([
    [{ precision: "fp16" as "fp32" }, /`precision`/],
    [{ pooling: "max" as "cls" }, /`pooling`/],
    [{ normalize: 1 as unknown as boolean }, /`normalize`/],
  ])("refuses %j before it looks for the model", async (options, message) => {
    await expect(prepareModel({ model: "./nowhere", cacheDir, ...options })).rejects.toThrow(
      message,
    );
  });

  it("stops before anything is done where its signal has fired", async () => {
    const signal = AbortSignal.abort();
    await expect(prepareModel({ model: "tasb-mini", cacheDir, signal })).rejects.toMatchObject({
      code: "ABORTED",
    });
    expect(await readdir(cacheDir)).toEqual([]);
  });

  it("takes pooling and normalization from the options before the model's own", async () => {
    const own = await prepareModel({ model: "tasb-mini", cacheDir });
    const given = await prepareModel({
      model: "tasb-mini",
      cacheDir,
      pooling: "mean",
      normalize: true,
    });
    expect(given.settings).toEqual({ ...own.settings, pooling: "mean", normalize: true });
    expect(given.fingerprint).toBe(own.fingerprint.replace("-cls-", "-mean-normalized-"));
    expect(given.graph).not.toEqual(own.graph);
  });

  it("converts into memory where the cache cannot be written, and keeps no check then", async () => {
    const file = join(cacheDir, "file");
    await writeFile(file, "in the way");
    const kept = await prepareModel({ model: "tasb-mini", cacheDir });
    const model = await prepareModel({ model: "tasb-mini", cacheDir: file });
    expect(model.recordPath).toBeUndefined();
    expect(model.fingerprint).toBe(kept.fingerprint);
    const { path } = kept.graph as { path: string };
    const { bytes } = model.graph as { bytes: Uint8Array };
    expect((await readFile(path)).equals(bytes)).toBe(true);
    await recordCheck({ ...model, check: { cosine: 1, centeredCosine: 1 } });
    expect(await readFile(file, "utf8")).toBe("in the way");
  });
});

describe("a converted model in the cache", () => {
  /** The record beside the graph, changed. */
  async function rewrite(
    { recordPath }: PreparedModel,
    change: (record: Json) => unknown,
  ): Promise<void> {
    const record = JSON.parse(await readFile(recordPath!, "utf8")) as Json;
    await writeFile(recordPath!, JSON.stringify(change(record)));
  }
  type Json = Record<string, unknown>;
  const model = join(goldenFolder, "distilbert-f32");

  it.each<[string, (made: PreparedModel) => Promise<void>]>([
    ["whose record is no JSON", ({ recordPath }) => writeFile(recordPath!, "{")],
    ["whose record is a list", (made) => rewrite(made, () => [])],
    ["of another key", (made) => rewrite(made, (record) => ({ ...record, key: "other" }))],
    ["of no known content", (made) => rewrite(made, (r) => ({ ...r, content: undefined }))],
    ["of a content that is no hash", (made) => rewrite(made, (r) => ({ ...r, content: "../x" }))],
    ["whose graph is gone", ({ graph }) => rm((graph as { path: string }).path)],
    ["whose graph was cut off", ({ graph }) => truncate((graph as { path: string }).path, 100)],
  ])("is made again %s", async (_, damage) => {
    const first = await prepareModel({ model, cacheDir });
    const { path } = first.graph as { path: string };
    const graph = await readFile(path);
    await damage(first);
    expect(await prepareModel({ model, cacheDir })).toEqual(first);
    expect((await readFile(path)).equals(graph)).toBe(true);
    const record = JSON.parse(await readFile(first.recordPath!, "utf8")) as Json;
    expect(record).toMatchObject({ bytes: graph.length, content: expect.any(String) as string });
  });

  it.each<[string, (record: Json) => unknown]>([
    ["no list of checks", (record) => ({ ...record, checks: "none" })],
    ["a check of this machine that is none", (r) => ({ ...r, checks: withChecks(r, "good") })],
    ["a check without numbers", (r) => ({ ...r, checks: withChecks(r, { cosine: "1" }) })],
  ])("counts as not checked where the record has %s, until it is checked", async (_, change) => {
    const first = await prepareModel({ model, cacheDir });
    const check = { cosine: 0.9, centeredCosine: 0.8 };
    await recordCheck({ ...first, check });
    await rewrite(first, change);
    const again = await prepareModel({ model, cacheDir });
    expect(again).toEqual(first);
    await recordCheck({ ...again, check });
    expect((await prepareModel({ model, cacheDir })).check).toEqual(check);
  });

  it.each<[string, unknown]>([
    ["no bias", undefined],
    ["a bias that is no text", [0.1]],
    ["a bias of another length", Buffer.alloc(4).toString("base64")],
    ["a bias that is not finite", Buffer.from(new Float32Array(16).fill(NaN).buffer)],
  ])("in int8 counts as not checked where the record has %s", async (_, bias) => {
    const options = { model, precision: "int8", cacheDir } as const;
    const first = await prepareModel(options);
    const { dimension } = first.config;
    const exact = { cosine: 1, centeredCosine: 1 };
    await recordCheck({ ...first, bias: new Float32Array(dimension), check: exact });
    expect((await prepareModel(options)).check).toBeDefined();
    const found = Buffer.isBuffer(bias)
      ? Buffer.concat(Array(dimension / 16).fill(bias)).toString("base64")
      : bias;
    const check = { cosine: 1, centeredCosine: 1, bias: found };
    await rewrite(first, (r) => ({ ...r, checks: withChecks(r, check) }));
    expect(await prepareModel(options)).toEqual(first);
  });

  it("is not made by a check that comes after it was removed", async () => {
    const made = await prepareModel({ model, cacheDir });
    await rm(made.recordPath!);
    await recordCheck({ ...made, check: { cosine: 1, centeredCosine: 1 } });
    await expect(readFile(made.recordPath!)).rejects.toMatchObject({ code: "ENOENT" });
  });

  function withChecks({ checks }: Json, check: unknown): Json {
    return Object.fromEntries(Object.keys(checks as Json).map((machine) => [machine, check]));
  }
});
