/** What callers hand to `add`, checked and copied before anything is changed. */

import { randomUUID } from "node:crypto";

import { expected, InvalidArgumentError } from "../errors.js";
import { requireFinite } from "../linalg/matrix.js";
import { Pause } from "../pause.js";
import { copyMetadata } from "./metadata.js";
import type { AddOptions, Metadata, NewPassage } from "./passage_collection.js";

export interface PreparedPassage {
  readonly id: string;
  readonly text: string;
  readonly metadata: Metadata;
  readonly windows: number;
}

export interface PreparedAddition {
  passages: PreparedPassage[];
  /** Row-major [m, d], a copy of the caller's. */
  vectors: Float32Array;
}

/** Components checked and copied between two looks at the event loop: less than a millisecond. */
export const COMPONENTS_PER_STEP = 1 << 18;

/**
 * Works in slices. @throws InvalidArgumentError, AbortedError
 */
export async function prepareAddition(
  dimension: number,
  passages: readonly NewPassage[],
  vectors: Float32Array,
  options: AddOptions,
): Promise<PreparedAddition> {
  const { windowsPerPassage, signal } = options;
  const pause = new Pause(signal);
  if (!Array.isArray(passages)) throw expected("passages", "an array", passages);
  if (
    windowsPerPassage !== undefined &&
    (!(windowsPerPassage instanceof Uint32Array) || windowsPerPassage.length !== passages.length)
  ) {
    throw expected(
      "windowsPerPassage",
      `a Uint32Array of ${passages.length} numbers, one per passage`,
      windowsPerPassage,
    );
  }
  let rows = 0;
  const prepared: PreparedPassage[] = [];
  const ids = new Set<string>();
  for (let i = 0; i < passages.length; i += 1) {
    const windows = windowsPerPassage?.[i] ?? 1;
    if (windows === 0) throw expected(`windowsPerPassage[${i}]`, "at least 1", windows);
    rows += windows;
    const passage = preparePassage(passages[i], i, windows);
    if (ids.has(passage.id)) {
      throw new InvalidArgumentError(
        `Expected each id once in a call of add, got \`${passage.id}\` twice.`,
      );
    }
    ids.add(passage.id);
    prepared.push(passage);
    if (pause.due()) await pause.take();
  }
  return { passages: prepared, vectors: await copyVectors(vectors, rows, dimension, pause) };
}

function preparePassage(
  passage: NewPassage | undefined,
  i: number,
  windows: number,
): PreparedPassage {
  if (typeof passage !== "object" || passage === null) {
    throw expected(`passages[${i}]`, "an object with a text", passage);
  }
  const { id = randomUUID(), text, metadata = {} } = passage;
  if (typeof id !== "string" || id === "") {
    throw expected(`passages[${i}].id`, "a non-empty string", id);
  }
  if (typeof text !== "string") throw expected(`passages[${i}].text`, "a string", text);
  return { id, text, metadata: copyMetadata(metadata), windows };
}

async function copyVectors(
  vectors: Float32Array,
  rows: number,
  dimension: number,
  pause: Pause,
): Promise<Float32Array> {
  if (!(vectors instanceof Float32Array)) throw expected("vectors", "a Float32Array", vectors);
  const length = rows * dimension;
  if (vectors.length !== length) {
    throw new InvalidArgumentError(
      `Expected \`vectors\` to have the shape [${rows}, ${dimension}], that is ${length} numbers, ` +
        `got ${vectors.length}.`,
    );
  }
  const copy = new Float32Array(length);
  for (let start = 0; start < length; start += COMPONENTS_PER_STEP) {
    const part = vectors.subarray(start, start + COMPONENTS_PER_STEP);
    requireFinite("vectors", part, start);
    copy.set(part, start);
    if (pause.due()) await pause.take();
  }
  return copy;
}
