/** Row-major matrices: a `Float32Array` and its shape [n, d]. Checks made once, at the border. */

import { describe, InvalidArgumentError, expected } from "../errors.js";

/** Row `row` of a matrix of width d, as a view on the same memory. */
export function rowOf(values: Float32Array, row: number, d: number): Float32Array {
  return values.subarray(row * d, (row + 1) * d);
}

/** Checks that `values` is a `Float32Array` of shape [n, d] holding finite numbers only. */
export function checkMatrix(name: string, values: Float32Array, n: number, d: number): void {
  if (!(values instanceof Float32Array)) throw expected(name, "a Float32Array", values);
  if (values.length !== n * d) {
    throw new InvalidArgumentError(
      `Expected \`${name}\` to have the shape [${n}, ${d}], that is ${n * d} numbers, ` +
        `got ${values.length}.`,
    );
  }
  requireFinite(name, values);
}

/**
 * Throws when one of `values` is NaN or infinite, and says which.
 *
 * @param offset where `values` begins in what the caller knows by `name`
 */
export function requireFinite(name: string, values: Float32Array, offset = 0): void {
  // Any NaN or infinity in a block makes its sum of differences NaN: x - x is 0 for finite x only.
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]! - values[i]!;
  if (sum === 0) return;
  const at = values.findIndex((value) => !Number.isFinite(value));
  throw new InvalidArgumentError(
    `Expected \`${name}\` to hold finite numbers, got ${describe(values[at])} at position ${offset + at}.`,
  );
}
