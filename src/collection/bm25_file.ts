/** A BM25 snapshot as a file of arrays. */

import type { Bm25Snapshot } from "../bm25/snapshot.js";
import { SnapshotError } from "../errors.js";
import { decodeArrayFile, encodeArrayFile, type StoredArray } from "../storage/array_file.js";

type Segment = Bm25Snapshot["segments"][number];

/** Arrays of a segment in the order in which they stand in the file. */
const ARRAYS = [
  ["sequences", Uint32Array],
  ["lengths", Uint32Array],
  ["terms", Uint32Array],
  ["offsets", Uint32Array],
  ["passages", Uint16Array],
  ["payloads", Uint16Array],
  ["largePostings", Uint32Array],
  ["largeFrequencies", Uint32Array],
] as const satisfies readonly (readonly [keyof Segment, unknown])[];

/** The file's bytes in pieces. */
export function encodeBm25({ segments, ...meta }: Bm25Snapshot): Generator<Uint8Array> {
  return encodeArrayFile({
    meta,
    arrays: segments.flatMap((segment) => ARRAYS.map(([name]) => segment[name])),
  });
}

/**
 * What it gives still has to pass the checks of `Bm25Index.fromSnapshot`.
 *
 * @throws SnapshotError `SNAPSHOT_CORRUPT`
 */
export function decodeBm25(bytes: Uint8Array<ArrayBuffer>, path: string): Bm25Snapshot {
  const { meta, arrays } = decodeArrayFile(bytes, path);
  if (typeof meta !== "object" || meta === null || arrays.length % ARRAYS.length !== 0) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${path} does not hold a BM25 index.`);
  }
  const segments: Segment[] = [];
  for (let start = 0; start < arrays.length; start += ARRAYS.length) {
    segments.push(segmentOf(arrays.slice(start, start + ARRAYS.length), path));
  }
  // Its fields are looked at one by one when the index is made of it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ...meta, segments } as unknown as Bm25Snapshot;
}

function segmentOf(arrays: readonly StoredArray[], path: string): Segment {
  const segment: Record<string, StoredArray> = {};
  ARRAYS.forEach(([name, type], i) => {
    const array = arrays[i];
    if (!(array instanceof type)) {
      throw new SnapshotError("SNAPSHOT_CORRUPT", `${path}: \`${name}\` is no ${type.name}.`);
    }
    segment[name] = array;
  });
  // Each array was just found to be of its type.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return segment as unknown as Segment;
}
