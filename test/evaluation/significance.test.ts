import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareRuns } from "../../src/evaluation/comparison.js";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { holm } from "../../src/evaluation/significance/holm.js";
import { RandomBits } from "../../src/evaluation/significance/random_bits.js";
import { pairedRandomizationTest } from "../../src/evaluation/significance/randomization_test.js";
import { studentTQuantile, studentTTail } from "../../src/evaluation/significance/student_t.js";
import { pairedTTest } from "../../src/evaluation/significance/t_test.js";
import { pausesOf } from "../pauses_of.js";
import { PROPERTY_SEED } from "../property_runs.js";
import { mapOf, readGolden } from "./golden.js";

interface GoldenSignificance {
  pairs: {
    a: number[];
    b: number[];
    t: number;
    p: number;
    low: number;
    high: number;
    randomization?: number;
  }[];
  tails: { t: number; df: number; p: number }[];
  quantiles: { level: number; df: number; t: number }[];
  holm: { p: number[]; adjusted: number[] }[];
}

const golden = readGolden("significance.json.gz") as GoldenSignificance;

/** |a - b| relative to the larger, so that p-values of 1e-300 are compared by their digits too. */
function relativeError(a: number, b: number): number {
  // Below 1e-300 numbers are about to run out of digits.
  return Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1e-300);
}

describe("Student's t distribution", () => {
  it("has scipy's two-sided tails, far out too", () => {
    for (const { t, df, p } of golden.tails) {
      // 1e-9: the logarithms of gamma cancel for 100,000 degrees of freedom and cost six digits.
      expect(relativeError(studentTTail(t, df), p), `t ${t}, df ${df}`).toBeLessThan(1e-9);
    }
  });

  it("has scipy's quantiles", () => {
    for (const { level, df, t } of golden.quantiles) {
      expect(relativeError(studentTQuantile(level, df), t), `${level} ${df}`).toBeLessThan(1e-9);
    }
  });

  it("refuses what has no meaning", () => {
    expect(() => studentTTail(Number.NaN, 3)).toThrow(/`t`/);
    expect(() => studentTTail(1, 0)).toThrow(/`degrees`/);
    expect(() => studentTQuantile(1, 3)).toThrow(/`level`/);
    expect(() => studentTQuantile(0, 3)).toThrow(/`level`/);
    expect(studentTTail(Number.POSITIVE_INFINITY, 3)).toBe(0);
  });

  it("has the tail of Cauchy's distribution for one degree of freedom, and of 1 at 0", () => {
    for (const t of [1e-9, 0.1, 1, 7, 1e6]) {
      expect(relativeError(studentTTail(t, 1), (2 / Math.PI) * Math.atan(1 / t))).toBeLessThan(
        1e-12,
      );
    }
    for (const degrees of [1, 2, 30, 1e5]) expect(studentTTail(0, degrees)).toBe(1);
  });
});

describe("the paired t-test", () => {
  it("equals scipy's, with its confidence interval", () => {
    for (const { a, b, t, p, low, high } of golden.pairs) {
      const own = pairedTTest(Float64Array.from(a), Float64Array.from(b));
      // 1e-9: both subtract nearly equal means.
      expect(relativeError(own.t, t)).toBeLessThan(1e-9);
      expect(relativeError(own.p, p)).toBeLessThan(1e-9);
      expect(own.interval[0]).toBeCloseTo(low, 10);
      expect(own.interval[1]).toBeCloseTo(high, 10);
    }
  });

  it("has an interval of two queries by Cauchy's quantile, and of one its mean alone", () => {
    const { t, degrees, interval } = pairedTTest(Float64Array.of(0, 0), Float64Array.of(0.2, 0.6));
    // The standard error of 0.2 and 0.6 is 0.2; the quantile of one degree of freedom a tangent.
    const half = 0.2 * Math.tan((Math.PI / 2) * 0.95);
    expect(t).toBeCloseTo(2, 12);
    expect(degrees).toBe(1);
    expect(interval[0]).toBeCloseTo(0.4 - half, 9);
    expect(interval[1]).toBeCloseTo(0.4 + half, 9);
    const one = pairedTTest(Float64Array.of(0.25), Float64Array.of(0.5));
    expect(one).toMatchObject({ t: 0, degrees: 0, p: 1, interval: [0.25, 0.25] });
    expect(pairedTTest(new Float64Array(0), new Float64Array(0))).toStrictEqual({
      t: 0,
      degrees: 0,
      p: 1,
      interval: [0, 0],
    });
  });

  it("gives p = 1 without a difference or with one query, p = 0 for a constant difference", () => {
    const values = Float64Array.of(0.1, 0.5, 0.9);
    expect(pairedTTest(values, values)).toMatchObject({ t: 0, p: 1, interval: [0, 0] });
    expect(pairedTTest(Float64Array.of(0), Float64Array.of(1))).toMatchObject({ p: 1 });
    expect(pairedTTest(new Float64Array(0), new Float64Array(0))).toMatchObject({ p: 1 });
    expect(pairedTTest(Float64Array.of(0, 0, 0), Float64Array.of(1, 1, 1))).toMatchObject({
      t: Number.POSITIVE_INFINITY,
      p: 0,
      interval: [1, 1],
    });
    // The mean of three times 0.1 is another number, which is no spread.
    const tenths = pairedTTest(new Float64Array(3), new Float64Array(3).fill(0.1));
    expect(tenths).toMatchObject({ t: Number.POSITIVE_INFINITY, p: 0 });
    expect(tenths.interval[1] - tenths.interval[0]).toBe(0);
  });

  it("refuses runs over different numbers of queries, and values that are not finite", () => {
    expect(() => pairedTTest(new Float64Array(2), new Float64Array(3))).toThrow(/2 values/);
    expect(() => pairedTTest(new Float64Array(1), Float64Array.of(Number.NaN))).toThrow(/finite/);
  });
});

