import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Encoder, type EncoderOptions } from "../../src/encoder/encoder.js";
import { prepareModel, type PreparedModel } from "../../src/model/prepared_model.js";
import { InferenceThread } from "../../src/onnx/inference_thread.js";

let cacheDir = "";
let model: PreparedModel;
let encoder: Encoder;

beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), "encoder-"));
  model = await prepareModel({ model: "tasb-mini", cacheDir });
  encoder = await Encoder.open(model);
});

afterAll(async () => {
  await InferenceThread.shared().dispose();
  await rm(cacheDir, { recursive: true });
});

const passages = Array.from(
  { length: 60 },
  (_, i) => `Passage ${i}. ${"Retrieval finds the passages that answer a query. ".repeat(i % 13)}`,
);

function words(count: number): string {
  return "the ".repeat(count);
}

function rowOf(vectors: Float32Array, row: number): Float32Array {
  return vectors.subarray(row * encoder.dimension, (row + 1) * encoder.dimension);
}

/** Largest difference, as a share of the largest component of `wanted`. */
function difference(found: Float32Array, wanted: Float32Array): number {
  let most = 0;
  let largest = 0;
  for (const [at, value] of wanted.entries()) {
    most = Math.max(most, Math.abs(value - found[at]!));
    largest = Math.max(largest, Math.abs(value));
  }
  return most / largest;
}

describe("embeddings", () => {
  test("come in input order, the same whatever the batch, up to float rounding", async () => {
    const together = await encoder.encode(passages, { kind: "passage" });
    expect(together.length).toBe(passages.length * encoder.dimension);
    for (const row of [0, 1, 12, 13, 37, 59]) {
      const alone = await encoder.encode([passages[row]!], { kind: "passage" });
      // float32 sums in another order: a few units in the last place of the largest terms.
      expect(difference(rowOf(together, row), alone)).toBeLessThan(1e-4);
    }
  });

  test("of equal texts are equal, and computed once", async () => {
    const dones: number[] = [];
    const texts = ["a", "b", "a", "a", "b"];
    const vectors = await encoder.encode(texts, {
      kind: "passage",
      onProgress: (done, total) => dones.push(done, total),
    });
    expect(rowOf(vectors, 2)).toEqual(rowOf(vectors, 0));
    expect(rowOf(vectors, 4)).toEqual(rowOf(vectors, 1));
    expect(dones.slice(-2)).toEqual([5, 5]);
  });

  test("of no texts are an empty array; of an empty text, a vector", async () => {
    expect((await encoder.encode([], { kind: "query" })).length).toBe(0);
    const vector = await encoder.encode([""], { kind: "query" });
    expect(vector.some((value) => value !== 0)).toBe(true);
  });

  test("read as many tokens as the model's folder states, else 200 of a passage and 30 of a query", async () => {
    const lengths = async (maxLength?: number, options: EncoderOptions = {}): Promise<number[]> => {
      const { maxLength: _, ...settings } = model.settings;
      const stated = maxLength === undefined ? settings : { ...settings, maxLength };
      const opened = await Encoder.open({ ...model, settings: stated }, options);
      await opened.dispose();
      return [opened.maxPassageTokens, opened.maxQueryTokens];
    };
    expect(await lengths()).toEqual([200, 30]);
    expect(await lengths(320)).toEqual([320, 320]);
    expect(await lengths(320, { maxQueryTokens: 64 })).toEqual([320, 64]);
  });

  test("do not change with what stands beyond the limits", async () => {
    const limits = { maxPassageTokens: 200, maxQueryTokens: 30 };
    const limited = await Encoder.open(model, limits);
    for (const [kind, limit] of [
      ["passage", 200],
      ["query", 30],
    ] as const) {
      const [full, longer, shorter] = [limit - 2, limit + 50, limit - 3];
      const vectors = await limited.encode([words(full), words(longer), words(shorter)], { kind });
      expect(difference(rowOf(vectors, 1), rowOf(vectors, 0))).toBeLessThan(1e-4);
      expect(difference(rowOf(vectors, 2), rowOf(vectors, 0))).toBeGreaterThan(1e-4);
    }
    await limited.dispose();
  });

  test("of queries carry the query prefix, those of passages do not", async () => {
    const prefixed = await Encoder.open(model, { queryPrefix: "find: " });
    const query = await prefixed.encode(["a fox"], { kind: "query" });
    const passage = await prefixed.encode(["a fox"], { kind: "passage" });
    expect(difference(query, await encoder.encode(["find: a fox"], { kind: "query" }))).toBe(0);
    expect(difference(passage, await encoder.encode(["a fox"], { kind: "passage" }))).toBe(0);
    await prefixed.dispose();
  });
});

