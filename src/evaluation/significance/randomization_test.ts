import { expected } from "../../errors.js";
import { Pause } from "../../pause.js";
import { pairedDifferences } from "./paired_values.js";
import { RandomBits } from "./random_bits.js";

/** Options of `pairedRandomizationTest`. */
export interface RandomizationOptions {
  /** How many random assignments of signs. Integer from 1; default 100,000. */
  samples?: number;
  /** Seed of the random signs, an integer; the same seed gives the same p. Default 1. */
  seed?: number;
  /** Stops the work. */
  signal?: AbortSignal;
}

/** The result of a paired randomization test. */
export interface RandomizationTest {
  /** Two-sided. */
  readonly p: number;
  /** Assignments looked at: all 2^n where `exact`. */
  readonly samples: number;
  /** Whether every assignment was looked at, so that p has no sampling error. */
  readonly exact: boolean;
}

/**
 * Two-sided paired randomization test (Fisher): if the two runs did not differ, the sign of each
 * query's difference would be a coin toss. p is the share of sign assignments whose |mean difference|
 * is at least the observed one.
 *
 * Source: Smucker, Allan and Carterette 2007, "A comparison of statistical significance tests for
 * information retrieval evaluation". Sampled: p = (1 + hits) / (1 + samples), which is never 0
 * (Phipson and Smyth 2010). Where 2^n <= samples, n the queries that differ, all assignments are
 * counted instead. No difference in any query: p = 1.
 *
 * Leaves the event loop free. The time is samples x differing queries: 0.1 s for 43 queries.
 *
 * @param baseline values of the queries, [q]
 * @param contender values of the same queries in the same order, [q]
 */
export async function pairedRandomizationTest(
  baseline: Float64Array,
  contender: Float64Array,
  options: RandomizationOptions = {},
): Promise<RandomizationTest> {
  const samples = options.samples ?? 100_000;
  if (!Number.isSafeInteger(samples) || samples < 1) {
    throw expected("samples", "a positive integer", samples);
  }
  const seed = options.seed ?? 1;
  if (!Number.isSafeInteger(seed)) throw expected("seed", "an integer", seed);
  const differences = pairedDifferences(baseline, contender).filter((value) => value !== 0);
  const n = differences.length;
  let observed = 0;
  let magnitude = 0;
  for (const difference of differences) {
    observed += difference;
    magnitude += Math.abs(difference);
  }
  // Sums of the same numbers in another order differ by rounding; they still count as equal.
  const threshold = Math.abs(observed) - magnitude * 1e-12;
  const exact = n < 31 && 2 ** n <= samples;
  const total = exact ? 2 ** n : samples;
  const random = new RandomBits(seed);
  const pause = new Pause(options.signal);
  let hits = 0;
  for (let sample = 0; sample < total; sample++) {
    let bits = sample;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      if (!exact && (i & 31) === 0) bits = random.next();
      // Half of the sum: the chosen differences less the rest is twice the chosen less all.
      if ((bits & 1) === 1) sum += differences[i]!;
      bits >>>= 1;
    }
    if (Math.abs(2 * sum - observed) >= threshold) hits++;
    if ((sample & 63) === 0 && pause.due()) await pause.take();
  }
  return { p: exact ? hits / total : (1 + hits) / (1 + total), samples: total, exact };
}
