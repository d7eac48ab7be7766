import { describe, expect, it } from "vitest";

import type { Bm25Variant } from "../../src/bm25/scoring.js";
import { Bm25Index } from "../../src/bm25/inverted_index.js";

const analyzer = (text: string): string[] => text.split(" ").filter((word) => word !== "");

/** Two windows of passages. */
const COUNT = 8192;
const LAST = COUNT - 1;
/** Times that `common` stands in a passage: in half of them, up to more than a posting holds. */
const TIMES = [1, 0, 2, 0, 3, 0, 4, 0, 255, 0, 256, 0, 300, 0];

/**
 * Passages of which every `step`-th holds `rare`, and every other one of those `other` as well. In the
 * last one no `common` stands; it holds `next`, the term whose postings follow those of `common`.
 */
async function indexOf(variant: Bm25Variant, step: number): Promise<Bm25Index> {
  const index = new Bm25Index({ analyzer, variant });
  const entries = Array.from({ length: LAST }, (_, sequence) => {
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

describe.each(["lucene", "robertson", "bm25+"] as const)(
  "a search of the k best (%s)",
  (variant) => {
    it.each([
      ["many", 13],
      ["some", 61],
      ["few", 199],
    ])(
      "gives the first k of the whole ranking where terms wait for %s candidates",
      async (_, step) => {
        const index = await indexOf(variant, step);
        for (const query of ["rare common", "rare other common", "common rare filler other"]) {
          const all = index.search(query, COUNT);
          expect(new Set(all.sequences).size).toBe(all.sequences.length);
          expect([...all.sequences.subarray(0, 600)]).toContain(LAST);
          for (const k of [1, 5, 20, 100, 600]) {
            const found = index.search(query, k);
            expect([...found.sequences], `${query}, k = ${k}`).toEqual([
              ...all.sequences.subarray(0, k),
            ]);
            expect([...found.scores]).toEqual([...all.scores.subarray(0, k)]);
          }
        }
      },
    );
  },
);
