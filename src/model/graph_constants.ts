/** Constants of an encoder's graph that are the same for every model. */

import type { EncoderBuilder } from "./projection.js";

/**
 * What is added to a score of attention to padding: far below any score, so that its share is zero, and
 * far above what would turn a row of padding into NaN.
 */
export const PADDING_SCORE = -10_000;

/** Adds a list of int64, [n]: a shape, or axes. */
export function integers(graph: EncoderBuilder, ...values: readonly number[]): string {
  return graph.constant({
    name: `[${values.join(", ")}]`,
    type: "int64",
    dims: [values.length],
    data: BigInt64Array.from(values, BigInt),
  });
}

/** Adds one int64: a position. */
export function integer(graph: EncoderBuilder, value: number): string {
  return graph.constant({
    name: `${value}`,
    type: "int64",
    dims: [],
    data: BigInt64Array.of(BigInt(value)),
  });
}

/** Adds one float32. */
export function float(graph: EncoderBuilder, value: number): string {
  return graph.constant({
    name: `float ${value}`,
    type: "float32",
    dims: [],
    data: Float32Array.of(value),
  });
}
