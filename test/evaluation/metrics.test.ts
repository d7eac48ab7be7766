import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluation/evaluate.js";
import {
  interpolatedPrecision,
  RECALL_LEVELS,
} from "../../src/evaluation/metrics/interpolated_precision.js";
import { isGrade, judgeRanking } from "../../src/evaluation/metrics/judged_ranking.js";
import { metricKinds, parseMetric, parseMetrics } from "../../src/evaluation/metrics/metric.js";
import { compareUtf8, trecOrder } from "../../src/evaluation/metrics/trec_order.js";
import { pausesOf } from "../pauses_of.js";
import { propertyRuns, PROPERTY_SEED } from "../property_runs.js";
import { mapOf } from "./golden.js";

const parameters = { numRuns: propertyRuns(500, 20_000), seed: PROPERTY_SEED };

// Ids of one letter, grades and scores from few values: many ties, many unjudged.
const ids = fc.constantFrom(...Array.from("abcdefghijkl"));
const judgmentsOf = fc.dictionary(ids, fc.integer({ min: -1, max: 4 }));
const scoresOf = fc.dictionary(ids, fc.constantFrom(-1, 0, 0.5, 1, 1 + 1e-9));

/** The definition, word for word, over a list sorted by plain comparison. */
function ranked(scores: Record<string, number>): string[] {
  return Object.keys(scores).toSorted((a, b) => {
    const difference = Math.fround(scores[b]!) - Math.fround(scores[a]!);
    return difference === 0 ? (a < b ? 1 : -1) : difference;
  });
}

function metric(
  name: string,
  scores: Record<string, number>,
  judgments: Record<string, number>,
  relevantFrom = 1,
): number {
  const ranking = judgeRanking(new Map(Object.entries(scores)), new Map(Object.entries(judgments)));
  return parseMetric(name).compute(ranking, relevantFrom);
}

describe("reciprocal rank with a cut-off", () => {
  it("is 1 / rank of the first relevant passage within the cut-off, else 0", () => {
    fc.assert(
      fc.property(
        scoresOf,
        judgmentsOf,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 3 }),
        (scores, judgments, cutoff, grade) => {
          const first = ranked(scores)
            .slice(0, cutoff)
            .findIndex((id) => (judgments[id] ?? 0) >= grade);
          const own = metric(`mrr@${cutoff}`, scores, judgments, grade);
          expect(own).toBe(first < 0 ? 0 : 1 / (first + 1));
        },
      ),
      parameters,
    );
  });

  it("counts the passage at the cut-off and not the one after it", () => {
    const scores = { a: 3, b: 2, c: 1 };
    expect(metric("mrr@3", scores, { c: 1 })).toBe(1 / 3);
    expect(metric("mrr@2", scores, { c: 1 })).toBe(0);
  });
});

function exponentialGain(grades: number[], cutoff: number): number {
  return grades
    .slice(0, cutoff)
    .reduce((sum, grade, i) => sum + (2 ** Math.max(grade, 0) - 1) / Math.log2(i + 2), 0);
}

describe("nDCG with exponential gain", () => {
  it("is the sum of (2^grade - 1) / log2(rank + 1), over the same of the ideal order", () => {
    fc.assert(
      fc.property(
        scoresOf,
        judgmentsOf,
        fc.integer({ min: 1, max: 12 }),
        (scores, judgments, cutoff) => {
          const ideal = exponentialGain(
            Object.values(judgments).toSorted((a, b) => b - a),
            cutoff,
          );
          const actual = exponentialGain(
            ranked(scores).map((id) => judgments[id] ?? 0),
            cutoff,
          );
          // Sums of at most 12 terms in another order: a few units of the last place.
          const own = metric(`ndcg_exp@${cutoff}`, scores, judgments);
          expect(own).toBeCloseTo(ideal === 0 ? 0 : actual / ideal, 12);
        },
      ),
      parameters,
    );
  });

  it("equals the linear gain where every grade is 0 or 1, and differs above", () => {
    const scores = { a: 3, b: 2, c: 1 };
    const binary = { b: 1, c: 1 };
    expect(metric("ndcg_exp@10", scores, binary)).toBe(metric("ndcg@10", scores, binary));
    const graded = { b: 3, c: 1 };
    expect(metric("ndcg_exp@10", scores, graded)).not.toBe(metric("ndcg@10", scores, graded));
  });
});

describe("judged@k", () => {
  it("is the share of the retrieved passages within k that have a judgment of 0 or more", () => {
    const judgments = { a: 0, b: 2, c: -2 };
    expect(metric("judged@4", { a: 4, x: 3, b: 2, c: 1 }, judgments)).toBe(0.5);
    expect(metric("judged@10", { a: 4, x: 3 }, judgments)).toBe(0.5);
    expect(metric("judged@10", {}, judgments)).toBe(0);
  });
});

