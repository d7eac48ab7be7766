import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";

import { ExactIndex } from "../../src/dense/exact_index.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { InferenceThread } from "../../src/onnx/inference_thread.js";
import { createBitmap, setBit } from "../../src/ranking/bitmap.js";

const dimension = 4;

afterAll(async () => {
  await InferenceThread.shared().dispose();
});

// Small integers: their dot products are exact in float32, so ties are ties in both indexes.
const vector = fc.array(fc.integer({ min: -2, max: 2 }), {
  minLength: dimension,
  maxLength: dimension,
});
const passage = fc.record({
  sequence: fc.integer({ min: 0, max: 30 }),
  windows: fc.array(vector, { minLength: 1, maxLength: 3 }),
});
const operation = fc.oneof(
  fc.record({
    kind: fc.constant("upsert" as const),
    passages: fc.uniqueArray(passage, { maxLength: 6, selector: ({ sequence }) => sequence }),
  }),
  fc.record({
    kind: fc.constant("remove" as const),
    sequences: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant("search" as const),
    query: vector,
    k: fc.integer({ min: 1, max: 40 }),
    allowed: fc.option(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 20 })),
  }),
  fc.record({
    kind: fc.constant("vectorsOf" as const),
    sequences: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 6 }),
  }),
);

describe("ExactIndex", () => {
  it("answers any sequence of changes and searches as the plain index does", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 12 }), async (operations) => {
        const exact = new ExactIndex({ dimension });
        const plain = new ReferenceIndex({ dimension });
        for (const step of operations) {
          if (step.kind === "upsert") {
            const sequences = Uint32Array.from(
              step.passages.flatMap(({ sequence, windows }) => windows.map(() => sequence)),
            );
            const vectors = Float32Array.from(
              step.passages.flatMap(({ windows }) => windows.flat()),
            );
            await Promise.all([exact, plain].map((index) => index.upsert(sequences, vectors)));
          } else if (step.kind === "remove") {
            const sequences = Uint32Array.from(step.sequences);
            await Promise.all([exact, plain].map((index) => index.remove(sequences)));
          } else if (step.kind === "search") {
            const bitmap = createBitmap(31);
            for (const sequence of step.allowed ?? []) setBit(bitmap, sequence);
            const options = step.allowed === null ? {} : { allowed: bitmap };
            const query = Float32Array.from(step.query);
            expect(await exact.search(query, step.k, options)).toEqual(
              await plain.search(query, step.k, options),
            );
          } else {
            const sequences = Uint32Array.from(step.sequences);
            expect(await exact.vectorsOf(sequences)).toEqual(await plain.vectorsOf(sequences));
          }
          expect(exact.size).toBe(plain.size);
        }
        await exact.dispose();
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it("keeps its answers when removed rows are compacted away", async () => {
    const exact = new ExactIndex({ dimension });
    const plain = new ReferenceIndex({ dimension });
    const count = 4000;
    const sequences = Uint32Array.from({ length: count }, (_, i) => i);
    const vectors = Float32Array.from({ length: count * dimension }, (_, i) => (i * 37) % 101);
    const removed = sequences.filter((sequence) => sequence % 3 !== 0);
    for (const index of [exact, plain]) {
      await index.upsert(sequences, vectors);
      await index.remove(removed);
    }
    const query = Float32Array.of(1, -2, 3, 1);
    expect(await exact.search(query, 50)).toEqual(await plain.search(query, 50));
    const kept = sequences.filter((sequence) => sequence % 3 === 0);
    expect(await exact.vectorsOf(kept)).toEqual(await plain.vectorsOf(kept));
    await exact.dispose();
  });

  it("refuses vectors of the wrong length, NaN, and k below 1", async () => {
    const exact = new ExactIndex({ dimension });
    const one = Uint32Array.of(0);
    await expect(exact.upsert(one, new Float32Array(3))).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    await expect(exact.upsert(one, Float32Array.of(1, 2, NaN, 4))).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    await expect(exact.search(new Float32Array(dimension), 0)).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    await exact.dispose();
  });

  it("fails with DISPOSED after dispose", async () => {
    const exact = new ExactIndex({ dimension });
    await exact.dispose();
    await expect(exact.search(new Float32Array(dimension), 1)).rejects.toMatchObject({
      code: "DISPOSED",
    });
  });
});