describe("a call", () => {
  test("ends at once when its signal fires, and the encoder goes on", async () => {
    const abort = new AbortController();
    const call = encoder.encode(passages, {
      kind: "passage",
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    await expect(call).rejects.toMatchObject({ code: "ABORTED" });
    const early = encoder.encode(["a"], { kind: "query", signal: AbortSignal.abort() });
    await expect(early).rejects.toMatchObject({ code: "ABORTED" });
    expect((await encoder.encode(["a"], { kind: "query" })).length).toBe(encoder.dimension);
  });

  test("refuses what is not a string, naming its place", async () => {
    const texts = ["a", 7] as unknown as string[];
    await expect(encoder.encode(texts, { kind: "query" })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining("texts[1]"),
    });
  });

  test("for a query is answered while passages are being encoded", async () => {
    const order: string[] = [];
    const long = Array.from({ length: 300 }, (_, i) => `${i} ${"word ".repeat(190)}`);
    await Promise.all([
      encoder.encode(long, { kind: "passage" }).then(() => order.push("passages")),
      encoder.encode(["a query"], { kind: "query" }).then(() => order.push("query")),
    ]);
    expect(order).toEqual(["query", "passages"]);
  });

  test("fails with a typed error when the worker dies, and the next one succeeds", async () => {
    const killer = await InferenceThread.shared().startProgram(
      `${import.meta.dirname}/../onnx/fixtures/failing_program.mjs`,
      undefined,
    );
    const [lost] = await Promise.allSettled([
      encoder.encode(passages, { kind: "passage" }),
      killer.call("exit", undefined),
    ]);
    expect(lost).toMatchObject({ reason: { code: "INFERENCE_WORKER_LOST" } });
    expect((await encoder.encode(["a"], { kind: "query" })).length).toBe(encoder.dimension);
  });

  test("fails with DISPOSED after dispose", async () => {
    const other = await Encoder.open(model);
    await other.dispose();
    await other[Symbol.asyncDispose]();
    await expect(other.encode(["a"], { kind: "query" })).rejects.toMatchObject({
      code: "DISPOSED",
    });
  });
});

describe("opening", () => {
  test.each<EncoderOptions>([
    { maxPassageTokens: 1 },
    { maxPassageTokens: 513 },
    { maxQueryTokens: 0 },
    { maxQueryTokens: 2.5 },
    { threads: 0 },
  ])("refuses %o", async (options) => {
    await expect(Encoder.open(model, options)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  test("refuses a tokenizer with more tokens than the model has", async () => {
    const small = { ...model, config: { ...model.config, vocabularySize: 100 } };
    await expect(Encoder.open(small)).rejects.toMatchObject({ code: "TOKENIZER_INVALID" });
  });

  test("names a missing tokenizer, and a graph that is none", async () => {
    const lost = { ...model, tokenizerPath: join(cacheDir, "none.json") };
    await expect(Encoder.open(lost)).rejects.toMatchObject({ code: "MODEL_FILE_MISSING" });
    const path = join(cacheDir, "none.onnx");
    await writeFile(path, "not a model");
    await expect(Encoder.open({ ...model, graph: { path } })).rejects.toMatchObject({
      code: "INFERENCE_FAILED",
    });
  });
});
