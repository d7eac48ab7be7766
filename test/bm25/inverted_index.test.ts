import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";

import type { Bm25IndexOptions } from "../../src/bm25/index_options.js";
import type { Bm25Ranking } from "../../src/bm25/index_types.js";
import { Bm25Index } from "../../src/bm25/inverted_index.js";
import { SegmentSearch } from "../../src/bm25/segment_search.js";
import { AbortedError } from "../../src/errors.js";
import { createBitmap, setBit } from "../../src/ranking/bitmap.js";
import { pausesOf } from "../pauses_of.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { naiveBm25 } from "./naive_bm25.js";

const split = (text: string): string[] => text.split(" ").filter((word) => word !== "");

const word = fc.constantFrom("a", "b", "c", "d", "e", "f");
const text = fc.array(word, { maxLength: 9 }).map((words) => words.join(" "));
const query = fc
  .array(
    fc.oneof({ weight: 9, arbitrary: word }, { weight: 1, arbitrary: fc.constant("unknown") }),
    {
      maxLength: 5,
    },
  )
  .map((words) => words.join(" "));
const parameters = fc.record({
  variant: fc.constantFrom("lucene" as const, "robertson" as const, "bm25+" as const),
  k1: fc.constantFrom(0, 0.5, 0.9, 1.2, 2),
  b: fc.constantFrom(0, 0.4, 0.75, 1),
  delta: fc.constantFrom(0, 0.5, 1),
});
/** Insertions (also over what is there) and removals, by sequence. */
const operations = fc.array(fc.tuple(fc.nat(9), fc.option(text, { freq: 4, nil: undefined })), {
  maxLength: 24,
});

function apply(
  index: Bm25Index,
  passages: Map<number, string>,
  done: readonly (readonly [number, string | undefined])[],
): void {
  for (const [sequence, content] of done) {
    if (content === undefined) {
      expect(index.remove(sequence)).toBe(passages.delete(sequence));
    } else {
      index.add(sequence, content);
      passages.set(sequence, content);
    }
  }
}

function pairs({ sequences, scores }: Bm25Ranking): [number, number][] {
  return Array.from(sequences, (sequence, i) => [sequence, scores[i]!]);
}

/** A collection with a few frequent and many rare words, long and short passages. */
function largeTexts(count: number, seed: number): string[] {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, () =>
    Array.from(
      { length: 3 + Math.floor(random() ** 4 * 120) },
      () => `w${Math.floor(random() ** 5 * 900)}`,
    ).join(" "),
  );
}

const runs = { seed: PROPERTY_SEED, numRuns: propertyRuns(2000, 10_000) };

