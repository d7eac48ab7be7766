import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { encodeLength } from "../../src/bm25/length_code.js";
import { encodePosting, payloadCode, payloadFrequency } from "../../src/bm25/posting.js";
import { Segment } from "../../src/bm25/segment.js";
import type { SegmentArrays } from "../../src/bm25/segment_arrays.js";
import { SegmentBuilder } from "../../src/bm25/segment_builder.js";
import { liveArrays, mergeSegments } from "../../src/bm25/segment_merge.js";
import { SegmentWindows } from "../../src/bm25/segment_windows.js";
import { runToEnd } from "../../src/steps.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

/** Passages by sequence: the numbers of their terms, repeated as in the text. */
type Passages = ReadonlyMap<number, readonly number[]>;

/** The arrays of a segment by their definition. */
function arraysOf(passages: Passages): SegmentArrays {
  const all = [...passages].toSorted(([a], [b]) => a - b);
  const terms = [...new Set(all.flatMap(([, own]) => own))].toSorted((a, b) => a - b);
  const postings = terms.flatMap((term) =>
    all.flatMap(([, own], local) => {
      const frequency = own.filter((one) => one === term).length;
      return frequency === 0 ? [] : [{ term, local, frequency, length: own.length }];
    }),
  );
  const large = postings.flatMap(({ frequency }, at) => (frequency > 255 ? [at] : []));
  return {
    sequences: Uint32Array.from(all, ([sequence]) => sequence),
    lengths: Uint32Array.from(all, ([, own]) => own.length),
    terms: Uint32Array.from(terms),
    offsets: Uint32Array.from([
      ...terms.map((term) => postings.findIndex((one) => one.term === term)),
      postings.length,
    ]),
    passages: Uint16Array.from(postings, ({ local }) => local),
    payloads: Uint16Array.from(postings, ({ frequency, length }) =>
      encodePosting(frequency, encodeLength(length)),
    ),
    largePostings: Uint32Array.from(large),
    largeFrequencies: Uint32Array.from(large, (at) => postings[at]!.frequency),
  };
}

function built(passages: Passages): SegmentArrays {
  const builder = new SegmentBuilder();
  for (const [sequence, terms] of passages) builder.add(sequence, Uint32Array.from(terms));
  return builder.build();
}

const segmentOf = (arrays: SegmentArrays): Segment => runToEnd(Segment.of(arrays));

/** How many steps some work takes, and what it gives. */
function counted<T>(steps: Generator<void, T>): [number, T] {
  for (let count = 0; ; count++) {
    const step = steps.next();
    if (step.done === true) return [count, step.value];
  }
}

/** Terms of a passage: a few numbers, some of them hundreds of times. */
const terms = fc
  .array(fc.tuple(fc.nat(6), fc.constantFrom(1, 1, 1, 2, 3, 255, 256, 300)), { maxLength: 6 })
  .map((parts) => parts.flatMap(([term, times]) => Array.from({ length: times }, () => term)));
const passages = fc
  .uniqueArray(fc.tuple(fc.nat(30), terms), { selector: ([sequence]) => sequence, maxLength: 12 })
  .map((entries) => new Map(entries));
const runs = { seed: PROPERTY_SEED, numRuns: propertyRuns(200, 5000) };

describe("a segment that is made of pending passages", () => {
  it("has the arrays that their definition gives, and the builder is empty again", () => {
    fc.assert(
      fc.property(passages, fc.array(fc.nat(30)), passages, (given, removed, later) => {
        const builder = new SegmentBuilder();
        const kept = new Map(given);
        for (const [sequence, own] of given) builder.add(sequence, Uint32Array.from(own));
        for (const sequence of removed) {
          expect(builder.remove(sequence)).toBe(kept.get(sequence)?.length ?? -1);
          kept.delete(sequence);
        }
        const arrays = arraysOf(kept);
        expect(builder.passageCount).toBe(kept.size);
        expect(builder.postingCount).toBe(arrays.passages.length);
        expect(builder.build()).toEqual(arrays);
        expect([builder.passageCount, builder.postingCount]).toEqual([0, 0]);
        for (const [sequence, own] of later) builder.add(sequence, Uint32Array.from(own));
        expect(builder.build()).toEqual(arraysOf(later));
      }),
      runs,
    );
  });
});

