import { describe, expect, it } from "vitest";

import { Bm25Index } from "../../src/bm25/inverted_index.js";
import type { SegmentArrays } from "../../src/bm25/segment_arrays.js";
import { SegmentBuilder } from "../../src/bm25/segment_builder.js";
import { SegmentSet } from "../../src/bm25/segment_set.js";
import { Pause } from "../../src/pause.js";
import { runToEnd } from "../../src/steps.js";

/** Pauses at every step of a long merge, and does something in each pause. */
class Interrupted extends Pause {
  pauses = 0;

  constructor(private readonly between: (pause: number) => void) {
    super();
  }

  override due(): boolean {
    return true;
  }

  override async take(): Promise<void> {
    await Promise.resolve();
    this.between(this.pauses++);
  }
}

/** More passages than are merged at once. */
const PASSAGES = 20_000;

function large(): SegmentSet {
  const set = new SegmentSet();
  for (let i = 0; i < PASSAGES; i++) set.add(i, Uint32Array.of(i % 7, 7 + (i % 11)));
  return set;
}

function livePassages(set: SegmentSet): number[] {
  return runToEnd(set.toArrays())
    .flatMap(({ sequences }) => [...sequences])
    .toSorted((a, b) => a - b);
}

/** A bitmap of one passage. */
function only(sequence: number): Uint8Array {
  const bitmap = new Uint8Array((sequence >> 3) + 1);
  bitmap[sequence >> 3] = 1 << (sequence & 7);
  return bitmap;
}

describe("segments merged at once", () => {
  /** Segments of these sizes, one after the other. */
  function ofSizes(sizes: readonly number[]): SegmentSet {
    const set = new SegmentSet();
    let next = 0;
    for (const size of sizes) {
      for (let i = 0; i < size; i++) set.add(next++, Uint32Array.of(next % 5));
      set.sealed();
    }
    return set;
  }

  it.each([
    [
      [4, 2, 1],
      [4, 2, 1],
    ],
    [[4, 2, 1, 1], [8]],
    [
      [9, 2, 2],
      [9, 4],
    ],
    [
      [9, 4, 2, 2],
      [9, 8],
    ],
    [[1], [1]],
    [[], []],
  ])("are those no larger than all smaller ones together: %j become %j", (sizes, merged) => {
    const set = ofSizes(sizes);
    set.maintain();
    expect(set.sealed().map((segment) => segment.liveCount)).toEqual(merged);
    const count = sizes.reduce((sum, size) => sum + size, 0);
    expect(livePassages(set)).toEqual(Array.from({ length: count }, (_, i) => i));
  });

  it("is one alone as soon as more than a quarter of it is removed", () => {
    const set = ofSizes([100]);
    for (let i = 0; i < 25; i++) set.remove(i * 4);
    set.maintain();
    expect(set.sealed()[0]).toMatchObject({ passageCount: 100, removedCount: 25, liveCount: 75 });
    set.remove(1);
    set.maintain();
    expect(set.sealed()[0]).toMatchObject({ passageCount: 74, removedCount: 0, liveCount: 74 });
    expect(set.has(1)).toBe(false);
    expect(set.has(2)).toBe(true);
  });

  it("is none where its last passage is removed", () => {
    const set = ofSizes([1, 3]);
    set.remove(0);
    expect(set.sealed().map((segment) => segment.liveCount)).toEqual([3]);
    expect(runToEnd(set.toArrays())).toHaveLength(1);
  });
});

