import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  reciprocalRankFusion,
  weightedSum,
  type FusedEntry,
  type FusionEntry,
} from "../../src/ranking/fusion.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

const entry = (sequence: number, score: number): FusionEntry => ({
  id: `p${sequence}`,
  sequence,
  score,
});

/** Two or three lists over ten passages, best first, with many ties, and a weight for each. */
const listsAndWeights = fc
  .array(
    fc.uniqueArray(fc.nat(9), { maxLength: 10 }).chain((sequences) =>
      fc
        .array(fc.integer({ min: -4, max: 4 }), {
          minLength: sequences.length,
          maxLength: sequences.length,
        })
        .map((scores) =>
          sequences
            .map((sequence, i) => entry(sequence, scores[i]!))
            .toSorted((a, b) => b.score - a.score || a.sequence - b.sequence),
        ),
    ),
    { minLength: 2, maxLength: 3 },
  )
  .chain((lists) =>
    fc.tuple(
      fc.constant(lists),
      fc
        .array(fc.integer({ min: 0, max: 8 }), {
          minLength: lists.length,
          maxLength: lists.length,
        })
        .filter((weights) => weights.some((weight) => weight > 0)),
    ),
  );

/** By the rank in the first list in which it differs; to be in a list is better than not to be. */
function byRank(lists: FusionEntry[][], id: string, other: string): number {
  const ranksOf = (wanted: string): number[] =>
    lists.map((list) => list.map((e) => e.id).indexOf(wanted)).map((at) => (at < 0 ? 99 : at));
  const [ranks, others] = [ranksOf(id), ranksOf(other)];
  const l = ranks.findIndex((rank, i) => rank !== others[i]);
  return ranks[l]! - others[l]!;
}

/** The definition, spelled out: score every passage on its own, then sort. */
function byDefinition(
  lists: FusionEntry[][],
  part: (list: FusionEntry[], l: number, at: number) => number,
  partOfEqual: typeof part = () => 0,
): { id: string; score: number }[] {
  const sum = (id: string, of: typeof part): number =>
    lists
      .map((list, l) =>
        of(
          list,
          l,
          list.findIndex((e) => e.id === id),
        ),
      )
      .reduce((total, x) => total + x, 0);
  return [...new Set(lists.flat().map(({ id }) => id))]
    .map((id) => ({ id, score: sum(id, part), second: sum(id, partOfEqual) }))
    .toSorted((a, b) => b.score - a.score || b.second - a.second || byRank(lists, a.id, b.id))
    .map(({ id, score }) => ({ id, score }));
}

/** (s - min) / (max - min) of the entry at a place, 1 where all are equal, 0 where it is not there. */
function minMaxAt(list: FusionEntry[], at: number): number {
  if (at === -1) return 0;
  const scores = list.map(({ score }) => score);
  const [min, max] = [Math.min(...scores), Math.max(...scores)];
  return max === min ? 1 : (scores[at]! - min) / (max - min);
}

function idsAndScores(fused: FusedEntry[]): { id: string; score: number }[] {
  return fused.map(({ id, score }) => ({ id, score }));
}

function z(scores: number[], score: number): number {
  const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
  const variance = scores.reduce((a, b) => a + (b - mean) ** 2, 0) / scores.length;
  return variance === 0 ? 0 : (score - mean) / Math.sqrt(variance);
}

const runs = { seed: PROPERTY_SEED, numRuns: propertyRuns(300, 10_000) };

