/**
 * Reads a log.
 *
 * A record that the file's end cuts off, or whose end was never written and reads as zeros, is one
 * whose writer died before it was told that the record is on the disk: it does not count. Any other
 * difference is damage.
 */

import { createHash } from "node:crypto";

import { SnapshotError } from "../errors.js";
import { nodeFileSystem, readFully, type FileHandle } from "./file_system.js";
import {
  contentSeal,
  FILE_HEADER_BYTES,
  headerSeal,
  MAGIC,
  MAX_RECORD_BYTES,
  RECORD_HEADER_BYTES,
  TRAILER,
} from "./record_format.js";

/** Bytes checked at a time. */
const PIECE_BYTES = 1 << 20;
/** Disks write blocks of at least this size: an unwritten end starts at a multiple of it. */
const BLOCK_BYTES = 512;

/** The records of a log in order, without those that do not count. */
export async function* readRecords(
  path: string,
  id: string,
): AsyncGenerator<{ content: Uint8Array; end: number }> {
  const file = await nodeFileSystem.open(path, "r");
  try {
    yield* recordsOf(file, path, id, wholeContent);
  } finally {
    await file.close();
  }
}

/**
 * Checks a log to its end without holding more of it than a piece.
 *
 * @throws SnapshotError `SNAPSHOT_CORRUPT`
 */
export async function verifyRecords(path: string, id: string): Promise<void> {
  const file = await nodeFileSystem.open(path, "r");
  try {
    const records = recordsOf(file, path, id, hashedContent);
    while ((await records.next()).done !== true);
  } finally {
    await file.close();
  }
}

/** Takes the content of a record from the file, whole or piece by piece. */
type ReadContent<T> = (
  file: FileHandle,
  start: number,
  length: number,
) => Promise<{ content: T; seal: Buffer }>;

export const wholeContent: ReadContent<Uint8Array> = async (file, start, length) => {
  const content = await readFully(file, length, start);
  return { content, seal: await contentSeal([content]) };
};

const hashedContent: ReadContent<undefined> = async (file, start, length) => {
  const hash = createHash("sha256");
  const piece = new Uint8Array(Math.min(PIECE_BYTES, length));
  for (let at = 0; at < length;) {
    const { bytesRead } = await file.read(
      piece,
      0,
      Math.min(piece.length, length - at),
      start + at,
    );
    if (bytesRead === 0) break;
    hash.update(piece.subarray(0, bytesRead));
    at += bytesRead;
  }
  return { content: undefined, seal: hash.digest().subarray(0, 16) };
};

/** The records of an open log; ends before a record that does not count. */
export async function* recordsOf<T>(
  file: FileHandle,
  path: string,
  id: string,
  readContent: ReadContent<T>,
): AsyncGenerator<{ content: T; end: number }> {
  const { size } = await file.stat();
  const corrupt = (problem: string): SnapshotError =>
    new SnapshotError("SNAPSHOT_CORRUPT", `${path} is damaged: ${problem}.`);
  if (size < FILE_HEADER_BYTES) return;
  const fileHeader = await readFully(file, FILE_HEADER_BYTES, 0);
  if (!Buffer.from(MAGIC + id, "latin1").equals(fileHeader)) {
    if (fileHeader.every((byte) => byte === 0)) return;
    throw corrupt("it does not start as the log of this snapshot");
  }
  let at = FILE_HEADER_BYTES;
  for (let number = 0; size - at >= RECORD_HEADER_BYTES; number += 1) {
    const header = Buffer.from((await readFully(file, RECORD_HEADER_BYTES, at)).buffer);
    if (header.length < RECORD_HEADER_BYTES) return;
    const length = header.readUInt32LE(0);
    const sealed = headerSeal(length, number, id).equals(header.subarray(8, 12));
    if (!sealed || header.readUInt32LE(4) !== number || length > MAX_RECORD_BYTES) {
      if (await isUnwritten(file, at, size)) return;
      throw corrupt(`the header of record ${number} does not fit its checksum`);
    }
    const end = at + RECORD_HEADER_BYTES + length + TRAILER.length;
    if (end > size) return;
    const { content, seal } = await readContent(file, at + RECORD_HEADER_BYTES, length);
    const [trailer] = await readFully(file, TRAILER.length, end - TRAILER.length);
    if (trailer !== TRAILER[0] || !seal.equals(header.subarray(12))) {
      if (end === size && (await isUnwritten(file, at, size))) return;
      // A writer took it back while it was read: a change that failed, or an end that does not count.
      if ((await file.stat()).size < end) return;
      throw corrupt(`record ${number} does not fit its checksum`);
    }
    yield { content, end };
    at = end;
  }
}

/** Whether the file holds zeros only from some block border in [start, end) to its end. */
async function isUnwritten(file: FileHandle, start: number, end: number): Promise<boolean> {
  const border = Math.max(start, Math.floor((end - 1) / BLOCK_BYTES) * BLOCK_BYTES);
  const rest = await readFully(file, end - border, border);
  return rest.every((byte) => byte === 0);
}
