/** What a model is: the shape of its transformer, and how its output becomes an embedding. */

import { ModelError, describe } from "../errors.js";
import { ownValue, type JsonObject } from "../json_object.js";
import { unsupportedModel } from "./model_errors.js";

/** Shape of a BERT-family encoder, from config.json. */
export interface EncoderConfig {
  readonly architecture: "distilbert" | "bert";
  /** Number of transformer layers. */
  readonly layers: number;
  /** Width d of hidden states and embeddings; a multiple of `heads`. */
  readonly dimension: number;
  readonly heads: number;
  /** Width of the feed-forward layer between its two products. */
  readonly feedForward: number;
  /** Rows of the word embedding. */
  readonly vocabularySize: number;
  /** Rows of the position embedding: the longest input in tokens. */
  readonly maxPositions: number;
  /** Rows of the token type embedding; 0 for DistilBERT, which has none. */
  readonly typeVocabularySize: number;
  /** Added to the variance in every LayerNorm. */
  readonly layerNormEpsilon: number;
}

/** How hidden states become an embedding, and what is put before the texts. */
export interface EncoderSettings {
  /** `cls`: the first token's hidden state. `mean`: the mean over all tokens that are not padding. */
  readonly pooling: "cls" | "mean";
  /** Divide each embedding by its Euclidean norm. */
  readonly normalize: boolean;
  /** Put before every query, such as `query: `. Empty for TAS-B. */
  readonly queryPrefix: string;
  /** Put before every passage. Empty for TAS-B. */
  readonly passagePrefix: string;
  /** Longest input in tokens that the model's makers intend, special tokens included. */
  readonly maxLength?: number;
}

/** The `model_type` values that can be loaded. */
export const SUPPORTED_ARCHITECTURES: readonly EncoderConfig["architecture"][] = [
  "distilbert",
  "bert",
];

/**
 * Reads a hub config.json.
 *
 * @param source names the file in errors.
 * @throws ModelError MODEL_UNSUPPORTED for another architecture, activation or position scheme;
 *   MODEL_FILE_INVALID for values that are missing or out of range.
 */
export function parseEncoderConfig(json: JsonObject, source: string): EncoderConfig {
  const architecture = readArchitecture(json, source);
  const names = architecture === "distilbert" ? DISTILBERT_NAMES : BERT_NAMES;
  const integer = (key: string, most: number): number => readInteger(json, key, 1, most, source);

  // The exact one, x * 0.5 * (1 + erf(x / sqrt 2)): `gelu_new` and others have other values.
  const activation = ownValue(json, names.activation) ?? "gelu";
  if (activation !== "gelu") {
    throw unsupportedModel(source, `its activation is ${describe(activation)}; only \`gelu\` is`);
  }
  if (architecture === "bert") {
    const positions = ownValue(json, "position_embedding_type") ?? "absolute";
    if (positions !== "absolute") {
      throw unsupportedModel(
        source,
        `its positions are ${describe(positions)}; only \`absolute\` are`,
      );
    }
    if (ownValue(json, "is_decoder") === true) {
      throw unsupportedModel(source, "it is a decoder; only encoders are");
    }
  }
  const config: EncoderConfig = {
    architecture,
    layers: integer(names.layers, 256),
    dimension: integer(names.dimension, 16_384),
    heads: integer(names.heads, 1_024),
    feedForward: integer(names.feedForward, 131_072),
    vocabularySize: integer("vocab_size", 4_194_304),
    maxPositions: integer("max_position_embeddings", 131_072),
    typeVocabularySize:
      architecture === "bert" ? readInteger(json, "type_vocab_size", 1, 1_024, source, 2) : 0,
    layerNormEpsilon: architecture === "bert" ? readEpsilon(json, source) : 1e-12,
  };
  if (config.dimension % config.heads !== 0) {
    throw invalid(
      source,
      `${names.dimension} to be a multiple of ${names.heads}`,
      `${config.dimension} and ${config.heads}`,
    );
  }
  return config;
}

const DISTILBERT_NAMES = {
  layers: "n_layers",
  dimension: "dim",
  heads: "n_heads",
  feedForward: "hidden_dim",
  activation: "activation",
};

const BERT_NAMES = {
  layers: "num_hidden_layers",
  dimension: "hidden_size",
  heads: "num_attention_heads",
  feedForward: "intermediate_size",
  activation: "hidden_act",
};

function readArchitecture(json: JsonObject, source: string): EncoderConfig["architecture"] {
  let type = ownValue(json, "model_type");
  if (type === undefined) {
    const classes = ownValue(json, "architectures");
    const name: unknown = Array.isArray(classes) ? classes[0] : undefined;
    if (typeof name === "string" && /^DistilBert[A-Z]/.test(name)) type = "distilbert";
    else if (typeof name === "string" && /^Bert[A-Z]/.test(name)) type = "bert";
    else type = name;
  }
  const found = SUPPORTED_ARCHITECTURES.find((name) => name === type);
  if (found === undefined) {
    throw unsupportedModel(
      source,
      `its architecture is ${describe(type)}; supported are ${SUPPORTED_ARCHITECTURES.map(
        (name) => `\`${name}\``,
      ).join(" and ")} encoders`,
    );
  }
  return found;
}

/** An integer between `least` and `most`; `fallback` where the key is absent. */
export function readInteger(
  json: JsonObject,
  key: string,
  least: number,
  most: number,
  source: string,
  fallback?: number,
): number {
  const value = ownValue(json, key) ?? fallback;
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
    throw invalid(source, `${key} to be an integer from ${least} to ${most}`, describe(value));
  }
  return value;
}

function readEpsilon(json: JsonObject, source: string): number {
  const value = ownValue(json, "layer_norm_eps") ?? 1e-12;
  if (typeof value !== "number" || !(value > 0) || value > 0.1) {
    throw invalid(source, "layer_norm_eps to be a number in (0, 0.1]", describe(value));
  }
  return value;
}

function invalid(source: string, expectation: string, actual: string): ModelError {
  return new ModelError("MODEL_FILE_INVALID", `${source}: expected ${expectation}, got ${actual}.`);
}
