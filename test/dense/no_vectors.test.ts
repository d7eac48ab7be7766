import { expect, it } from "vitest";
import { NoVectors } from "../../src/dense/no_vectors.js";

it("NoVectors knows which passages there are, and finds none", async () => {
  const index = new NoVectors(2);
  await index.upsert(Uint32Array.of(3, 5, 5));
  await index.upsert(Uint32Array.of(3));
  expect(index.size).toBe(2);
  expect(await index.search()).toEqual({
    sequences: new Uint32Array(0),
    scores: new Float32Array(0),
    windows: new Uint32Array(0),
  });
  expect(await index.vectorsOf(Uint32Array.of(5, 4))).toEqual({
    vectors: new Float32Array(2),
    rows: Uint32Array.of(1, 0),
  });
  await index.remove(Uint32Array.of(5, 9));
  expect(index.size).toBe(1);
  await index.dispose();
  expect(index.size).toBe(0);
});
