import fc from "fast-check";
import { afterAll, expect, test } from "vitest";

import {
  boundGraph,
  graphError,
  GROUP_ROWS,
  UNDERFLOW,
  wholeGroups,
} from "../../src/dense/int8_bounds.js";
import { HIGH_STEP, LARGEST_PART, QUERY_ZERO_POINT } from "../../src/linalg/centered_int8.js";
import { InferenceThread } from "../../src/onnx/inference_thread.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

const thread = new InferenceThread();
afterAll(() => thread.dispose());

/** Integers in [-most, most] by a fixed rule: fast-check would take long to make as many. */
function integers(count: number, most: number, seed: number): Int32Array {
  let state = seed;
  return Int32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return Math.round((state / 2 ** 31) * most);
  });
}

test("the bounds of a graph hold on both sides, in spite of float32, and the highest of each group is told", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        rows: fc.integer({ min: 1, max: 200 }),
        d: fc.integer({ min: 1, max: 100 }),
        q: fc.integer({ min: 1, max: 3 }),
        seed: fc.integer(),
        smallest: fc.integer({ min: -126, max: 60 }),
        // Of nothing, the roundings alone must be covered.
        error: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e6, noNaN: true })),
      }),
      async ({ rows, d, q, seed, smallest, error }) => {
        const n = wholeGroups(rows);
        const values = Int8Array.from(integers(d * n, 127, seed));
        const parts = integers(q * 2 * d, LARGEST_PART, seed + 1);
        const scales = Float32Array.from(integers(n, 1000, seed + 2), (number, row) =>
          row < rows ? 2 ** smallest * (1 + number ** 2) : 0,
        );
        let largestNorm = 0;
        for (let row = 0; row < rows; row += 1) {
          const column = Array.from({ length: d }, (_, i) => values[i * n + row]!);
          largestNorm = Math.max(largestNorm, Math.hypot(...column));
        }
        const errors = new Float32Array(q).fill(graphError(error, largestNorm, d));
        const session = await thread.openSession({ bytes: boundGraph(values, scales, d) });
        const { uppers, highest } = await session.run({
          queries: {
            type: "uint8",
            dims: [q, 2, d],
            data: Uint8Array.from(parts, (part) => part + QUERY_ZERO_POINT),
          },
          errors: { type: "float32", dims: [q, 1], data: errors },
        });
        await session.close();
        expect(uppers!.dims).toEqual([q, n]);
        expect(highest!.dims).toEqual([q, n / GROUP_ROWS]);
        const bounds = [...(uppers!.data as Float32Array)];
        for (let query = 0; query < q; query += 1) {
          for (let row = 0; row < rows; row += 1) {
            let product = 0;
            for (let i = 0; i < d; i += 1) {
              const high = parts[2 * d * query + i]!;
              const low = parts[2 * d * query + d + i]!;
              product += (HIGH_STEP * high + low) * values[i * n + row]!;
            }
            const scale = scales[row]!;
            const upper = bounds[query * n + row]!;
            expect(upper + UNDERFLOW).toBeGreaterThanOrEqual(scale * (product + error));
            expect(upper - 2 * scale * errors[query]! - UNDERFLOW).toBeLessThanOrEqual(
              scale * (product - error),
            );
          }
          for (let group = 0; group < n / GROUP_ROWS; group += 1) {
            const at = query * n + group * GROUP_ROWS;
            const largest = Math.max(...bounds.slice(at, at + GROUP_ROWS));
            expect(highest!.data[query * (n / GROUP_ROWS) + group]).toBe(largest);
          }
        }
      },
    ),
    { seed: PROPERTY_SEED, numRuns: propertyRuns(60, 1_000) },
  );
}, 600_000);
