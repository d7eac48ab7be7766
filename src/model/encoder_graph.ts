/**
 * Writes a BERT-family encoder as an ONNX graph from its published weights: token ids in, one
 * vector per text out. With CLS pooling the last layer is computed for position 0 only: its keys
 * and values come from all tokens, everything behind them from the first. The result is exactly
 * that of the full layer, of which nothing else would be used.
 */

import { GraphBuilder, MICROSOFT } from "../onnx/graph_builder.js";
import type { StreamedOnnxModel } from "../onnx/model_writer.js";
import type { CheckedWeights } from "./checked_weights.js";
import type { EncoderConfig, EncoderSettings } from "./encoder_config.js";
import type { LayerSpec, LinearSpec, TensorSpec } from "./encoder_tensors.js";
import { floatProjection, type EncoderBuilder, type Projection } from "./projection.js";

/** Number type of the matrix products. */
export type Precision = "fp32" | "int8";

/** Names of the graph's inputs and output. */
export const ENCODER_INPUT_IDS = "input_ids";
export const ENCODER_ATTENTION_MASK = "attention_mask";
export const ENCODER_OUTPUT = "embedding";

/**
 * The graph of an encoder. Inputs: `input_ids` int64 [b, t] and `attention_mask` int64 [b, t], 1
 * for tokens and 0 for the padding behind them. Output: `embedding` float32 [b, dimension], pooled
 * and, where the settings say so, of length 1. Rows do not depend on one another or on the amount
 * of padding, beyond the rounding of float32 sums taken in another order.
 *
 * The tensors are read when the graph is written, one at a time.
 */
export function encoderGraph(
  config: EncoderConfig,
  settings: Pick<EncoderSettings, "pooling" | "normalize">,
  weights: CheckedWeights,
): StreamedOnnxModel {
  const graph: EncoderBuilder = new GraphBuilder();
  const writer = new EncoderGraphWriter(graph, config, weights, floatProjection(graph, weights));
  const ids = graph.input(ENCODER_INPUT_IDS, "int64", ["batch", "tokens"]);
  const mask = graph.input(ENCODER_ATTENTION_MASK, "int64", ["batch", "tokens"]);
  const mask32 = graph.node("Cast", [mask], { attributes: { to: { int: 6 } } });

  let hidden = writer.embeddings(ids);
  const last = weights.tensors.layers.length - 1;
  weights.tensors.layers.forEach((layer, index) => {
    const firstOnly = index === last && settings.pooling === "cls";
    hidden = writer.layer(layer, hidden, mask32, firstOnly);
  });
  let pooled: string;
  if (settings.pooling === "cls") {
    pooled = graph.node("Squeeze", [hidden, writer.axes(1)]);
  } else {
    pooled = writer.mean(hidden, mask);
  }
  if (settings.normalize) {
    // A vector of zeros stays one.
    pooled = graph.node("LpNormalization", [pooled], {
      attributes: { axis: { int: -1 }, p: { int: 2 } },
    });
  }
  graph.node("Identity", [pooled], { output: ENCODER_OUTPUT });
  graph.output(ENCODER_OUTPUT, "float32", ["batch", config.dimension]);
  return graph.build();
}

class EncoderGraphWriter {
  readonly #graph: EncoderBuilder;
  readonly #config: EncoderConfig;
  readonly #weights: CheckedWeights;
  readonly #projection: Projection;

  constructor(
    graph: EncoderBuilder,
    config: EncoderConfig,
    weights: CheckedWeights,
    projection: Projection,
  ) {
    this.#graph = graph;
    this.#config = config;
    this.#weights = weights;
    this.#projection = projection;
  }