describe("Bm25Index", () => {
  it("gives the scores of the formulas, of every variant, whatever was added and removed", () => {
    fc.assert(
      fc.property(operations, query, parameters, (done, asked, options) => {
        const index = new Bm25Index({ analyzer: split, ...options });
        const passages = new Map<number, string>();
        apply(index, passages, done);
        const terms = new Map([...passages].map(([sequence, t]) => [sequence, split(t)]));
        const expected = naiveBm25(terms, split(asked), options);
        const found = new Map(pairs(index.search(asked, 100)));
        expect(found.size).toBe(expected.filter(({ score }) => score > 0).length);
        for (const { sequence, score, weight } of expected) {
          // Float32: 6e-8 of the weight for each operation, of which there are fewer than ten.
          expect(Math.abs((found.get(sequence) ?? 0) - score)).toBeLessThan(1e-6 * (1 + weight));
        }
      }),
      runs,
    );
  });

  it("equals an index built afresh, bit by bit", () => {
    fc.assert(
      fc.property(operations, operations, query, parameters, (done, later, asked, options) => {
        const index = new Bm25Index({ analyzer: split, ...options });
        const passages = new Map<number, string>();
        apply(index, passages, done);
        // A search in between makes a segment of what is pending.
        index.search(asked, 3);
        apply(index, passages, later);
        const fresh = new Bm25Index({ analyzer: split, ...options });
        for (const [sequence, t] of passages) fresh.add(sequence, t);
        expect(index.size).toBe(passages.size);
        expect(index.search(asked, 100)).toEqual(fresh.search(asked, 100));
      }),
      runs,
    );
  });

  it("gives the first k of the full ranking, score descending, then sequence ascending", () => {
    fc.assert(
      fc.property(
        operations,
        query,
        parameters,
        fc.integer({ min: 1, max: 12 }),
        (done, asked, options, k) => {
          const index = new Bm25Index({ analyzer: split, ...options });
          apply(index, new Map(), done);
          const all = pairs(index.search(asked, 100));
          expect(all).toEqual(all.toSorted((a, b) => b[1] - a[1] || a[0] - b[0]));
          expect(pairs(index.search(asked, k))).toEqual(all.slice(0, k));
          const allowed = createBitmap(10);
          for (const sequence of [1, 2, 5, 7]) setBit(allowed, sequence);
          expect(pairs(index.search(asked, k, { allowed }))).toEqual(
            all.filter(([sequence]) => [1, 2, 5, 7].includes(sequence)).slice(0, k),
          );
        },
      ),
      runs,
    );
  });

  it("explains a score by shares that add up to it", () => {
    fc.assert(
      fc.property(operations, query, parameters, (done, asked, options) => {
        const index = new Bm25Index({ analyzer: split, ...options });
        const passages = new Map<number, string>();
        apply(index, passages, done);
        for (const [sequence, score] of pairs(index.search(asked, 100))) {
          const terms = index.explain(asked, sequence);
          const sum = terms.reduce((total, term) => total + term.score, 0);
          // The score is the sum in double precision, rounded to float32 once.
          expect(Math.abs(Math.fround(sum) - score)).toBeLessThanOrEqual(1.2e-7 * score);
          const words = split(passages.get(sequence)!);
          for (const { term, frequency, queryCount, documentFrequency } of terms) {
            expect(frequency).toBe(words.filter((w) => w === term).length);
            expect(queryCount).toBe(split(asked).filter((w) => w === term).length);
            expect(documentFrequency).toBe(
              [...passages.values()].filter((t) => split(t).includes(term)).length,
            );
          }
        }
      }),
      runs,
    );
  });

  it.each(["lucene", "robertson", "bm25+"] as const)(
    "skips nothing that ranks among 20,000 passages in many segments (%s)",
    async (variant) => {
      const texts = largeTexts(20_000, 7);
      const index = new Bm25Index({ analyzer: split, variant });
      await index.addAll(texts.map((t, sequence) => ({ sequence, text: t })));
      for (let sequence = 0; sequence < texts.length; sequence += 9) index.remove(sequence);
      const queries = [
        "w0",
        "w1 w2 w300",
        "w0 w0 w3 w899 w45 w7",
        "w700",
        "w880 w881 w882",
        "none",
      ];
      for (const asked of queries) {
        const all = pairs(index.search(asked, texts.length));
        for (const k of [1, 10, 100, 1000]) {
          expect(pairs(index.search(asked, k)), `${asked}, k = ${k}`).toEqual(all.slice(0, k));
        }
        expect(all.every(([sequence]) => sequence % 9 !== 0)).toBe(true);
      }
      const kept = new Map(
        texts.flatMap((t, sequence) => (sequence % 9 === 0 ? [] : [[sequence, split(t)] as const])),
      );
      const expected = naiveBm25(kept, ["w1", "w300"], index.parameters);
      const found = new Map(pairs(index.search("w1 w300", texts.length)));
      expect(found.size).toBe(expected.length);
      const worst = Math.max(
        ...expected.map(
          ({ sequence, score, weight }) => Math.abs(found.get(sequence)! - score) / weight,
        ),
      );
      expect(worst).toBeLessThan(1e-6);
    },
  );

  it("counts frequencies past what a posting's byte holds", () => {
    const index = new Bm25Index({ analyzer: split });
    index.add(0, "a ".repeat(70_000));
    index.add(1, `${"a ".repeat(255)}b`);
    index.add(2, `${"a ".repeat(256)}b`);
    const frequencies = [0, 1, 2].map((sequence) => index.explain("a", sequence)[0]!.frequency);
    expect(frequencies).toEqual([70_000, 255, 256]);
    expect(index.search("a", 3).sequences).toHaveLength(3);
  });

  it("says what it has, and explains nothing by a passage that it lacks", () => {
    const index = new Bm25Index({ analyzer: split });
    index.add(3, "a");
    expect([0, 3, 4].map((sequence) => index.has(sequence))).toEqual([false, true, false]);
    expect(() => index.has(-1)).toThrowError(/`sequence`/);
    expect(index.explain("a", 3)).toHaveLength(1);
    expect(index.explain("a", 4)).toEqual([]);
    index.remove(3);
    expect(index.has(3)).toBe(false);
    expect(index.explain("a", 3)).toEqual([]);
  });

  it("takes a passage whose score is 0, or rounds to it, for no hit", () => {
    const index = new Bm25Index({ analyzer: split, variant: "robertson", k1: 1e60 });
    ["a b", "b", "b c", "c"].forEach((content, sequence) => index.add(sequence, content));
    expect(index.explain("a", 0)).toMatchObject([{ score: 0 }]);
    expect(index.explain("a", 0)[0]!.idf).toBeGreaterThan(0);
    expect(index.search("a", 9).sequences).toHaveLength(0);
  });

  it("takes any sequence of 32 bits, and refuses others", () => {
    const index = new Bm25Index();
    index.add(2 ** 32 - 1, "cat");
    expect([...index.search("cat", 1).sequences]).toEqual([2 ** 32 - 1]);
    for (const sequence of [-1, 0.5, 2 ** 32, Number.NaN]) {
      expect(() => index.add(sequence, "cat")).toThrowError(/`sequence`/);
    }
  });

  it("finds words that are names of Object's own", () => {
    const index = new Bm25Index({ analyzer: split });
    index.add(0, "__proto__ constructor");
    index.add(1, "toString");
    expect([...index.search("__proto__", 9).sequences]).toEqual([0]);
    expect([...index.search("constructor toString", 9).sequences]).toHaveLength(2);
    expect([...index.search("hasOwnProperty", 9).sequences]).toEqual([]);
  });

  it("leaves the event loop free while it adds, and stops when the signal fires", async () => {
    const texts = largeTexts(30_000, 3);
    const index = new Bm25Index({ analyzer: split });
    const controller = new AbortController();
    let ticks = 0;
    const timer = setInterval(() => {
      ticks++;
      if (ticks === 5) controller.abort();
    }, 1);
    const adding = index.addAll(
      texts.map((t, sequence) => ({ sequence, text: t })),
      { signal: controller.signal },
    );
    await expect(adding).rejects.toThrowError(AbortedError);
    clearInterval(timer);
    expect(ticks).toBeGreaterThanOrEqual(5);
    expect(index.size).toBeGreaterThan(0);
    expect(index.size).toBeLessThan(30_000);
    await expect(index.searchAsync("w1", 3, { signal: AbortSignal.abort() })).rejects.toThrowError(
      AbortedError,
    );
    // What was added stays, and counts.
    expect(index.search("w0", 1).sequences).toHaveLength(1);
  });

  it("keeps few segments, whether passages come one by one or many at a time", async () => {
    const one = new Bm25Index({ analyzer: split });
    const many = new Bm25Index({ analyzer: split });
    const entries = Array.from({ length: 5000 }, (_, sequence) => ({ sequence, text: "a b" }));
    for (const { sequence, text: own } of entries) one.add(sequence, own);
    // 1,024 at a time, merged as soon as there are two of a size: 4,096 and the rest.
    expect(one.toSnapshot().segments.map(({ sequences }) => sequences.length)).toEqual([4096, 904]);
    const pauses = await pausesOf(() => many.addAll(entries));
    expect(many.toSnapshot().segments.map(({ sequences }) => sequences.length)).toEqual([5000]);
    // Before each passage's turn, and in the merge.
    expect(pauses).toBeGreaterThan(5000);
    expect(await pausesOf(() => many.addAll(entries), false)).toBe(0);
  });

  it("gives way before each of many searches that begin together", async () => {
    const index = new Bm25Index();
    await index.addAll(Array.from({ length: 50 }, (_, sequence) => ({ sequence, text: "w1" })));
    let turn = 0;
    const state = { ended: false };
    const tick = (): void => {
      turn += 1;
      if (!state.ended) setImmediate(tick);
    };
    tick();
    const turns: number[] = [];
    const scan = vi.spyOn(SegmentSearch.prototype, "search").mockImplementation(() => {
      turns.push(turn);
    });
    try {
      await pausesOf(() =>
        Promise.all(Array.from({ length: 20 }, () => index.searchAsync("w1", 3))),
      );
    } finally {
      scan.mockRestore();
      state.ended = true;
    }
    // Each in a turn of the event loop of its own.
    expect(turns).toHaveLength(20);
    expect(new Set(turns).size).toBe(20);
  });

  it("gives the same from searchAsync, also with additions and removals meanwhile", async () => {
    const texts = largeTexts(3000, 5);
    const index = new Bm25Index({ analyzer: split });
    texts.forEach((t, sequence) => index.add(sequence, t));
    const before = index.search("w1 w2", 20);
    const searching = index.searchAsync("w1 w2", 20);
    index.add(5000, "w1 w2 w1 w2 only");
    expect(await searching).toEqual(before);
    expect([...index.search("only", 1).sequences]).toEqual([5000]);
  });

  it("scores the other segments as before where one is emptied during a search", async () => {
    const index = new Bm25Index({ analyzer: split });
    // In three segments: a search makes one of what is pending, and sizes that halve are not merged.
    const parts = [["a b", "b", "c b", "a"], ["b c", "b"], ["a c b b"]];
    let next = 0;
    for (const part of parts) {
      for (const t of part) index.add(next++, t);
      index.search("a", 1);
    }
    expect(index.toSnapshot().segments).toHaveLength(3);
    const before = pairs(index.search("a b", 9));
    expect(before).toHaveLength(7);
    const found: Bm25Ranking[] = [];
    await pausesOf(async () => {
      const searching = index.searchAsync("a b", 9);
      for (const sequence of [0, 1, 2, 3]) index.remove(sequence);
      found.push(await searching);
    });
    expect(pairs(found[0]!)).toEqual(before.filter(([sequence]) => sequence > 3));
  });

  it.each<[Bm25IndexOptions, RegExp]>([
    [{ k1: -1 }, /`k1`/],
    [{ k1: Number.NaN }, /`k1`/],
    [{ b: 1.1 }, /`b`/],
    [{ delta: Infinity }, /`delta`/],
    [{ variant: "okapi" as "lucene" }, /`variant`/],
  ])("refuses %j", (options, message) => {
    expect(() => new Bm25Index(options)).toThrowError(message);
  });

  it("refuses a text or query that is no string, and k = 0", () => {
    const index = new Bm25Index();
    expect(() => index.add(0, 3 as unknown as string)).toThrowError(/`text`/);
    expect(() => index.search(3 as unknown as string, 1)).toThrowError(/`query`/);
    expect(() => index.search("a", 0)).toThrowError(/`k`/);
    expect(() => index.search("a", 1.5)).toThrowError(/`k`/);
    const signal = AbortSignal.abort();
    expect(() => index.search("a", 1, { signal })).toThrowError(AbortedError);
  });
});
