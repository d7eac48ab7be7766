import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";

import type { DenseIndex } from "../../src/dense/dense_index.js";

import { ExactIndex } from "../../src/dense/exact_index.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { InferenceThread } from "../../src/onnx/inference_thread.js";
import { bitmapOf } from "../bitmap_of.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { LOST, indexOfLostWorker } from "./lost_worker.js";
import { searchAll } from "./search_all.js";

const thread = new InferenceThread();
afterAll(() => thread.dispose());

function fp32Index(dimension: number, blockRows: number): ExactIndex {
  return new ExactIndex({ dimension, thread, blockRows });
}

function int8Index(dimension: number, blockRows: number): ExactIndex {
  return new ExactIndex({ dimension, thread, vectors: "int8", blockRows });
}

const implementations: [string, (dimension: number) => DenseIndex][] = [
  ["ReferenceIndex", (dimension) => new ReferenceIndex({ dimension })],
  ["ExactIndex", (dimension) => new ExactIndex({ dimension, thread })],
  ["ExactIndex, blocks of two", (dimension) => fp32Index(dimension, 2)],
  // Two vectors make a block, so that there are copies, and vectors that have none yet.
  ["ExactIndex, int8", (dimension) => int8Index(dimension, 2)],
  // Of few vectors already, small copies become a whole one.
  ["ExactIndex, int8, blocks of one", (dimension) => int8Index(dimension, 1)],
];

describe.each(implementations)("%s", (_name, create) => {
  const filled = async (): Promise<DenseIndex> => {
    const index = create(2);
    await index.upsert(Uint32Array.of(3, 1, 2, 2), Float32Array.of(1, 0, 0, 1, 0, 0, 3, 3));
    return index;
  };

  test("gives nothing from an empty index", async () => {
    const index = create(3);
    const found = await index.search(new Float32Array(3), 5);
    expect([...found.sequences]).toEqual([]);
    expect(index.size).toBe(0);
    await index.dispose();
  });

  test("orders by score, descending, and names the best window", async () => {
    const index = await filled();
    const { sequences, scores, windows } = await index.search(Float32Array.of(2, 1), 10);
    expect([...sequences]).toEqual([2, 3, 1]);
    expect([...scores]).toEqual([9, 2, 1]);
    expect([...windows]).toEqual([1, 0, 0]);
    await index.dispose();
  });

  test("orders equal scores by sequence, whatever the order of insertion", async () => {
    const index = create(1);
    await index.upsert(Uint32Array.of(9, 4, 7, 0), Float32Array.of(1, 1, 1, 1));
    const { sequences } = await index.search(Float32Array.of(2), 3);
    expect([...sequences]).toEqual([0, 4, 7]);
    await index.dispose();
  });

  test("names the first of equal windows", async () => {
    const index = create(1);
    await index.upsert(Uint32Array.of(5, 5, 5), Float32Array.of(1, 2, 2));
    expect([...(await index.search(Float32Array.of(1), 1)).windows]).toEqual([1]);
    await index.dispose();
  });

  test("replaces all windows of a passage, and keeps its sequence", async () => {
    const index = await filled();
    await index.upsert(Uint32Array.of(2), Float32Array.of(-1, 0));
    expect(index.size).toBe(3);
    const { sequences, scores } = await index.search(Float32Array.of(1, 0), 3);
    expect([...sequences]).toEqual([3, 1, 2]);
    expect([...scores]).toEqual([1, 0, -1]);
    await index.dispose();
  });

  test("searches only what the bitmap allows, before the top k", async () => {
    const index = await filled();
    const query = Float32Array.of(2, 1);
    const some = await index.search(query, 1, { allowed: bitmapOf([1, 3]) });
    expect([...some.sequences]).toEqual([3]);
    const none = await index.search(query, 1, { allowed: new Uint8Array(0) });
    expect([...none.sequences]).toEqual([]);
    await index.dispose();
  });

  test("answers many queries as it answers each of them", async () => {
    const index = await filled();
    const queries = Float32Array.of(2, 1, -1, 0, 0, 0);
    const rankings = await searchAll(index, queries, 2);
    for (const at of [0, 1, 2]) {
      const query = queries.subarray(2 * at, 2 * at + 2);
      expect(rankings[at]).toEqual(await index.search(query, 2));
    }
    await index.dispose();
  });

  test("removes passages, and passes over unknown ones", async () => {
    const index = await filled();
    await index.remove(Uint32Array.of(2, 77));
    expect(index.size).toBe(2);
    expect([...(await index.search(Float32Array.of(1, 1), 9)).sequences]).toEqual([1, 3]);
    await index.dispose();
  });

  test("gives back the vectors of each passage in the order asked", async () => {
    const index = await filled();
    const { vectors, rows } = await index.vectorsOf(Uint32Array.of(2, 50, 3));
    expect([...rows]).toEqual([2, 0, 1]);
    expect([...vectors]).toEqual([0, 0, 3, 3, 1, 0]);
    await index.dispose();
  });

  test("refuses NaN, infinity, wrong lengths and k below 1, and changes nothing", async () => {
    const index = await filled();
    const invalid = { code: "INVALID_ARGUMENT" };
    const one = Uint32Array.of(1);
    for (const vectors of [[Number.NaN, 1], [Infinity, 1], [1], [1, 2, 3]]) {
      await expect(index.upsert(one, Float32Array.from(vectors))).rejects.toMatchObject(invalid);
      await expect(index.search(Float32Array.from(vectors), 1)).rejects.toMatchObject(invalid);
    }
    for (const k of [0, -1, 1.5, Number.NaN]) {
      await expect(index.search(Float32Array.of(1, 1), k)).rejects.toMatchObject(invalid);
    }
    expect([...(await index.vectorsOf(one)).vectors]).toEqual([0, 1]);
    await index.dispose();
  });

  test("stops when the signal fires", async () => {
    const index = await filled();
    const call = index.search(Float32Array.of(1, 1), 1, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ code: "ABORTED" });
    await index.dispose();
  });

  test("fails with DISPOSED after it was disposed", async () => {
    const index = await filled();
    let freed = false;
    const first = index.dispose().then(() => (freed = true));
    await index.dispose();
    expect(freed).toBe(true);
    await first;
    await expect(index.search(Float32Array.of(1, 1), 1)).rejects.toMatchObject({
      code: "DISPOSED",
    });
  });
});

