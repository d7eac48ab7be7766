/** Names and shapes of the tensors in a checkpoint of each supported architecture. */

import type { EncoderConfig } from "./encoder_config.js";

/** A tensor of the checkpoint and the shape that the config gives it. */
export interface TensorSpec {
  /** The name in the checkpoint, without the `distilbert.` or `bert.` prefix. */
  readonly name: string;
  readonly shape: readonly number[];
}

/** y = x Wᵀ + b with `weight` W [outputs, inputs] and `bias` b [outputs]. */
export interface LinearSpec {
  readonly weight: TensorSpec;
  readonly bias: TensorSpec;
}

/** The tensors of one transformer layer. */
export interface LayerSpec {
  readonly query: LinearSpec;
  readonly key: LinearSpec;
  readonly value: LinearSpec;
  readonly attentionOutput: LinearSpec;
  /** LayerNorm after attention and its residual. */
  readonly attentionNorm: LinearSpec;
  readonly inner: LinearSpec;
  readonly outer: LinearSpec;
  /** LayerNorm after the feed-forward and its residual. */
  readonly outputNorm: LinearSpec;
}

/** Every tensor the encoder uses. */
export interface EncoderTensors {
  readonly words: TensorSpec;
  readonly positions: TensorSpec;
  /** Absent in DistilBERT. */
  readonly tokenTypes?: TensorSpec;
  readonly embeddingNorm: LinearSpec;
  readonly layers: readonly LayerSpec[];
}

interface LayerNames {
  readonly prefix: string;
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly attentionOutput: string;
  readonly attentionNorm: string;
  readonly inner: string;
  readonly outer: string;
  readonly outputNorm: string;
}

const LAYER_NAMES: Record<EncoderConfig["architecture"], LayerNames> = {
  distilbert: {
    prefix: "transformer.layer",
    query: "attention.q_lin",
    key: "attention.k_lin",
    value: "attention.v_lin",
    attentionOutput: "attention.out_lin",
    attentionNorm: "sa_layer_norm",
    inner: "ffn.lin1",
    outer: "ffn.lin2",
    outputNorm: "output_layer_norm",
  },
  bert: {
    prefix: "encoder.layer",
    query: "attention.self.query",
    key: "attention.self.key",
    value: "attention.self.value",
    attentionOutput: "attention.output.dense",
    attentionNorm: "attention.output.LayerNorm",
    inner: "intermediate.dense",
    outer: "output.dense",
    outputNorm: "output.LayerNorm",
  },
};

/** The tensors that an encoder of this shape must have. */
export function encoderTensors(config: EncoderConfig): EncoderTensors {
  const { dimension, feedForward } = config;
  const names = LAYER_NAMES[config.architecture];
  return {
    words: tensor("embeddings.word_embeddings.weight", [config.vocabularySize, dimension]),
    positions: tensor("embeddings.position_embeddings.weight", [config.maxPositions, dimension]),
    ...(config.typeVocabularySize === 0
      ? {}
      : {
          tokenTypes: tensor("embeddings.token_type_embeddings.weight", [
            config.typeVocabularySize,
            dimension,
          ]),
        }),
    embeddingNorm: norm("embeddings.LayerNorm", dimension),
    layers: Array.from({ length: config.layers }, (_, index) => {
      const at = `${names.prefix}.${index}`;
      return {
        query: linear(`${at}.${names.query}`, dimension, dimension),
        key: linear(`${at}.${names.key}`, dimension, dimension),
        value: linear(`${at}.${names.value}`, dimension, dimension),
        attentionOutput: linear(`${at}.${names.attentionOutput}`, dimension, dimension),
        attentionNorm: norm(`${at}.${names.attentionNorm}`, dimension),
        inner: linear(`${at}.${names.inner}`, feedForward, dimension),
        outer: linear(`${at}.${names.outer}`, dimension, feedForward),
        outputNorm: norm(`${at}.${names.outputNorm}`, dimension),
      };
    }),
  };
}

function tensor(name: string, shape: readonly number[]): TensorSpec {
  return { name, shape };
}

function linear(name: string, outputs: number, inputs: number): LinearSpec {
  return {
    weight: tensor(`${name}.weight`, [outputs, inputs]),
    bias: tensor(`${name}.bias`, [outputs]),
  };
}

function norm(name: string, dimension: number): LinearSpec {
  return {
    weight: tensor(`${name}.weight`, [dimension]),
    bias: tensor(`${name}.bias`, [dimension]),
  };
}
