import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  HIGH_STEP,
  Int8Quantizer,
  MeanVector,
  QUERY_ZERO_POINT,
  splitQuery,
  type CenteredInt8,
} from "../../src/linalg/centered_int8.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

function quantized(vectors: Float32Array, d: number): CenteredInt8 {
  const mean = new MeanVector(d);
  mean.add(vectors);
  const quantizer = new Int8Quantizer(mean.mean(), vectors.length / d);
  // In two parts, as it is used.
  const half = Math.floor(vectors.length / d / 2) * d;
  quantizer.add(vectors.subarray(0, half));
  quantizer.add(vectors.subarray(half));
  return quantizer.finish();
}

const d = 6;
const anyFloat = fc.float({ noNaN: true, noDefaultInfinity: true });
const modestFloat = fc.float({ noNaN: true, noDefaultInfinity: true, min: -9, max: 9 });
const vectorOf = (number: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
  fc.array(number, { minLength: d, maxLength: d });
const vector = fc.oneof(vectorOf(modestFloat), vectorOf(modestFloat), vectorOf(anyFloat));

describe("centered int8", () => {
  it("bounds the error of every dot product", () => {
    fc.assert(
      fc.property(
        // More than a tile of 64 now and then.
        fc.oneof(
          fc.array(vector, { minLength: 1, maxLength: 10 }),
          fc.array(vectorOf(modestFloat), { minLength: 60, maxLength: 140 }),
        ),
        vector,
        (rows, query_) => {
          const vectors = Float32Array.from(rows.flat());
          const query = Float32Array.from(query_);
          const { values, scales, mean, errorPerScale, largestNorm } = quantized(vectors, d);
          const parts = new Uint8Array(2 * d);
          const { step, error } = splitQuery(query, parts);
          const norm = Math.hypot(...query);
          const n = rows.length;
          for (let row = 0; row < n; row += 1) {
            let exact = 0;
            let product = 0;
            let sizes = 0;
            for (let i = 0; i < d; i += 1) {
              exact += query[i]! * vectors[row * d + i]!;
              sizes += Math.abs(query[i]!) * (Math.abs(vectors[row * d + i]!) + Math.abs(mean[i]!));
              const high = parts[i]! - QUERY_ZERO_POINT;
              const low = parts[d + i]! - QUERY_ZERO_POINT;
              product += (HIGH_STEP * high + low) * values[i * n + row]!;
            }
            let base = 0;
            for (let i = 0; i < d; i += 1) base += query[i]! * mean[i]!;
            const estimate = base + step * scales[row]! * product;
            const bound = scales[row]! * (norm * errorPerScale + error * largestNorm);
            // The last term is the rounding of the doubles in this very test.
            expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(
              bound * (1 + 1e-9) + sizes * 1e-14 + Number.MIN_VALUE,
            );
          }
        },
      ),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(300, 20_000) },
    );
  });

  it("keeps vectors to [-127, 127] and queries to 7 bits, so that no processor overflows 16 bits", () => {
    fc.assert(
      fc.property(vector, (row) => {
        const values = Float32Array.from(row);
        for (const value of new Int8Quantizer(new Float64Array(d), 1).finish().values) {
          expect(value).toBe(0);
        }
        const quantizer = new Int8Quantizer(new Float64Array(d), 1);
        quantizer.add(values);
        const { values: integers } = quantizer.finish();
        expect(Math.min(...integers)).toBeGreaterThanOrEqual(-127);
        const parts = new Uint8Array(2 * d);
        splitQuery(values, parts);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(1);
        expect(Math.max(...parts)).toBeLessThanOrEqual(127);
        expect(2 * 127 * 127).toBeLessThan(2 ** 15);
      }),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(300, 20_000) },
    );
  });

  it("takes a component that is the same in all vectors out of the error", () => {
    const rows = [0.1, -0.2, 0.3].map((value) => [1000, value, -value, 0, 0, value / 2]);
    const { scales } = quantized(Float32Array.from(rows.flat()), d);
    for (const scale of scales) expect(scale).toBeLessThan(0.5 / 127);
  });

  it("is of no vectors, and of vectors that are all the same, without a NaN", () => {
    expect(quantized(new Float32Array(0), d).scales.length).toBe(0);
    const same = quantized(new Float32Array(2 * d).fill(3), d);
    expect([...same.values]).toEqual(Array(2 * d).fill(0));
    expect(same.errorPerScale).toBe(0);
    expect(splitQuery(new Float32Array(d), new Uint8Array(2 * d))).toEqual({ step: 1, error: 0 });
  });
});
