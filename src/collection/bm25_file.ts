/**
 * A BM25 snapshot as a file of arrays, written and read in steps. The first array holds the terms:
 * lines of JSON, each an array of so many strings that reading it takes less than a millisecond.
 */

import type { Bm25Snapshot } from "../bm25/snapshot.js";
import { SnapshotError } from "../errors.js";
import { decodeArrayFile, encodeArrayFile, type StoredArray } from "../storage/array_file.js";

type Segment = Bm25Snapshot["segments"][number];

/** Terms of a line. A reader refuses lines of more. */
const TERMS_PER_LINE = 4096;

const NEWLINE = 10;

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
export function* encodeBm25({
  terms,
  segments,
  ...meta
}: Bm25Snapshot): Generator<void, Generator<Uint8Array>> {
  const lines: Buffer[] = [];
  for (let at = 0; at < terms.length; at += TERMS_PER_LINE) {
    lines.push(Buffer.from(`${JSON.stringify(terms.slice(at, at + TERMS_PER_LINE))}\n`));
    yield;
  }
  const arrays = segments.flatMap((segment) => ARRAYS.map(([name]) => segment[name]));
  return encodeArrayFile({ meta, arrays: [Buffer.concat(lines), ...arrays] });
}

/**
 * What it gives still has to pass the checks of `Bm25Index.fromSnapshot`.
 *
 * @throws SnapshotError `SNAPSHOT_CORRUPT`
 */
export function* decodeBm25(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
): Generator<void, Bm25Snapshot> {
  const { meta, arrays } = decodeArrayFile(bytes, path);
  const [lines, ...rest] = arrays;
  if (
    typeof meta !== "object" ||
    meta === null ||
    !(lines instanceof Uint8Array) ||
    rest.length % ARRAYS.length !== 0
  ) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${path} does not hold a BM25 index.`);
  }
  const terms = yield* termsOf(lines, path);
  const segments: Segment[] = [];
  for (let start = 0; start < rest.length; start += ARRAYS.length) {
    segments.push(segmentOf(rest.slice(start, start + ARRAYS.length), path));
  }
  // Its fields are looked at one by one when the index is made of it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ...meta, terms, segments } as unknown as Bm25Snapshot;
}

/** What the lines hold; that it is strings is for the index to check. */
function* termsOf(lines: Uint8Array, path: string): Generator<void, unknown[]> {
  const text = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
  const terms: unknown[] = [];
  for (let start = 0; start < text.length;) {
    const end = text.indexOf(NEWLINE, start);
    let line: unknown;
    try {
      line = JSON.parse(text.toString("utf8", start, end));
    } catch (cause) {
      throw new SnapshotError("SNAPSHOT_CORRUPT", `${path}: its terms are not JSON.`, { cause });
    }
    if (end === -1 || !Array.isArray(line) || line.length > TERMS_PER_LINE) {
      throw new SnapshotError("SNAPSHOT_CORRUPT", `${path}: a line of its terms is none.`);
    }
    for (const term of line) terms.push(term);
    start = end + 1;
    yield;
  }
  return terms;
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
