import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanDifference, subtractBias } from "../../src/encoder/bias_correction.js";

/** Two matrices of the same shape, with values of a size that float32 sums well. */
const matrices = fc
  .record({ n: fc.integer({ min: 1, max: 8 }), d: fc.integer({ min: 1, max: 12 }) })
  .chain(({ n, d }) => {
    const value = fc.float({ min: -8, max: 8, noNaN: true });
    const matrix = fc
      .array(value, { minLength: n * d, maxLength: n * d })
      .map((values) => Float32Array.from(values));
    return fc.record({ d: fc.constant(d), expected: matrix, actual: matrix });
  });

describe("the bias of vectors", () => {
  it("is the mean of what they differ by, component by component", () => {
    const expected = Float32Array.of(1, 2, 3, 4, 5, 6);
    const actual = Float32Array.of(2, 2, 5, 3, 8, 7);
    expect(meanDifference(expected, actual, 2)).toEqual(Float32Array.of(2, 0));
  });

  it("is gone once it is subtracted", () => {
    fc.assert(
      fc.property(matrices, ({ d, expected, actual }) => {
        subtractBias(actual, meanDifference(expected, actual, d), false);
        // Values and bias are below 32, whose float32 neighbours are 4e-6 away at most.
        for (const left of meanDifference(expected, actual, d)) {
          expect(Math.abs(left)).toBeLessThan(8e-6);
        }
      }),
    );
  });

  it("leaves rows of length 1 where they were normalized", () => {
    fc.assert(
      fc.property(matrices, ({ d, actual }) => {
        const bias = new Float32Array(d).fill(0.25);
        const plain = actual.slice();
        subtractBias(plain, bias, false);
        subtractBias(actual, bias, true);
        for (let at = 0; at < actual.length; at += d) {
          const row = plain.subarray(at, at + d);
          const norm = Math.hypot(...row);
          for (const [i, value] of row.entries()) {
            // A row that is the bias itself has no direction, and stays 0.
            expect(actual[at + i]).toBeCloseTo(norm === 0 ? 0 : value / norm, 5);
          }
        }
      }),
    );
  });
});
