/**
 * A file of JSON and typed arrays: magic `TASBARR1`, the header's length as uint32, four zero
 * bytes, the header as JSON, then the arrays, little-endian. The header is padded with blanks, each
 * array with zeros, to a multiple of 8 bytes, so that arrays can be used where they lie.
 */

import { SnapshotError } from "../errors.js";
import { fromLittleEndian, toLittleEndian } from "./little_endian.js";

const MAGIC = Buffer.from("TASBARR1", "latin1");
const PREFIX_BYTES = 16;
const ALIGNMENT = 8;

/** Arrays are stored as one of these; the name stands in the header. */
const ARRAY_TYPES = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array } as const;

export type StoredArray = Uint8Array | Uint16Array | Uint32Array;

export interface ArrayFile {
  /** Any JSON. */
  meta: unknown;
  arrays: readonly StoredArray[];
}

/** The file's bytes in pieces. */
export function* encodeArrayFile({ meta, arrays }: ArrayFile): Generator<Uint8Array> {
  const header = Buffer.from(
    JSON.stringify({
      meta,
      arrays: arrays.map((array) => ({ type: typeName(array), length: array.length })),
    }),
  );
  const padded = Buffer.alloc(aligned(header.length), " ");
  header.copy(padded);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  MAGIC.copy(prefix);
  prefix.writeUInt32LE(padded.length, MAGIC.length);
  yield prefix;
  yield padded;
  for (const array of arrays) {
    yield toLittleEndian(array);
    yield new Uint8Array(aligned(array.byteLength) - array.byteLength);
  }
}

/**
 * The arrays are views on `bytes`, whose memory must start at a multiple of 8.
 *
 * @throws SnapshotError `SNAPSHOT_CORRUPT`
 */
export function decodeArrayFile(bytes: Uint8Array<ArrayBuffer>, path: string): ArrayFile {
  const corrupt = (problem: string, cause?: unknown): SnapshotError =>
    new SnapshotError("SNAPSHOT_CORRUPT", `${path}: ${problem}.`, { cause });
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < PREFIX_BYTES || !buffer.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw corrupt("it does not start as a file of arrays does");
  }
  const headerEnd = PREFIX_BYTES + buffer.readUInt32LE(MAGIC.length);
  if (headerEnd > buffer.length || headerEnd % ALIGNMENT !== 0) {
    throw corrupt("its header is longer than the file");
  }
  let header: unknown;
  try {
    header = JSON.parse(buffer.toString("utf8", PREFIX_BYTES, headerEnd));
  } catch (cause) {
    throw corrupt("its header is not JSON", cause);
  }
  const entries = fieldOf(header, "arrays");
  if (!Array.isArray(entries)) throw corrupt("its header names no arrays");
  let at = headerEnd;
  const arrays = entries.map((entry: unknown) => {
    const type = fieldOf(entry, "type");
    const length = fieldOf(entry, "length");
    if (
      (type !== "u8" && type !== "u16" && type !== "u32") ||
      typeof length !== "number" ||
      !Number.isSafeInteger(length) ||
      length < 0 ||
      at + length * ARRAY_TYPES[type].BYTES_PER_ELEMENT > buffer.length
    ) {
      throw corrupt("an array does not fit in it");
    }
    const { BYTES_PER_ELEMENT } = ARRAY_TYPES[type];
    const view = bytes.subarray(at, at + length * BYTES_PER_ELEMENT);
    fromLittleEndian(view, BYTES_PER_ELEMENT);
    at += aligned(view.length);
    return new ARRAY_TYPES[type](view.buffer, view.byteOffset, length);
  });
  if (at !== buffer.length) throw corrupt("it is longer than its arrays");
  return { meta: fieldOf(header, "meta"), arrays };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function typeName(array: StoredArray): keyof typeof ARRAY_TYPES {
  if (array instanceof Uint8Array) return "u8";
  return array instanceof Uint16Array ? "u16" : "u32";
}
