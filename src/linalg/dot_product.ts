/** The dot product of two rows of row-major matrices. */

/**
 * Sum over i < d of a[aOffset + i] * b[bOffset + i], in double precision. Four partial sums keep
 * the processor's adders busy; their order is fixed, so the same input gives the same bits.
 */
export function dotProduct(
  a: Float32Array,
  aOffset: number,
  b: Float32Array,
  bOffset: number,
  d: number,
): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let i = 0;
  for (; i + 3 < d; i += 4) {
    sum0 += a[aOffset + i]! * b[bOffset + i]!;
    sum1 += a[aOffset + i + 1]! * b[bOffset + i + 1]!;
    sum2 += a[aOffset + i + 2]! * b[bOffset + i + 2]!;
    sum3 += a[aOffset + i + 3]! * b[bOffset + i + 3]!;
  }
  for (; i < d; i += 1) sum0 += a[aOffset + i]! * b[bOffset + i]!;
  return sum0 + sum1 + (sum2 + sum3);
}
