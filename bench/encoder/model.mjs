// A DistilBERT of TAS-B's size with random weights, as a folder that every contestant can open. TAS-B's
// own weights make nothing faster or slower; that their vectors are right is tested elsewhere.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { encoderTensors } from "../../.build/esm/model/encoder_tensors.js";
import { generator, normals } from "../lib/texts.mjs";

const config = {
  architecture: "distilbert",
  layers: 6,
  dimension: 768,
  heads: 12,
  feedForward: 3072,
  vocabularySize: 30_522,
  maxPositions: 512,
  typeVocabularySize: 0,
  layerNormEpsilon: 1e-12,
  activation: "gelu",
};

/** Normal numbers are drawn from a table: 66 million of them would take longer than the benchmark. */
const TABLE = 2 ** 16;

/**
 * Matrices have a deviation of 1.2 / √inputs, so that attention and feed-forward change the hidden
 * states as much as in a trained model; norms are about 1, biases about 0.
 *
 * @returns {Promise<void>} config.json, model.safetensors, and the built-in model's tokenizer
 */
export async function writeRandomModel(folder) {
  mkdirSync(folder, { recursive: true });
  const json = (name, value) => writeFileSync(join(folder, name), JSON.stringify(value));
  json("config.json", {
    model_type: "distilbert",
    architectures: ["DistilBertModel"],
    activation: config.activation,
    n_layers: config.layers,
    dim: config.dimension,
    n_heads: config.heads,
    hidden_dim: config.feedForward,
    vocab_size: config.vocabularySize,
    max_position_embeddings: config.maxPositions,
    pad_token_id: 0,
  });
  const special = {
    unk_token: "[UNK]",
    sep_token: "[SEP]",
    pad_token: "[PAD]",
    cls_token: "[CLS]",
    mask_token: "[MASK]",
  };
  json("special_tokens_map.json", special);
  json("tokenizer_config.json", {
    ...special,
    tokenizer_class: "PreTrainedTokenizerFast",
    model_max_length: 200,
  });
  const tokenizer = join(import.meta.dirname, "../../models/tasb-mini/tokenizer.json");
  copyFileSync(tokenizer, join(folder, "tokenizer.json"));

  const tensors = tensorsOf(encoderTensors(config));
  const header = {};
  let offset = 0;
  for (const { name, shape } of tensors) {
    const end = offset + 4 * shape.reduce((a, b) => a * b, 1);
    header[name] = { dtype: "F32", shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = Buffer.from(JSON.stringify(header));
  const numbers = new Float32Array(offset / 4);
  const table = normals(TABLE, 7);
  const random = generator(11);
  let at = 0;
  for (const { name, shape } of tensors) {
    const linear = shape.length === 2 && !name.startsWith("embeddings");
    const spread = linear ? 1.2 / shape[1] ** 0.5 : 0.05;
    const mean = /norm\.weight$/i.test(name) ? 1 : 0;
    for (const { data_offsets } = header[name]; at < data_offsets[1] / 4; at += 1) {
      numbers[at] = mean + spread * table[Math.floor(random() * TABLE)];
    }
  }
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  writeFileSync(
    join(folder, "model.safetensors"),
    Buffer.concat([length, text, Buffer.from(numbers.buffer)]),
  );
}

function tensorsOf(value) {
  if (typeof value !== "object" || value === null) return [];
  return "shape" in value ? [value] : Object.values(value).flatMap(tensorsOf);
}
