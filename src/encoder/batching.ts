/** Batches of token sequences of nearly equal length. */

import type { EncoderConfig } from "../model/encoder_config.js";

/** A batch takes about this long, so that a query waits no longer for it. */
const BATCH_SECONDS = 0.1;

/**
 * Sustained speed of one thread, in floating-point operations a second: about what ONNX Runtime
 * reaches on a server core of 2023 in float32, and with int8 weights. Slower machines get
 * longer batches in proportion.
 */
const THREAD_SPEED = { fp32: 120e9, int8: 500e9 };

/** More threads than this help a small batch little. */
const MAX_THREADS = 8;
const MIN_BUDGET = 256;
const MAX_BUDGET = 8_192;

/** Largest share of padding in a batch. */
const MAX_PADDING = 0.04;

/**
 * A batch that is at least this share of the budget ends where the length changes: without padding
 * the graph's attention needs no mask, which takes it less time than a fuller batch saves.
 */
const FULL_ENOUGH = 0.5;

/** Padding below this share of the budget costs less than the call a further batch would take. */
const SMALL_PADDING = 1 / 128;

/**
 * Tokens, padding included, that one batch may hold: what the machine computes in about 100 ms,
 * between 256 and 8,192.
 *
 * A layer costs 2 · (4 d² + 2 d f) operations a token, d its width and f that of its feed-forward
 * part; attention's own products are small beside it at the lengths of passages.
 */
export function tokenBudget(
  config: Pick<EncoderConfig, "layers" | "dimension" | "feedForward">,
  precision: "fp32" | "int8",
  threads: number,
): number {
  const { layers, dimension, feedForward } = config;
  const operations = layers * 2 * (4 * dimension ** 2 + 2 * dimension * feedForward);
  const speed = THREAD_SPEED[precision] * Math.min(threads, MAX_THREADS);
  const tokens = Math.floor((BATCH_SECONDS * speed) / operations);
  return Math.max(MIN_BUDGET, Math.min(MAX_BUDGET, tokens));
}

/**
 * Groups sequences into batches by length, longest first. A batch is as long as its longest
 * member; it holds at most `budget` tokens, padding included (a single sequence always fits), and
 * at most 4 % of them are padding, unless the padding is too small to matter. Where equal lengths
 * alone fill half of the budget, they are a batch without padding.
 *
 * @param lengths tokens of each sequence
 * @returns for each batch the indices into `lengths`
 */
export function planBatches(lengths: ArrayLike<number>, budget: number): Uint32Array[] {
  const order = Uint32Array.from({ length: lengths.length }, (_, index) => index);
  order.sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  const batches: Uint32Array[] = [];
  let start = 0;
  let padding = 0;
  for (let at = 0; at < order.length; at += 1) {
    const longest = lengths[order[start]!]!;
    const size = longest * (at - start + 1);
    const unpadded = padding === 0 && size - longest >= FULL_ENOUGH * budget;
    const grown = padding + longest - lengths[order[at]!]!;
    const wasteful = grown > MAX_PADDING * size && grown > SMALL_PADDING * budget;
    if (at > start && (size > budget || wasteful || (unpadded && grown > 0))) {
      batches.push(order.subarray(start, at));
      start = at;
      padding = 0;
    } else {
      padding = grown;
    }
  }
  if (start < order.length) batches.push(order.subarray(start));
  return batches;
}
