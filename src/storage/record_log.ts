/**
 * An append-only file of records, each with its checksum.
 *
 * Header: magic `TASBLOG1`, then the 36 characters of the snapshot's id. A record: its length as
 * uint32, its number from 0 as uint32, the first 4 bytes of the SHA-256 of these two and the id, the
 * first 16 bytes of the SHA-256 of its content, its content, the byte 255. Numbers are
 * little-endian.
 *
 * A record that the file's end cuts off, or whose end was never written and reads as zeros, is one
 * whose writer died before it was told that the record is on the disk: it does not count. Any other
 * difference is damage.
 */

import { createHash } from "node:crypto";

import { SnapshotError } from "../errors.js";
import {
  nodeFileSystem,
  readFully,
  writeFully,
  type FileHandle,
  type FileSystem,
} from "./file_system.js";
import { asWriteError } from "./replace_snapshot.js";

const MAGIC = "TASBLOG1";
const ID_BYTES = 36;
const FILE_HEADER_BYTES = MAGIC.length + ID_BYTES;
const RECORD_HEADER_BYTES = 28;
/** Ends each record, so that an end which reads as zeros was never written. */
const TRAILER = Uint8Array.of(255);
/** Larger records are refused, written or read. */
export const MAX_RECORD_BYTES = 2 ** 31 - 1;
/** Bytes checked at a time. */
const PIECE_BYTES = 1 << 20;
/** Disks write blocks of at least this size: an unwritten end starts at a multiple of it. */
const BLOCK_BYTES = 512;

/** The records of a log in order; ends before a record that does not count. */
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

const wholeContent: ReadContent<Uint8Array> = async (file, start, length) => {
  const content = await readFully(file, length, start);
  return { content, seal: contentSeal([content]) };
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

async function* recordsOf<T>(
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

function headerSeal(length: number, number: number, id: string): Buffer {
  const fields = Buffer.alloc(8);
  fields.writeUInt32LE(length, 0);
  fields.writeUInt32LE(number, 4);
  return createHash("sha256").update(fields).update(id, "latin1").digest().subarray(0, 4);
}

function contentSeal(pieces: readonly Uint8Array[]): Buffer {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest().subarray(0, 16);
}

/** A log open for writing, by one writer. */
export class RecordLog {
  readonly #path: string;
  readonly #id: string;
  readonly #file: FileHandle;
  #bytes: number;
  #records: number;
  /** Where the last record starts, while it can still be taken back. */
  #last: number | undefined;
  #broken: unknown;

  private constructor(path: string, id: string, file: FileHandle, bytes: number, records: number) {
    this.#path = path;
    this.#id = id;
    this.#file = file;
    this.#bytes = bytes;
    this.#records = records;
  }

  /** Makes an empty log, on the disk but for its name: sync the folder. */
  static async create(
    path: string,
    id: string,
    fileSystem: FileSystem = nodeFileSystem,
  ): Promise<RecordLog> {
    return RecordLog.#start(await fileSystem.open(path, "w+"), path, id);
  }

  /**
   * Opens a log to go on with it. Each record is handed to `replay`; an end that does not count is
   * cut off.
   */
  static async open(
    path: string,
    id: string,
    replay: (content: Uint8Array) => Promise<void>,
    fileSystem: FileSystem = nodeFileSystem,
  ): Promise<RecordLog> {
    const file = await fileSystem.open(path, "r+");
    try {
      let bytes = 0;
      let records = 0;
      for await (const { content, end } of recordsOf(file, path, id, wholeContent)) {
        await replay(content);
        bytes = end;
        records += 1;
      }
      if (records === 0) return await RecordLog.#start(file, path, id);
      const { size } = await file.stat();
      if (size > bytes) {
        await file.truncate(bytes);
        await file.sync();
      }
      return new RecordLog(path, id, file, bytes, records);
    } catch (error) {
      await file.close().catch(() => undefined);
      throw asWriteError(error, path);
    }
  }

  static async #start(file: FileHandle, path: string, id: string): Promise<RecordLog> {
    try {
      await file.truncate(0);
      await writeFully(file, Buffer.from(MAGIC + id, "latin1"), 0);
      await file.sync();
    } catch (error) {
      await file.close().catch(() => undefined);
      throw asWriteError(error, path);
    }
    return new RecordLog(path, id, file, FILE_HEADER_BYTES, 0);
  }

  /** Length of the file. */
  get bytes(): number {
    return this.#bytes;
  }

  get records(): number {
    return this.#records;
  }

  /**
   * Resolves when the record is on the disk. Where it fails the log is as it was before; where even
   * that fails, every later call fails and the log has to be opened again.
   *
   * @throws SnapshotError `SNAPSHOT_WRITE_FAILED`
   */
  async append(pieces: readonly Uint8Array[]): Promise<void> {
    this.#requireWhole();
    const length = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (length > MAX_RECORD_BYTES) {
      throw new SnapshotError(
        "SNAPSHOT_WRITE_FAILED",
        `${this.#path}: a change of ${length} bytes is too large; make it in parts.`,
      );
    }
    const header = Buffer.alloc(RECORD_HEADER_BYTES);
    header.writeUInt32LE(length, 0);
    header.writeUInt32LE(this.#records, 4);
    headerSeal(length, this.#records, this.#id).copy(header, 8);
    contentSeal(pieces).copy(header, 12);
    const start = this.#bytes;
    try {
      let at = start;
      for (const piece of [header, ...pieces, TRAILER]) {
        await writeFully(this.#file, piece, at);
        at += piece.byteLength;
      }
      await this.#file.datasync();
      this.#bytes = at;
      this.#records += 1;
      this.#last = start;
    } catch (error) {
      await this.#cut(start);
      throw asWriteError(error, this.#path);
    }
  }

  /** Takes back the record just appended. */
  async undo(): Promise<void> {
    if (this.#last === undefined) return;
    const start = this.#last;
    await this.#cut(start);
    this.#requireWhole();
    this.#bytes = start;
    this.#records -= 1;
    this.#last = undefined;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #cut(bytes: number): Promise<void> {
    try {
      await this.#file.truncate(bytes);
      await this.#file.sync();
    } catch (error) {
      this.#broken = error;
    }
  }

  #requireWhole(): void {
    if (this.#broken === undefined) return;
    throw new SnapshotError(
      "SNAPSHOT_WRITE_FAILED",
      `${this.#path}: an earlier write failed half way; open the collection again.`,
      { cause: this.#broken },
    );
  }
}