describe("reciprocalRankFusion", () => {
  it("equals its definition", () => {
    fc.assert(
      fc.property(listsAndWeights, fc.nat(100), ([lists, weights], constant) => {
        const expected = byDefinition(
          lists,
          (_, l, at) => (at === -1 ? 0 : weights[l]! / (constant + at + 1)),
          (list, l, at) => weights[l]! * minMaxAt(list, at),
        );
        expect(idsAndScores(reciprocalRankFusion(lists, { constant, weights }))).toEqual(expected);
      }),
      runs,
    );
  });

  it("gives 1/61 for a first place and 1/(60 + rank) further down", () => {
    const fused = reciprocalRankFusion([[entry(1, 9), entry(2, 8)], [entry(2, 3)]]);
    expect(idsAndScores(fused)).toEqual([
      { id: "p2", score: 1 / 62 + 1 / 61 },
      { id: "p1", score: 1 / 61 },
    ]);
  });

  it("honors a constant of 0", () => {
    const fused = reciprocalRankFusion([[entry(1, 9), entry(2, 8)]], { constant: 0 });
    expect(fused.map(({ score }) => score)).toEqual([1, 0.5]);
  });

  it("keeps rank, score and contribution of every list", () => {
    const [first] = reciprocalRankFusion([[], [entry(2, 3)]], { weights: [1, 2] });
    expect(first!.components).toEqual([undefined, { rank: 1, score: 3, contribution: 2 / 61 }]);
  });

  it("decides between two that changed places by how far apart the lists' scores put them", () => {
    const ids = (...lists: FusionEntry[][]): string[] =>
      reciprocalRankFusion(lists).map(({ id }) => id);
    const near = [entry(7, 9), entry(3, 8), entry(5, 0)];
    const far = [entry(3, 9), entry(7, 2), entry(5, 0)];
    expect(ids(near, far)).toEqual(["p3", "p7", "p5"]);
    expect(ids(far, near)).toEqual(["p3", "p7", "p5"]);
    expect(reciprocalRankFusion([near, far])[0]!.score).toBe(1 / 61 + 1 / 62);
  });

  it("leaves two that changed places in the order of the first list where their scores do not decide", () => {
    const ids = (...lists: FusionEntry[][]): string[] =>
      reciprocalRankFusion(lists).map(({ id }) => id);
    const [one, other] = [
      [entry(7, 2), entry(3, 1)],
      [entry(3, 2), entry(7, 1)],
    ];
    expect(ids(one, other)).toEqual(["p7", "p3"]);
    expect(ids(other, one)).toEqual(["p3", "p7"]);
  });

  it("puts one that only the first list holds before one that only the second holds, at equal ranks", () => {
    const fused = reciprocalRankFusion([[entry(7, 1)], [entry(3, 1)]]);
    expect(fused.map(({ sequence }) => sequence)).toEqual([7, 3]);
    expect(reciprocalRankFusion([[], [entry(7, 1)], [entry(3, 1)]]).map(({ id }) => id)).toEqual([
      "p7",
      "p3",
    ]);
  });

  it("gives the best `limit` entries, the same as without a limit", () => {
    fc.assert(
      fc.property(listsAndWeights, fc.integer({ min: 1, max: 12 }), ([lists, weights], limit) => {
        const all = reciprocalRankFusion(lists, { weights });
        expect(reciprocalRankFusion(lists, { weights, limit })).toEqual(all.slice(0, limit));
        const sum = weightedSum(lists, { weights });
        expect(weightedSum(lists, { weights, limit })).toEqual(sum.slice(0, limit));
      }),
      runs,
    );
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses a limit of %s", (limit) => {
    expect(() => reciprocalRankFusion([[]], { limit })).toThrowError(/`limit`/);
  });

  it("is empty for no lists and for empty lists", () => {
    expect(reciprocalRankFusion([])).toEqual([]);
    expect(reciprocalRankFusion([[], []])).toEqual([]);
    expect(reciprocalRankFusion([], { weights: [] })).toEqual([]);
  });

  it.each([-1, Number.NaN, Infinity])("refuses a constant of %s", (constant) => {
    expect(() => reciprocalRankFusion([[]], { constant })).toThrowError(/`constant`/);
  });
});

describe("weightedSum", () => {
  it("equals its definition with min-max", () => {
    fc.assert(
      fc.property(listsAndWeights, ([lists, weights]) => {
        const expected = byDefinition(lists, (list, l, at) => {
          if (at === -1) return 0;
          const scores = list.map(({ score }) => score);
          const [min, max] = [Math.min(...scores), Math.max(...scores)];
          return weights[l]! * (max === min ? 1 : (scores[at]! - min) / (max - min));
        });
        expect(idsAndScores(weightedSum(lists, { weights }))).toEqual(expected);
      }),
      runs,
    );
  });

  it("equals its definition with z-score", () => {
    fc.assert(
      fc.property(listsAndWeights, ([lists, weights]) => {
        const expected = new Map(
          byDefinition(lists, (list, l, at) => {
            const scores = list.map(({ score }) => score);
            if (scores.length === 0) return 0;
            return weights[l]! * z(scores, at === -1 ? Math.min(...scores) : scores[at]!);
          }).map(({ id, score }) => [id, score]),
        );
        const fused = weightedSum(lists, { weights, normalization: "z-score" });
        expect(fused).toHaveLength(expected.size);
        // 1e-12: sums of at most 30 terms of size 10 in double precision, in another order.
        for (const { id, score } of fused) {
          expect(Math.abs(score - expected.get(id)!)).toBeLessThan(1e-12);
        }
      }),
      runs,
    );
  });

  it("leaves a passage of a one-hit list ahead of passages that list lacks (min-max)", () => {
    const fused = weightedSum([[entry(1, 5), entry(2, 4)], [entry(2, 0.1)]]);
    expect(idsAndScores(fused)).toEqual([
      { id: "p1", score: 1 },
      { id: "p2", score: 1 },
    ]);
  });

  it("refuses an unknown normalization", () => {
    expect(() => weightedSum([[]], { normalization: "constructor" as "min-max" })).toThrowError(
      /"min-max" or "z-score"/,
    );
  });
});

describe("fusion", () => {
  it("matches passages by id: equal texts or scores do not merge", () => {
    const fused = reciprocalRankFusion([[entry(1, 1), entry(2, 1)]]);
    expect(fused).toHaveLength(2);
  });

  it("refuses an id that stands twice in one list", () => {
    expect(() => reciprocalRankFusion([[entry(1, 2), entry(1, 1)]])).toThrowError(/once in a list/);
  });

  it("refuses NaN", () => {
    expect(() => reciprocalRankFusion([[entry(1, Number.NaN)]])).toThrowError(/NaN/);
    expect(() => weightedSum([[entry(1, Number.NaN)]])).toThrowError(/NaN/);
  });

  it("refuses weights that are like an array but none", () => {
    const weights = { length: 2, 0: 1, 1: 1 } as unknown as number[];
    expect(() => reciprocalRankFusion([[], []], { weights })).toThrowError(
      /`weights` to be an array of 2 numbers/,
    );
  });

  it.each([[[1]], [[1, -1]], [[1, Number.NaN]], [[0, 0]], ["11" as unknown as number[]]])(
    "refuses the weights %j for two lists",
    (weights) => {
      expect(() => reciprocalRankFusion([[], []], { weights })).toThrowError(/`weights`/);
      expect(() => weightedSum([[], []], { weights })).toThrowError(/`weights`/);
    },
  );
});
