import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Bm25IndexOptions } from "../../src/bm25/index_options.js";
import { Bm25Index } from "../../src/bm25/inverted_index.js";
import type { Bm25Snapshot } from "../../src/bm25/snapshot.js";
import { FingerprintMismatchError, SnapshotError, TasbError } from "../../src/errors.js";
import { pausesOf } from "../pauses_of.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

function sample(): Bm25Index {
  const index = new Bm25Index({ k1: 1.2 });
  ["the cat sleeps", "dogs bark", "", `cat ${"dog ".repeat(300)}`].forEach((text, sequence) =>
    index.add(sequence * 3, text),
  );
  index.remove(3);
  return index;
}

describe("a BM25 snapshot", () => {
  it("gives the same index again, without what was removed, and it goes on growing", async () => {
    const index = sample();
    const snapshot = index.toSnapshot();
    expect(snapshot.terms).not.toContain("bark");
    for (const again of [
      Bm25Index.fromSnapshot(snapshot),
      await Bm25Index.fromSnapshotAsync(structuredClone(snapshot)),
    ]) {
      expect(again.parameters).toEqual(index.parameters);
      expect(again.size).toBe(3);
      expect(again.search("cat dog", 9)).toEqual(index.search("cat dog", 9));
      again.add(1, "a cat");
      again.remove(0);
      expect([...again.search("cat", 9).sequences]).toEqual([1, 9]);
    }
    expect([...index.search("cat", 9).sequences]).toEqual([0, 9]);
  });

  it("takes other parameters, and no other analyzer", () => {
    const snapshot = sample().toSnapshot();
    expect(Bm25Index.fromSnapshot(snapshot, { variant: "bm25+" }).parameters).toMatchObject({
      variant: "bm25+",
      k1: 1.2,
    });
    // An option that is undefined is as one that is not given.
    const unset: Record<string, undefined> = { k1: undefined, b: undefined, variant: undefined };
    expect(Bm25Index.fromSnapshot(snapshot, unset as Bm25IndexOptions).parameters).toEqual(
      snapshot.parameters,
    );
    expect(() => Bm25Index.fromSnapshot(snapshot, { analyzer: "unicode" })).toThrowError(
      FingerprintMismatchError,
    );
  });

  it.each<[string, (snapshot: Bm25Snapshot) => unknown]>([
    ["none", () => undefined],
    ["a later version", (s) => ({ ...s, version: 99 })],
    ["terms that are no strings", (s) => ({ ...s, terms: [1] })],
    ["a term twice", (s) => ({ ...s, terms: s.terms.map(() => "cat") })],
    ["a passage in two segments", (s) => ({ ...s, segments: [s.segments[0]!, s.segments[0]!] })],
    ["no parameters", (s) => ({ ...s, parameters: { k1: -1 } })],
    ["arrays of another type", (s) => segment(s, { passages: new Uint8Array(3) })],
    ["offsets past the end", (s) => segment(s, { offsets: Uint32Array.of(0, 9999) })],
    [
      "postings of no passage",
      (s) => segment(s, { passages: s.segments[0]!.passages.map(() => 9) }),
    ],
    [
      "term numbers past the terms",
      (s) => segment(s, { terms: s.segments[0]!.terms.map((t) => t + 9) }),
    ],
  ])("is refused with %s", (_, damage) => {
    const snapshot = damage(sample().toSnapshot()) as Bm25Snapshot;
    expect(() => Bm25Index.fromSnapshot(snapshot)).toThrowError(SnapshotError);
  });

  it("is read in slices, and refused where a passage stands in two segments, wherever that is", async () => {
    const halfOf = async (rest: number): Promise<Bm25Snapshot> => {
      const index = new Bm25Index();
      await index.addAll(
        Array.from({ length: 10_000 }, (_, i) => ({ sequence: 2 * i + rest, text: "cat" })),
      );
      return index.toSnapshotAsync();
    };
    const halves = [await halfOf(0), await halfOf(1)];
    const [first, second] = halves.map(({ segments }) => segments[0]!);
    const snapshot = { ...halves[0]!, segments: [first!, second!] };
    const pauses = await pausesOf(async () => {
      const index = await Bm25Index.fromSnapshotAsync(snapshot);
      expect(index.size).toBe(20_000);
    });
    // Besides the two segments and the terms: the numbers, 8,192 of each segment at a time.
    expect(pauses).toBeGreaterThanOrEqual(5);
    for (const [from, to] of [
      [0, 0],
      [-1, -1],
      [0, -1],
    ] as const) {
      const sequences = second!.sequences.slice();
      const given = first!.sequences.at(from)!;
      sequences[to === 0 ? 0 : sequences.length - 1] = given;
      sequences.sort();
      const twice = { ...snapshot, segments: [first!, { ...second!, sequences }] };
      expect(() => Bm25Index.fromSnapshot(twice)).toThrowError(/stands in two/);
    }
  });

  it("is refused or searchable, whatever number in it is changed", () => {
    fc.assert(
      fc.property(fc.nat(7), fc.nat(), fc.nat(70_000), (array, at, value) => {
        const snapshot = structuredClone(sample().toSnapshot());
        const arrays = Object.values(snapshot.segments[0]!) as Uint32Array[];
        const chosen = arrays[array]!;
        if (chosen.length > 0) chosen[at % chosen.length] = value;
        try {
          const index = Bm25Index.fromSnapshot(snapshot);
          index.search("cat dog sleep", 5);
          index.explain("cat dog", 9);
          index.add(100, "cat");
          index.toSnapshot();
        } catch (error) {
          expect(error).toBeInstanceOf(TasbError);
        }
      }),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(500, 10_000) },
    );
  });
});

function segment(snapshot: Bm25Snapshot, fields: object): unknown {
  return { ...snapshot, segments: [{ ...snapshot.segments[0]!, ...fields }] };
}