describe("what is done at once, and what is left to be done in slices", () => {
  /** A segment of passages that each hold the terms 0, 1, … */
  function arraysOf(first: number, count: number, terms = 1): SegmentArrays {
    const builder = new SegmentBuilder();
    const own = Uint32Array.from({ length: terms }, (_, term) => term);
    for (let i = 0; i < count; i++) builder.add(first + i, own);
    return builder.build();
  }
  /** A set of segments of so many passages, each of so many terms. */
  const setOf = (counts: readonly number[], terms = 1): SegmentSet => {
    let first = 0;
    const arrays = counts.map((count) => {
      first += count;
      return arraysOf(first - count, count, terms);
    });
    return runToEnd(SegmentSet.fromArrays(arrays));
  };
  const sizes = (set: SegmentSet): number[] => set.sealed().map((segment) => segment.liveCount);

  it("passages become a segment at 1,024 of them, or at 20,000 postings", () => {
    const many = new SegmentSet();
    for (let i = 0; i < 2050; i++) many.add(i, Uint32Array.of(1));
    expect(sizes(many)).toEqual([1024, 1024, 2]);
    const long = new SegmentSet();
    const terms = Uint32Array.from({ length: 1000 }, (_, term) => term);
    for (let i = 0; i < 41; i++) long.add(i, terms);
    expect(sizes(long)).toEqual([20, 20, 1]);
  });

  it.each([
    ["8,192 passages", [4096, 4096], 1, [8192]],
    ["more passages", [4097, 4097], 1, [4097, 4097]],
    ["400,000 postings", [1000, 1000], 200, [2000]],
    ["more postings", [1000, 1000], 201, [1000, 1000]],
  ])("segments are merged at once up to %s", async (_, counts, terms, merged) => {
    const set = setOf(counts, terms);
    set.maintain();
    expect(sizes(set)).toEqual(merged);
    await set.maintainAll(new Pause());
    expect(sizes(set)).toEqual([counts[0]! + counts[1]!]);
  });

  it("segments are merged up to 65,536 passages, whatever time there is", async () => {
    const full = setOf([32_768, 32_768]);
    await full.maintainAll(new Pause());
    expect(sizes(full)).toEqual([65_536]);
    const more = setOf([32_769, 32_769]);
    await more.maintainAll(new Pause());
    expect(sizes(more)).toEqual([32_769, 32_769]);
  });

  it.each([
    ["no more than 8,192 are left", 12_288, 1, true],
    ["more are left", 12_291, 1, false],
    ["it has no more than 400,000 postings", 2000, 200, true],
    ["it has more postings", 2000, 201, false],
  ])(
    "a segment that lost a third is written anew at once where %s",
    async (_, count, terms, anew) => {
      const set = setOf([count], terms);
      const left = count - Math.ceil(count / 3);
      for (let i = 0; i < count; i += 3) set.remove(i);
      set.maintain();
      expect(set.sealed()[0]!.passageCount).toBe(anew ? left : count);
      await set.maintainAll(new Pause());
      expect(set.sealed()[0]!.passageCount).toBe(left);
      expect(set.size).toBe(left);
    },
  );

  it("gives the arrays of what it was made of, and says where each passage is", () => {
    const set = setOf([3, 5, 2], 2);
    expect(runToEnd(set.toArrays())).toEqual([
      arraysOf(0, 3, 2),
      arraysOf(3, 5, 2),
      arraysOf(8, 2, 2),
    ]);
    expect([set.size, set.passagesWithTerms, set.totalLength]).toEqual([10, 10, 20]);
    expect([0, 3, 7, 9, 10].map((sequence) => set.locate(sequence))).toEqual([
      { place: 0, local: 0 },
      { place: 1, local: 0 },
      { place: 1, local: 4 },
      { place: 2, local: 1 },
      undefined,
    ]);
    for (let i = 3; i < 8; i++) expect(set.remove(i)).toBe(true);
    expect(sizes(set)).toEqual([3, 2]);
    expect(set.locate(9)).toEqual({ place: 1, local: 1 });
  });
});