type Step =
  | { do: "upsert"; passages: { sequence: number; windows: number[][] }[] }
  | { do: "remove"; sequences: number[] }
  | { do: "search"; query: number[]; k: number; allowed: number[] | null };

const D = 3;
const sequence = fc.nat(20);
// Small integers: exact in float32 in any order of summation, and full of ties.
const vector = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: D, maxLength: D });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("upsert" as const),
    passages: fc.uniqueArray(
      fc.record({ sequence, windows: fc.array(vector, { minLength: 1, maxLength: 3 }) }),
      { selector: (passage) => passage.sequence, maxLength: 6 },
    ),
  }),
  fc.record({
    do: fc.constant("remove" as const),
    sequences: fc.array(sequence, { maxLength: 4 }),
  }),
  fc.record({
    do: fc.constant("search" as const),
    query: vector,
    k: fc.integer({ min: 1, max: 30 }),
    allowed: fc.option(fc.array(sequence, { maxLength: 12 })),
  }),
);

async function apply(index: DenseIndex, action: Step): Promise<unknown> {
  if (action.do === "remove") return index.remove(Uint32Array.from(action.sequences));
  if (action.do === "upsert") {
    const rows = action.passages.flatMap((passage) => passage.windows.map(() => passage.sequence));
    const values = action.passages.flatMap(({ windows }) => windows.flat());
    return index.upsert(Uint32Array.from(rows), Float32Array.from(values));
  }
  const options = action.allowed === null ? {} : { allowed: bitmapOf(action.allowed) };
  return index.search(Float32Array.from(action.query), action.k, options);
}

test.each([
  ["fp32", undefined],
  ["fp32, in small blocks", 3],
  ["int8", 3],
] as const)(
  "ExactIndex (%s) does what ReferenceIndex does on any sequence of operations",
  async (vectors, blockRows) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.boolean(),
        async (steps, patient) => {
          const exact = new ExactIndex({
            dimension: D,
            thread,
            vectors: vectors === "int8" ? "int8" : "fp32",
            ...(blockRows !== undefined && { blockRows }),
          });
          const reference = new ReferenceIndex({ dimension: D });
          for (const action of steps) {
            expect(await apply(exact, action)).toEqual(await apply(reference, action));
            expect(exact.size).toBe(reference.size);
            // Some searches meet all copies made, others those in the making.
            if (patient) await exact.copiesMade();
          }
          const all = Uint32Array.from({ length: 21 }, (_, at) => at);
          expect(await exact.vectorsOf(all)).toEqual(await reference.vectorsOf(all));
          await exact.dispose();
        },
      ),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(40, 5000) },
    );
  },
  600_000,
);