describe("interpolated precision", () => {
  it("is given at the eleven recall levels of the classic curve", () => {
    expect(RECALL_LEVELS).toStrictEqual(Array.from({ length: 11 }, (_, i) => i / 10));
  });

  it("is the largest precision at any rank that reaches the level of recall, else 0", () => {
    fc.assert(
      fc.property(
        scoresOf,
        judgmentsOf,
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom(RECALL_LEVELS, [0.5], [0.9, 1], [0]),
        (scores, judgments, grade, levels) => {
          const relevant = Object.values(judgments).filter((one) => one >= grade).length;
          const hits = ranked(scores).map((id) => (judgments[id] ?? 0) >= grade);
          const found = hits.map((_, i) => hits.slice(0, i + 1).filter(Boolean).length);
          const expected = levels.map((level) =>
            Math.max(
              0,
              ...found.map((count, i) =>
                count >= Math.round(level * relevant) ? count / (i + 1) : 0,
              ),
            ),
          );
          const ranking = judgeRanking(
            new Map(Object.entries(scores)),
            new Map(Object.entries(judgments)),
          );
          expect([...interpolatedPrecision(ranking, levels, grade)]).toStrictEqual(expected);
        },
      ),
      parameters,
    );
  });
});

describe("a ranking seen through its judgments", () => {
  it("has the grades in the order of the ranking, and those of all judgments descending", () => {
    const scores = new Map([
      ["a", 1],
      ["b", 3],
      ["x", 2],
      ["c", 0.5],
    ]);
    const judgments = new Map([
      ["a", 0],
      ["b", 1],
      ["c", -3],
      ["d", 2],
    ]);
    expect(judgeRanking(scores, judgments)).toStrictEqual({
      grades: Int16Array.of(1, -1, 0, -1),
      judgments: Int16Array.of(2, 1, 0),
    });
  });

  it("takes grades from -127 to 127", () => {
    expect([-128, -127, 0, 127, 128, 0.5].filter(isGrade)).toStrictEqual([-127, 0, 127]);
  });
});

describe("every metric", () => {
  const names = ["mrr", "ndcg", "ndcg_exp", "recall", "map", "p@5", "success@5", "judged@5"];

  it("is 0 for an empty ranking and for a query without relevant passages", () => {
    for (const name of names) {
      expect(metric(name, {}, { a: 1 })).toBe(0);
    }
    for (const name of names.filter((one) => one !== "judged@5")) {
      expect(metric(name, { a: 1, b: 2 }, { a: 0 })).toBe(0);
    }
  });

  it("lies between 0 and 1, and is 1 for the ideal ranking (but precision)", () => {
    fc.assert(
      fc.property(scoresOf, judgmentsOf, (scores, judgments) => {
        for (const name of names) {
          const value = metric(name, scores, judgments);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
      parameters,
    );
    const ideal = { a: 3, b: 2, c: 1 };
    for (const name of names.filter((one) => one !== "p@5")) {
      expect(metric(name, ideal, { a: 3, b: 2, c: 1 })).toBeCloseTo(1, 12);
    }
  });

  it("is read from its name, from trec_eval's name, and in any case", () => {
    const read = parseMetrics(
      "nDCG@10, RR@10,recip_rank, ,P_5,ndcg_cut.10,AP,map_cut_100,r@1000,precision@5",
    );
    expect(read.map((one) => one.name)).toStrictEqual([
      "ndcg@10",
      "mrr@10",
      "mrr",
      "p@5",
      "map",
      "map@100",
      "recall@1000",
    ]);
  });

  it.each([
    "",
    ",",
    "bleu",
    "ndcg@0",
    "ndcg@-1",
    "ndcg@1.5",
    "p",
    "success",
    "judged",
    "1ndcg@10",
    "ndcg@10x",
    "__proto__",
    "toString",
  ])("refuses the name `%s`", (name) => {
    expect(() => parseMetrics(name)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });
});

describe("the list of metrics", () => {
  it.each([[{} as string[]], [[3] as unknown as string[]]])("refuses %j", (names) => {
    expect(() => parseMetrics(names)).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
  });

  it("says of each kind what it is", () => {
    for (const { help } of Object.values(metricKinds)) expect(help).toMatch(/\w/);
  });
});

describe("the order of a ranking", () => {
  it("compares ids by UTF-8 bytes, beyond the basic plane too", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect(Math.sign(compareUtf8(a, b))).toBe(bytes);
      }),
      parameters,
    );
    expect(compareUtf8("\uFFFF", "\u{10000}")).toBeLessThan(0);
    expect(compareUtf8("\uD7FF", "\uE000")).toBeLessThan(0);
    expect(compareUtf8("\uE000", "\uFFFF")).toBeLessThan(0);
    expect(compareUtf8("a", "ab")).toBeLessThan(0);
  });

  it("treats scores that are one float32 as a tie, and breaks it by id, descending", () => {
    const scores = new Map([
      ["a", 1 + 1e-9],
      ["c", 1],
      ["b", 1],
    ]);
    expect(trecOrder(scores)).toStrictEqual(["c", "b", "a"]);
  });

  it("refuses a score that is not a number", () => {
    expect(() => trecOrder(new Map([["a", Number.NaN]]))).toThrow(/score of a/);
  });
});

