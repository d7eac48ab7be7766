/** Which keys were written, when, and under which group; in memory, or also in a log on the disk. */

import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { SnapshotError } from "../errors.js";
import { syncFolder } from "../system/sync_folder.js";
import { systemErrorCode } from "../system/system_error.js";
import { nodeFileSystem, type FileSystem } from "./file_system.js";
import { RecordLog } from "./record_log.js";
import { asWriteError } from "./replace_snapshot.js";
import { WriterLock } from "./writer_lock.js";

/** What is known of one key. */
export interface IndexRecord {
  /** Milliseconds, not below those of any earlier write. */
  readonly updatedAt: number;
  /** `null` where the key belongs to no group. */
  readonly group: string | null;
}

/** One line of the log's records: keys that are written together, or deleted together. */
type Entry = { put: [key: string, group: string | null][]; at: number } | { delete: string[] };

/** Its name in the folder, and the id that seals its records: there is one such log a folder. */
const LOG_NAME = "index-records.bin";
const LOG_ID = "696e6465-782d-4265-a63f-7264732d7631";
/** The log is written anew when it holds more entries of keys than this many times the keys. */
const GARBAGE_FACTOR = 4;
const MIN_ENTRIES = 1000;
/** Keys in one record of a log that is written anew. */
const BATCH = 10_000;

/** Calls of `put` and `delete` are made one after the other. */
export class IndexRecords {
  readonly #records = new Map<string, IndexRecord>();
  #clock = 0;
  #entries = 0;
  #log: RecordLog | undefined;
  #lock: WriterLock | undefined;

  /**
   * Opens the records of a folder of their own, which is made where there is none.
   *
   * @throws SnapshotError `SNAPSHOT_LOCKED` while another process has them open,
   *   `SNAPSHOT_CORRUPT`, `SNAPSHOT_WRITE_FAILED`
   */
  static async open(
    directory: string,
    fileSystem: FileSystem = nodeFileSystem,
  ): Promise<IndexRecords> {
    const records = new IndexRecords();
    try {
      await mkdir(directory, { recursive: true });
      records.#lock = await WriterLock.acquire(directory, fileSystem);
      await records.#openLog(directory, fileSystem);
      return records;
    } catch (error) {
      await records.close();
      throw asWriteError(error, directory);
    }
  }

  /** Later than every write before it, whatever the machine's clock says. In milliseconds. */
  tick(): number {
    this.#clock = Math.max(Date.now(), this.#clock + 1);
    return this.#clock;
  }

  /** The time that a write gets now. */
  now(): number {
    this.#clock = Math.max(Date.now(), this.#clock);
    return this.#clock;
  }

  get(key: string): IndexRecord | undefined {
    return this.#records.get(key);
  }

  /** In the order in which the keys were first written. */
  entries(): IterableIterator<[string, IndexRecord]> {
    return this.#records.entries();
  }

  /** Resolves when it is on the disk, where there is one. */
  async put(entries: readonly (readonly [string, string | null])[]): Promise<void> {
    const put = entries.map(([key, group]): [string, string | null] => [key, group]);
    await this.#write({ put, at: this.now() });
  }

  /** Unknown keys are passed over. */
  async delete(keys: readonly string[]): Promise<void> {
    await this.#write({ delete: keys.filter((key) => this.#records.has(key)) });
  }

  async close(): Promise<void> {
    const [log, lock] = [this.#log, this.#lock];
    this.#log = undefined;
    this.#lock = undefined;
    try {
      await log?.close();
    } finally {
      await lock?.release();
    }
  }

  async #write(entry: Entry): Promise<void> {
    if (("put" in entry ? entry.put : entry.delete).length === 0) return;
    if (this.#log !== undefined) {
      await this.#lock!.verify();
      await this.#log.append([encode(entry)]);
    }
    this.#apply(entry);
  }

  #apply(entry: Entry): void {
    if ("delete" in entry) {
      for (const key of entry.delete) this.#records.delete(key);
      this.#entries += entry.delete.length;
      return;
    }
    for (const [key, group] of entry.put) this.#records.set(key, { group, updatedAt: entry.at });
    this.#clock = Math.max(this.#clock, entry.at);
    this.#entries += entry.put.length;
  }

  async #openLog(directory: string, fileSystem: FileSystem): Promise<void> {
    const path = join(directory, LOG_NAME);
    const replay = async (content: Uint8Array): Promise<void> => this.#apply(decode(content, path));
    try {
      this.#log = await RecordLog.open(path, LOG_ID, replay, fileSystem);
    } catch (error) {
      if (systemErrorCode(error) !== "ENOENT") throw error;
      this.#log = await RecordLog.create(path, LOG_ID, fileSystem);
      await syncFolder(directory, fileSystem);
    }
    if (this.#entries <= Math.max(MIN_ENTRIES, GARBAGE_FACTOR * this.#records.size)) return;
    await this.#log.close();
    this.#log = undefined;
    this.#log = await this.#rewrite(directory, path, fileSystem);
  }

  /** Puts a log without what no longer counts in place of the present one, by a rename. */
  async #rewrite(directory: string, path: string, fileSystem: FileSystem): Promise<RecordLog> {
    const draft = `${path}.part`;
    const log = await RecordLog.create(draft, LOG_ID, fileSystem);
    try {
      for (const entry of this.#presentState()) await log.append([encode(entry)]);
      await this.#lock!.verify();
      await fileSystem.rename(draft, path);
      await syncFolder(directory, fileSystem);
    } catch (error) {
      await log.close();
      throw error;
    }
    this.#entries = this.#records.size;
    return log;
  }

  /** Entries that make the records as they are, in their order. */
  *#presentState(): Generator<Entry> {
    let put: [string, string | null][] = [];
    let at = 0;
    for (const [key, { updatedAt, group }] of this.#records) {
      if (put.length > 0 && (updatedAt !== at || put.length === BATCH)) {
        yield { put, at };
        put = [];
      }
      at = updatedAt;
      put.push([key, group]);
    }
    if (put.length > 0) yield { put, at };
  }
}

function encode(entry: Entry): Uint8Array {
  return Buffer.from(JSON.stringify(entry));
}

/** @throws SnapshotError `SNAPSHOT_CORRUPT` */
function decode(content: Uint8Array, path: string): Entry {
  let entry: unknown;
  try {
    entry = JSON.parse(Buffer.from(content).toString());
  } catch {
    // Refused below.
  }
  if (isEntry(entry)) return entry;
  throw new SnapshotError("SNAPSHOT_CORRUPT", `${path}: a record of the log names no keys.`);
}

function isEntry(entry: unknown): entry is Entry {
  if (typeof entry !== "object" || entry === null) return false;
  if ("delete" in entry) return Array.isArray(entry.delete) && entry.delete.every(isText);
  return (
    "put" in entry &&
    "at" in entry &&
    Number.isSafeInteger(entry.at) &&
    Array.isArray(entry.put) &&
    entry.put.every(
      (one: unknown) =>
        Array.isArray(one) &&
        one.length === 2 &&
        isText(one[0]) &&
        (one[1] === null || isText(one[1])),
    )
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
