/** A DistilBERT of any size with random weights, in the files of a model folder. */

import { copyFile, mkdir, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EncoderConfig } from "../../src/model/encoder_config.js";
import { encoderTensors, type TensorSpec } from "../../src/model/encoder_tensors.js";
import { packageRoot } from "../../src/package_root.js";

/** TAS-B's own shape. */
export const FULL_SIZE: EncoderConfig = {
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

/**
 * Writes config.json, tokenizer.json (the built-in model's) and model.safetensors. Matrices are
 * normal with a deviation of 1.2 / √inputs for linear maps, so that attention and feed-forward
 * change the hidden states as much as in a trained model; norms are about 1, biases about 0.
 *
 * @returns the length of the weights in bytes
 */
export async function writeRandomModel(
  folder: string,
  config: EncoderConfig,
  seed = 7,
): Promise<number> {
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "config.json"),
    JSON.stringify({
      model_type: "distilbert",
      architectures: ["DistilBertModel"],
      activation: "gelu",
      n_layers: config.layers,
      dim: config.dimension,
      n_heads: config.heads,
      hidden_dim: config.feedForward,
      vocab_size: config.vocabularySize,
      max_position_embeddings: config.maxPositions,
    }),
  );
  await copyFile(
    join(packageRoot, "models/tasb-mini/tokenizer.json"),
    join(folder, "tokenizer.json"),
  );
  const specs = allSpecs(config);
  const header: Record<string, unknown> = {};
  let offset = 0;
  for (const { name, shape } of specs) {
    const end = offset + 4 * shape.reduce((a, b) => a * b, 1);
    header[name] = { dtype: "F32", shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const file = await open(join(folder, "model.safetensors"), "w");
  try {
    await file.write(length);
    await file.write(text);
    const normal = normalNumbers(seed);
    for (const { name, shape } of specs) {
      const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
      const isNorm = /norm\.weight$/i.test(name);
      const spread = shape.length === 2 && !/embeddings/.test(name) ? 1.2 / shape[1]! ** 0.5 : 0.05;
      for (let i = 0; i < values.length; i += 1) values[i] = (isNorm ? 1 : 0) + spread * normal();
      await file.write(Buffer.from(values.buffer));
    }
  } finally {
    await file.close();
  }
  return offset;
}

function allSpecs(config: EncoderConfig): TensorSpec[] {
  const found: TensorSpec[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("name" in value && "shape" in value) found.push(value as TensorSpec);
    else Object.values(value).forEach(walk);
  };
  walk(encoderTensors(config));
  return found;
}

/** Normal numbers, the same for the same seed (xorshift32; a table of quantiles by Box and Muller). */
function normalNumbers(seed: number): () => number {
  let state = seed;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const table = Float32Array.from({ length: 65_536 }, () => {
    const radius = Math.sqrt(-2 * Math.log((next() + 1) / 2 ** 32));
    return radius * Math.cos((2 * Math.PI * next()) / 2 ** 32);
  });
  return () => table[next() & 65_535]!;
}
