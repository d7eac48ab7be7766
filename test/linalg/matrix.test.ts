import { describe, expect, it } from "vitest";

import { checkMatrix, requireFinite, rowOf } from "../../src/linalg/matrix.js";

describe("checkMatrix", () => {
  it("accepts the shape it is told, the empty one too", () => {
    expect(() => checkMatrix("vectors", new Float32Array(6), 2, 3)).not.toThrow();
    expect(() => checkMatrix("vectors", new Float32Array(0), 0, 3)).not.toThrow();
  });

  it("names the shape expected and the length that came", () => {
    expect(() => checkMatrix("vectors", new Float32Array(5), 2, 3)).toThrowError(
      "Expected `vectors` to have the shape [2, 3], that is 6 numbers, got 5.",
    );
  });

  it("refuses anything but a Float32Array", () => {
    expect(() => checkMatrix("vectors", [1, 2] as unknown as Float32Array, 1, 2)).toThrowError(
      /to be a Float32Array/,
    );
  });
});

describe("requireFinite", () => {
  it.each([Number.NaN, Infinity, -Infinity])("refuses %s and says where it stands", (bad) => {
    expect(() => requireFinite("query", Float32Array.of(1, 2, bad, 4))).toThrowError(/position 2/);
  });

  it("counts from where the values begin in what they are a part of", () => {
    expect(() => requireFinite("query", Float32Array.of(1, NaN), 30)).toThrowError(/position 31\./);
  });

  it("accepts the largest and smallest float32 numbers", () => {
    const values = Float32Array.of(3.4028234e38, 3.4028234e38, -3.4028234e38, 1e-45);
    expect(() => requireFinite("query", values)).not.toThrow();
  });
});

describe("rowOf", () => {
  it("is a view on the matrix", () => {
    const matrix = Float32Array.of(1, 2, 3, 4);
    rowOf(matrix, 1, 2)[0] = 9;
    expect([...matrix]).toEqual([1, 2, 9, 4]);
  });
});
