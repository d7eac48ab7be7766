/** A batch of token sequences as the graph takes it, and what it gives back. */

import type { NamedTensors } from "../onnx/tensor_data.js";

import { InferenceError } from "../errors.js";
import {
  ENCODER_ATTENTION_MASK,
  ENCODER_INPUT_IDS,
  ENCODER_OUTPUT,
} from "../model/encoder_graph.js";

/** The graph's inputs [rows, width]: the ids, and a mask that is 0 for the padding behind them. */
export function batchInputs(batch: readonly { ids: Int32Array }[]): NamedTensors {
  const rows = batch.length;
  const width = batch.reduce((longest, { ids }) => Math.max(longest, ids.length), 0);
  const ids = new BigInt64Array(rows * width);
  const mask = new BigInt64Array(rows * width);
  // The low halves of 64-bit integers; ids are never negative. All supported platforms are
  // little-endian.
  const lowIds = new Int32Array(ids.buffer);
  const lowMask = new Int32Array(mask.buffer);
  for (const [row, sequence] of batch.entries()) {
    let at = 2 * row * width;
    for (const id of sequence.ids) {
      lowIds[at] = id;
      lowMask[at] = 1;
      at += 2;
    }
  }
  const dims = [rows, width];
  return {
    [ENCODER_INPUT_IDS]: { type: "int64", dims, data: ids },
    [ENCODER_ATTENTION_MASK]: { type: "int64", dims, data: mask },
  };
}

/**
 * The embeddings of a batch, [rows, dimension].
 *
 * @throws InferenceError INFERENCE_FAILED where the graph gave anything else
 */
export function batchEmbeddings(
  outputs: NamedTensors,
  rows: number,
  dimension: number,
): Float32Array {
  const embedding = outputs[ENCODER_OUTPUT];
  if (embedding?.type !== "float32" || embedding.data.length !== rows * dimension) {
    throw new InferenceError(
      "INFERENCE_FAILED",
      `Expected the graph's output \`${ENCODER_OUTPUT}\` to be float32 of ${rows} x ${dimension}.`,
    );
  }
  return embedding.data;
}

/** @throws InferenceError INFERENCE_FAILED where a number is not finite */
export function requireFinite(vectors: Float32Array): void {
  let sum = 0;
  for (const value of vectors) sum += value;
  // A sum of finite float32 numbers is finite in float64.
  if (!Number.isFinite(sum)) {
    throw new InferenceError(
      "INFERENCE_FAILED",
      "The model gave an embedding that is not finite: its weights overflow on this text.",
    );
  }
}
