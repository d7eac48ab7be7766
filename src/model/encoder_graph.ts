/**
 * Writes a BERT-family encoder as an ONNX graph from its published weights: token ids in, one
 * vector per text out. With CLS pooling the last layer is computed for position 0 only, which attends
 * to all tokens (first_token_attention.ts): nothing else of that layer would be used.
 */

import { GraphBuilder, MICROSOFT } from "../onnx/graph_builder.js";
import { integer, integers } from "../onnx/graph_constants.js";
import { ELEMENT_TYPES, type StreamedOnnxModel } from "../onnx/onnx_model.js";
import type { CheckedWeights } from "./checked_weights.js";
import type { EncoderConfig, EncoderSettings } from "./encoder_config.js";
import type { LayerSpec, LinearSpec, TensorSpec } from "./encoder_tensors.js";
import { firstTokenAttention, PADDING_SCORE } from "./first_token_attention.js";
import { int8Projection } from "./int8_projection.js";
import { floatProjection, type EncoderBuilder, type Projection } from "./projection.js";

/** Number type of the matrix products. */
export type Precision = "fp32" | "int8";

/** What decides how the products are computed. */
export interface Products {
  readonly precision: Precision;
  /** Of int8: whether weights are kept within what 16 bits hold; see `quantizeRows`. */
  readonly pairsBounded: boolean;
}

/** Names of the graph's inputs and output. */
export const ENCODER_INPUT_IDS = "input_ids";
export const ENCODER_ATTENTION_MASK = "attention_mask";
export const ENCODER_OUTPUT = "embedding";

/**
 * The graph of an encoder. Inputs: `input_ids` int64 [b, t] and `attention_mask` int64 [b, t], 1
 * for tokens and 0 for the padding behind them; b and t are at least 1. Output: `embedding` float32 [b, dimension], pooled
 * and, where the settings say so, of length 1. Rows do not depend on one another or on the amount
 * of padding, beyond the rounding of float32 sums taken in another order.
 *
 * The tensors are read when the graph is written, one at a time.
 */
