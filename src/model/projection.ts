/** The matrix products of an encoder with float32 weights. */

import type { GraphBuilder } from "../onnx/graph_builder.js";
import type { Initializer, StreamedInitializer } from "../onnx/model_writer.js";
import { turn, type CheckedWeights } from "./checked_weights.js";
import type { LinearSpec } from "./encoder_tensors.js";

/** A graph under construction whose constants come from a checkpoint. */
export type EncoderBuilder = GraphBuilder<Initializer | StreamedInitializer>;

/** A product, and the name of the bias that is still to be added; "" when it was added already. */
export interface Projected {
  readonly output: string;
  readonly bias: string;
}

/** Adds y = x [W₁; W₂; …]ᵀ to a graph: the outputs of several linear maps side by side. */
export type Projection = (input: string, linears: readonly LinearSpec[]) => Projected;

/** Products in float32, biases left to the operator behind, which adds them on its way. */
export function floatProjection(graph: EncoderBuilder, weights: CheckedWeights): Projection {
  return (input, linears) => {
    const name = linears.map((linear) => linear.weight.name).join("+");
    const inputs = linears[0]!.weight.shape[1]!;
    const outputs = linears.reduce((sum, linear) => sum + linear.weight.shape[0]!, 0);
    const matrix = graph.constant({
      name: `${name}.T`,
      type: "float32",
      dims: [inputs, outputs],
      read: () => transposed(weights, linears, inputs, outputs),
    });
    return {
      output: graph.node("MatMul", [input, matrix]),
      bias: stackedBias(graph, weights, linears),
    };
  };
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