/** Vectors with a large mean, one large component, long and short ones, and equal ones. */
const anyNumber = fc.float({ noNaN: true, noDefaultInfinity: true, min: -8, max: 8 });
const lengths = fc.constantFrom(1, 1, 1, 0, 1e-30, 1e-3, 1e3, 1e18);

test("ExactIndex (int8) gives the ranking and the scores of ReferenceIndex, bit by bit, for any numbers", async () => {
  const dimension = 5;
  const row = fc.tuple(
    fc.array(anyNumber, { minLength: dimension, maxLength: dimension }),
    lengths,
    fc.boolean(),
  );
  await fc.assert(
    fc.asyncProperty(
      // More than a segment of 18 blocks, and several groups of 64, now and then.
      fc.array(row, { minLength: 1, maxLength: 200 }),
      fc.array(anyNumber, { minLength: dimension, maxLength: dimension }),
      fc.array(row, { minLength: 1, maxLength: 10 }),
      fc.integer({ min: 1, max: 20 }),
      async (rows, mean, queries, k) => {
        const numbersOf = (some: typeof rows): Float32Array =>
          Float32Array.from(
            some.flatMap(([values, length, centered]) =>
              values.map((value, i) => value * length + (centered ? 0 : 40 * mean[i]!)),
            ),
          );
        const exact = int8Index(dimension, 7);
        const reference = new ReferenceIndex({ dimension });
        const sequences = Uint32Array.from(rows, (_, at) => at - (at % 5 === 1 ? 1 : 0));
        await exact.upsert(sequences, numbersOf(rows));
        await reference.upsert(sequences, numbersOf(rows));
        await exact.copiesMade();
        const asked = numbersOf(queries);
        const wanted = await searchAll(reference, asked, k);
        expect(await searchAll(exact, asked, k)).toEqual(wanted);
        const alone = await exact.search(asked.subarray(0, dimension), k);
        expect(alone).toEqual(wanted[0]);
        await exact.dispose();
      },
    ),
    { seed: PROPERTY_SEED, numRuns: propertyRuns(60, 5000) },
  );
}, 600_000);

/** A fixed pseudo-random stream of numbers in [-1, 1). */
function* numbers(seed: number): Generator<number> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    yield state / 2 ** 31;
  }
}

function matrix(rows: number, dimension: number, seed: number): Float32Array {
  const stream = numbers(seed);
  return Float32Array.from({ length: rows * dimension }, () => stream.next().value);
}