export function encoderGraph(
  config: EncoderConfig,
  settings: Pick<EncoderSettings, "pooling" | "normalize">,
  weights: CheckedWeights,
  { precision, pairsBounded }: Products = { precision: "fp32", pairsBounded: false },
): StreamedOnnxModel {
  const graph: EncoderBuilder = new GraphBuilder();
  const projection =
    precision === "int8"
      ? int8Projection(graph, weights, pairsBounded)
      : floatProjection(graph, weights);
  const ids = graph.input(ENCODER_INPUT_IDS, "int64", ["batch", "tokens"]);
  const mask = graph.input(ENCODER_ATTENTION_MASK, "int64", ["batch", "tokens"]);
  const writer = new EncoderGraphWriter(graph, config, weights, projection, ids, mask);

  let hidden = writer.embeddings();
  const last = weights.tensors.layers.length - 1;
  weights.tensors.layers.forEach((layer, index) => {
    const firstOnly = index === last && settings.pooling === "cls";
    hidden = writer.layer(layer, hidden, firstOnly);
  });
  let pooled = settings.pooling === "cls" ? hidden : writer.mean(hidden);
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
  readonly #mask: string;
  /** The mask in int32, and whether it marks every token. */
  readonly #mask32: string;
  readonly #unpadded: string;

  constructor(
    graph: EncoderBuilder,
    config: EncoderConfig,
    weights: CheckedWeights,
    projection: Projection,
    ids: string,
    mask: string,
  ) {
    this.#graph = graph;
    this.#config = config;
    this.#weights = weights;
    this.#projection = projection;
    this.#ids = ids;
    const width = integers(this.#graph, config.dimension);
    this.#byText = graph.node("Concat", [graph.node("Shape", [ids]), width], {
      attributes: { axis: { int: 0 } },
    });
    this.#mask = mask;
    this.#mask32 = graph.node("Cast", [mask], {
      attributes: { to: { int: ELEMENT_TYPES.int32.code } },
    });
    const marked = graph.node("ReduceSum", [mask], { attributes: { keepdims: { int: 0 } } });
    this.#unpadded = graph.node("Equal", [marked, graph.node("Size", [mask])]);
  }

  /** Word plus position (plus token type 0), normed: [b * t, d]. */
  embeddings(): string {
    const graph = this.#graph;
    const { tensors } = this.#weights;
    const words = graph.node("Gather", [this.#constant(tensors.words), this.#ids]);
    const length = graph.node("Shape", [this.#ids], {
      attributes: { start: { int: 1 }, end: { int: 2 } },
    });
    const positions = graph.node("Slice", [this.#positions(), integers(this.#graph, 0), length]);
    const sum = graph.node("Add", [words, positions]);
    return this.#norm(this.#asRows(sum), tensors.embeddingNorm);
  }

  /** One transformer layer: [b * t, d] → [b * t, d], or [b, d] when only the first token counts. */
  layer(spec: LayerSpec, hidden: string, firstOnly: boolean): string {
    const graph = this.#graph;
    const residual = firstOnly ? this.#firstRows(hidden) : hidden;
    const context = firstOnly
      ? this.#firstAttention(spec, hidden, residual)
      : this.#attention(spec, hidden);
    const project = this.#projection;
    const per = firstOnly ? "text" : "token";
    const { dimension, feedForward } = this.#config;
    const contexts = project({ name: context, width: dimension, source: "context", per });
    const attended = contexts(spec.attentionOutput.weight, this.#outputBias(spec));
    const normed = this.#norm(graph.node("Add", [attended, residual]), spec.attentionNorm);
    const inner = project({ name: normed, width: dimension, source: "normed", per });
    const activated = graph.node("Gelu", [inner(spec.inner.weight, this.#bias(spec.inner))]);
    const outer = project({ name: activated, width: feedForward, source: "activated", per });
    const sum = graph.node("Add", [outer(spec.outer.weight, this.#bias(spec.outer)), normed]);
    return this.#norm(sum, spec.outputNorm);
  }

  /** The mean over the tokens that the mask marks: [b * t, d] → [b, d]. */
  mean(hidden: string): string {
    const graph = this.#graph;
    const ones = graph.node("Cast", [this.#mask], {
      attributes: { to: { int: ELEMENT_TYPES.float32.code } },
    });
    const counts = graph.node("ReduceSum", [ones, integers(this.#graph, 1)]);
    const shares = graph.node("Div", [ones, counts]);
    const rows = graph.node("Unsqueeze", [shares, integers(this.#graph, 1)]);
    return this.#asRows(graph.node("MatMul", [rows, this.#asTexts(hidden)]));
  }

  /** The first token of each text: [b * t, d] → [b, d]. */
  #firstRows(hidden: string): string {
    return this.#graph.node("Gather", [this.#asTexts(hidden), integer(this.#graph, 0)], {
      attributes: { axis: { int: 1 } },
    });
  }

  /** What each text's first token attends to, [b, d]; `first` are those tokens' rows. */
  #firstAttention(spec: LayerSpec, hidden: string, first: string): string {
    const [graph, weights, config] = [this.#graph, this.#weights, this.#config];
    const width = config.dimension;
    const project = this.#projection({ name: first, width, source: "normed", per: "text" });
    const query = project(spec.query.weight, this.#bias(spec.query));
    const texts = this.#asTexts(hidden);
    return firstTokenAttention(graph, weights, config, spec, query, texts, this.#mask);
  }

  /** What each token attends to: [b * t, d] → [b * t, d]. */
  #attention(spec: LayerSpec, hidden: string): string {
    const graph = this.#graph;
    const { dimension, heads } = this.#config;
    const width = dimension;
    const project = this.#projection({ name: hidden, width, source: "normed", per: "token" });
    // The bias of the keys adds the same to all scores of a query, which softmax takes away; that of
    // the values is in `#outputBias`.
    const parts = [
      project(spec.query.weight, this.#bias(spec.query)),
      project(spec.key.weight),
      project(spec.value.weight),
    ].map((rows) => this.#asTexts(rows));
    const options = {
      domain: MICROSOFT,
      attributes: {
        num_heads: { int: heads },
        scale: { float: 1 / Math.sqrt(dimension / heads) },
        mask_filter_value: { float: PADDING_SCORE },
      },
    };
    // Without a mask the engine computes attention block by block, in less time and memory.
    const context = graph.choose(
      this.#unpadded,
      (branch) => branch.node("MultiHeadAttention", parts, options),
      (branch) => branch.node("MultiHeadAttention", [...parts, "", this.#mask32], options),
    );
    return this.#asRows(context);
  }

  /**
   * On rows and not on texts: there ONNX Runtime would fuse the sum in front into its
   * SkipLayerNormalization, which takes four times as long as the two operators.
   */
  #norm(rows: string, norm: LinearSpec): string {
    return this.#graph.node(
      "LayerNormalization",
      [rows, this.#constant(norm.weight), this.#constant(norm.bias)],
      { attributes: { axis: { int: -1 }, epsilon: { float: this.#config.layerNormEpsilon } } },
    );
  }

  /** [b, t, d] → [b * t, d] */
  #asRows(texts: string): string {
    return this.#graph.node("Reshape", [texts, integers(this.#graph, -1, this.#config.dimension)]);
  }

  /** [b * t, d] → [b, t, d]; the sizes are spelled out since none follows from an empty batch. */
  #asTexts(rows: string): string {
    return this.#graph.node("Reshape", [rows, this.#byText], {
      attributes: { allowzero: { int: 1 } },
    });
  }

  /** As [1, outputs]: the engine fuses a plain vector with GELU, which is slower than the two are. */
  #bias({ bias }: LinearSpec): string {
    const dims = [1, bias.shape[0]!];
    const read = (): Promise<Float32Array> => this.#weights.read(bias);
    return this.#graph.constant({ name: bias.name, type: "float32", dims, read });
  }

  /**
   * The bias behind attention with what the values' bias makes of it: weights of attention sum to 1,
   * so that W (Σ a (v + c)) + b = W (Σ a v) + (W c + b).
   */
  #outputBias({ value, key, attentionOutput: { weight, bias } }: LayerSpec): string {
    const weights = this.#weights;
    return this.#graph.constant({
      name: `${bias.name}+${value.bias.name}`,
      type: "float32",
      dims: [1, bias.shape[0]!],
      read: async () => {
        const sums = await weights.read(bias);
        const matrix = await weights.read(weight);
        const values = await weights.read(value.bias);
        // Not used, yet checked and part of the model's digest.
        await weights.read(key.bias);
        const d = values.length;
        return sums.map((sum, at) => {
          let product = sum;
          for (let i = 0; i < d; i += 1) product += matrix[at * d + i]! * values[i]!;
          return product;
        });
      },
    });
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
}