describe("evaluate", () => {
  const qrels = mapOf({ one: { a: 1 }, two: { b: 2, a: 0 }, three: { c: 1 } });
  const run = mapOf({ two: { a: 2, b: 1 }, one: { a: 1 }, other: { a: 1 } });

  it("counts a judged query that the run lacks as 0", async () => {
    const result = await evaluate(qrels, run, { metrics: "mrr@10" });
    expect(result.queryIds).toStrictEqual(["one", "two", "three"]);
    expect([...result.values.get("mrr@10")!]).toStrictEqual([1, 0.5, 0]);
    expect(result.means.get("mrr@10")).toBe(0.5);
    expect(result.counts).toStrictEqual({
      queries: 3,
      missing: 1,
      unjudgedQueries: 1,
      retrieved: 3,
      relevant: 3,
      relevantRetrieved: 2,
    });
  });

  it("computes the usual metrics, and the mean curve of precision by recall", async () => {
    const result = await evaluate(qrels, run);
    expect([...result.means.keys()]).toStrictEqual([
      "mrr@10",
      "ndcg@10",
      "recall@100",
      "recall@1000",
      "map",
    ]);
    // Query one has its passage first, two second, three not at all.
    expect(result.precisionAtRecall).toHaveLength(11);
    for (const precision of result.precisionAtRecall) expect(precision).toBeCloseTo(1.5 / 3, 12);
  });

  it("leaves it out when told so", async () => {
    const result = await evaluate(qrels, run, { metrics: "mrr@10", missing: "skip" });
    expect(result.queryIds).toStrictEqual(["one", "two"]);
    expect(result.means.get("mrr@10")).toBe(0.75);
  });

  it("gives 0 and no queries for an empty run that is skipped", async () => {
    const result = await evaluate(qrels, new Map(), { metrics: "map", missing: "skip" });
    expect(result.means.get("map")).toBe(0);
    expect(result.counts.queries).toBe(0);
    expect([...result.precisionAtRecall]).toStrictEqual(RECALL_LEVELS.map(() => 0));
  });

  it("applies a binarization grade to every metric but nDCG and judged", async () => {
    const options = { metrics: "mrr,recall,map,p@1,success@5,ndcg,judged@5" };
    const one = await evaluate(qrels, run, options);
    const two = await evaluate(qrels, run, { ...options, relevantFrom: 2 });
    const changed = [...one.means].filter(([name, value]) => two.means.get(name) !== value);
    expect(changed.map(([name]) => name)).toStrictEqual([
      "mrr",
      "recall",
      "map",
      "p@1",
      "success@5",
    ]);
  });

  it("looks only at the best passages up to `depth`", async () => {
    const result = await evaluate(qrels, run, { metrics: "recall", depth: 1 });
    expect([...result.values.get("recall")!]).toStrictEqual([1, 0, 0]);
  });

  it.each([
    [{ relevantFrom: 0 }, /relevantFrom/],
    [{ relevantFrom: 128 }, /relevantFrom/],
    [{ relevantFrom: 1.5 }, /relevantFrom/],
    [{ depth: 0 }, /depth/],
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what JavaScript callers can do
    [{ missing: "ignore" as "skip" }, /missing/],
  ])("refuses the options %j", async (options, message) => {
    await expect(evaluate(qrels, run, options)).rejects.toThrow(message);
  });

  it("takes every grade that can be a judgment as the lowest relevant one", async () => {
    const graded = mapOf({ q: { a: 127, b: 126 } });
    const result = await evaluate(graded, mapOf({ q: { a: 1, b: 2 } }), {
      metrics: "mrr",
      relevantFrom: 127,
    });
    expect(result.means.get("mrr")).toBe(0.5);
  });

  it("refuses a grade that is not an integer", async () => {
    await expect(evaluate(mapOf({ q: { a: 0.5 } }), run)).rejects.toThrow(/grade of a/);
  });

  it("may give way before each query, where a turn of the event loop has been long", async () => {
    expect(await pausesOf(() => evaluate(qrels, run))).toBe(3);
    expect(await pausesOf(() => evaluate(qrels, run), false)).toBe(0);
  });

  it("stops when its signal fires, and leaves the event loop free meanwhile", async () => {
    const controller = new AbortController();
    const scores = new Map(Array.from({ length: 1000 }, (_, i) => [`${i}`, Math.sin(i)] as const));
    const many = new Map(Array.from({ length: 1000 }, (_, i) => [`q${i}`, scores] as const));
    const judged = new Map([...many.keys()].map((id) => [id, new Map([["1", 1]])] as const));
    setTimeout(() => controller.abort(), 1);
    await expect(evaluate(judged, many, { signal: controller.signal })).rejects.toThrow(
      expect.objectContaining({ code: "ABORTED" }),
    );
  });
});
