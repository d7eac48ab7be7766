/** The matrix products of an encoder with float32 weights. */

import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import type { GraphBuilder } from "../onnx/graph_builder.js";
import type { Initializer, StreamedInitializer } from "../onnx/onnx_model.js";
import type { CheckedWeights } from "./checked_weights.js";
import type { TensorSpec } from "./encoder_tensors.js";

/** A graph under construction whose constants come from a checkpoint. */
export type EncoderBuilder = GraphBuilder<Initializer | StreamedInitializer>;

/**
 * Where rows come from: out of a LayerNorm; sums of values weighted by attention; results of GELU, of
 * which none is below -0.17.
 */
export type RowSource = "normed" | "context" | "activated";

/**
 * Adds y = x Wᵀ + b to a graph, for the rows x it was made for: [n, inputs] → [n, outputs].
 * `weight` is W [outputs, inputs]; `bias` names a constant [1, outputs], none where it is left out.
 */
export type LinearMap = (weight: TensorSpec, bias?: string) => string;

/** Rows of a graph, [n, width]. */
export interface Rows {
  readonly name: string;
  readonly width: number;
  readonly source: RowSource;
  /** What n counts: the tokens of the batch, or its texts. */
  readonly per: "token" | "text";
}

/** Makes ready rows once, for all the linear maps they go through. */
export type Projection = (rows: Rows) => LinearMap;

/** Products in float32. */
export function floatProjection(graph: EncoderBuilder, weights: CheckedWeights): Projection {
  return ({ name }) =>
    (weight, bias) => {
      const matrix = transposedConstant(graph, weights, weight);
      return bias === undefined
        ? graph.node("MatMul", [name, matrix])
        : graph.node("Gemm", [name, matrix, bias]);
    };
}

function transposedConstant(
  graph: EncoderBuilder,
  weights: CheckedWeights,
  weight: TensorSpec,
): string {
  const [outputs, inputs] = [weight.shape[0]!, weight.shape[1]!];
  return graph.constant({
    name: `${weight.name}.T`,
    type: "float32",
    dims: [inputs, outputs],
    read: async () => transposed(await weights.read(weight), outputs, inputs),
  });
}

/** A matrix [outputs, inputs] as [inputs, outputs]. */
async function transposed(
  matrix: Float32Array,
  outputs: number,
  inputs: number,
): Promise<Float32Array> {
  const result = new Float32Array(inputs * outputs);
  // In blocks of rows, so that what is written lies close together.
  for (let start = 0; start < outputs; start += 64) {
    const end = Math.min(start + 64, outputs);
    for (let i = 0; i < inputs; i += 1) {
      const to = i * outputs;
      for (let row = start; row < end; row += 1) result[to + row] = matrix[row * inputs + i]!;
    }
    if ((start & 511) === 448) await yieldToEventLoop();
  }
  return result;
}
