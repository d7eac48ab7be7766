/** A collection's folder while this process writes it: the snapshot, and the log of what came after. */

import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import { SnapshotError } from "../errors.js";
import { nodeFileSystem, type FileSystem } from "../storage/file_system.js";
import { RecordLog } from "../storage/record_log.js";
import { readRecords, verifyRecords } from "../storage/record_reader.js";
import { readManifest } from "../storage/read_snapshot.js";
import { asWriteError, logName } from "../storage/replace_snapshot.js";
import type { SnapshotManifest } from "../storage/snapshot_manifest.js";
import { WriterLock } from "../storage/writer_lock.js";
import { Pause } from "../pause.js";
import { runWithPauses } from "../steps.js";
import { syncFolder } from "../system/sync_folder.js";
import { systemErrorCode } from "../system/system_error.js";
import { decodeChange, encodeChange, type Change } from "./change_record.js";
import { saveSnapshot, type SnapshotSource } from "./local_snapshot.js";

/** The log is put into the snapshot when it is larger than this and larger than the snapshot. */
const MIN_COMPACTION_BYTES = 16 * 2 ** 20;

/**
 * Checks the log of a snapshot, before memory is taken for what the snapshot holds.
 *
 * @throws SnapshotError `SNAPSHOT_CORRUPT`
 */
export async function verifyLog(directory: string, manifest: SnapshotManifest): Promise<void> {
  try {
    await verifyRecords(join(directory, logName(manifest)), manifest.id);
  } catch (error) {
    if (systemErrorCode(error) !== "ENOENT") throw error;
  }
}

/**
 * Replays the log of a snapshot for a reader, who does not change it.
 *
 * @throws SnapshotError `SNAPSHOT_CORRUPT`; also where a writer has put the log into another snapshot
 *   meanwhile, so that the reader has to start anew
 */
