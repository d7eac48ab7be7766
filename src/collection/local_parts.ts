/** The parts a local collection is made of. */

import type { Bm25Index } from "../bm25/inverted_index.js";
import type { DenseIndex } from "../dense/dense_index.js";
import type { PassageRecords } from "./passage_records.js";

/** All three speak of a passage by its sequence. */
export interface LocalParts {
  /** Length d of every vector. */
  readonly dimension: number;
  readonly fingerprint: string;
  readonly records: PassageRecords;
  readonly dense: DenseIndex;
  readonly bm25: Bm25Index;
}

/** Rows numbered between two yields: less than a millisecond. */
const ROWS_PER_STEP = 4096;

/** One sequence per row of the vectors, in steps: a passage's, repeated for each of its windows. */
export function* sequencesOfRows(
  passages: readonly { sequence: number; windows: number }[],
): Generator<void, Uint32Array> {
  let rows = 0;
  for (const { windows } of passages) rows += windows;
  const sequences = new Uint32Array(rows);
  let row = 0;
  let step = ROWS_PER_STEP;
  for (const { sequence, windows } of passages) {
    sequences.fill(sequence, row, row + windows);
    row += windows;
    if (row < step) continue;
    step = row + ROWS_PER_STEP;
    yield;
  }
  return sequences;
}
