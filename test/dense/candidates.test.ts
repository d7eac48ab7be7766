import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Candidates, pushScoresOfAll } from "../../src/dense/candidates.js";
import { GROUP_ROWS } from "../../src/dense/int8_bounds.js";
import { REMOVED_ROW } from "../../src/dense/vector_rows.js";
import { bitmapOf } from "../bitmap_of.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

function ranked(candidates: Candidates): number[] {
  return [...candidates.ranked().sequences];
}

describe("Candidates", () => {
  it("keeps what can be among the best k, the highest upper bound first", () => {
    const candidates = new Candidates(2, undefined);
    candidates.pushScores(
      Float32Array.of(5, 1, 4, 3.5, 6),
      0,
      1,
      Uint32Array.of(0, 1, 2, 3, 4),
      0.6,
    );
    // 4.4 and 5.4 are certain: 3 may have 4.1, 2 may have 4.6.
    expect(ranked(candidates)).toEqual([4, 0, 2]);
  });

  it("counts a passage once, by its best row, also across two blocks", () => {
    const candidates = new Candidates(2, undefined);
    candidates.pushScores(Float32Array.of(9, 8), 0, 1, Uint32Array.of(7, 7), 0);
    candidates.pushScores(Float32Array.of(7, 1), 0, 1, Uint32Array.of(7, 3), 0);
    expect(ranked(candidates)).toEqual([7, 3]);
  });

  it("passes over removed rows and passages that are not allowed", () => {
    const candidates = new Candidates(2, bitmapOf([1, 2]));
    candidates.pushScores(Float32Array.of(9, 8, 7), 0, 1, Uint32Array.of(REMOVED_ROW, 3, 2), 0);
    expect(ranked(candidates)).toEqual([2]);
  });

  it("keeps all ties at place k", () => {
    const candidates = new Candidates(1, undefined);
    candidates.pushScores(new Float32Array(3), 0, 1, Uint32Array.of(5, 6, 4), 0);
    expect(ranked(candidates).toSorted((a, b) => a - b)).toEqual([4, 5, 6]);
  });

  it("reads one query's scores out of those of several", () => {
    const candidates = new Candidates(1, undefined);
    candidates.pushScores(Float32Array.of(9, 1, 8, 2), 1, 2, Uint32Array.of(0, 1), 0);
    expect(ranked(candidates)).toEqual([1]);
  });

  it("gives for several queries at once what it gives for each", () => {
    const score = fc.integer({ min: -20, max: 20 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.tuple(fc.nat(9), fc.array(score, { minLength: 4, maxLength: 4 }))),
        (q, k, rows) => {
          const sequences = Uint32Array.from(rows, ([sequence]) => sequence).toSorted();
          const scores = Float32Array.from(rows.flatMap(([, own]) => own.slice(0, q)));
          const groupRows = rows.length % 3 === 0 && rows.length > 0 ? 3 : 1;
          const highest = Float32Array.from({ length: scores.length / groupRows }, (_value, at) => {
            const [group, i] = [Math.floor(at / q), at % q];
            const own = Array.from({ length: groupRows }, (_, row) => {
              return scores[(group * groupRows + row) * q + i]!;
            });
            return Math.max(...own);
          });
          const slacks = Float64Array.from({ length: q }, (_, i) => i);
          const together = Array.from({ length: q }, () => new Candidates(k, bitmapOf([1, 2, 5])));
          pushScoresOfAll(together, { scores, highest, groupRows }, sequences, slacks);
          for (const [i, candidates] of together.entries()) {
            const alone = new Candidates(k, bitmapOf([1, 2, 5]));
            alone.pushScores(scores, i, q, sequences, slacks[i]!);
            expect(candidates.ranked()).toEqual(alone.ranked());
          }
        },
      ),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(300, 5_000) },
    );
  });

  it("finds in groups of bounded rows what it finds when each is pushed alone", () => {
    // Three blocks, so that groups lie across them.
    const [blockRows, n] = [50, 192];
    const row = fc.record({
      score: fc.integer({ min: -30, max: 30 }),
      sequence: fc.oneof(fc.nat(60), fc.constant(REMOVED_ROW)),
      scale: fc.constantFrom(0.25, 0.5, 1),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 3 * blockRows, maxLength: 3 * blockRows }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(undefined, bitmapOf([3, 4, 5, 20, 40, 41])),
        (rows, k, allowed) => {
          const [base, step, error, slack] = [100, 2, 3, 0.5];
          const sequences = Uint32Array.from(rows, ({ sequence }) => sequence).toSorted();
          const blocks = [0, 1, 2].map((block) => ({
            values: new Float32Array(0),
            sequences: sequences.subarray(block * blockRows, (block + 1) * blockRows),
            length: blockRows,
            largestNorm: 1,
          }));
          const scales = Float32Array.from({ length: n }, (_, i) => rows[i]?.scale ?? 0);
          const uppers = scales.map((scale, i) => scale * ((rows[i]?.score ?? 0) + error));
          const highest = Float32Array.from({ length: n / GROUP_ROWS }, (_, group) =>
            Math.max(...uppers.subarray(group * GROUP_ROWS, (group + 1) * GROUP_ROWS)),
          );
          const candidates = new Candidates(k, allowed);
          candidates.pushBounds({ uppers, highest, scales, base, step, error, slack }, blocks);
          const alone = new Candidates(k, allowed);
          for (const [i, { score, scale }] of rows.entries()) {
            const middle = base + step * scale * score;
            alone.pushScore(sequences[i]!, middle, step * scale * error + slack);
          }
          expect(candidates.ranked()).toEqual(alone.ranked());
        },
      ),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(100, 2_000) },
    );
  });

  it("drops what has fallen behind while it grows", () => {
    const n = 100_000;
    const candidates = new Candidates(10, undefined);
    const scores = Float32Array.from({ length: n }, (_, i) => i);
    candidates.pushScores(scores, 0, 1, Uint32Array.from(scores), 0.25);
    expect(ranked(candidates).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, i) => n - 10 + i),
    );
  });

  it("rules out nothing by rows of which nothing is known", () => {
    const candidates = new Candidates(1, undefined);
    candidates.pushUnknown(Uint32Array.of(4, 5));
    candidates.pushScores(Float32Array.of(1), 0, 1, Uint32Array.of(6), 0);
    expect(ranked(candidates).toSorted((a, b) => a - b)).toEqual([4, 5, 6]);
  });
});