  /** Word plus position (plus token type 0), normed: [b, t, d]. */
  embeddings(ids: string): string {
    const graph = this.#graph;
    const { tensors } = this.#weights;
    const words = graph.node("Gather", [this.#constant(tensors.words), ids]);
    const shape = graph.node("Shape", [ids], {
      attributes: { start: { int: 1 }, end: { int: 2 } },
    });
    const positions = graph.node("Slice", [this.#positions(), this.#integers("zero", 0), shape]);
    return this.#norm(words, positions, tensors.embeddingNorm);
  }

  /** One transformer layer: [b, t, d] → [b, t, d], or [b, 1, d] when only the first token counts. */
  layer(spec: LayerSpec, hidden: string, mask: string, firstOnly: boolean): string {
    const graph = this.#graph;
    const residual = firstOnly
      ? graph.node("Slice", [
          hidden,
          this.#integers("zero", 0),
          this.#integers("one", 1),
          this.#integers("one", 1),
        ])
      : hidden;
    const context = this.#attention(spec, hidden, residual, mask);
    const attended = this.#projection(context, [spec.attentionOutput]);
    const normed = this.#norm(attended.output, residual, spec.attentionNorm, attended.bias);
    const inner = this.#projection(normed, [spec.inner]);
    const activated =
      inner.bias === ""
        ? graph.node("Gelu", [inner.output], { domain: MICROSOFT })
        : graph.node("BiasGelu", [inner.output, inner.bias], { domain: MICROSOFT });
    const outer = this.#projection(activated, [spec.outer]);
    return this.#norm(outer.output, normed, spec.outputNorm, outer.bias);
  }

  /** The mean over the tokens that the mask marks: [b, t, d] → [b, d]. */
  mean(hidden: string, mask: string): string {
    const graph = this.#graph;
    const ones = graph.node("Cast", [mask], { attributes: { to: { int: 1 } } });
    const counts = graph.node("ReduceSum", [ones, this.axes(1)]);
    const shares = graph.node("Div", [ones, counts]);
    const rows = graph.node("Unsqueeze", [shares, this.axes(1)]);
    const means = graph.node("MatMul", [rows, hidden]);
    return graph.node("Squeeze", [means, this.axes(1)]);
  }

  axes(axis: 1): string {
    return this.#integers("one", axis);
  }

  #attention(spec: LayerSpec, hidden: string, queries: string, mask: string): string {
    const graph = this.#graph;
    const { dimension, heads } = this.#config;
    let parts: readonly string[];
    let bias: string;
    if (queries === hidden) {
      const all = this.#projection(hidden, [spec.query, spec.key, spec.value]);
      bias = all.bias;
      parts = graph.nodeOf("Split", [all.output], 3, {
        attributes: { axis: { int: -1 }, num_outputs: { int: 3 } },
      });
    } else {
      const query = this.#projection(queries, [spec.query]);
      const others = this.#projection(hidden, [spec.key, spec.value]);
      const split = graph.nodeOf("Split", [others.output], 2, {
        attributes: { axis: { int: -1 }, num_outputs: { int: 2 } },
      });
      bias =
        query.bias === ""
          ? ""
          : graph.node("Concat", [query.bias, others.bias], { attributes: { axis: { int: 0 } } });
      parts = [query.output, ...split];
    }
    return graph.node("MultiHeadAttention", [...parts, bias, mask], {
      domain: MICROSOFT,
      attributes: {
        num_heads: { int: heads },
        scale: { float: 1 / Math.sqrt(dimension / heads) },
        // Not the lowest float: a row of padding must not turn into NaN.
        mask_filter_value: { float: -10_000 },
      },
    });
  }

  #norm(input: string, skip: string, spec: LinearSpec, bias = ""): string {
    return this.#graph.node(
      "SkipLayerNormalization",
      [input, skip, this.#constant(spec.weight), this.#constant(spec.bias), bias],
      {
        domain: MICROSOFT,
        attributes: { epsilon: { float: this.#config.layerNormEpsilon } },
      },
    );
  }

  #constant(spec: TensorSpec): string {
    return this.#graph.constant({
      name: spec.name,
      type: "float32",
      dims: spec.shape,
      read: () => this.#weights.read(spec),
    });
  }

  /** Position embeddings; BERT's token type 0 is added here, since every token is of that type. */
  #positions(): string {
    const { positions, tokenTypes } = this.#weights.tensors;
    if (tokenTypes === undefined) return this.#constant(positions);
    return this.#graph.constant({
      name: positions.name,
      type: "float32",
      dims: positions.shape,
      read: async () => {
        const table = await this.#weights.read(positions);
        const type = await this.#weights.read(tokenTypes);
        const d = this.#config.dimension;
        for (let i = 0; i < table.length; i += 1) table[i]! += type[i % d]!;
        return table;
      },
    });
  }

  #integers(name: string, value: number): string {
    return this.#graph.constant({
      name,
      type: "int64",
      dims: [1],
      data: BigInt64Array.of(BigInt(value)),
    });
  }
}
