import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";

import { LocalCollection } from "../../src/collection/local_collection.js";
import type { DenseIndex } from "../../src/dense/dense_index.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { turnsDuring } from "../event_loop_turns.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import {
  collectionOperations,
  runOperation,
  searchOperation,
  writeOperation,
} from "./collection_operations.js";
import { describePassageCollection } from "./conformance.js";
import { PlainCollection } from "./plain_collection.js";

const opened: LocalCollection[] = [];

function create(dense: DenseIndex = new ReferenceIndex({ dimension: 3 })): LocalCollection {
  const collection = new LocalCollection({ dimension: 3, fingerprint: "test/fp32", dense });
  opened.push(collection);
  return collection;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((collection) => collection.close()));
});

const row = (...values: number[]): Float32Array => Float32Array.from(values);

/** A filter that takes its time. */
function slow(): boolean {
  const until = performance.now() + 0.05;
  while (performance.now() < until);
  return true;
}

/** A reference index whose writes wait and fail as the test says. */
class TroubledIndex extends ReferenceIndex {
  failure: Error | undefined;

  override async upsert(sequences: Uint32Array, vectors: Float32Array): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (this.failure !== undefined) throw this.failure;
    return super.upsert(sequences, vectors);
  }

  override async remove(sequences: Uint32Array): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    return super.remove(sequences);
  }
}

describePassageCollection("LocalCollection (reference index)", {
  create: async () => create(),
  fingerprint: "test/fp32",
  functionFilters: true,
});

