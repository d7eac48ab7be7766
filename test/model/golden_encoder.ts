/** The small random encoders of test/golden/encoder and what PyTorch says about them. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { InferenceSession } from "../../src/onnx/inference_session.js";

import {
  ENCODER_ATTENTION_MASK,
  ENCODER_INPUT_IDS,
  ENCODER_OUTPUT,
} from "../../src/model/encoder_graph.js";

export const goldenFolder = join(import.meta.dirname, "../golden/encoder");

/** One model in every weight format, then other architectures and settings. */
export const goldenModels = [
  "distilbert-f32",
  "distilbert-f16",
  "distilbert-bf16",
  "distilbert-int8",
  "distilbert-zip",
  "distilbert-legacy",
  "bert-mean-normalized",
  "bert-cls-zip-gamma",
] as const;

interface Texts {
  readonly limit: number;
  readonly texts: readonly string[];
  readonly ids: readonly (readonly number[])[];
}

export const goldenTexts: Texts = JSON.parse(
  readFileSync(join(goldenFolder, "texts.json"), "utf8"),
) as Texts;

/** Float32 numbers of a little-endian file. */
export function readFloats(path: string): Float32Array {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** Vectors [rows, d] of `rows` of token ids, run as one batch padded to `width` tokens or more. */
export async function encodeRows(
  session: InferenceSession,
  rows: readonly (readonly number[])[],
  width = 0,
): Promise<Float32Array> {
  const tokens = Math.max(width, ...rows.map((ids) => ids.length));
  const ids = new BigInt64Array(rows.length * tokens);
  const mask = new BigInt64Array(rows.length * tokens);
  rows.forEach((row, index) => {
    row.forEach((id, at) => {
      ids[index * tokens + at] = BigInt(id);
      mask[index * tokens + at] = 1n;
    });
  });
  const dims = [rows.length, tokens];
  const outputs = await session.run({
    [ENCODER_INPUT_IDS]: { type: "int64", dims, data: ids },
    [ENCODER_ATTENTION_MASK]: { type: "int64", dims, data: mask },
  });
  const embedding = outputs[ENCODER_OUTPUT];
  if (embedding?.type !== "float32") throw new Error("no embedding");
  return embedding.data;
}

/** Largest difference between two arrays, as a share of the largest component of the second. */
export function largestDifference(actual: Float32Array, reference: Float32Array): number {
  if (actual.length !== reference.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < reference.length; i += 1) {
    // Math.max keeps a NaN, so that it cannot pass for a small difference.
    difference = Math.max(difference, Math.abs(actual[i]! - reference[i]!));
    largest = Math.max(largest, Math.abs(reference[i]!));
  }
  return difference / largest;
}