describe("segments merged in slices", () => {
  it("keep all passages and become one", async () => {
    const set = large();
    expect(set.sealed().length).toBeGreaterThan(1);
    await set.maintainAll(new Pause());
    expect(set.sealed()).toHaveLength(1);
    expect(livePassages(set)).toEqual(Array.from({ length: PASSAGES }, (_, i) => i));
  });

  it("leave out what is removed between two slices, and what was removed before", async () => {
    const set = large();
    const removed = new Set<number>();
    const remove = (sequence: number): void => {
      if (removed.has(sequence)) return;
      removed.add(sequence);
      expect(set.remove(sequence)).toBe(true);
    };
    for (let i = 0; i < PASSAGES; i += 9) remove(i);
    const pause = new Interrupted((at) => {
      for (let i = 0; i < 5; i++) remove((at * 131 + i * 2753) % PASSAGES);
    });
    await set.maintainAll(pause);
    expect(pause.pauses).toBeGreaterThan(3);
    const left = Array.from({ length: PASSAGES }, (_, i) => i).filter((i) => !removed.has(i));
    expect(livePassages(set)).toEqual(left);
    expect(set.size).toBe(left.length);
    for (const sequence of removed) expect(set.has(sequence)).toBe(false);
  });

  it("are gone when every passage is removed between two slices", async () => {
    const set = large();
    const pause = new Interrupted((at) => {
      if (at > 0) return;
      for (let i = 0; i < PASSAGES; i++) set.remove(i);
      // Segments that are being read stay until then, but nothing of them is left.
      expect(runToEnd(set.toArrays())).toEqual([]);
    });
    await set.maintainAll(pause);
    expect(pause.pauses).toBeGreaterThan(0);
    expect(set.sealed()).toEqual([]);
    expect(set.size).toBe(0);
    expect(set.totalLength).toBe(0);
  });

  it("take passages that are added, and merged at once, between two slices", async () => {
    const set = large();
    let next = PASSAGES;
    const pause = new Interrupted(() => {
      set.add(next++, Uint32Array.of(1));
      set.maintain();
    });
    await set.maintainAll(pause);
    expect(livePassages(set)).toEqual(Array.from({ length: next }, (_, i) => i));
    expect(set.size).toBe(next);
  });

  it("keep passages that were replaced before, and lose those removed meanwhile", async () => {
    const set = large();
    for (let i = 1; i < PASSAGES; i += 1000) {
      set.remove(i);
      set.add(i, Uint32Array.of(3, 4, 5));
    }
    set.sealed();
    const pause = new Interrupted((at) => {
      // The first of all, and one that was replaced, when both are numbered already.
      if (at === 2) for (const sequence of [0, 1001]) set.remove(sequence);
    });
    await set.maintainAll(pause);
    const left = Array.from({ length: PASSAGES }, (_, i) => i).filter((i) => i !== 0 && i !== 1001);
    expect(livePassages(set)).toEqual(left);
    expect(set.size).toBe(left.length);
  });

  it("are merged another time where the signal fired", async () => {
    const set = large();
    const stopping = new Interrupted(() => {
      throw new Error("no longer");
    });
    await expect(set.maintainAll(stopping)).rejects.toThrow("no longer");
    expect(set.sealed().length).toBeGreaterThan(1);
    await set.maintainAll(new Pause());
    expect(set.sealed()).toHaveLength(1);
    expect(livePassages(set)).toEqual(Array.from({ length: PASSAGES }, (_, i) => i));
  });
});

describe("the statistics of a set", () => {
  it("count passages without a term, but not among those with terms", () => {
    const set = new SegmentSet();
    set.add(0, new Uint32Array(0));
    set.add(1, Uint32Array.of(3, 3, 8));
    set.add(2, Uint32Array.of(3));
    const statistics = () => [set.size, set.passagesWithTerms, set.totalLength];
    expect(statistics()).toEqual([3, 2, 4]);
    // Taken back before it is in a segment, and after.
    expect(set.remove(2)).toBe(true);
    expect(statistics()).toEqual([2, 1, 3]);
    set.sealed();
    expect(set.remove(1)).toBe(true);
    expect(set.remove(1)).toBe(false);
    expect(statistics()).toEqual([1, 0, 0]);
  });
});

describe("a query of hundreds of terms", () => {
  it("ranks as each passage's own score says", () => {
    const index = new Bm25Index();
    const texts = Array.from({ length: 3000 }, (_, i) =>
      Array.from({ length: 12 }, (__, j) => `w${(i * 31 + j * j * 17) % 900}`).join(" "),
    );
    texts.forEach((text, i) => index.add(i, text));
    const query = Array.from({ length: 400 }, (_, i) => `w${i}`).join(" ");
    const all = index.search(query, texts.length);
    const first = index.search(query, 10);
    expect([...first.sequences]).toEqual(Array.from(all.sequences.slice(0, 10)));
    expect([...first.scores]).toEqual(Array.from(all.scores.slice(0, 10)));
    for (const [i, sequence] of first.sequences.entries()) {
      const alone = index.search(query, 1, { allowed: only(sequence) });
      expect(alone.scores[0]).toBe(first.scores[i]);
    }
  });
});
