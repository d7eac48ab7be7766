import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { CODE_LENGTHS, encodeLength } from "../../src/bm25/length_code.js";
import { encodePosting } from "../../src/bm25/posting.js";
import { Scorer, TABLE_SIZE, type Bm25Parameters } from "../../src/bm25/scorer.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

const parameters = fc.record<Bm25Parameters>({
  variant: fc.constantFrom("lucene", "robertson", "bm25+"),
  k1: fc.constantFrom(0, 0.5, 0.9, 1.2, 2),
  b: fc.constantFrom(0, 0.4, 0.75, 1),
  delta: fc.constantFrom(0, 0.5, 1),
});
/** N, and terms of all passages together: at least one each. */
const sizes = fc.tuple(
  fc.integer({ min: 1, max: 1e6 }),
  fc.double({ min: 1, max: 500, noNaN: true }),
);
const frequencies = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 255 }));
const lengths = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 1e5 }));
const weights = fc.double({ min: 0.01, max: 20, noNaN: true }).map(Math.fround);
const runs = { seed: PROPERTY_SEED, numRuns: propertyRuns(500, 10_000) };

const scorerOf = (given: Bm25Parameters, [passages, average]: [number, number]): Scorer =>
  new Scorer(given, passages, passages * average);

describe("the bound of a frequency and a length code", () => {
  it("is the score of the code's shortest length, so at least that of every other", () => {
    fc.assert(
      fc.property(
        parameters,
        sizes,
        weights,
        frequencies,
        lengths,
        (given, size, weight, frequency, length) => {
          const scorer = scorerOf(given, size);
          const code = encodeLength(length);
          const bound = scorer.boundOf(weight, scorer.unitBound(encodePosting(frequency, code)));
          const best = scorer.score(weight, frequency, CODE_LENGTHS[code]!, code);
          // The score is float32; 6e-8 of it for each of the few operations.
          expect(Math.abs(bound - best)).toBeLessThanOrEqual(5e-7 * best);
          const score = scorer.score(weight, frequency, length, code);
          expect(score).toBeLessThanOrEqual(bound * (1 + 5e-7));
        },
      ),
      runs,
    );
  });

  it("of frequency 0 is what no frequency exceeds: the weight, with bm25+ times delta + k1 + 1", () => {
    fc.assert(
      fc.property(parameters, sizes, weights, lengths, (given, size, weight, length) => {
        const scorer = scorerOf(given, size);
        const code = encodeLength(length);
        const factor = given.variant === "bm25+" ? given.delta + given.k1 + 1 : 1;
        const bound = scorer.boundOf(weight, scorer.unitBound(encodePosting(256, code)));
        expect(bound).toBeCloseTo(weight * factor, 9);
        expect(scorer.greatestScore(weight)).toBe(bound);
        for (const frequency of [1, 256, 1e6]) {
          const score = scorer.score(weight, frequency, length, code);
          expect(score).toBeLessThanOrEqual(bound * (1 + 5e-7));
        }
      }),
      runs,
    );
  });
});

describe("a table of scores", () => {
  it("holds those of frequencies 1 to 3 and the codes asked for, and leaves the others", () => {
    fc.assert(
      fc.property(
        parameters,
        sizes,
        weights,
        fc.tuple(lengths, lengths),
        (given, size, weight, two) => {
          const scorer = scorerOf({ ...given, variant: "lucene" }, size);
          const [from, to] = two.map(encodeLength).toSorted((a, b) => a - b) as [number, number];
          const table = new Float32Array(TABLE_SIZE).fill(-1);
          scorer.fillTable(weight, from, to, table);
          const wanted = new Float32Array(4 * 256).fill(-1);
          for (const frequency of [1, 2, 3]) {
            for (let code = from; code <= to; code++) {
              const score = scorer.score(weight, frequency, CODE_LENGTHS[code]!, code);
              wanted[frequency * 256 + code] = score;
            }
          }
          expect(table).toEqual(wanted);
        },
      ),
      { ...runs, numRuns: propertyRuns(50, 1000) },
    );
  });

  it("is for variant lucene alone, whose payloads hold the lengths that it scores by", () => {
    const tables = (["lucene", "robertson", "bm25+"] as const).map(
      (variant) => new Scorer({ variant, k1: 1, b: 1, delta: 1 }, 1, 1).hasTables,
    );
    expect(tables).toEqual([true, false, false]);
  });
});
