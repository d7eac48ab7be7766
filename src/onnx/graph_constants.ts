/** Small constants of a graph. Equal ones are the same constant. */

import type { Initializer } from "./onnx_model.js";

/** A `GraphBuilder`, whatever else its constants may be. */
interface ConstantTarget {
  constant(initializer: Initializer): string;
}

/** Adds a list of int64, [n]: a shape, or axes. */
export function integers(graph: ConstantTarget, ...values: readonly number[]): string {
  return graph.constant({
    name: `[${values.join(", ")}]`,
    type: "int64",
    dims: [values.length],
    data: BigInt64Array.from(values, BigInt),
  });
}

/** Adds one int64: a position. */
export function integer(graph: ConstantTarget, value: number): string {
  return graph.constant({
    name: `${value}`,
    type: "int64",
    dims: [],
    data: BigInt64Array.of(BigInt(value)),
  });
}

/** Adds one float32. */
export function float(graph: ConstantTarget, value: number): string {
  return graph.constant({
    name: `float ${value}`,
    type: "float32",
    dims: [],
    data: Float32Array.of(value),
  });
}

/** Adds the unsigned byte that stands for zero. */
export function zeroPoint(graph: ConstantTarget, value: number): string {
  return graph.constant({
    name: `zero point ${value}`,
    type: "uint8",
    dims: [],
    data: Uint8Array.of(value),
  });
}
