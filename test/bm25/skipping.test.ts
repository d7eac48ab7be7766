import { describe, expect, it } from "vitest";

import type { Bm25Variant } from "../../src/bm25/scoring.js";
import { Bm25Index } from "../../src/bm25/inverted_index.js";

const analyzer = (text: string): string[] => text.split(" ").filter((word) => word !== "");

/** Passages of a window, and of three. */
const WINDOW = 4096;
const COUNT = 3 * WINDOW;
const LAST = COUNT - 1;
/** Times that `common` stands in a passage: in half of them, up to more than a posting holds. */
const TIMES = [1, 0, 2, 0, 3, 0, 4, 0, 255, 0, 256, 0, 300, 0];

/**
 * Passages of which every `step`-th holds `rare`, and every other one of those `other` as well. In the
 * last one no `common` stands; it holds `next`, the term whose postings follow those of `common`. Its window
 * is looked at last: the others have a better passage each.
 */
async function indexOf(variant: Bm25Variant, step: number): Promise<Bm25Index> {
  const index = new Bm25Index({ analyzer, variant });
  const entries = Array.from({ length: LAST }, (_, sequence) => {
    if (sequence === 0) return { sequence, text: "common" };
    if (sequence % WINDOW === 10 && sequence < 2 * WINDOW) {
      return { sequence, text: "rare rare rare rare other other other" };
    }
    const common = "common ".repeat(TIMES[sequence % TIMES.length]!);
    const rare = sequence % step === 0 ? " rare" : "";
    const other = sequence % (2 * step) === 0 ? " other" : "";
    return { sequence, text: `${common}${rare}${other}${" filler".repeat(sequence % 5)}` };
  });
  await index.addAll([
    entries[0]!,
    { sequence: LAST, text: "next rare rare rare other other" },
    ...entries.slice(1),
  ]);
  return index;
}

/** Those of `ks` for which a search does not give the first of the whole ranking, each once. */
function wrongFirst(index: Bm25Index, query: string, ks: readonly number[]): number[] {
  const pairsOf = (k: number): string[] => {
    const { sequences, scores } = index.search(query, k);
    return Array.from(sequences, (sequence, i) => `${sequence} ${scores[i]}`);
  };
  const all = pairsOf(index.size);
  if (new Set(all).size !== all.length) return [index.size];
  return ks.filter((k) => pairsOf(k).join() !== all.slice(0, k).join());
}

describe.each(["lucene", "robertson", "bm25+"] as const)(
  "a search of the k best (%s)",
  (variant) => {
    it.each([
      ["many", 13],
      ["some", 61],
      ["few", 199],
    ])("gives the first k of all where terms wait for %s candidates", async (_, step) => {
      const index = await indexOf(variant, step);
      for (const query of ["rare common", "rare other common", "common rare filler other"]) {
        const all = index.search(query, COUNT);
        expect([...all.sequences.subarray(0, 600)]).toContain(LAST);
        expect(wrongFirst(index, query, [1, 5, 20, 100, 150, 600])).toEqual([]);
      }
    });

    it.each([
      ["low", "middle", "high"],
      ["low", "high", "middle"],
      ["middle", "low", "high"],
      ["middle", "high", "low"],
      ["high", "low", "middle"],
      ["high", "middle", "low"],
    ] as const)("misses no window of passages: %s, %s, %s", async (...kinds) => {
      const index = await windowsOf(kinds);
      expect(wrongFirst(index, "x", [10, 50, 100, 200])).toEqual([]);
      expect(wrongFirst(index, "x y", [10, 50, 100, 200])).toEqual([]);
    });

    it("misses no window of passages in the first search of all", async () => {
      const kinds = ["low", "high", "upper", "middle"] as const;
      const all = (await windowsOf(kinds)).search("x", 4 * COUNT);
      const found = (await windowsOf(kinds)).search("x", 10);
      expect([...found.sequences]).toEqual([...all.sequences.subarray(0, 10)]);
    });

    /** An index of a window of passages for each kind: how much `x` scores there at best. */
    async function windowsOf(
      kinds: readonly ("low" | "middle" | "upper" | "high")[],
    ): Promise<Bm25Index> {
      const texts = {
        low: `x${" y".repeat(200)}`,
        middle: "x y y y",
        upper: "x x y",
        high: "x x x x",
      };
      const index = new Bm25Index({ analyzer, variant });
      await index.addAll(
        kinds.flatMap((kind, window) =>
          Array.from({ length: WINDOW }, (_, i) => ({
            sequence: window * WINDOW + i,
            text: i % 50 === 0 ? texts[kind] : "y z",
          })),
        ),
      );
      return index;
    }

    it("misses no term of a long query of which nearly all wait", async () => {
      const terms = Array.from({ length: 60 }, (_, i) => `c${i}`);
      const index = new Bm25Index({ analyzer, variant });
      await index.addAll(
        Array.from({ length: 2 * WINDOW }, (_, sequence) => {
          const own = terms.filter((__, i) => (sequence * (i + 7)) % 11 < 4);
          const rare = sequence % 9 === 0 ? "rare" : "filler";
          return { sequence, text: `${rare} ${own.join(" ")}` };
        }),
      );
      expect(wrongFirst(index, `${"rare ".repeat(300)}${terms.join(" ")}`, [1, 10, 100])).toEqual(
        [],
      );
    });

    it("takes the oldest of many with one score, wherever they are looked at", async () => {
      const index = new Bm25Index({ analyzer, variant });
      const entries = (first: number, count: number, text: string) =>
        Array.from({ length: count }, (_, i) => ({ sequence: first + i, text }));
      await index.addAll([...entries(10_000, 5000, "x y"), ...entries(30_000, 6000, "z z")]);
      // A segment of its own, looked at last.
      for (const { sequence, text } of entries(0, 600, "x y")) index.add(sequence, text);
      for (const k of [1, 10, 700]) {
        const { sequences } = index.search("x", k);
        const wanted = Array.from({ length: k }, (_, i) => (i < 600 ? i : 10_000 + i - 600));
        expect([...sequences]).toEqual(wanted);
      }
    });

    it("gives all passages of full windows where all are wanted", async () => {
      const index = new Bm25Index({ analyzer, variant });
      await index.addAll(
        Array.from({ length: 5 * WINDOW }, (_, sequence) => ({
          sequence,
          text: sequence < 2 * WINDOW ? "x y".slice(sequence % 2) : "z",
        })),
      );
      const { sequences } = index.search("x y", 5 * WINDOW);
      expect([...sequences].toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 2 * WINDOW }, (_, i) => i),
      );
    });
  },
);
