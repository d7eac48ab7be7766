/** Passages with their vectors from one collection into another, whatever the homes of the two. */

import { FingerprintMismatchError } from "../errors.js";
import type { NewPassage, PassageCollection } from "./passage_collection.js";

/** Options of `copyCollection`. */
export interface CopyOptions {
  signal?: AbortSignal | undefined;
  /** Called with the number of passages copied so far. */
  onProgress?: ((done: number) => void) | undefined;
}

/** Passages read before they are added. */
const BATCH = 2000;
/** Numbers of vectors read before they are added: 64 MB. */
const MOST_COMPONENTS = 1 << 24;

/**
 * Copies every passage, in insertion order. Those of the same ids are replaced. Reading waits for
 * writing.
 *
 * @returns how many were copied
 * @throws FingerprintMismatchError where the two hold vectors of different models
 */
export async function copyCollection(
  from: PassageCollection,
  to: PassageCollection,
  options: CopyOptions = {},
): Promise<number> {
  const { signal, onProgress } = options;
  if (from.fingerprint !== to.fingerprint) {
    throw new FingerprintMismatchError(to.fingerprint, from.fingerprint);
  }
  let copied = 0;
  let passages: NewPassage[] = [];
  let rows: Float32Array[] = [];
  let components = 0;
  const flush = async (): Promise<void> => {
    if (passages.length === 0) return;
    const vectors = new Float32Array(components);
    let at = 0;
    for (const row of rows) {
      vectors.set(row, at);
      at += row.length;
    }
    const windowsPerPassage = Uint32Array.from(rows, ({ length }) => length / from.dimension);
    await to.add(passages, vectors, { windowsPerPassage, ...(signal !== undefined && { signal }) });
    copied += passages.length;
    onProgress?.(copied);
    passages = [];
    rows = [];
    components = 0;
  };
  for await (const { passage, vectors } of from.scan()) {
    passages.push(passage);
    rows.push(vectors);
    components += vectors.length;
    if (passages.length >= BATCH || components >= MOST_COMPONENTS) await flush();
  }
  await flush();
  return copied;
}
