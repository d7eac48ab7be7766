/**
 * What rounding adds to every vector alike, and taking it out again: the empirical bias correction of
 * Nagel et al., Data-Free Quantization Through Weight Equalization and Bias Correction (2019, section
 * 4.2 and appendix D), at the model's output. Rounded weights differ from the exact ones by the same
 * numbers for each text, and inputs have a mean; the product of both is one vector that every embedding
 * has too much.
 */

/** The mean row of `actual` - `expected`, both [n, d]. */
export function meanDifference(
  expected: Float32Array,
  actual: Float32Array,
  d: number,
): Float32Array {
  const sum = new Float64Array(d);
  for (let at = 0; at < expected.length; at += 1) sum[at % d]! += actual[at]! - expected[at]!;
  return Float32Array.from(sum, (value) => (value * d) / expected.length);
}

/** Subtracts `bias`, [d], from each row of `vectors`, [n, d], and normalizes the rows anew where asked. */
export function subtractBias(vectors: Float32Array, bias: Float32Array, normalize: boolean): void {
  const d = bias.length;
  for (let start = 0; start < vectors.length; start += d) {
    let squares = 0;
    for (let i = 0; i < d; i += 1) {
      const value = vectors[start + i]! - bias[i]!;
      vectors[start + i] = value;
      squares += value * value;
    }
    if (!normalize || squares === 0) continue;
    const norm = Math.sqrt(squares);
    for (let i = 0; i < d; i += 1) vectors[start + i]! /= norm;
  }
}
