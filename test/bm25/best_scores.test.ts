import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { BestScores } from "../../src/bm25/best_scores.js";
import { compareRanked } from "../../src/ranking/order.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

interface Entry {
  score: number;
  sequence: number;
}

/** Pushes what is not below the bar, as the search does. */
function best(entries: readonly Entry[], k: number, greatest: number): Entry[] {
  const scores = new BestScores(k, greatest);
  for (const { score, sequence } of entries) {
    if (score >= scores.worst) scores.push(score, sequence);
  }
  const ranking = scores.ranking();
  return Array.from(ranking.sequences, (sequence, i) => {
    return { score: ranking.scores[i]!, sequence };
  });
}

/** By a full sort. */
function sorted(entries: readonly Entry[], k: number): Entry[] {
  return entries.toSorted(compareRanked).slice(0, k);
}

/** Each sequence once, in an order that is not theirs. */
function withSequences(scores: readonly number[]): Entry[] {
  const { length } = scores;
  return scores.map((score, i) => {
    return { score: Math.fround(score), sequence: (i * 7919 + 13) % length };
  });
}

const float = fc.float({ min: 2 ** -126, max: 40, noNaN: true });

describe("BestScores", () => {
  it("holds the first k of a full sort, ties by sequence", () => {
    // 7919 is prime, and longer than the lists: each sequence comes once.
    const scores = fc.array(fc.oneof(float, fc.constantFrom(1, 1.5, 39.5)), { maxLength: 300 });
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 40 }), (given, k) => {
        const entries = withSequences(given);
        expect(best(entries, k, 40)).toEqual(sorted(entries, k));
      }),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(1000, 10_000) },
    );
  });

  it.each([
    ["ascending", (i: number) => i + 1],
    ["descending", (i: number) => 20_000 - i],
    ["all equal", () => 3],
    ["two values", (i: number) => (i % 3 === 0 ? 2 : 1)],
    ["all in one bucket of the count", (i: number) => 1 + ((i * 31) % 97) * 1e-6],
  ])("thins out many scores without losing one: %s", (_, scoreOf) => {
    const entries = withSequences(Array.from({ length: 20_000 }, (__, i) => scoreOf(i)));
    for (const k of [1, 10, 1000]) expect(best(entries, k, 20_000)).toEqual(sorted(entries, k));
  });

  it("raises the bar with the scores, and never above the k-th best", () => {
    const scores = new BestScores(5, 100);
    expect(scores.worst).toBe(0);
    const pushed: number[] = [];
    for (let i = 1; i <= 90; i++) {
      const score = Math.fround(i * 1.09);
      scores.push(score, i);
      pushed.push(score);
      const fifth = pushed.toSorted((a, b) => b - a)[4] ?? 0;
      expect(scores.worst).toBeLessThanOrEqual(fifth);
      // A bucket is an eighth wide here: 128 / 1024.
      expect(scores.worst).toBeGreaterThan(fifth - 0.125);
    }
  });

  it("has the k-th best as its bar once it has thinned out what no bucket tells apart", () => {
    for (const k of [1, 50]) {
      const scores = new BestScores(k, 20_000);
      // Buckets are 32 wide.
      const scoreOf = (i: number): number => Math.fround(1 - i * 1e-5);
      for (let i = 0; i < 2 * k + 1024; i++) scores.push(scoreOf(i), i);
      expect(scores.worst).toBe(0);
      scores.push(scoreOf(2 * k + 1024), 2 * k + 1024);
      expect(scores.worst).toBe(scoreOf(k - 1));
    }
  });

  it("makes room for what it holds, not for what k could be", () => {
    // Room for this k at once would be more than any array can have.
    const scores = new BestScores(Number.MAX_SAFE_INTEGER, 4000);
    for (let i = 0; i < 3000; i++) scores.push(i + 1, i);
    expect([...scores.ranking().sequences]).toEqual(
      Array.from({ length: 3000 }, (_, i) => 2999 - i),
    );
  });

  it.each([2 ** -140, 1e-3, 3e38, Infinity])("takes a greatest score of %d", (greatest) => {
    const top = Math.fround(Math.min(greatest, 3e38));
    const entries = withSequences(Array.from({ length: 50 }, (_, i) => (top * (50 - i)) / 50));
    expect(best(entries, 7, greatest)).toEqual(sorted(entries, 7));
  });
});
