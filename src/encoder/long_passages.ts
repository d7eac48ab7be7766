/** Vectors of passages of any length: what is longer than the encoder reads becomes windows. */

import { Pause } from "../pause.js";
import type { Encoder } from "./encoder.js";

/**
 * What becomes of a passage that is longer than `maxPassageTokens`:
 *
 * - `"max"`: a vector for each window; the passage's score is its best window's (MaxP).
 * - `"mean"`: the mean of the windows' vectors; the score is the mean of the windows' scores.
 * - `"first"`: the first window's vector (FirstP). What follows is not read.
 * - `"truncate"`: cut after `maxPassageTokens` tokens, in the middle of a word if it falls so, as the
 *   reference implementations do. What follows is not read.
 *
 * MaxP, FirstP: Dai and Callan, Deeper Text Understanding for IR, SIGIR 2019.
 */
export type LongPassages = "max" | "mean" | "first" | "truncate";

export const LONG_PASSAGES: readonly LongPassages[] = ["max", "mean", "first", "truncate"];

/** How many of the texts of one call were longer than the encoder reads, and what became of them. */
export interface LongPassageReport {
  /** Texts of the call. */
  texts: number;
  /** Those that were longer than `maxPassageTokens`. */
  long: number;
  /** Those of which a part was not read: `"first"` and `"truncate"`. */
  truncated: number;
}

/** The vectors of passages, one or several each. */
export interface PassageVectors {
  /** Row-major [m, d], the windows of each passage together, in the order of the texts. */
  vectors: Float32Array;
  /** Rows of each text, [n]; absent where all have one. */
  windowsPerPassage?: Uint32Array;
}

export interface LongPassageOptions {
  longPassages: LongPassages;
  /** See `WindowOptions`. */
  stride?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Called with the number of texts done and of all. */
  onProgress?: ((done: number, total: number) => void) | undefined;
  /** Called once, before the result, where a text was longer than the encoder reads. */
  onLong?: ((report: LongPassageReport) => void) | undefined;
}

/**
 * Embeds passages; only `"max"` gives a text several rows.
 *
 * @throws InvalidArgumentError, AbortedError, InferenceError, DisposedError
 */
export async function encodePassages(
  encoder: Encoder,
  texts: readonly string[],
  options: LongPassageOptions,
): Promise<PassageVectors> {
  const { longPassages, signal, onProgress, onLong } = options;
  if (longPassages === "truncate") {
    const onTruncated = (truncated: number): void =>
      onLong?.({ texts: texts.length, long: truncated, truncated });
    const kind = "passage";
    return { vectors: await encoder.encode(texts, { kind, signal, onProgress, onTruncated }) };
  }
  const { pieces, counts, long } = await windowsOfAll(encoder, texts, options);
  const truncated = longPassages === "first" ? long : 0;
  const scaled =
    onProgress &&
    ((done: number, total: number): void =>
      onProgress(Math.floor((done * texts.length) / total), texts.length));
  const vectors = await encoder.encode(pieces, { kind: "passage", signal, onProgress: scaled });
  if (long > 0) onLong?.({ texts: texts.length, long, truncated });
  if (pieces.length === texts.length) return { vectors };
  if (longPassages === "mean") return { vectors: meansOf(vectors, counts, encoder.dimension) };
  return { vectors, windowsPerPassage: counts };
}

async function windowsOfAll(
  encoder: Encoder,
  texts: readonly string[],
  { longPassages, stride, signal }: LongPassageOptions,
): Promise<{ pieces: string[]; counts: Uint32Array; long: number }> {
  const pieces: string[] = [];
  const counts = new Uint32Array(texts.length);
  let long = 0;
  const pause = new Pause(signal);
  for (const [at, text] of texts.entries()) {
    const windows = await encoder.windows(text, { stride, signal });
    if (windows.length > 1) long += 1;
    const read = longPassages === "first" ? windows.slice(0, 1) : windows;
    counts[at] = read.length;
    for (const { start, end } of read) pieces.push(text.slice(start, end));
    if (pause.due()) await pause.take();
  }
  return { pieces, counts, long };
}

/** The mean of each passage's rows, summed in float64. */
function meansOf(vectors: Float32Array, counts: Uint32Array, dimension: number): Float32Array {
  const means = new Float32Array(counts.length * dimension);
  let row = 0;
  for (const [passage, count] of counts.entries()) {
    for (let column = 0; column < dimension; column++) {
      let sum = 0;
      for (let i = row; i < row + count; i++) sum += vectors[i * dimension + column]!;
      means[passage * dimension + column] = sum / count;
    }
    row += count;
  }
  return means;
}
