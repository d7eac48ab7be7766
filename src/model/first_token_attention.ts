/**
 * What the first token of each text attends to, where no other token's attention is needed. Its scores
 * are q·(W x) = (Wᵀ q)·x for the hidden state x of every token, and its context Σ a (W x) = W (Σ a x):
 * so the projections of keys and values are applied once for each text and head, and not to every token.
 * In exact arithmetic nothing changes; the work of two of the layer's products falls away.
 */

import { MICROSOFT } from "../onnx/graph_builder.js";
import { float, integers } from "../onnx/graph_constants.js";
import { ELEMENT_TYPES } from "../onnx/onnx_model.js";
import type { CheckedWeights } from "./checked_weights.js";
import type { EncoderConfig } from "./encoder_config.js";
import type { LayerSpec, TensorSpec } from "./encoder_tensors.js";
import type { EncoderBuilder } from "./projection.js";

/**
 * What is added to a score of attention to padding: far below any score, so that its share is zero, and
 * far above what would turn a row of padding into NaN.
 */
export const PADDING_SCORE = -10_000;

/**
 * Adds the attention of first tokens to a graph.
 *
 * @param query their queries, [b, d]
 * @param hidden the hidden states of all tokens, [b, t, d]
 * @param mask 1 for tokens and 0 for padding, int64 [b, t]
 * @returns their contexts, [b, d], without the bias of the values
 */
export function firstTokenAttention(
  graph: EncoderBuilder,
  weights: CheckedWeights,
  { dimension, heads }: Pick<EncoderConfig, "dimension" | "heads">,
  { key, value }: Pick<LayerSpec, "key" | "value">,
  query: string,
  hidden: string,
  mask: string,
): string {
  const width = dimension / heads;
  const constant = (
    { name }: TensorSpec,
    dims: readonly number[],
    read: () => Promise<Float32Array>,
  ): string => graph.constant({ name: `${name}.heads`, type: "float32", dims, read });
  // A row of W is an output: those of a head lie together, as [heads, width, d].
  const keys = constant(key.weight, [heads, width, dimension], async () => {
    const matrix = await weights.read(key.weight);
    return matrix.map((weight) => weight / Math.sqrt(width));
  });
  const values = constant(value.weight, [heads, dimension, width], async () =>
    transposedHeads(await weights.read(value.weight), heads, dimension),
  );
  // A row for each text and head, not a matrix of all texts for each head: given an empty batch, the
  // engine refuses the one and ends the process over the other.
  const rowsOfHeads = (rows: string, size: number): string =>
    graph.node("Reshape", [rows, integers(graph, -1, heads, 1, size)]);
  const directions = graph.node("MatMul", [rowsOfHeads(query, width), keys]);
  const scores = graph.node(
    "FusedMatMul",
    [graph.node("Reshape", [directions, integers(graph, -1, heads, dimension)]), hidden],
    { domain: MICROSOFT, attributes: { transB: { int: 1 } } },
  );

  const marked = graph.node("Cast", [mask], {
    attributes: { to: { int: ELEMENT_TYPES.float32.code } },
  });
  const padding = graph.node("Sub", [float(graph, 1), marked]);
  const shift = graph.node("Mul", [padding, float(graph, PADDING_SCORE)]);
  const shifted = graph.node("Add", [scores, graph.node("Unsqueeze", [shift, integers(graph, 1)])]);
  const shares = graph.node("Softmax", [shifted], { attributes: { axis: { int: -1 } } });

  const sums = graph.node("MatMul", [shares, hidden]);
  const contexts = graph.node("MatMul", [rowsOfHeads(sums, dimension), values]);
  return graph.node("Reshape", [contexts, integers(graph, -1, dimension)]);
}

/** The heads of W [d, d], each transposed: [heads, d, d / heads]. */
function transposedHeads(matrix: Float32Array, heads: number, dimension: number): Float32Array {
  const width = dimension / heads;
  const result = new Float32Array(matrix.length);
  for (let output = 0; output < dimension; output += 1) {
    const head = Math.floor(output / width);
    const start = head * dimension * width + (output - head * width);
    for (let input = 0; input < dimension; input += 1) {
      result[start + input * width] = matrix[output * dimension + input]!;
    }
  }
  return result;
}