describe("the paired randomization test", () => {
  it("counts every sign assignment where they are few, as scipy does", async () => {
    const exact = golden.pairs.filter((pair) => pair.randomization !== undefined);
    expect(exact.length).toBeGreaterThan(10);
    for (const { a, b, randomization } of exact) {
      const own = await pairedRandomizationTest(Float64Array.from(a), Float64Array.from(b));
      expect(own.exact).toBe(true);
      expect(own.p).toBeCloseTo(randomization!, 12);
    }
  });

  it("comes near the exact p when it samples, and repeats itself with the same seed", async () => {
    const random = new RandomBits(7);
    const a = Float64Array.from({ length: 12 }, () => (random.next() % 100) / 100);
    const b = Float64Array.from(a, (value) => value + ((random.next() % 100) - 34.5) / 400);
    const exact = await pairedRandomizationTest(a, b);
    expect(exact).toMatchObject({ exact: true, samples: 4096 });
    const sampled = await pairedRandomizationTest(a, b, { samples: 4000, seed: 3 });
    expect(sampled).toMatchObject({ exact: false, samples: 4000 });
    // Four standard errors of a share of 4,000 draws.
    const error = 4 * Math.sqrt((exact.p * (1 - exact.p)) / 4000);
    expect(Math.abs(sampled.p - exact.p)).toBeLessThan(error + 1 / 4000);
    expect(await pairedRandomizationTest(a, b, { samples: 4000, seed: 3 })).toStrictEqual(sampled);
    const other = await pairedRandomizationTest(a, b, { samples: 4000, seed: 4 });
    expect(other.p).not.toBe(sampled.p);
  });

  it("is symmetric, and never 0", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ max: 9, min: 0 }), fc.integer({ max: 9, min: 0 })), {
          maxLength: 40,
        }),
        async (pairs) => {
          const a = Float64Array.from(pairs, ([value]) => value / 10);
          const b = Float64Array.from(pairs, ([, value]) => value / 10);
          const one = await pairedRandomizationTest(a, b, { samples: 500 });
          const two = await pairedRandomizationTest(b, a, { samples: 500 });
          expect(one.p).toBe(two.p);
          expect(one.p).toBeGreaterThan(0);
          expect(one.p).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 100, seed: PROPERTY_SEED },
    );
  });

  it("draws a bit for each query that differs, 32 at a time", async () => {
    const differences = Array.from({ length: 40 }, (_, i) => ((i * 37) % 23) - 10.5);
    const samples = 300;
    const observed = differences.reduce((sum, value) => sum + value, 0);
    const random = new RandomBits(5);
    let hits = 0;
    for (let sample = 0; sample < samples; sample++) {
      const words = [random.next(), random.next()];
      const signed = differences.map((value, i) =>
        ((words[Math.floor(i / 32)]! >>> (i % 32)) & 1) === 1 ? value : -value,
      );
      // Halves and their sums are exact.
      if (Math.abs(signed.reduce((sum, value) => sum + value, 0)) >= Math.abs(observed)) hits++;
    }
    const zeros = [0, 0, 0];
    const own = await pairedRandomizationTest(
      new Float64Array(43),
      Float64Array.from([...zeros, ...differences]),
      { samples, seed: 5 },
    );
    expect(own).toStrictEqual({ p: (1 + hits) / (1 + samples), samples, exact: false });
  });

  it("looks at every assignment where there are as many samples, of queries that differ", async () => {
    const b = Float64Array.of(0.3, 0, 0.1, -0.2, 0);
    const options = { samples: 8 };
    const own = await pairedRandomizationTest(new Float64Array(5), b, options);
    expect(own).toMatchObject({ exact: true, samples: 8 });
    const fewer = await pairedRandomizationTest(new Float64Array(5), b, { samples: 7 });
    expect(fewer).toMatchObject({ exact: false, samples: 7 });
  });

  it.each([{ samples: 0 }, { samples: 1.5 }, { seed: 0.5 }, { seed: Number.NaN }])(
    "refuses %j",
    async (options) => {
      const values = Float64Array.of(1, 2);
      await expect(pairedRandomizationTest(values, values, options)).rejects.toThrow(
        expect.objectContaining({ code: "INVALID_ARGUMENT" }),
      );
      expect((await pairedRandomizationTest(values, values, { samples: 1 })).p).toBe(1);
    },
  );

  it("may give way at every 64th assignment", async () => {
    const b = Float64Array.from({ length: 10 }, (_, i) => i + 1);
    const work = () => pairedRandomizationTest(new Float64Array(10), b);
    expect(await pausesOf(work)).toBe(2 ** 10 / 64);
    expect(await pausesOf(work, false)).toBe(0);
  });

  it("gives p = 1 without a difference", async () => {
    const values = Float64Array.of(0.1, 0.5);
    expect(await pairedRandomizationTest(values, values)).toMatchObject({ p: 1 });
    expect(await pairedRandomizationTest(new Float64Array(0), new Float64Array(0))).toMatchObject({
      p: 1,
    });
  });

  it("stops when its signal fires", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    const a = new Float64Array(1000);
    const b = Float64Array.from(a, (_, i) => i);
    await expect(
      pairedRandomizationTest(a, b, { samples: 1e9, signal: controller.signal }),
    ).rejects.toThrow(expect.objectContaining({ code: "ABORTED" }));
  });
});

