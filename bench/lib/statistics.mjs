// Numbers of several repetitions in few: median, spread, percentiles, growth.

/** @param {number[]} numbers @param {number} share of them that is not larger, 0 to 1 (nearest rank) */
export function percentile(numbers, share) {
  if (numbers.length === 0) throw new Error("Expected at least one number.");
  const sorted = Float64Array.from(numbers).toSorted();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** @param {number[]} numbers */
export function median(numbers) {
  const sorted = Float64Array.from(numbers).toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median and range: with the few repetitions of a benchmark the range says more than a deviation. */
export function summary(numbers) {
  return {
    median: median(numbers),
    low: Math.min(...numbers),
    high: Math.max(...numbers),
    n: numbers.length,
  };
}

/**
 * The least-squares line through (log n, log value): value = scale * n^slope.
 *
 * @param {{ n: number, value: number }[]} points two or more, all above 0
 * @returns {{ slope: number, scale: number, r2: number }}
 */
export function growth(points) {
  const x = points.map(({ n }) => Math.log(n));
  const y = points.map(({ value }) => Math.log(value));
  const mean = (list) => list.reduce((sum, item) => sum + item, 0) / list.length;
  const [mx, my] = [mean(x), mean(y)];
  const sum = (of) => x.reduce((total, _, i) => total + of(i), 0);
  const xx = sum((i) => (x[i] - mx) ** 2);
  const xy = sum((i) => (x[i] - mx) * (y[i] - my));
  const yy = sum((i) => (y[i] - my) ** 2);
  const slope = xy / xx;
  return { slope, scale: Math.exp(my - slope * mx), r2: yy === 0 ? 1 : xy ** 2 / (xx * yy) };
}
