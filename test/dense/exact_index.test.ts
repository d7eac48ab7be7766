import { afterAll, describe, expect, it, vi } from "vitest";

import { ExactIndex, type ExactIndexOptions } from "../../src/dense/exact_index.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { InferenceThread } from "../../src/onnx/inference_thread.js";
import { bitmapOf } from "../bitmap_of.js";
import { LOST, indexOfLostWorker } from "./lost_worker.js";
import { searchAll } from "./search_all.js";

const thread = new InferenceThread();
afterAll(() => thread.dispose());

describe("ExactIndex", () => {
  it.each<[ExactIndexOptions, RegExp]>([
    [{ dimension: 0 }, /`dimension` to be a positive integer, got `0`/],
    [{ dimension: 1.5 }, /`dimension`/],
    [{ dimension: 2, vectors: "fp16" as "fp32" }, /`vectors` to be "fp32" or "int8", got `fp16`/],
    [{ dimension: 2 ** 16 + 1, vectors: "int8" }, /at most 65536 with int8, got `65537`/],
  ])("refuses %j", (options, message) => {
    expect(() => new ExactIndex(options)).toThrowError(message);
  });

  it("takes vectors of any length with fp32, and the longest that int8 sums hold", () => {
    expect(new ExactIndex({ dimension: 2 ** 16 + 1 }).vectors).toBe("fp32");
    expect(new ExactIndex({ dimension: 2 ** 16, vectors: "int8" }).dimension).toBe(65_536);
  });

  it("starts nothing in the worker before it is used, nor when it is disposed of unused", async () => {
    const start = vi.spyOn(thread, "startProgram");
    try {
      const index = new ExactIndex({ dimension: 2, thread });
      await index.remove(Uint32Array.of(1));
      await index.upsert(new Uint32Array(0), new Float32Array(0));
      await index.dispose();
      await expect(index.search(Float32Array.of(1, 2), 1)).rejects.toMatchObject({
        code: "DISPOSED",
      });
      expect(start).not.toHaveBeenCalled();
    } finally {
      start.mockRestore();
    }
  });

  it("fails to add once its worker was lost, with the loss as the reason", async () => {
    const { index, thread: mortal } = await indexOfLostWorker();
    await expect(index.upsert(Uint32Array.of(2), Float32Array.of(2))).rejects.toMatchObject(LOST);
    await index.dispose();
    await mortal.dispose();
  });
});

describe.each(["fp32", "int8"] as const)("ExactIndex (%s)", (vectors) => {
  it("passes over allowed passages that are not there, few or many", async () => {
    const index = new ExactIndex({ dimension: 1, thread, vectors, blockRows: 2 });
    const sequences = Uint32Array.from({ length: 64 }, (_, at) => at);
    await index.upsert(sequences, Float32Array.from(sequences));
    await index.copiesMade();
    const query = Float32Array.of(1);
    const few = await index.search(query, 9, { allowed: bitmapOf([3, 5, 999]) });
    expect([...few.sequences]).toEqual([5, 3]);
    const many = bitmapOf([...sequences.subarray(0, 40), 998, 999]);
    const { sequences: found } = await index.search(query, 99, { allowed: many });
    expect([...found]).toEqual(Array.from({ length: 40 }, (_, at) => 39 - at));
    await index.dispose();
  });

  it("scores vectors whose products leave float32 on the way, beside those that do not", async () => {
    const exact = new ExactIndex({ dimension: 2, thread, vectors, blockRows: 2 });
    const reference = new ReferenceIndex({ dimension: 2 });
    // The products of the first are ±4e38, which float32 does not hold; their sum is 0.
    const rows = Float32Array.of(2e19, -2e19, 1e18, 1e18, 1, 2, 3, -1, 1e-20, 0, -1e19, 5);
    const sequences = Uint32Array.of(0, 1, 2, 3, 4, 5);
    for (const index of [exact, reference]) await index.upsert(sequences, rows);
    await exact.copiesMade();
    const large = Float32Array.of(2e19, 2e19);
    const small = Float32Array.of(1, 1);
    const alone = await exact.search(large, 3);
    expect(alone).toEqual(await reference.search(large, 3));
    expect([...alone.sequences]).toEqual([1, 2, 3]);
    const both = Float32Array.of(...large, ...small);
    const wanted = await searchAll(reference, both, 4);
    expect(await searchAll(exact, both, 4)).toEqual(wanted);
    await exact.dispose();
  });
});