describe("LocalCollection", () => {
  it("answers as the oracle does, over random sequences of operations", async () => {
    await fc.assert(
      fc.asyncProperty(collectionOperations, async (operations) => {
        const local = create();
        const plain = new PlainCollection(3, "test/fp32");
        for (const operation of operations) {
          expect(await runOperation(local, operation)).toEqual(
            await runOperation(plain, operation),
          );
        }
        await local.close();
      }),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(300, 10_000) },
    );
  });

  it("gives every search the state between two writes, and both legs the same one", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(writeOperation, { minLength: 1, maxLength: 6 }),
        searchOperation,
        searchOperation,
        async (writes, first, second) => {
          const plain = new PlainCollection(3, "test/fp32");
          const states: string[] = [];
          const answers = async (collection: PlainCollection | LocalCollection): Promise<string> =>
            JSON.stringify(
              await Promise.all([
                runOperation(collection, first),
                runOperation(collection, second),
              ]),
            );
          states.push(await answers(plain));
          for (const write of writes) {
            await runOperation(plain, write);
            states.push(await answers(plain));
          }
          const local = create(new TroubledIndex({ dimension: 3 }));
          const searches: Promise<string>[] = [];
          const done = writes.map((write) => {
            searches.push(answers(local));
            return runOperation(local, write);
          });
          for (let i = 0; i < 4; i += 1) {
            searches.push(answers(local));
            await new Promise((resolve) => setImmediate(resolve));
          }
          await Promise.all(done);
          searches.push(answers(local));
          const found = await Promise.all(searches);
          for (const answer of found) expect(states).toContain(answer);
          expect(found.at(-1)).toBe(states.at(-1));
          await local.close();
        },
      ),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(100, 5000) },
    );
  });

  it("undoes an addition, replaced passages included, when the dense index fails", async () => {
    const dense = new TroubledIndex({ dimension: 3 });
    const collection = create(dense);
    await collection.add([{ id: "a", text: "apples" }], row(1, 0, 0));
    dense.failure = new Error("out of memory");
    const adding = collection.add(
      [
        { id: "a", text: "pears" },
        { id: "b", text: "apples" },
      ],
      row(0, 1, 0, 0, 0, 1),
    );
    await expect(adding).rejects.toThrowError("out of memory");
    await expect(collection.delete({ ids: ["a"] })).rejects.toThrowError("out of memory");
    dense.failure = undefined;
    expect(await collection.count()).toBe(1);
    expect(await collection.searchBm25("pears", 9)).toEqual([]);
    expect((await collection.searchBm25("apples", 9)).map(({ id }) => id)).toEqual(["a"]);
    expect(await collection.getVectors(["a"])).toEqual(row(1, 0, 0));
    // The number that the failed addition would have used was not used up.
    await collection.add([{ id: "c", text: "" }], row(1, 0, 0));
    expect((await collection.searchDense(row(1, 0, 0), 9)).map((hit) => hit.sequence)).toEqual([
      0, 1,
    ]);
  });

  it("undoes an addition that is aborted half way", async () => {
    const collection = create();
    await collection.add([{ id: "p0", text: "kept" }], row(1, 0, 0));
    const controller = new AbortController();
    const texts = Array.from({ length: 20_000 }, (_, i) => ({
      id: `p${i}`,
      text: `passage number ${i} with some words to analyze`,
    }));
    const adding = collection.add(texts, new Float32Array(60_000).fill(1), {
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(new Error("enough")), 30);
    await expect(adding).rejects.toMatchObject({ code: "ABORTED" });
    expect(await collection.count()).toBe(1);
    expect(await collection.searchBm25("words", 9)).toEqual([]);
    expect(await collection.searchBm25("kept", 9)).toHaveLength(1);
  });

  it("leaves the event loop free while it adds and filters", async () => {
    const collection = create();
    const passages = Array.from({ length: 5000 }, (_, i) => ({
      id: `p${i}`,
      text: `passage ${i} of many`,
      metadata: { i },
    }));
    expect(await turnsDuring(collection.add(passages, new Float32Array(15_000)))).toBeGreaterThan(
      2,
    );
    // A quarter of a second in slices of 5 ms, and half of that, as a busy machine makes them longer.
    const counting = collection.count(slow);
    expect(await turnsDuring(counting)).toBeGreaterThan(25);
    expect(await counting).toBe(5000);
  });

  it("stops filtering when the signal fires", async () => {
    const collection = create();
    const passages = Array.from({ length: 2000 }, () => ({ text: "x" }));
    await collection.add(passages, new Float32Array(6000));
    const controller = new AbortController();
    let asked = 0;
    const searching = collection.searchDense(row(1, 0, 0), 1, {
      signal: controller.signal,
      filter: () => {
        asked += 1;
        if (asked === 10) controller.abort();
        const until = performance.now() + 0.1;
        while (performance.now() < until);
        return true;
      },
    });
    await expect(searching).rejects.toMatchObject({ code: "ABORTED" });
    expect(asked).toBeLessThan(1000);
  });

  it("scans the passages there were at the start, as they are when reached", async () => {
    const collection = create();
    const passages = Array.from({ length: 600 }, (_, i) => ({ id: `p${i}`, text: "old" }));
    await collection.add(passages, new Float32Array(1800));
    const seen: string[] = [];
    for await (const { passage, vectors } of collection.scan()) {
      if (seen.length === 0) {
        await collection.delete({ ids: ["p599"] });
        await collection.add(
          [{ id: "p598", text: "new" }, { text: "later" }],
          row(1, 2, 3, 4, 5, 6),
        );
      }
      seen.push(`${passage.id} ${passage.text} ${vectors[0]}`);
    }
    expect(seen).toHaveLength(599);
    expect(seen.at(-1)).toBe("p598 new 1");
  });

  it("tells matched terms with their shares of the score", async () => {
    const collection = create();
    await collection.add(
      [
        { id: "a", text: "apples and apples" },
        { id: "b", text: "pears" },
      ],
      row(1, 0, 0, 1, 0, 0),
    );
    const [hit] = await collection.searchBm25("green apples", 1);
    const [matched, none, unknown] = await collection.matchedTerms("green apples", ["a", "b", "z"]);
    expect(matched).toMatchObject([{ term: "appl", frequency: 2, score: hit!.score }]);
    expect(none).toEqual([]);
    expect(unknown).toBeUndefined();
  });

  it("waits, when closed, for the calls made before", async () => {
    const collection = create(new TroubledIndex({ dimension: 3 }));
    const adding = collection.add([{ id: "a", text: "a" }], row(1, 0, 0));
    const searching = collection.searchDense(row(1, 0, 0), 1);
    await collection.close();
    expect(await adding).toEqual(["a"]);
    expect(await searching).toEqual([]);
  });

  it.each([
    [{ dimension: 0, fingerprint: "x" }, /`dimension`/],
    [{ dimension: 1.5, fingerprint: "x" }, /`dimension`/],
    [{ dimension: 3, fingerprint: "" }, /`fingerprint`/],
    [
      { dimension: 3, fingerprint: "x", dense: new ReferenceIndex({ dimension: 4 }) },
      /dense\.dimension/,
    ],
  ])("refuses the options %#", (options, message) => {
    expect(() => new LocalCollection(options)).toThrowError(message);
  });
});

describe("LocalCollection.find", () => {
  it("gives copies of the passages that satisfy a filter, in insertion order", async () => {
    const dense = new ReferenceIndex({ dimension: 1 });
    const collection = new LocalCollection({ dimension: 1, fingerprint: "find", dense });
    const passages = ["a", "b", "c"].map((id, n) => ({ id, text: id, metadata: { n } }));
    await collection.add(passages, new Float32Array(3));
    const found = await collection.find({ n: { $gte: 1 } });
    expect(found).toEqual(passages.slice(1));
    found[0]!.metadata["n"] = 7;
    expect((await collection.get(["b"]))[0]!.metadata).toEqual({ n: 1 });
    const signal = AbortSignal.abort();
    await expect(collection.find({}, { signal })).rejects.toMatchObject({ code: "ABORTED" });
    await collection.close();
  });
});
