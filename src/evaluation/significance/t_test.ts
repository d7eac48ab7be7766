import { mean } from "../evaluate.js";
import { pairedDifferences } from "./paired_values.js";
import { studentTQuantile, studentTTail } from "./student_t.js";

/** The result of a paired t-test. */
export interface TTest {
  /** Mean difference / its standard error. 0 where there is no difference at all. */
  readonly t: number;
  /** Degrees of freedom, n - 1. */
  readonly degrees: number;
  /** Two-sided. */
  readonly p: number;
  /** 95 % confidence interval of the mean difference. */
  readonly interval: readonly [low: number, high: number];
}

/**
 * Two-sided paired t-test of mean(contender - baseline) = 0.
 *
 *     t = mean(d) / (s / sqrt(n)),  s^2 = sum (d - mean(d))^2 / (n - 1)
 *
 * Source: Student 1908; for retrieval, Smucker, Allan and Carterette 2007. Fewer than two queries, or
 * no difference in any: t = 0 and p = 1. The same difference in every query: t infinite and p = 0.
 *
 * @param baseline values of the queries, [q]
 * @param contender values of the same queries in the same order, [q]
 */
export function pairedTTest(baseline: Float64Array, contender: Float64Array): TTest {
  const differences = pairedDifferences(baseline, contender);
  const center = mean(differences);
  const error = standardError(differences);
  const degrees = Math.max(differences.length - 1, 0);
  const interval = meanInterval(differences);
  if (degrees === 0 || center === 0) return { t: 0, degrees, p: 1, interval };
  const t = center / error;
  return { t, degrees, p: studentTTail(t, degrees), interval };
}

/**
 * Confidence interval of a mean: mean ± t * s / sqrt(n), t of n - 1 degrees of freedom.
 *
 * @param values [n]; fewer than two give an interval without width
 * @param level default 0.95
 */
export function meanInterval(
  values: Float64Array,
  level = 0.95,
): readonly [low: number, high: number] {
  const center = mean(values);
  if (values.length < 2) return [center, center];
  const half = studentTQuantile(level, values.length - 1) * standardError(values);
  return [center - half, center + half];
}

/** s / sqrt(n) of [n] values; 0 for fewer than two. */
function standardError(values: Float64Array): number {
  const n = values.length;
  // Rounding in the mean must not make a spread out of equal values.
  if (values.every((value) => value === values[0])) return 0;
  const center = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - center) ** 2;
  return Math.sqrt(squares / (n - 1) / n);
}
