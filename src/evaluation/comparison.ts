/** Runs against a baseline: per-query differences, wins and losses, significance. */

import { expected, InvalidArgumentError } from "../errors.js";
import { mean, type Evaluation } from "./evaluate.js";
import { holm } from "./significance/holm.js";
import { pairedDifferences } from "./significance/paired_values.js";
import {
  pairedRandomizationTest,
  type RandomizationOptions,
  type RandomizationTest,
} from "./significance/randomization_test.js";
import { pairedTTest, type TTest } from "./significance/t_test.js";

/** An evaluated run with its name. */
export interface NamedEvaluation {
  /** Unique among the runs compared. */
  readonly name: string;
  /** What `evaluate` gave. */
  readonly evaluation: Evaluation;
}

/** One metric of one run against the baseline. */
export interface Comparison {
  /** As in `parseMetric`. */
  readonly metric: string;
  /** Name of the first run. */
  readonly baseline: string;
  /** Name of the other run. */
  readonly contender: string;
  /** Mean of contender - baseline. */
  readonly difference: number;
  /** Query ids, [q]. */
  readonly queryIds: readonly string[];
  /** contender - baseline for each query, [q]. */
  readonly differences: Float64Array;
  /** Queries where the contender is better. */
  readonly wins: number;
  /** Queries where it is worse. */
  readonly losses: number;
  /** Queries where they differ by at most 1e-9. */
  readonly ties: number;
  /** Paired t-test, before the correction. */
  readonly tTest: TTest;
  /** Paired randomization test, before the correction. */
  readonly randomization: RandomizationTest;
  /** p of the randomization test after Holm's correction over all comparisons made together. */
  readonly pAdjusted: number;
  /** p of the t-test after the same correction. */
  readonly tTestPAdjusted: number;
}

/** Values nearer than this are one value summed in another order. */
const TIE = 1e-9;

/**
 * Compares every run after the first with the first, in every metric they share, by the paired
 * randomization test and the paired t-test. Holm's correction is over the whole table: (runs - 1) x
 * metrics tests.
 *
 * @param runs the baseline first; all evaluated with the same judgments and options
 * @returns contender by contender, metric by metric; none for fewer than two runs
 * @throws InvalidArgumentError where the runs were evaluated over different queries
 */
export async function compareRuns(
  runs: readonly NamedEvaluation[],
  options: RandomizationOptions = {},
): Promise<Comparison[]> {
  const [baseline, ...contenders] = runs;
  if (baseline === undefined) return [];
  const comparisons: Omit<Comparison, "pAdjusted" | "tTestPAdjusted">[] = [];
  for (const contender of contenders) {
    requireSameQueries(baseline, contender);
    for (const [metric, reference] of baseline.evaluation.values) {
      const values = contender.evaluation.values.get(metric);
      if (values === undefined) throw expected("contender", `a run with ${metric}`, contender.name);
      const differences = pairedDifferences(reference, values);
      const wins = differences.filter((difference) => difference > TIE).length;
      const losses = differences.filter((difference) => difference < -TIE).length;
      comparisons.push({
        metric,
        baseline: baseline.name,
        contender: contender.name,
        difference: mean(differences),
        queryIds: baseline.evaluation.queryIds,
        differences,
        wins,
        losses,
        ties: differences.length - wins - losses,
        tTest: pairedTTest(reference, values),
        randomization: await pairedRandomizationTest(reference, values, options),
      });
    }
  }
  const randomization = holm(comparisons.map((comparison) => comparison.randomization.p));
  const tTest = holm(comparisons.map((comparison) => comparison.tTest.p));
  return comparisons.map((comparison, i) => ({
    ...comparison,
    pAdjusted: randomization[i]!,
    tTestPAdjusted: tTest[i]!,
  }));
}

function requireSameQueries(a: NamedEvaluation, b: NamedEvaluation): void {
  const { queryIds } = b.evaluation;
  const same =
    a.evaluation.queryIds.length === queryIds.length &&
    a.evaluation.queryIds.every((id, i) => id === queryIds[i]);
  if (!same) {
    throw new InvalidArgumentError(
      `\`${a.name}\` and \`${b.name}\` were evaluated over different queries, so they do not pair. ` +
        'Evaluate both with the same judgments, and with `missing: "zero"`.',
    );
  }
}
