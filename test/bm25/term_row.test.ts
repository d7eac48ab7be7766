import { describe, expect, it } from "vitest";

import { Bm25Index } from "../../src/bm25/inverted_index.js";
import { Dictionary } from "../../src/bm25/dictionary.js";
import { weighTerms } from "../../src/bm25/query_terms.js";
import { Scorer } from "../../src/bm25/scorer.js";
import { SegmentSet } from "../../src/bm25/segment_set.js";

const analyzer = (text: string): string[] => text.split(" ").filter((word) => word !== "");

/** An index of these texts in one segment, numbered from `first`. */
async function indexOf(texts: readonly string[], first = 0): Promise<Bm25Index> {
  const index = new Bm25Index({ analyzer });
  await index.addAll(texts.map((text, i) => ({ sequence: first + i, text })));
  return index;
}

function pairs(index: Bm25Index, query: string): [number, number][] {
  const { sequences, scores } = index.search(query, index.size);
  return Array.from(sequences, (sequence, i) => [sequence, scores[i]!]);
}

describe("a term of few passages in the largest segment", () => {
  it("is found in the passages that hold it, at both ends of every window", async () => {
    const WINDOW = 4096;
    const count = 65_536;
    const places: number[] = [];
    for (let from = 0; from < count; from += WINDOW) places.push(from, from + WINDOW - 1);
    const texts = Array.from({ length: count }, () => "a");
    // Terms get their numbers as they come: the postings of one follow those of the one before.
    for (const place of places) texts[place] = `a end r${place}`;
    // A second term with windows, whose postings do not follow those of the first.
    for (let i = 100; i < count; i += 150) texts[i] += " b";
    const index = await indexOf(texts);
    for (const place of places) {
      expect([...index.search(`r${place}`, 9).sequences]).toEqual([place]);
    }
    expect([...index.search("end", 99).sequences]).toEqual(places);
    const all = index.search("a", count).sequences;
    expect(all.toSorted()).toEqual(Uint32Array.from({ length: count }, (_, i) => i));
  });
});

describe("scores kept in tables", () => {
  const short = Array.from({ length: 600 }, (_, i) => `a s${i}`);
  const long = Array.from({ length: 2000 }, (_, i) => `a${" x".repeat(60 + (i % 40))}`);

  it("are those without a table, however often a passage holds the term", async () => {
    const times = [2, 3, 4, 5, 255, 256, 257, 1000];
    const index = await indexOf([...short, ...times.map((count) => "a ".repeat(count)), "b"]);
    const found = pairs(index, "a");
    expect(found).toHaveLength(short.length + times.length);
    for (const [sequence, score] of found) {
      const [term] = index.explain("a", sequence);
      expect(term).toMatchObject({ frequency: times[sequence - short.length] ?? 1, score });
    }
    // Beside another term, so that both roads are taken.
    expect(pairs(index, "b a").slice(1)).toEqual(found);
  });

  it("are those of the present lengths, where the lengths alone have changed", async () => {
    const index = await indexOf(short);
    index.search("a", 1);
    // As many passages as before, all with the term, but longer on average.
    const changed = [...short];
    for (let i = 0; i < 50; i++) {
      changed[i] = `a${" y".repeat(80)}`;
      index.add(i, changed[i]!);
    }
    expect(pairs(index, "a")).toEqual(pairs(await indexOf(changed), "a"));
  });

  it.each([
    ["short ones first", short, long],
    ["long ones first", long, short],
  ])("are those of each segment's own lengths, %s", async (_, first, second) => {
    const index = await indexOf(first);
    // Not so many that the two are merged, or not so few.
    second.slice(0, 600).forEach((text, i) => index.add(first.length + i, text));
    const whole = await indexOf([...first, ...second.slice(0, 600)]);
    expect(pairs(index, "a")).toEqual(pairs(whole, "a"));
    expect(pairs(index, "a x")).toEqual(pairs(whole, "a x"));
  });
});

describe("the terms of a query", () => {
  it("are those that a passage holds, in the query's order, each once", () => {
    const dictionary = new Dictionary();
    const set = new SegmentSet();
    const numbers = (text: string): Uint32Array =>
      Uint32Array.from(analyzer(text), (word) => dictionary.numberOf(word));
    set.add(0, numbers("a b"));
    set.sealed();
    set.add(1, numbers("b c"));
    set.sealed();
    set.add(2, numbers("gone"));
    set.remove(2);
    const scorer = new Scorer({ variant: "lucene", k1: 1.2, b: 0.75, delta: 0 }, 2, 4);
    const words = ["c", "unknown", "b", "gone", "b"];
    expect(weighTerms(words, dictionary, set.sealed(), scorer)).toEqual([
      {
        text: "c",
        queryCount: 1,
        documentFrequency: 1,
        weight: scorer.weight(1, 1),
        slots: [-1, 1],
      },
      {
        text: "b",
        queryCount: 2,
        documentFrequency: 2,
        weight: scorer.weight(2, 2),
        slots: [1, 0],
      },
    ]);
  });
});