/** xoshiro128** 1.1 and splitmix32 as published, in unbounded integers reduced to 32 bits. */
function* publishedBits(seed: number): Generator<number> {
  const low = (value: bigint): bigint => BigInt.asUintN(32, value);
  const rotate = (value: bigint, by: bigint): bigint => low((value << by) | (value >> (32n - by)));
  let mixed = low(BigInt(seed));
  const s = [0n, 0n, 0n, 0n].map(() => {
    mixed = low(mixed + 0x9e3779b9n);
    let z = low((mixed ^ (mixed >> 16n)) * 0x21f0aaadn);
    z = low((z ^ (z >> 15n)) * 0x735a2d97n);
    return z ^ (z >> 15n);
  }) as [bigint, bigint, bigint, bigint];
  for (;;) {
    yield Number(low(rotate(low(s[1] * 5n), 7n) * 9n));
    const t = low(s[1] << 9n);
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11n);
  }
}

describe("random bits", () => {
  it("are those of xoshiro128**, seeded by splitmix32", () => {
    for (const seed of [0, 1, -1, 0x7fff_ffff, 123_456_789]) {
      const random = new RandomBits(seed);
      const published = publishedBits(seed);
      for (let i = 0; i < 100; i++) expect(random.next()).toBe(published.next().value);
    }
  });

  it("are half ones at every position, whatever the seed", () => {
    for (const seed of [0, 1, 2, -1, 2 ** 31]) {
      const random = new RandomBits(seed);
      const ones = new Uint32Array(32);
      for (let i = 0; i < 4000; i++) {
        const bits = random.next();
        for (let bit = 0; bit < 32; bit++) ones[bit]! += (bits >>> bit) & 1;
      }
      // Five standard deviations of 4,000 coin tosses: 158.
      for (const count of ones) expect(Math.abs(count - 2000)).toBeLessThan(158);
    }
  });
});

