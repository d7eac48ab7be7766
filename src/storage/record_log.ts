/** A log of records that is written, by one writer, and each time on the disk before it goes on. */

import { SnapshotError } from "../errors.js";
import { nodeFileSystem, writeFully, type FileHandle, type FileSystem } from "./file_system.js";
import {
  contentSeal,
  FILE_HEADER_BYTES,
  headerSeal,
  MAGIC,
  MAX_RECORD_BYTES,
  RECORD_HEADER_BYTES,
  TRAILER,
} from "./record_format.js";
import { recordsOf, wholeContent } from "./record_reader.js";
import { asWriteError } from "./replace_snapshot.js";

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
    (await contentSeal(pieces)).copy(header, 12);
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