describe("a segment whose passages are removed one after the other", () => {
  it("counts and finds the live ones, whatever was asked before", () => {
    fc.assert(
      fc.property(passages, fc.array(fc.nat(30), { maxLength: 12 }), (given, removed) => {
        const segment = segmentOf(built(given));
        const left = new Map(given);
        const same = (): void => {
          expect(segment.liveCount).toBe(left.size);
          expect(segment.removedCount).toBe(given.size - left.size);
          for (const [slot, term] of segment.terms.entries()) {
            const count = [...left.values()].filter((own) => own.includes(term)).length;
            // The second answer may be one that was kept.
            expect([segment.documentFrequency(slot), segment.documentFrequency(slot)]).toEqual([
              count,
              count,
            ]);
          }
          for (let sequence = 0; sequence <= 30; sequence++) {
            const local = segment.find(sequence);
            expect(local >= 0 ? segment.sequences[local] : -1).toBe(
              left.has(sequence) ? sequence : -1,
            );
          }
        };
        same();
        for (const sequence of removed) {
          const local = segment.find(sequence);
          if (local < 0) continue;
          segment.remove(local);
          left.delete(sequence);
          same();
        }
      }),
      runs,
    );
  });
});

describe("segments merged", () => {
  it("have the arrays of one segment of all live passages, whatever their sequences", () => {
    fc.assert(
      fc.property(
        passages,
        fc.array(fc.nat(30), { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        (given, removed, parts) => {
          const segments = Array.from({ length: parts }, (_, part) => {
            const own = [...given].filter(([sequence]) => (sequence * 7) % parts === part);
            return segmentOf(built(new Map(own)));
          });
          const left = new Map(given);
          for (const sequence of removed) {
            for (const segment of segments) {
              const local = segment.find(sequence);
              if (local >= 0) segment.remove(local);
            }
            left.delete(sequence);
          }
          expect(runToEnd(mergeSegments(segments))).toEqual(arraysOf(left));
          for (const segment of segments) {
            const live = new Map(
              [...segment.sequences].flatMap((sequence) =>
                left.has(sequence) ? [[sequence, left.get(sequence)!] as const] : [],
              ),
            );
            expect(runToEnd(liveArrays(segment))).toEqual(arraysOf(live));
          }
        },
      ),
      runs,
    );
  });

  it("are copied 20,000 postings at a time, and one that lost nothing not at all", () => {
    const wide = (from: number, count: number, each: number): Segment =>
      segmentOf(
        built(
          new Map(
            Array.from({ length: count }, (_, i) => [
              from + i,
              Array.from({ length: each }, (__, term) => term),
            ]),
          ),
        ),
      );
    // 100 terms of 1,000 postings.
    const [steps] = counted(mergeSegments([wide(0, 500, 100), wide(500, 500, 100)]));
    expect(steps).toBe(1 + 5);
    const whole = wide(0, 10, 3);
    const [none, arrays] = counted(liveArrays(whole));
    expect(none).toBe(0);
    expect(arrays.passages).toBe(whole.passages);
  });
});

describe("the windows of a segment", () => {
  /** Whether a pair is better grows with the frequency and falls with the length. */
  const unitBound = (pair: number): number =>
    (payloadFrequency(pair) || 1000) / (1 + payloadCode(pair));

  /** Term 0 stands in all passages, 1 in every third, 2 in 255 of them, 3 in 256. */
  function large(count: number): Map<number, number[]> {
    return new Map(
      Array.from({ length: count }, (_, i) => {
        const times = i % 1009 === 5 ? 256 + (i % 50) : 1 + ((i * 31) % 7);
        const own = Array.from({ length: times }, () => 0);
        if (i % 3 === 0) own.push(1, 1);
        if (i < 255) own.push(2);
        if (i >= count - 256) own.push(3);
        // 100 ends in the first window, and the term after it begins there.
        if (i < 300) own.push(100);
        if (i % 2 === 0) own.push(101);
        for (let more = (i * 17) % 90; more > 0; more--) own.push(4 + more);
        return [i, own];
      }),
    );
  }

  it("say where the postings of each begin, and bound them by their best pair", () => {
    const count = 2 * 4096 + 700;
    const arrays = built(large(count));
    const windows = runToEnd(SegmentWindows.of(arrays));
    const { offsets, passages: locals, payloads } = arrays;
    expect(windows.count).toBe(3);
    const many = Array.from(arrays.terms.keys()).filter(
      (slot) => offsets[slot + 1]! - offsets[slot]! >= 256,
    );
    expect([...windows.slots]).toEqual(many);
    expect([0, 1, 2, 3].map((term) => many.includes(arrays.terms.indexOf(term)))).toEqual([
      true,
      true,
      false,
      true,
    ]);
    for (const [row, slot] of many.entries()) {
      windows.boundRow(row, { unitBound });
      for (let window = 0; window < 3; window++) {
        const start = windows.starts[row * 4 + window]!;
        const end = windows.starts[row * 4 + window + 1]!;
        const own = Array.from(
          { length: offsets[slot + 1]! - offsets[slot]! },
          (_, i) => offsets[slot]! + i,
        ).filter((posting) => locals[posting]! >> 12 === window);
        expect([start, end]).toEqual(own.length === 0 ? [start, start] : [own[0], own.at(-1)! + 1]);
        const best = Math.max(0, ...own.map((posting) => unitBound(payloads[posting]!)));
        expect(windows.unitBounds[row * 3 + window]).toBe(Math.fround(best));
      }
    }
    // As many pairs as are needed: none is beaten by another one of its window.
    for (let at = 0; at + 1 < windows.pairOffsets.length; at++) {
      const own = windows.pairs.subarray(windows.pairOffsets[at], windows.pairOffsets[at + 1]);
      for (const [i, pair] of own.entries()) {
        const after = own[i + 1];
        if (after === undefined) continue;
        expect(payloadFrequency(after)).toBeLessThan(payloadFrequency(pair) || 256);
        expect(payloadCode(after)).toBeLessThan(payloadCode(pair));
      }
    }
  });

  it("are bounded anew for other statistics, and once for the same", () => {
    const windows = runToEnd(SegmentWindows.of(built(large(300))));
    let asked = 0;
    const counting = (factor: number) => ({
      unitBound: (pair: number): number => {
        asked += 1;
        return factor * unitBound(pair);
      },
    });
    const [one, two] = [counting(1), counting(2)];
    windows.boundRow(0, one);
    const first = windows.unitBounds[0]!;
    const once = asked;
    expect(once).toBeGreaterThan(0);
    windows.boundRow(0, one);
    expect(asked).toBe(once);
    windows.boundRow(0, two);
    expect(windows.unitBounds[0]).toBe(2 * first);
    expect(asked).toBe(2 * once);
    // Each row keeps its own.
    windows.boundRow(1, one);
    const second = windows.unitBounds[1]!;
    windows.boundRow(0, counting(3));
    expect([...windows.unitBounds.subarray(0, 2)]).toEqual([Math.fround(3 * first), second]);
  });

  it("are made 100,000 postings at a time", () => {
    const every = new Map(
      Array.from({ length: 50_000 }, (_, i) => [i, [0, 1, 2, 3, 4]] as [number, number[]]),
    );
    const [steps] = counted(SegmentWindows.of(built(every)));
    expect(steps).toBe(2);
  });
});
