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
import { int8Projection } from "./int8_projection.js";
import {
  floatProjection,
  stackedBias,
  type EncoderBuilder,
  type Projection,
} from "./projection.js";

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
  precision: Precision = "fp32",
): StreamedOnnxModel {
  const graph: EncoderBuilder = new GraphBuilder();
  const projection = precision === "int8" ? int8Projection : floatProjection;
  const ids = graph.input(ENCODER_INPUT_IDS, "int64", ["batch", "tokens"]);
  const mask = graph.input(ENCODER_ATTENTION_MASK, "int64", ["batch", "tokens"]);
  const writer = new EncoderGraphWriter(graph, config, weights, projection(graph, weights), ids);
  const mask32 = graph.node("Cast", [mask], { attributes: { to: { int: 6 } } });

  let hidden = writer.embeddings();
  const last = weights.tensors.layers.length - 1;
  weights.tensors.layers.forEach((layer, index) => {
    const firstOnly = index === last && settings.pooling === "cls";
    hidden = writer.layer(layer, hidden, mask32, firstOnly);
  });
  let pooled = settings.pooling === "cls" ? hidden : writer.mean(hidden, mask);
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

/**
 * Writes the parts of the network. Hidden states are a list of rows [b * t, d] wherever nothing
 * needs to know which text a token belongs to.
 */
class EncoderGraphWriter {
  readonly #graph: EncoderBuilder;
  readonly #config: EncoderConfig;
  readonly #weights: CheckedWeights;
  readonly #projection: Projection;
  readonly #ids: string;
  /** The shape [b, t, d]. */
  readonly #byText: string;

  constructor(
    graph: EncoderBuilder,
    config: EncoderConfig,
    weights: CheckedWeights,
    projection: Projection,
    ids: string,
  ) {
    this.#graph = graph;
    this.#config = config;
    this.#weights = weights;
    this.#projection = projection;
    this.#ids = ids;
    const width = this.#integers(config.dimension);
    this.#byText = graph.node("Concat", [graph.node("Shape", [ids]), width], {
      attributes: { axis: { int: 0 } },
    });
  }

  /** Word plus position (plus token type 0), normed: [b * t, d]. */
  embeddings(): string {
    const graph = this.#graph;
    const { tensors } = this.#weights;
    const words = graph.node("Gather", [this.#constant(tensors.words), this.#ids]);
    const length = graph.node("Shape", [this.#ids], {
      attributes: { start: { int: 1 }, end: { int: 2 } },
    });
    const positions = graph.node("Slice", [this.#positions(), this.#integers(0), length]);
    const sum = graph.node("Add", [words, positions]);
    return this.#norm(this.#asRows(sum), tensors.embeddingNorm);
  }

  /** One transformer layer: [b * t, d] → [b * t, d], or [b, d] when only the first token counts. */
  layer(spec: LayerSpec, hidden: string, mask: string, firstOnly: boolean): string {
    const graph = this.#graph;
    const residual = firstOnly
      ? graph.node("Gather", [this.#asTexts(hidden), this.#index(0)], {
          attributes: { axis: { int: 1 } },
        })
      : hidden;
    const context = firstOnly
      ? this.#attentionOfFirst(spec, hidden, residual, mask)
      : this.#attention(spec, hidden, mask);
    const attended = this.#projection.withBias(context, spec.attentionOutput);
    const normed = this.#norm(graph.node("Add", [attended, residual]), spec.attentionNorm);
    const inner = this.#projection.withoutBias(normed, [spec.inner]);
    const activated = graph.node("BiasGelu", [inner, this.#bias([spec.inner])], {
      domain: MICROSOFT,
    });
    const outer = this.#projection.withBias(activated, spec.outer);
    return this.#norm(graph.node("Add", [outer, normed]), spec.outputNorm);
  }

  /** The mean over the tokens that the mask marks: [b * t, d] → [b, d]. */
  mean(hidden: string, mask: string): string {
    const graph = this.#graph;
    const ones = graph.node("Cast", [mask], { attributes: { to: { int: 1 } } });
    const counts = graph.node("ReduceSum", [ones, this.#integers(1)]);
    const shares = graph.node("Div", [ones, counts]);
    const rows = graph.node("Unsqueeze", [shares, this.#integers(1)]);
    return this.#asRows(graph.node("MatMul", [rows, this.#asTexts(hidden)]));
  }

  #attention(spec: LayerSpec, hidden: string, mask: string): string {
    const linears = [spec.query, spec.key, spec.value];
    const all = this.#projection.withoutBias(hidden, linears);
    const parts = this.#split(all, 3).map((part) => this.#asTexts(part));
    return this.#heads(parts, this.#bias(linears), mask);
  }

  /** What the first token of each text attends to: [b, d]. */
  #attentionOfFirst(spec: LayerSpec, hidden: string, first: string, mask: string): string {
    const query = this.#projection.withoutBias(first, [spec.query]);
    const others = this.#projection.withoutBias(hidden, [spec.key, spec.value]);
    const parts = [
      this.#graph.node("Unsqueeze", [query, this.#integers(1)]),
      ...this.#split(others, 2).map((part) => this.#asTexts(part)),
    ];
    return this.#heads(parts, this.#bias([spec.query, spec.key, spec.value]), mask);
  }

  #heads(parts: readonly string[], bias: string, mask: string): string {
    const { dimension, heads } = this.#config;
    const context = this.#graph.node("MultiHeadAttention", [...parts, bias, mask], {
      domain: MICROSOFT,
      attributes: {
        num_heads: { int: heads },
        scale: { float: 1 / Math.sqrt(dimension / heads) },
        // Far below any score, and far above what would turn a row of padding into NaN.
        mask_filter_value: { float: -10_000 },
      },
    });
    return this.#asRows(context);
  }

  #split(rows: string, count: number): readonly string[] {
    return this.#graph.nodeOf("Split", [rows], count, {
      attributes: { axis: { int: -1 }, num_outputs: { int: count } },
    });
  }

  /**
   * On rows and not on texts: there ONNX Runtime would fuse the sum in front into its
   * SkipLayerNormalization, which takes four times as long as the two operators.
   */
  #norm(rows: string, spec: LinearSpec): string {
    return this.#graph.node(
      "LayerNormalization",
      [rows, this.#constant(spec.weight), this.#constant(spec.bias)],
      { attributes: { axis: { int: -1 }, epsilon: { float: this.#config.layerNormEpsilon } } },
    );
  }

  /** [b, t, d] → [b * t, d] */
  #asRows(texts: string): string {
    return this.#graph.node("Reshape", [texts, this.#integers(-1, this.#config.dimension)]);
  }

  /** [b * t, d] → [b, t, d]; the sizes are spelled out since none follows from an empty batch. */
  #asTexts(rows: string): string {
    return this.#graph.node("Reshape", [rows, this.#byText], {
      attributes: { allowzero: { int: 1 } },
    });
  }

  #bias(linears: readonly LinearSpec[]): string {
    return stackedBias(this.#graph, this.#weights, linears);
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

  #integers(...values: readonly number[]): string {
    return this.#graph.constant({
      name: `[${values.join(", ")}]`,
      type: "int64",
      dims: [values.length],
      data: BigInt64Array.from(values, BigInt),
    });
  }

  #index(value: number): string {
    return this.#graph.constant({
      name: `${value}`,
      type: "int64",
      dims: [],
      data: BigInt64Array.of(BigInt(value)),
    });
  }
}
