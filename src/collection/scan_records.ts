/** Every passage of a local collection with its vectors, some at a time. */

import type { LocalParts } from "./local_parts.js";
import type { Passage } from "./passage_collection.js";
import { passageOf, type PassageRecord } from "./passage_records.js";

/** A passage and its vectors, [windows, dimension]. */
interface PassageWithVectors {
  passage: Passage;
  vectors: Float32Array;
}

/** Passages fetched under one hold of the lock: what a write has to wait for. */
const BATCH = 256;

/**
 * The passages stored now, in insertion order, each with its vectors as both are when it is reached.
 * Those deleted in between are left out.
 *
 * @param read runs a step while nothing is written
 */
export async function* scanRecords(
  { records, dense, dimension }: LocalParts,
  read: <T>(step: () => Promise<T>) => Promise<T>,
): AsyncGenerator<PassageWithVectors, undefined> {
  const sequences = Array.from(records.values(), ({ sequence }) => sequence);
  for (let start = 0; start < sequences.length; start += BATCH) {
    yield* await read(async () => {
      const stored = sequences
        .slice(start, start + BATCH)
        .map((sequence) => records.at(sequence))
        .filter((record) => record !== undefined);
      const { vectors } = await dense.vectorsOf(
        Uint32Array.from(stored, ({ sequence }) => sequence),
      );
      return withVectors(stored, vectors, dimension);
    });
  }
}

function withVectors(
  stored: readonly PassageRecord[],
  vectors: Float32Array,
  dimension: number,
): PassageWithVectors[] {
  let start = 0;
  return stored.map((record) => {
    const end = start + record.windows * dimension;
    const own = vectors.slice(start, end);
    start = end;
    return { passage: passageOf(record), vectors: own };
  });
}
