/**
 * The bytes of a log: an append-only file of records, each with its checksum.
 *
 * Header: magic `TASBLOG1`, then the 36 characters of the snapshot's id. A record: its length as
 * uint32, its number from 0 as uint32, the first 4 bytes of the SHA-256 of these two and the id, the
 * first 16 bytes of the SHA-256 of its content, its content, the byte 255. Numbers are
 * little-endian.
 */

import { createHash } from "node:crypto";

import { Pause } from "../pause.js";

export const MAGIC = "TASBLOG1";
const ID_BYTES = 36;
export const FILE_HEADER_BYTES = MAGIC.length + ID_BYTES;
export const RECORD_HEADER_BYTES = 28;
/** Ends each record, so that an end which reads as zeros was never written. */
export const TRAILER = Uint8Array.of(255);
/** Larger records are refused, written or read. */
export const MAX_RECORD_BYTES = 2 ** 31 - 1;

/** The checksum of a record's length and number, in the log of this id. */
export function headerSeal(length: number, number: number, id: string): Buffer {
  const fields = Buffer.alloc(8);
  fields.writeUInt32LE(length, 0);
  fields.writeUInt32LE(number, 4);
  return createHash("sha256").update(fields).update(id, "latin1").digest().subarray(0, 4);
}

/** Bytes hashed between two looks at the event loop: about a millisecond. */
const BYTES_PER_STEP = 1 << 20;

/** The checksum of a record's content, which may come in pieces; made in slices. */
export async function contentSeal(pieces: readonly Uint8Array[]): Promise<Buffer> {
  const pause = new Pause();
  const hash = createHash("sha256");
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += BYTES_PER_STEP) {
      if (pause.due()) await pause.take();
      hash.update(piece.subarray(at, at + BYTES_PER_STEP));
    }
  }
  return hash.digest().subarray(0, 16);
}
