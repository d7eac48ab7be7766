import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { planBatches, tokenBudget } from "../../src/encoder/batching.js";

describe("tokenBudget", () => {
  const tasb = { layers: 6, dimension: 768, feedForward: 3072 };
  const tiny = { layers: 3, dimension: 256, feedForward: 1024 };

  test("gives about 100 ms of work: a few passages of a big model, many of a small one", () => {
    expect(tokenBudget(tasb, "fp32", 2)).toBe(282);
    expect(tokenBudget(tasb, "int8", 2)).toBe(1_177);
    expect(tokenBudget(tiny, "fp32", 2)).toBe(5_086);
  });

  test("stays between 256 and 8,192 tokens", () => {
    expect(tokenBudget({ layers: 24, dimension: 1024, feedForward: 4096 }, "fp32", 1)).toBe(256);
    expect(tokenBudget(tiny, "int8", 64)).toBe(8_192);
  });
});

function padding(lengths: readonly number[], batches: readonly Uint32Array[]): number {
  let used = 0;
  for (const batch of batches)
    used += batch.length * Math.max(...Array.from(batch, (i) => lengths[i]!));
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  return (used - tokens) / used;
}

describe("planBatches", () => {
  test("puts every sequence in one batch, within the budget unless it is alone", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2, max: 512 }), { maxLength: 300 }),
        fc.integer({ min: 256, max: 2_000 }),
        (lengths, budget) => {
          const batches = planBatches(lengths, budget);
          const members = batches.flatMap((batch) => [...batch]);
          expect(members.toSorted((a, b) => a - b)).toEqual([...lengths.keys()]);
          for (const batch of batches) {
            const longest = Math.max(...Array.from(batch, (i) => lengths[i]!));
            expect(batch.length === 1 || batch.length * longest <= budget).toBe(true);
          }
        },
      ),
      { seed: 3, numRuns: 200 },
    );
  });

  test.each([256, 300, 941, 5_086, 8_192])(
    "wastes less than 5 %% of %i-token batches on padding, for passages of 20 to 200 tokens",
    (budget) => {
      const lengths = Array.from({ length: 1_000 }, (_, i) => 20 + ((i * 7_919) % 181));
      expect(padding(lengths, planBatches(lengths, budget))).toBeLessThan(0.05);
      expect(
        padding(lengths.slice(0, 256), planBatches(lengths.slice(0, 256), budget)),
      ).toBeLessThan(0.05);
    },
  );

  test("makes batches without padding where equal lengths fill half of the budget", () => {
    // 30 texts of each length from 60 to 69 tokens, of which 15 fit in a batch.
    const lengths = Array.from({ length: 300 }, (_, i) => 60 + (i % 10));
    const batches = planBatches(lengths, 941);
    const unpadded = batches.filter((batch) => lengths[batch[0]!] === lengths[batch.at(-1)!]);
    const texts = unpadded.reduce((sum, { length }) => sum + length, 0);
    expect(texts).toBeGreaterThan(150);
    expect(batches.length).toBeLessThanOrEqual(30);
  });

  test("makes no batch of nothing", () => {
    expect(planBatches([], 256)).toEqual([]);
  });
});