describe.each(["fp32", "int8"] as const)("ExactIndex (%s) on many vectors", (precision) => {
  const N = 20_000;
  const dimension = 100;
  const create = (): ExactIndex =>
    new ExactIndex({ dimension, thread, vectors: precision, blockRows: 4096 });

  test("ranks and scores as the reference does", async () => {
    const exact = create();
    const reference = new ReferenceIndex({ dimension });
    const sequences = Uint32Array.from({ length: N }, (_, at) => at);
    const vectors = matrix(N, dimension, 1);
    await exact.upsert(sequences, vectors);
    await reference.upsert(sequences, vectors);
    const odd = sequences.filter((value) => value % 2 === 1);
    await exact.remove(odd.subarray(1));
    await reference.remove(odd.subarray(1));
    await exact.copiesMade();
    for (const modulus of [1, 2, 100]) {
      const query = matrix(1, dimension, 2);
      const allowed = bitmapOf(Array.from(sequences.filter((s) => s % modulus < 4)));
      for (const k of [1, 100, N]) {
        const found = await exact.search(query, k, { allowed });
        expect(found).toEqual(await reference.search(query, k, { allowed }));
      }
    }
    const queries = matrix(70, dimension, 4);
    const many = await searchAll(exact, queries, 5);
    expect(many.length).toBe(70);
    for (const at of [0, 63, 64, 69]) {
      const query = queries.subarray(at * dimension, (at + 1) * dimension);
      expect(many[at]).toEqual(await reference.search(query, 5));
    }
    await exact.dispose();
  });

  test("takes a large upsert as a whole, or not at all", async () => {
    const exact = create();
    const sequences = Uint32Array.from({ length: N }, (_, at) => at);
    const vectors = matrix(N, dimension, 5);
    vectors[vectors.length - 1] = Number.NaN;
    await expect(exact.upsert(sequences, vectors)).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    expect(exact.size).toBe(0);
    vectors[vectors.length - 1] = 0;
    const added = exact.upsert(sequences, vectors);
    const removed = exact.remove(sequences.subarray(0, 10));
    while (exact.size === 0) {
      const found = await exact.search(matrix(1, dimension, 6), N);
      expect([0, N - 10, N]).toContain(found.sequences.length);
    }
    await Promise.all([added, removed]);
    expect(exact.size).toBe(N - 10);
    await exact.dispose();
  });

  test("gives equal vectors equal scores, wherever they lie", async () => {
    const exact = create();
    const vectors = matrix(N, dimension, 3);
    const row = vectors.slice(0, dimension);
    const copies = [0, 1, 13, 511, 1_024, 9_999, 17_001, N - 2, N - 1];
    for (const copy of copies) vectors.set(row, copy * dimension);
    await exact.upsert(
      Uint32Array.from({ length: N }, (_, at) => at),
      vectors,
    );
    await exact.copiesMade();
    const { sequences, scores } = await exact.search(row, copies.length);
    expect([...sequences]).toEqual(copies);
    expect(new Set(scores).size).toBe(1);
    // The same alone among few as among all, and alone as beside others.
    const few = await exact.search(row, copies.length, { allowed: bitmapOf(copies) });
    expect(few.scores).toEqual(scores);
    const together = await Promise.all([0, 1, 2].map(() => exact.search(row, copies.length)));
    expect(together.map((ranking) => ranking.scores)).toEqual([scores, scores, scores]);
    await exact.dispose();
  });
});

test("windows may lie across two blocks of memory, before and after compaction", async () => {
  // 1,024 rows of this width make a block: three blocks, then two.
  const dimension = 4_096;
  const exact = new ExactIndex({ dimension, thread });
  const reference = new ReferenceIndex({ dimension });
  const sequences = Uint32Array.from({ length: 2_700 }, (_, row) => Math.floor(row / 3));
  const vectors = matrix(sequences.length, dimension, 8);
  const query = matrix(1, dimension, 9);
  const same = async (): Promise<void> => {
    const found = await exact.search(query, 50);
    const wanted = await reference.search(query, 50);
    expect([...found.sequences]).toEqual([...wanted.sequences]);
    expect([...found.windows]).toEqual([...wanted.windows]);
    const [many] = await searchAll(exact, query, 50);
    expect([...many!.sequences]).toEqual([...wanted.sequences]);
    // Passage 341 has rows 1,023 to 1,025.
    const some = Uint32Array.of(341, 899, 0);
    expect(await exact.vectorsOf(some)).toEqual(await reference.vectorsOf(some));
  };
  await exact.upsert(sequences, vectors);
  await reference.upsert(sequences, vectors);
  await same();
  const gone = Uint32Array.from(new Set(sequences.filter((s) => s % 3 !== 2 && s !== 0)));
  await exact.remove(gone);
  await reference.remove(gone);
  await same();
  const again = sequences.filter((s) => s === 341 || s > 700);
  const values = matrix(again.length, dimension, 10);
  await exact.upsert(again, values);
  await reference.upsert(again, values);
  await same();
  await exact.dispose();
});

test("an index whose worker was lost says so, and a new one works", async () => {
  const { index, thread: mortal } = await indexOfLostWorker();
  for (const call of [index.search(Float32Array.of(1), 1), index.remove(Uint32Array.of(1))]) {
    await expect(call).rejects.toMatchObject(LOST);
  }
  await index.dispose();
  const next = new ExactIndex({ dimension: 1, thread: mortal });
  await next.upsert(Uint32Array.of(1), Float32Array.of(1));
  expect((await next.search(Float32Array.of(1), 1)).sequences.length).toBe(1);
  await mortal.dispose();
});
