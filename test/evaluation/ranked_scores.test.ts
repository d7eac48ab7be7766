import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { trecOrder } from "../../src/evaluation/metrics/trec_order.js";
import { formatScore } from "../../src/evaluation/files/write_run.js";
import { rankedScores } from "../../src/evaluation/ranked_scores.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

const ranking = fc
  .array(
    fc.oneof(fc.integer({ min: -3, max: 3 }), fc.float({ noNaN: true, noDefaultInfinity: true })),
    {
      maxLength: 40,
    },
  )
  .map((scores) =>
    scores.toSorted((a, b) => b - a).map((score, i) => ({ id: `p${(i * 7) % 41}`, score })),
  )
  // Below the lowest float32 there is no place left.
  .filter((hits) => hits.every(({ score }) => score > -1e38));

describe("rankedScores", () => {
  it("keep the order in which hits were returned, written to a file and read back", () => {
    fc.assert(
      fc.property(ranking, (hits) => {
        const written = [...rankedScores(hits)].map(
          ([id, score]) => [id, Number(formatScore(score))] as const,
        );
        expect(trecOrder(new Map(written))).toEqual(hits.map(({ id }) => id));
      }),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(300, 10_000) },
    );
  });

  it("leave scores as they are where none are equal", () => {
    const hits = [
      { id: "a", score: 2.5 },
      { id: "b", score: 0 },
      { id: "c", score: -1 },
    ];
    expect([...rankedScores(hits).values()]).toEqual([2.5, 0, -1]);
  });

  it("make of equal scores the next float32 below, across zero too", () => {
    const of = (...scores: number[]): number[] => [
      ...rankedScores(scores.map((score, i) => ({ id: String(i), score }))).values(),
    ];
    expect(of(1, 1, 1)).toEqual([1, 1 - 2 ** -24, 1 - 2 ** -23]);
    expect(of(-1, -1)).toEqual([-1, -1 - 2 ** -23]);
    expect(of(0, 0, -0)).toEqual([0, -(2 ** -149), -(2 ** -148)]);
    expect(of(2 ** -149, 2 ** -149, 0)).toEqual([2 ** -149, 0, -(2 ** -149)]);
  });

  it("let no tie move a hit above one that was better", () => {
    // The second tie falls to the place of the third hit, which moves on.
    const below = 1 - 2 ** -24;
    expect([
      ...rankedScores([
        { id: "a", score: 1 },
        { id: "b", score: 1 },
        { id: "c", score: below },
      ]).values(),
    ]).toEqual([1, below, 1 - 2 ** -23]);
  });
});
