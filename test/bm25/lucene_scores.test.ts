import { describe, expect, it } from "vitest";

import { Bm25Index } from "../../src/bm25/inverted_index.js";
import { CODE_LENGTHS, encodeLength } from "../../src/bm25/length_code.js";
import { goldenLines, luceneRun } from "./golden.js";

const words = (text: string): string[] => text.split(" ").filter((word) => word !== "");

describe("variant lucene", () => {
  const [{ codes }, { documents }, ...rankings] = goldenLines("scores.jsonl.gz") as [
    { codes: number[] },
    { documents: string[] },
    ...{ query: string; k1: number; b: number; hits: [number, number][] }[],
  ];

  it("has Lucene's one-byte length codes", () => {
    const lengths = Array.from({ length: 3000 }, (_, length) => length);
    for (let length = 3000; length < 2 ** 31 / 3; length *= 3) lengths.push(length);
    expect(lengths.slice(0, codes.length).map(encodeLength)).toEqual(codes);
    // A code stands for the shortest length that has it.
    for (let code = 0; code < 256; code++) {
      const length = CODE_LENGTHS[code]!;
      if (length > 2 ** 31 - 1) continue;
      expect(encodeLength(length)).toBe(code);
      if (length > 0) expect(encodeLength(length - 1)).toBe(code - 1);
    }
  });

  it("gives the float32 scores and the order of Lucene 9.12.1 for five pairs of k1 and b", () => {
    expect(rankings).toHaveLength(60);
    const indexes = new Map<string, Bm25Index>();
    for (const { query, k1, b, hits } of rankings) {
      const key = `${k1} ${b}`;
      let index = indexes.get(key);
      if (index === undefined) {
        index = new Bm25Index({ analyzer: words, k1, b });
        for (const [sequence, text] of documents.entries()) index.add(sequence, text);
        indexes.set(key, index);
      }
      const { sequences, scores } = index.search(query, documents.length);
      // Lucene gives hits of score 0 where k1 and b make none: there are none here.
      expect(Array.from(sequences, (sequence, i) => [sequence, scores[i]!])).toEqual(
        hits.map(([document, score]) => [document, Math.fround(score)]),
      );
    }
  });
});

describe.each(["cranfield", "xquad-en"])("Lucene's run of %s", (name) => {
  const data = luceneRun(name);

  it.skipIf(data === undefined)(
    "has the scores of the default index, and its first ten for every query",
    async () => {
      const { passages, queries, run } = data!;
      const index = new Bm25Index();
      await index.addAll(passages.map(({ text }, sequence) => ({ sequence, text })));
      expect(run.size).toBeGreaterThan(200);
      let worst = 0;
      for (const [query, expected] of run) {
        const { sequences, scores } = index.search(queries.get(query)!, 1000);
        expect(sequences).toHaveLength(expected.length);
        expected.forEach(({ score }, i) => {
          worst = Math.max(worst, Math.abs(scores[i]! - score) / score);
        });
        const found = new Map(
          Array.from(sequences, (sequence, i) => [passages[sequence]!.id, scores[i]!]),
        );
        // The same passages in the same order, but for exact ties, which the run orders by id.
        expect(expected.slice(0, 10).map(({ id }) => found.get(id))).toEqual(
          Array.from(scores.slice(0, 10)),
        );
      }
      // The run's scores have six decimals; 1e-4 was asked for.
      expect(worst).toBeLessThan(1e-5);
    },
  );
});
