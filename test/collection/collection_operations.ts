/** Random operations on a passage collection, and what they answer. */

import fc from "fast-check";

import type { Filter } from "../../src/collection/filter.js";
import type { NewPassage, PassageCollection } from "../../src/collection/passage_collection.js";

export type Operation =
  | { kind: "add"; passages: NewPassage[]; vectors: number[][][] }
  | { kind: "delete"; where: { ids: string[] } | { filter: Filter } }
  | { kind: "get" | "getVectors"; ids: string[] }
  | { kind: "count"; filter: Filter | undefined }
  | { kind: "scan" }
  | {
      kind: "searchDense";
      query: number[];
      k: number;
      filter: Filter | undefined;
      candidates: string[] | undefined;
    }
  | { kind: "searchBm25"; query: string; k: number; filter: Filter | undefined };

const id = fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "__proto__");
const text = fc
  .array(fc.constantFrom("apple", "pear", "tree", "train", "the", "rails"), { maxLength: 6 })
  .map((words) => words.join(" "));
// Small integers: dot products are exact, whatever the order of summation.
const vector = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 });
const n = fc.integer({ min: 0, max: 3 });
const metadata = fc.oneof(
  fc.record({ n }),
  fc.record({ n, tag: fc.subarray(["x", "y", "z"]) }),
  fc.constant({}),
);
const filter: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({ n }),
  fc.record({ n: fc.record({ $gte: n }) }),
  fc.record({ tag: fc.constantFrom("x", "y") }),
  fc.record({ $not: fc.record({ n }) }),
  n.map(
    (value): Filter =>
      (passage) =>
        passage.metadata["n"] === value,
  ),
);
const maybeFilter = fc.option(filter, { nil: undefined });
const k = fc.constantFrom(1, 2, 3, 5, 100);
const ids = fc.array(id, { maxLength: 4 });

const add = fc.uniqueArray(id, { minLength: 1, maxLength: 4 }).chain((chosen) =>
  fc.record({
    kind: fc.constant("add" as const),
    passages: fc.tuple(...chosen.map((one) => fc.record({ id: fc.constant(one), text, metadata }))),
    vectors: fc.tuple(
      ...chosen.map(() => fc.array(vector, { minLength: 1, maxLength: 3, size: "small" })),
    ),
  }),
);

export const writeOperation: fc.Arbitrary<Operation> = fc.oneof(
  { arbitrary: add, weight: 4 },
  fc.record({
    kind: fc.constant("delete" as const),
    where: fc.oneof(fc.record({ ids }), fc.record({ filter })),
  }),
);

export const searchOperation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constant("searchDense" as const),
    query: vector,
    k,
    filter: maybeFilter,
    candidates: fc.option(ids, { nil: undefined }),
  }),
  fc.record({ kind: fc.constant("searchBm25" as const), query: text, k, filter: maybeFilter }),
);

const readOperation: fc.Arbitrary<Operation> = fc.oneof(
  { arbitrary: searchOperation, weight: 4 },
  fc.record({ kind: fc.constant("get" as const), ids }),
  fc.record({ kind: fc.constant("getVectors" as const), ids }),
  fc.record({ kind: fc.constant("count" as const), filter: maybeFilter }),
  fc.constant<Operation>({ kind: "scan" }),
);

export const collectionOperations = fc.array(fc.oneof(writeOperation, readOperation), {
  maxLength: 20,
});

/** Carries an operation out. Two collections with the same history give equal answers. */
export async function runOperation(
  collection: PassageCollection,
  operation: Operation,
): Promise<unknown> {
  switch (operation.kind) {
    case "add":
      return collection.add(operation.passages, Float32Array.from(operation.vectors.flat(2)), {
        windowsPerPassage: Uint32Array.from(operation.vectors, ({ length }) => length),
      });
    case "delete":
      return collection.delete(operation.where);
    case "get":
      return collection.get(operation.ids);
    case "getVectors": {
      const stored = await collection.get(operation.ids);
      return collection.getVectors(operation.ids.filter((_, i) => stored[i] !== undefined));
    }
    case "count":
      return collection.count(operation.filter);
    case "scan": {
      const scanned: unknown[] = [];
      for await (const item of collection.scan()) scanned.push(item);
      return scanned;
    }
    case "searchDense":
      return collection.searchDense(Float32Array.from(operation.query), operation.k, {
        ...(operation.filter !== undefined && { filter: operation.filter }),
        ...(operation.candidates !== undefined && { candidates: operation.candidates }),
      });
    default:
      return collection.searchBm25(operation.query, operation.k, {
        ...(operation.filter !== undefined && { filter: operation.filter }),
      });
  }
}
