import { afterAll, describe, expect, it } from "vitest";
import { LocalCollection } from "../../src/collection/local_collection.js";
import { ExactIndex } from "../../src/dense/exact_index.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { InvalidArgumentError } from "../../src/errors.js";

/** Programs without a compiler hand in anything. */
// oxlint-disable-next-line typescript/no-explicit-any -- on purpose
const any = (value: unknown): any => value;

const dense = new ReferenceIndex({ dimension: 2 });
const collection = new LocalCollection({ dimension: 2, fingerprint: "f", dense });
afterAll(() => collection.close());
const query = new Float32Array(2);
const passages = [{ id: "1", text: "a cat" }];

const wrong: Record<string, (() => unknown)[]> = {
  LocalCollection: [
    () => new LocalCollection({ dimension: 0, fingerprint: "f" }),
    () => new LocalCollection({ dimension: any("2"), fingerprint: "f" }),
    () => new LocalCollection({ dimension: 2, fingerprint: "" }),
    () => new LocalCollection({ dimension: 3, fingerprint: "f", dense }),
    () => new LocalCollection({ dimension: 2, fingerprint: "f", vectors: any("fp16") }),
    () => new LocalCollection({ dimension: 2, fingerprint: "f", bm25: { b: 2 } }),
  ],
  add: [
    () => collection.add(any(5), query),
    () => collection.add(any([null]), query),
    () => collection.add([{ text: any(5) }], query),
    () => collection.add(passages, any([1, 2])),
    () => collection.add(passages, new Float32Array(3)),
    () => collection.add(passages, new Float32Array([1, Number.NaN])),
    () => collection.add([...passages, ...passages], new Float32Array(4)),
  ],
  searchDense: [
    () => collection.searchDense(any([1, 2]), 1),
    () => collection.searchDense(new Float32Array(3), 1),
    () => collection.searchDense(query, 0),
    () => collection.searchDense(query, any("1")),
  ],
  searchBm25: [() => collection.searchBm25(any(5), 1), () => collection.searchBm25("a", 1.5)],
  delete: [() => collection.delete(any({})), () => collection.delete(any({ ids: "1" }))],
  ExactIndex: [
    () => new ExactIndex({ dimension: 0 }),
    () => new ExactIndex({ dimension: 1.5 }),
    () => new ExactIndex({ dimension: 2, vectors: any("int4") }),
    // More components would overflow the sums of int8 products.
    () => new ExactIndex({ dimension: 1e9, vectors: "int8" }),
  ],
};

describe("wrong arguments", () => {
  it("say which of many components is not finite", async () => {
    const many = Array.from({ length: 150_000 }, () => ({ text: "" }));
    const vectors = new Float32Array(300_000);
    vectors[299_999] = Number.NaN;
    await expect(collection.add(many, vectors)).rejects.toThrowError(/ at position 299999\.$/);
  });

  for (const [name, calls] of Object.entries(wrong)) {
    it(`of ${name} are refused as such, and change nothing`, async () => {
      for (const [i, call] of calls.entries()) {
        const called = async (): Promise<unknown> => await call();
        const error: unknown = await called().catch((thrown: unknown) => thrown);
        expect(error, `call ${i}`).toBeInstanceOf(InvalidArgumentError);
      }
      expect(collection.size).toBe(0);
    });
  }
});
