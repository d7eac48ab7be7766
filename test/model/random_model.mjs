/**
 * A DistilBERT with random weights, in the files of a model folder: for tests, and for benchmarks, which
 * run the compiled sources. Both hand in the names and shapes that `encoderTensors` gives.
 */

import { copyFile, mkdir, open, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** TAS-B's own shape. */
export const TASB_SHAPE = {
  architecture: /** @type {const} */ ("distilbert"),
  layers: 6,
  dimension: 768,
  heads: 12,
  feedForward: 3072,
  vocabularySize: 30_522,
  maxPositions: 512,
  typeVocabularySize: 0,
  layerNormEpsilon: 1e-12,
};

/** Normal numbers are drawn from a table: 66 million of them would take longer than what they are for. */
const TABLE = 2 ** 16;

/**
 * Writes config.json, tokenizer.json (the built-in model's) and model.safetensors. Matrices of linear
 * maps have a deviation of 1.2 / √inputs, so that attention and feed-forward change the hidden states as
 * much as in a trained model; norms are about 1, biases about 0.
 *
 * @param {string} folder
 * @param {typeof TASB_SHAPE} shape
 * @param {object} tensors `encoderTensors` of that shape
 * @param {number} seed an integer but 0; the same seed gives the same weights
 * @returns {Promise<number>} the length of the weights in bytes
 */
export async function writeRandomModel(folder, shape, tensors, seed = 7) {
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "config.json"),
    JSON.stringify({
      model_type: "distilbert",
      architectures: ["DistilBertModel"],
      activation: "gelu",
      n_layers: shape.layers,
      dim: shape.dimension,
      n_heads: shape.heads,
      hidden_dim: shape.feedForward,
      vocab_size: shape.vocabularySize,
      max_position_embeddings: shape.maxPositions,
      pad_token_id: 0,
    }),
  );
  const tokenizer = join(import.meta.dirname, "../../models/tasb-mini/tokenizer.json");
  await copyFile(tokenizer, join(folder, "tokenizer.json"));

  const specs = specsOf(tensors);
  const header = {};
  let offset = 0;
  for (const { name, shape: dims } of specs) {
    const end = offset + 4 * dims.reduce((a, b) => a * b, 1);
    header[name] = { dtype: "F32", shape: dims, data_offsets: [offset, end] };
    offset = end;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const file = await open(join(folder, "model.safetensors"), "w");
  try {
    await file.writeFile(length);
    await file.writeFile(text);
    const normal = normalNumbers(seed);
    for (const { name, shape: dims } of specs) {
      const values = new Float32Array(dims.reduce((a, b) => a * b, 1));
      const linear = dims.length === 2 && !name.startsWith("embeddings");
      const spread = linear ? 1.2 / dims[1] ** 0.5 : 0.05;
      const mean = /norm\.weight$/i.test(name) ? 1 : 0;
      for (let i = 0; i < values.length; i += 1) values[i] = mean + spread * normal();
      await file.writeFile(Buffer.from(values.buffer));
    }
  } finally {
    await file.close();
  }
  return offset;
}

/** The tensors in what `encoderTensors` gives, in order. */
function specsOf(value) {
  if (typeof value !== "object" || value === null) return [];
  return "shape" in value ? [value] : Object.values(value).flatMap(specsOf);
}

/** The same for the same seed (xorshift32; normal by Box and Muller). */
function normalNumbers(seed) {
  let state = seed;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const table = Float32Array.from({ length: TABLE }, () => {
    const radius = Math.sqrt(-2 * Math.log((next() + 1) / 2 ** 32));
    return radius * Math.cos((2 * Math.PI * next()) / 2 ** 32);
  });
  return () => table[next() % TABLE];
}