describe("Holm's correction", () => {
  it("equals statsmodels'", () => {
    for (const { p, adjusted } of golden.holm) {
      const own = holm(p);
      for (const [i, value] of adjusted.entries()) expect(own[i]).toBeCloseTo(value, 12);
    }
  });

  it("takes no p-values, and refuses what is none", () => {
    expect(holm([])).toStrictEqual([]);
    expect(holm([1, 0])).toStrictEqual([1, 0]);
    expect(() => holm([-0.1])).toThrow(/`p`/);
    expect(() => holm([1.1])).toThrow(/`p`/);
    expect(() => holm([Number.NaN])).toThrow(/`p`/);
  });
});

describe("comparing runs", () => {
  const qrels = mapOf({ one: { a: 1 }, two: { a: 1 }, three: { a: 1 } });
  const evaluated = async (name: string, run: Record<string, Record<string, number>>) => ({
    name,
    evaluation: await evaluate(qrels, mapOf(run), { metrics: "mrr,success@1" }),
  });

  it("counts wins, losses and ties of each query, and corrects over the whole table", async () => {
    const baseline = await evaluated("bm25", { one: { b: 2, a: 1 }, two: { a: 1 }, three: {} });
    const dense = await evaluated("dense", { one: { a: 1 }, two: { b: 2, a: 1 }, three: {} });
    const hybrid = await evaluated("hybrid", { one: { a: 1 }, two: { a: 1 }, three: { a: 1 } });
    const comparisons = await compareRuns([baseline, dense, hybrid]);
    expect(comparisons.map((one) => [one.contender, one.metric])).toStrictEqual([
      ["dense", "mrr"],
      ["dense", "success@1"],
      ["hybrid", "mrr"],
      ["hybrid", "success@1"],
    ]);
    expect(comparisons[0]).toMatchObject({ wins: 1, losses: 1, ties: 1, difference: 0 });
    expect(comparisons[2]).toMatchObject({ wins: 2, losses: 0, ties: 1, difference: 0.5 });
    expect([...comparisons[2]!.differences]).toStrictEqual([0.5, 0, 1]);
    expect(comparisons[2]!.randomization).toMatchObject({ p: 0.5, exact: true });
    expect(comparisons[2]!.pAdjusted).toBe(1);
    const tTests = comparisons.map(({ tTest }) => tTest.p);
    expect(comparisons.map(({ tTestPAdjusted }) => tTestPAdjusted)).toStrictEqual(holm(tTests));
  });

  it("takes values that differ by no more than 1e-9 for ties", async () => {
    const withValues = async (name: string, values: number[]) => ({
      name,
      evaluation: {
        ...(await evaluated(name, {})).evaluation,
        values: new Map([["mrr", Float64Array.from(values)]]),
      },
    });
    const [one] = await compareRuns([
      await withValues("a", [0, 0, 0]),
      await withValues("b", [1e-9, -1e-9, 1.1e-9]),
    ]);
    expect(one).toMatchObject({ wins: 1, losses: 0, ties: 2 });
  });

  it("refuses a run without a metric that the baseline has", async () => {
    const evaluation = await evaluate(qrels, mapOf({}), { metrics: "mrr" });
    await expect(
      compareRuns([await evaluated("bm25", {}), { name: "x", evaluation }]),
    ).rejects.toThrow(/a run with success@1/);
  });

  it("refuses runs over different queries", async () => {
    const other = await evaluate(qrels, mapOf({ one: { a: 1 } }), {
      metrics: "mrr,success@1",
      missing: "skip",
    });
    const baseline = await evaluated("bm25", {});
    for (const runs of [
      [baseline, { name: "x", evaluation: other }],
      [{ name: "x", evaluation: other }, baseline],
    ]) {
      await expect(compareRuns(runs)).rejects.toThrow(/different queries/);
    }
  });

  it("refuses runs over as many queries that are others, in part or all", async () => {
    const over = async (name: string, ids: string[]) => ({
      name,
      evaluation: await evaluate(
        mapOf(Object.fromEntries(ids.map((id) => [id, { a: 1 }]))),
        mapOf({}),
        { metrics: "mrr" },
      ),
    });
    const baseline = await over("bm25", ["one", "two"]);
    for (const ids of [
      ["one", "three"],
      ["three", "two"],
      ["two", "one"],
    ]) {
      await expect(compareRuns([baseline, await over("x", ids)])).rejects.toThrow(
        /different queries/,
      );
    }
    expect(await compareRuns([baseline, await over("x", ["one", "two"])])).toHaveLength(1);
  });

  it("gives nothing for one run or none", async () => {
    expect(await compareRuns([])).toStrictEqual([]);
    expect(await compareRuns([await evaluated("bm25", {})])).toStrictEqual([]);
  });
});
