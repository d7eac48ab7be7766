import { describe, expect, it } from "vitest";

import { VectorNorms } from "../../src/storage/vector_norms.js";

describe("VectorNorms", () => {
  it("finds the largest norm, wherever the parts end", () => {
    const values = Float32Array.of(1, 2, 2, 0, 3, 4, 1, 1, 1);
    for (let size = 1; size <= values.length; size += 1) {
      const norms = new VectorNorms(3);
      for (let at = 0; at < values.length; at += size) norms.add(values.subarray(at, at + size));
      expect(norms.largest).toBe(5);
    }
  });

  it("is 0 of no vectors, and undefined once a number is not finite", () => {
    const norms = new VectorNorms(2);
    expect(norms.largest).toBe(0);
    norms.add(Float32Array.of(1, Number.NaN, 2, 2));
    expect(norms.largest).toBeUndefined();
    const infinite = new VectorNorms(1);
    infinite.add(Float32Array.of(-Infinity));
    expect(infinite.largest).toBeUndefined();
    const large = new VectorNorms(1);
    large.add(Float32Array.of(3e38));
    expect(large.largest).toBeCloseTo(3e38, -32);
  });
});
