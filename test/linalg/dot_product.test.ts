import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { dotProduct } from "../../src/linalg/dot_product.js";
import { PROPERTY_SEED } from "../property_runs.js";

describe("dotProduct", () => {
  it("equals the definition for every length and offset", () => {
    const integers = fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 40 });
    fc.assert(
      fc.property(integers, fc.nat(5), fc.nat(5), (values, aOffset, bOffset) => {
        const a = Float32Array.from([...Array(aOffset).fill(9), ...values]);
        const b = Float32Array.from([...Array(bOffset).fill(7), ...values.toReversed()]);
        const exact = values.reduce((sum, value, i) => sum + value * values.at(-1 - i)!, 0);
        expect(dotProduct(a, aOffset, b, bOffset, values.length)).toBe(exact);
      }),
      { seed: PROPERTY_SEED },
    );
  });

  it("is 0 over no components", () => {
    expect(dotProduct(new Float32Array(0), 0, new Float32Array(0), 0, 0)).toBe(0);
  });
});