export async function replayLog(
  directory: string,
  manifest: SnapshotManifest,
  replay: (change: Change) => Promise<void>,
): Promise<void> {
  const path = join(directory, logName(manifest));
  const pause = new Pause();
  try {
    for await (const { content } of readRecords(path, manifest.id)) {
      await replay(await runWithPauses(decodeChange(content, manifest.dimension, path), pause));
    }
  } catch (error) {
    if (systemErrorCode(error) !== "ENOENT") throw error;
    // There was none, or it went with its snapshot: then what it held would be missing.
    const { id } = await readManifest(directory);
    if (id === manifest.id) return;
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${directory} was written anew while it was read.`);
  }
}

/** Holds the folder's lock from `open` to `close`. Its methods are called one at a time. */
export class Journal {
  readonly #directory: string;
  readonly #lock: WriterLock;
  readonly #fileSystem: FileSystem;
  #manifest: SnapshotManifest | undefined;
  #log: RecordLog | undefined;
  #broken: unknown;

  private constructor(directory: string, lock: WriterLock, fileSystem: FileSystem) {
    this.#directory = directory;
    this.#lock = lock;
    this.#fileSystem = fileSystem;
  }

  /**
   * Makes the folder where there is none, and takes its lock.
   *
   * @throws SnapshotError `SNAPSHOT_LOCKED`, `SNAPSHOT_CORRUPT`, `SNAPSHOT_VERSION`
   */
  static async open(directory: string, fileSystem: FileSystem = nodeFileSystem): Promise<Journal> {
    try {
      await mkdir(directory, { recursive: true });
      const lock = await WriterLock.acquire(directory, fileSystem);
      const journal = new Journal(resolve(directory), lock, fileSystem);
      try {
        journal.#manifest = await readManifest(directory, fileSystem);
      } catch (error) {
        if (!(error instanceof SnapshotError && error.code === "SNAPSHOT_NOT_FOUND")) {
          await lock.release();
          throw error;
        }
      }
      return journal;
    } catch (error) {
      throw asWriteError(error, directory);
    }
  }

  /** Of the present snapshot; `undefined` where the folder holds none. */
  get manifest(): SnapshotManifest | undefined {
    return this.#manifest;
  }

  /** Whether this is the journal of that folder. */
  isAt(directory: string): boolean {
    return resolve(directory) === this.#directory;
  }

  /** Opens the log of the present snapshot, and hands over the changes in it. */
  async replay(replay: (change: Change) => Promise<void>): Promise<void> {
    const manifest = this.#manifest!;
    const path = join(this.#directory, logName(manifest));
    try {
      const pause = new Pause();
      const apply = async (content: Uint8Array): Promise<void> =>
        replay(await runWithPauses(decodeChange(content, manifest.dimension, path), pause));
      this.#log = await RecordLog.open(path, manifest.id, apply, this.#fileSystem);
    } catch (error) {
      if (systemErrorCode(error) !== "ENOENT") throw error;
    }
  }

  /**
   * Resolves when the change is on the disk. Where it fails nothing is changed.
   *
   * @throws SnapshotError `SNAPSHOT_WRITE_FAILED`, `SNAPSHOT_LOCKED`
   */
  async append(change: Change): Promise<void> {
    this.#requireWhole();
    const pieces = await runWithPauses(encodeChange(change), new Pause());
    await this.#lock.verify();
    const log = await this.#openLog();
    await log.append(pieces);
  }

  /** Takes back the change just appended. */
  async undo(): Promise<void> {
    await this.#log?.undo();
  }

  /** Whether the log is large enough to be worth a new snapshot. */
  get wantsCompaction(): boolean {
    const { passageFile, vectorFile, bm25File } = this.#manifest!;
    const snapshotBytes = passageFile.bytes + vectorFile.bytes + (bm25File?.bytes ?? 0);
    return (this.#log?.bytes ?? 0) > Math.max(MIN_COMPACTION_BYTES, snapshotBytes);
  }

  /** Replaces the snapshot by one of the present state; the log starts anew. */
  async compact(
    source: SnapshotSource,
    extra: Readonly<Record<string, unknown>>,
    signal?: AbortSignal,
  ): Promise<void> {
    this.#requireWhole();
    const before = this.#manifest?.id;
    try {
      const options = { lock: this.#lock, extra, fileSystem: this.#fileSystem, signal };
      this.#manifest = await saveSnapshot(this.#directory, source, options);
    } catch (error) {
      await this.#adopt(before);
      if (this.#manifest?.id === before) throw error;
    }
    await this.#closeLog();
  }

  async close(): Promise<void> {
    try {
      await this.#closeLog();
    } finally {
      await this.#lock.release();
    }
  }

  /** After a failed save: finds out whether the old or the new snapshot is the one in force. */
  async #adopt(before: string | undefined): Promise<void> {
    try {
      this.#manifest = await readManifest(this.#directory);
    } catch (error) {
      const stillNone = error instanceof SnapshotError && error.code === "SNAPSHOT_NOT_FOUND";
      if (before !== undefined || !stillNone) this.#broken = error;
    }
  }

  async #openLog(): Promise<RecordLog> {
    if (this.#log !== undefined) return this.#log;
    const manifest = this.#manifest!;
    const path = join(this.#directory, logName(manifest));
    try {
      const log = await RecordLog.create(path, manifest.id, this.#fileSystem);
      await syncFolder(this.#directory, this.#fileSystem).catch(async (error: unknown) => {
        await log.close();
        throw error;
      });
      this.#log = log;
      return log;
    } catch (error) {
      throw asWriteError(error, path);
    }
  }

  async #closeLog(): Promise<void> {
    const log = this.#log;
    this.#log = undefined;
    await log?.close();
  }

  #requireWhole(): void {
    if (this.#broken === undefined) return;
    throw new SnapshotError(
      "SNAPSHOT_WRITE_FAILED",
      `${this.#directory}: an earlier write failed half way; open the collection again.`,
      { cause: this.#broken },
    );
  }
}
