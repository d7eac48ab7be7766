import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { maximalMarginalRelevance } from "../../src/ranking/maximal_marginal_relevance.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

const dot = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

/** The definition, recomputed from nothing at every step. */
function byDefinition(query: number[], rows: number[][], k: number, lambda: number): number[] {
  const chosen: number[] = [];
  while (chosen.length < Math.min(k, rows.length)) {
    const values = rows.map((row, i) => {
      if (chosen.includes(i)) return -Infinity;
      const redundancy =
        chosen.length === 0 ? 0 : Math.max(...chosen.map((s) => dot(row, rows[s]!)));
      return lambda * dot(query, row) - (1 - lambda) * redundancy;
    });
    chosen.push(values.indexOf(Math.max(...values)));
  }
  return chosen;
}

describe("maximalMarginalRelevance", () => {
  it("equals its definition", async () => {
    const vector = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        vector,
        fc.array(vector, { maxLength: 12 }),
        fc.integer({ min: 1, max: 14 }),
        fc.constantFrom(0, 0.25, 0.5, 1),
        async (query, rows, k, lambda) => {
          const chosen = await maximalMarginalRelevance(
            Float32Array.from(query),
            Float32Array.from(rows.flat()),
            { k, lambda },
          );
          expect(chosen).toEqual(byDefinition(query, rows, k, lambda));
        },
      ),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(300, 10_000) },
    );
  });

  it("with lambda 1 is the ranking by dot product", async () => {
    const chosen = await maximalMarginalRelevance(
      Float32Array.of(1, 0),
      Float32Array.of(1, 0, 3, 0, 2, 0),
      { k: 3, lambda: 1 },
    );
    expect(chosen).toEqual([1, 2, 0]);
  });

  it("passes over a near copy of what was chosen", async () => {
    const chosen = await maximalMarginalRelevance(
      Float32Array.of(1, 1),
      Float32Array.of(4, 0, 4, 0, 0, 3),
      { k: 2 },
    );
    expect(chosen).toEqual([0, 2]);
  });

  it("chooses nothing of nothing", async () => {
    expect(
      await maximalMarginalRelevance(Float32Array.of(1), new Float32Array(0), { k: 4 }),
    ).toEqual([]);
  });

  it.each([
    [{ k: 0 }, /`k`/],
    [{ k: 1.5 }, /`k`/],
    [{ k: Infinity }, /`k`/],
    [{ k: 1, lambda: -0.1 }, /`lambda`/],
    [{ k: 1, lambda: 1.1 }, /`lambda`/],
    [{ k: 1, lambda: Number.NaN }, /`lambda`/],
  ])("refuses %j", async (options, message) => {
    await expect(
      maximalMarginalRelevance(Float32Array.of(1), Float32Array.of(1), options),
    ).rejects.toThrowError(message);
  });

  it("refuses candidates of another dimension and NaN", async () => {
    const query = Float32Array.of(1, 2);
    await expect(
      maximalMarginalRelevance(query, Float32Array.of(1, 2, 3), { k: 1 }),
    ).rejects.toThrowError(/shape \[2, 2\]/);
    await expect(
      maximalMarginalRelevance(query, Float32Array.of(1, Number.NaN), { k: 1 }),
    ).rejects.toThrowError(/finite/);
  });

  it("stops when the signal fires while it chooses, and leaves the event loop free for that", async () => {
    const candidates = Float32Array.from({ length: 4000 * 8 }, (_, i) => Math.sin(i));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1);
    // All 4,000 choices take millions of products: many slices.
    await expect(
      maximalMarginalRelevance(candidates.slice(0, 8), candidates, {
        k: 4000,
        signal: controller.signal,
      }),
    ).rejects.toMatchObject({ code: "ABORTED" });
  });

  it("stops when the signal has fired", async () => {
    await expect(
      maximalMarginalRelevance(Float32Array.of(1), Float32Array.of(1), {
        k: 1,
        signal: AbortSignal.abort(),
      }),
    ).rejects.toMatchObject({ code: "ABORTED" });
  });
});
