import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compareRanked, ranksBefore, type Ranked } from "../../src/ranking/order.js";
import { TopK } from "../../src/ranking/top_k.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

function topK(k: number, entries: readonly Ranked[]): Ranked[] {
  const heap = new TopK(k);
  for (const { score, sequence } of entries) heap.push(score, sequence);
  const { scores, sequences } = heap.drain();
  return Array.from(scores, (score, i) => ({ score, sequence: sequences[i]! }));
}

describe("TopK", () => {
  it("equals the first k of a full sort, whatever the order of arrival", () => {
    const entries = fc
      .array(
        // Few distinct scores, so that ties are the rule.
        fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })),
        { maxLength: 60 },
      )
      .chain((scores) =>
        fc.shuffledSubarray(
          scores.map((score, sequence) => ({ score, sequence })),
          { minLength: scores.length },
        ),
      );
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 70 }), (list, k) => {
        expect(topK(k, list)).toEqual(list.toSorted(compareRanked).slice(0, k));
      }),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(500, 10_000) },
    );
  });

  it("equals a full sort when k is larger than its first capacity", () => {
    const entries = Array.from({ length: 5000 }, (_, sequence) => ({
      score: (sequence * 7919) % 1009,
      sequence,
    }));
    for (const k of [1023, 1024, 1025, 3000, 5000, 6000]) {
      expect(topK(k, entries)).toEqual(entries.toSorted(compareRanked).slice(0, k));
    }
  });

  it("breaks ties by the lower sequence, also at place k", () => {
    const entries = [5, 3, 4, 1, 2].map((sequence) => ({ score: 1, sequence }));
    expect(topK(2, entries)).toEqual([
      { score: 1, sequence: 1 },
      { score: 1, sequence: 2 },
    ]);
  });

  it("treats -0 and 0 as equal scores", () => {
    const entries = [
      { score: -0, sequence: 1 },
      { score: 0, sequence: 2 },
    ];
    expect(topK(1, entries)[0]!.sequence).toBe(1);
  });

  it("keeps the order of infinite scores and of the largest sequence", () => {
    const entries = [
      { score: -Infinity, sequence: 0 },
      { score: Infinity, sequence: 0xffff_ffff },
      { score: Infinity, sequence: 7 },
    ];
    expect(topK(3, entries).map((entry) => entry.sequence)).toEqual([7, 0xffff_ffff, 0]);
  });

  it("refuses NaN, full or not", () => {
    const heap = new TopK(1);
    expect(() => heap.push(Number.NaN, 0)).toThrowError(/other than NaN/);
    heap.push(1, 0);
    expect(() => heap.push(Number.NaN, 1)).toThrowError(/other than NaN/);
    expect([...heap.drain().scores]).toEqual([1]);
  });

  it("tells the score below which a push is useless", () => {
    const heap = new TopK(2);
    heap.push(3, 0);
    expect(heap.worst).toBe(-Infinity);
    heap.push(5, 1);
    expect(heap.worst).toBe(3);
    heap.push(4, 2);
    expect(heap.worst).toBe(4);
  });

  it("is empty after draining and can be filled again", () => {
    const heap = new TopK(2);
    heap.push(1, 1);
    heap.drain();
    expect(heap.size).toBe(0);
    heap.push(-5, 4);
    expect([...heap.drain().sequences]).toEqual([4]);
  });

  it("makes room for what it holds, not for what k could be", () => {
    // Room doubled at each push, or made for k at once, would be more than any array can have.
    const heap = new TopK(Number.MAX_SAFE_INTEGER);
    expect(heap.drain().scores).toHaveLength(0);
    for (let sequence = 0; sequence < 3000; sequence += 1) heap.push(-sequence, sequence);
    expect(heap.size).toBe(3000);
    expect(heap.drain().scores).toHaveLength(3000);
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity, "4" as unknown as number])("refuses k = %s", (k) => {
    expect(() => new TopK(k)).toThrowError(/Expected `k` to be a positive integer/);
  });
});

describe("the order of a ranking", () => {
  it("is one order in both forms: an entry stands before exactly those that it sorts before", () => {
    const entry = fc.record({
      score: fc.oneof(fc.constantFrom(-Infinity, -0, 0, 1, Infinity), fc.double({ noNaN: true })),
      sequence: fc.nat(3),
    });
    fc.assert(
      fc.property(entry, entry, (a, b) => {
        const before = ranksBefore(a.score, a.sequence, b.score, b.sequence);
        expect(before).toBe(compareRanked(a, b) < 0);
        expect(ranksBefore(a.score, a.sequence, a.score, a.sequence)).toBe(false);
        expect(Math.sign(compareRanked(a, b)) + Math.sign(compareRanked(b, a))).toBe(0);
      }),
      { seed: PROPERTY_SEED },
    );
  });

  it.each([
    [Number.NaN, 1],
    [1, Number.NaN],
  ])("refuses NaN, whichever score it is: %s and %s", (a, b) => {
    expect(() => compareRanked({ score: a, sequence: 0 }, { score: b, sequence: 1 })).toThrowError(
      /other than NaN, got `NaN`/,
    );
  });
});
