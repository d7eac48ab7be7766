import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { minMax, zScore } from "../../src/ranking/normalization.js";
import { PROPERTY_SEED } from "../property_runs.js";

describe("minMax", () => {
  it("maps the highest score to 1, the lowest to 0, and a missing one to 0", () => {
    const { scores, missing } = minMax([10, 7.5, 5]);
    expect([...scores]).toEqual([1, 0.5, 0]);
    expect(missing).toBe(0);
  });

  it("gives 1 to every score of a constant list, also a list of one", () => {
    expect([...minMax([3, 3]).scores]).toEqual([1, 1]);
    expect([...minMax([-2]).scores]).toEqual([1]);
  });

  it("gives nothing for an empty list", () => {
    expect(minMax([])).toEqual({ scores: new Float64Array(0), missing: 0 });
  });

  it("stays within [0, 1] over the whole range of doubles", () => {
    const { scores } = minMax([Number.MAX_VALUE, 0, -Number.MAX_VALUE]);
    expect([...scores]).toEqual([1, 0.5, 0]);
  });
});

describe("zScore", () => {
  it("has mean 0 and deviation 1, and a missing score counts as the lowest", () => {
    const { scores, missing } = zScore([4, 2, 0]);
    expect(scores[0]).toBeCloseTo(Math.sqrt(1.5), 12);
    expect(scores[1]).toBe(0);
    expect(missing).toBe(scores[2]);
  });

  it("gives 0 to every score of a constant list, also a list of one, and to a missing one", () => {
    expect(zScore([0.1, 0.1, 0.1])).toEqual({ scores: new Float64Array(3), missing: 0 });
    expect(zScore([5])).toEqual({ scores: new Float64Array(1), missing: 0 });
    // Ten tenths do not add up to 1, and 0 cannot be divided by.
    expect(zScore(Array.from({ length: 10 }, () => 7))).toEqual({
      scores: new Float64Array(10),
      missing: 0,
    });
    expect(zScore([0, 0])).toEqual({ scores: new Float64Array(2), missing: 0 });
  });

  it("gives nothing for an empty list", () => {
    expect(zScore([])).toEqual({ scores: new Float64Array(0), missing: 0 });
  });

  it("gives finite numbers over the whole range of doubles", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 20 }),
        (list) => {
          for (const normalize of [minMax, zScore]) {
            const { scores, missing } = normalize(list);
            expect([...scores, missing].every(Number.isFinite)).toBe(true);
            // Order is kept: sorted by score, the normalized scores ascend too.
            const order = list.map((_, i) => i).toSorted((i, j) => list[i]! - list[j]!);
            const ascending = order.map((i) => scores[i]!);
            expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
          }
        },
      ),
      { seed: PROPERTY_SEED },
    );
  });
});

it.each([Number.NaN, Infinity])("normalizations refuse %s", (score) => {
  expect(() => minMax([1, score])).toThrowError(/finite/);
  expect(() => zScore([1, score])).toThrowError(/finite/);
});
