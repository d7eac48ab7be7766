/** The matrix products of an encoder with float32 weights. */

import type { GraphBuilder } from "../onnx/graph_builder.js";
import type { Initializer, StreamedInitializer } from "../onnx/model_writer.js";
import { turn, type CheckedWeights } from "./checked_weights.js";
import type { LinearSpec } from "./encoder_tensors.js";

/** A graph under construction whose constants come from a checkpoint. */
export type EncoderBuilder = GraphBuilder<Initializer | StreamedInitializer>;

/** Adds matrix products on rows [n, inputs] to a graph. */
export interface Projection {
  /** y = x [W₁; W₂; …]ᵀ, the outputs of several linear maps side by side: [n, outputs]. */
  withoutBias(rows: string, linears: readonly LinearSpec[]): string;
  /** y = x Wᵀ + b. */
  withBias(rows: string, linear: LinearSpec): string;
}

/** Products in float32. */
export function floatProjection(graph: EncoderBuilder, weights: CheckedWeights): Projection {
  return {
    withoutBias: (rows, linears) =>
      graph.node("MatMul", [rows, transposedConstant(graph, weights, linears)]),
    withBias: (rows, linear) =>
      graph.node("Gemm", [
        rows,
        transposedConstant(graph, weights, [linear]),
        stackedBias(graph, weights, [linear]),
      ]),
  };
}

function transposedConstant(
  graph: EncoderBuilder,
  weights: CheckedWeights,
  linears: readonly LinearSpec[],
): string {
  const name = linears.map((linear) => linear.weight.name).join("+");
  const inputs = linears[0]!.weight.shape[1]!;
  const outputs = linears.reduce((sum, linear) => sum + linear.weight.shape[0]!, 0);
  return graph.constant({
    name: `${name}.T`,
    type: "float32",
    dims: [inputs, outputs],
    read: () => transposed(weights, linears, inputs, outputs),
  });
}

/** The biases of several linear maps, one after the other. */
export function stackedBias(
  graph: EncoderBuilder,
  weights: CheckedWeights,
  linears: readonly LinearSpec[],
): string {
  const outputs = linears.reduce((sum, linear) => sum + linear.weight.shape[0]!, 0);
  return graph.constant({
    name: linears.map((linear) => linear.bias.name).join("+"),
    type: "float32",
    dims: [outputs],
    read: async () => {
      const stacked = new Float32Array(outputs);
      let at = 0;
      for (const { bias } of linears) {
        stacked.set(await weights.read(bias), at);
        at += bias.shape[0]!;
      }
      return stacked;
    },
  });
}

/** Rows of the checkpoint's matrices [outputs, inputs] turned into columns of [inputs, outputs]. */
async function transposed(
  weights: CheckedWeights,
  linears: readonly LinearSpec[],
  inputs: number,
  outputs: number,
): Promise<Float32Array> {
  const result = new Float32Array(inputs * outputs);
  let column = 0;
  for (const { weight } of linears) {
    const matrix = await weights.read(weight);
    const rows = weight.shape[0]!;
    // In blocks of rows, so that what is written lies close together.
    for (let start = 0; start < rows; start += 64) {
      const end = Math.min(start + 64, rows);
      for (let i = 0; i < inputs; i += 1) {
        const to = i * outputs + column;
        for (let row = start; row < end; row += 1) {
          result[to + row] = matrix[row * inputs + i]!;
        }
      }
      if ((start & 511) === 448) await turn();
    }
    column += rows;
  }
  return result;
}
