import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantizeRows } from "../../src/model/int8_weights.js";
import { blockWidth, rotate, rotation } from "../../src/model/rotation.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

const numbers = (length: number): fc.Arbitrary<Float32Array> =>
  fc.float32Array({ minLength: length, maxLength: length, noNaN: true, min: -100, max: 100 });

describe("quantizeRows", () => {
  it("keeps every pair of inputs within what 16 bits hold on processors without VNNI, and every weight within half a step", () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 4 })
          .chain((outputs) =>
            fc
              .integer({ min: 1, max: 9 })
              .chain((inputs) =>
                fc.tuple(fc.constant(outputs), fc.constant(inputs), numbers(outputs * inputs)),
              ),
          ),
        ([outputs, inputs, matrix]) => {
          const bytes = new Int8Array(outputs * inputs);
          const scales = new Float32Array(outputs);
          quantizeRows(matrix, outputs, inputs, bytes, scales, 0, true);
          for (let o = 0; o < outputs; o += 1) {
            const weight = (i: number): number => (i < inputs ? bytes[i * outputs + o]! : 0);
            for (let i = 0; i < inputs; i += 1) {
              const error = Math.abs(weight(i) * scales[o]! - matrix[o * inputs + i]!);
              expect(error).toBeLessThanOrEqual(scales[o]! * 0.50001);
            }
            for (let i = 0; i < inputs; i += 2) {
              const largest = 255 * Math.max(0, weight(i)) + 255 * Math.max(0, weight(i + 1));
              const smallest = 255 * Math.min(0, weight(i)) + 255 * Math.min(0, weight(i + 1));
              expect(largest).toBeLessThanOrEqual(32_767);
              expect(smallest).toBeGreaterThanOrEqual(-32_768);
            }
          }
        },
      ),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(200, 20_000) },
    );
  });

  it("uses all 127 steps of the largest weight where pairs need no bound", () => {
    const matrix = Float32Array.of(3, 2.9, -1, 0.5);
    const [bounded, free] = [new Int8Array(4), new Int8Array(4)];
    quantizeRows(matrix, 1, 4, bounded, new Float32Array(1), 0, true);
    quantizeRows(matrix, 1, 4, free, new Float32Array(1), 0, false);
    expect([...free]).toEqual([127, 123, -42, 21]);
    expect(Math.abs(bounded[0]! + bounded[1]!)).toBeLessThanOrEqual(128);
  });

  it("writes the columns it was given among others", () => {
    const bytes = new Int8Array(6).fill(9);
    const scales = new Float32Array(3).fill(9);
    quantizeRows(Float32Array.of(1, -127), 1, 2, bytes, scales, 1, true);
    expect([...bytes]).toEqual([9, 1, 9, 9, -127, 9]);
    expect([...scales]).toEqual([9, 1, 9]);
  });

  it("takes a row of zeros", () => {
    const scales = new Float32Array(1);
    const bytes = new Int8Array(2).fill(5);
    quantizeRows(new Float32Array(2), 1, 2, bytes, scales, 0, true);
    expect([...bytes]).toEqual([0, 0]);
    expect(scales[0]).toBeGreaterThan(0);
  });
});

describe("the rotation", () => {
  it.each([1, 2, 8, 16])("of blocks of %d is orthogonal, and is what rotate applies", (block) => {
    const matrix = rotation(block);
    for (let a = 0; a < block; a += 1) {
      for (let b = 0; b < block; b += 1) {
        let dot = 0;
        for (let i = 0; i < block; i += 1) dot += matrix[a * block + i]! * matrix[b * block + i]!;
        expect(dot).toBeCloseTo(a === b ? 1 : 0, 5);
      }
    }
    const vector = Float32Array.from({ length: 2 * block }, (_, i) => Math.sin(i + 1));
    const expected = vector.map((_, at) => {
      const [start, column] = [at - (at % block), at % block];
      let sum = 0;
      for (let i = 0; i < block; i += 1) sum += vector[start + i]! * matrix[i * block + column]!;
      return sum;
    });
    rotate(vector, block);
    vector.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  });

  it("spreads one large component, and a mean that all share, over the block", () => {
    for (const vector of [new Float32Array(16), new Float32Array(16).fill(1)]) {
      vector[5]! += 10;
      const before = Math.max(...vector.map(Math.abs));
      rotate(vector, 16);
      expect(Math.max(...vector.map(Math.abs))).toBeLessThan(before / 2);
    }
  });

  it("takes the widest block that divides the width, up to 16", () => {
    expect([384, 768, 312, 6, 7].map(blockWidth)).toEqual([16, 16, 8, 2, 1]);
  });
});
