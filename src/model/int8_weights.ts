/** Weights in 8 bits, one scale per output. */

/**
 * Processors without VNNI multiply unsigned by signed bytes in pairs and keep each pair's sum in
 * 16 signed bits (`vpmaddubsw`): the two inputs of a pair are up to 255 each, so the weights of a
 * pair that have the same sign must not sum to more than 128, or the sum is cut off. The usual cure
 * halves all weights to 7 bits. Choosing each output's scale so that its own pairs stay in bounds
 * costs less, since the largest weights seldom stand side by side. One below the bound leaves room
 * for rounding. Processors that add such products in 32 bits (processor.ts) need no bound.
 */
const LARGEST_PAIR = 127;
const LARGEST_WEIGHT = 127;

/** That of a row of zeros: single precision holds it and its inverse. */
const SMALLEST_SCALE = 1e-30;

/**
 * Quantises the rows of a matrix W [outputs, inputs] and writes them as columns `column…` of
 * `target` [inputs, width]: W[o, i] ≈ target[i, column + o] * scales[column + o].
 *
 * @param pairsBounded whether the pairs of an output's weights are kept within 16 bits; see above
 */
export function quantizeRows(
  matrix: Float32Array,
  outputs: number,
  inputs: number,
  target: Int8Array,
  scales: Float32Array,
  column: number,
  pairsBounded: boolean,
): void {
  const width = scales.length;
  for (let output = 0; output < outputs; output += 1) {
    const row = matrix.subarray(output * inputs, (output + 1) * inputs);
    const scale = Math.max(rowScale(row, pairsBounded), SMALLEST_SCALE);
    scales[column + output] = scale;
    // The scale as it is stored, in single precision, is the one to divide by.
    const inverse = 1 / scales[column + output]!;
    for (let i = 0; i < inputs; i += 1) {
      target[i * width + column + output] = Math.round(row[i]! * inverse);
    }
  }
}

function rowScale(row: Float32Array, pairsBounded: boolean): number {
  let largest = 0;
  let largestPair = 0;
  for (let i = 0; i < row.length; i += 2) {
    const a = row[i]!;
    // The last input of an odd number has a zero beside it.
    const b = i + 1 < row.length ? row[i + 1]! : 0;
    largest = Math.max(largest, Math.abs(a), Math.abs(b));
    largestPair = Math.max(
      largestPair,
      Math.max(a, 0) + Math.max(b, 0),
      Math.max(-a, 0) + Math.max(-b, 0),
    );
  }
  const scale = largest / LARGEST_WEIGHT;
  return pairsBounded ? Math.max(scale, largestPair / LARGEST_PAIR) : scale;
}
