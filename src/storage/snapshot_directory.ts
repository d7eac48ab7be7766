/** A folder that holds one snapshot: replaced as a whole, read only when it is whole. */

import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";

import { SnapshotError, throwIfAborted } from "../errors.js";
import {
  nodeFileSystem,
  syncFolder,
  systemCode,
  writeFully,
  type FileHandle,
  type FileSystem,
} from "./file_system.js";
import {
  FORMAT_VERSION,
  formatManifest,
  MANIFEST_NAME,
  MAX_MANIFEST_BYTES,
  parseManifest,
  type SnapshotFile,
  type SnapshotManifest,
} from "./snapshot_manifest.js";
import type { WriterLock } from "./writer_lock.js";

/** What the writer of a snapshot tells about it; the rest is known from its files. */
export type SnapshotFacts = Omit<
  SnapshotManifest,
  "formatVersion" | "id" | "passageFile" | "vectorFile" | "bm25File"
>;

/** The files of a snapshot in the making. Content is appended, in any order of the files. */
export interface SnapshotDraft {
  readonly passages: HashedFile;
  readonly vectors: HashedFile;
  /** Made only where it is asked for. */
  bm25(): Promise<HashedFile>;
}

export interface ReplaceOptions {
  /** Held by the caller. */
  lock: WriterLock;
  fileSystem?: FileSystem;
  signal?: AbortSignal | undefined;
}

/** Files of a snapshot carry the id of the save that wrote them, so that two never meet. */
const CONTENT_NAME = /^(?:passages|vectors|bm25|log)-[0-9a-f-]{36}\.(?:jsonl|f32|bin)$/;
const DRAFT_NAME = /^manifest\.json\.[0-9a-f-]{36}\.part$/;

/** The name of the log of changes since a snapshot. */
export function logName(manifest: SnapshotManifest): string {
  return `log-${manifest.id}.bin`;
}

/**
 * Writes new files beside the old ones, syncs them, and then replaces the manifest by a rename:
 * until that moment a reader finds the old snapshot, from then on the new one. When anything fails
 * before it the old one stays. Old files go last; where that fails they go with the next save.
 *
 * @throws SnapshotError `SNAPSHOT_WRITE_FAILED` (disk full, no permission …), `SNAPSHOT_LOCKED`
 *   where the lock was lost; AbortedError; what `write` throws
 */
export async function replaceSnapshot(
  directory: string,
  write: (draft: SnapshotDraft) => Promise<SnapshotFacts>,
  options: ReplaceOptions,
): Promise<SnapshotManifest> {
  const { lock, fileSystem = nodeFileSystem, signal } = options;
  const draft = new Draft(directory, fileSystem);
  const draftManifest = join(directory, `${MANIFEST_NAME}.${draft.id}.part`);
  try {
    throwIfAborted(signal);
    await draft.open();
    const facts = await write(draft);
    const manifest = {
      formatVersion: FORMAT_VERSION,
      id: draft.id,
      ...facts,
      ...(await draft.finish()),
    };
    await writeSynced(fileSystem, draftManifest, formatManifest(manifest));
    await syncFolder(fileSystem, directory);
    throwIfAborted(signal);
    await lock.verify();
    await fileSystem.rename(draftManifest, join(directory, MANIFEST_NAME));
    await syncFolder(fileSystem, directory);
    await removeOthers(fileSystem, directory, draft.id).catch(() => undefined);
    return manifest;
  } catch (error) {
    await draft.close();
    // The rename may have been the last thing that worked.
    const current = await readManifest(directory, fileSystem).catch(() => undefined);
    if (current?.id !== draft.id) await removeDraft(fileSystem, directory, draft.id);
    throw asWriteError(error, directory);
  }
}

/** An error of the operating system, as one of the package's own. */
export function asWriteError(error: unknown, path: string): unknown {
  const code = systemCode(error);
  if (code === undefined || error instanceof SnapshotError || !/^E[A-Z0-9]+$/.test(code)) {
    return error;
  }
  return new SnapshotError(
    "SNAPSHOT_WRITE_FAILED",
    `${path} could not be written: ${error instanceof Error ? error.message : code}.`,
    { cause: error },
  );
}

class Draft implements SnapshotDraft {
  readonly id = randomUUID();
  readonly #directory: string;
  readonly #fileSystem: FileSystem;
  #passages: HashedFile | undefined;
  #vectors: HashedFile | undefined;
  #bm25: HashedFile | undefined;

  constructor(directory: string, fileSystem: FileSystem) {
    this.#directory = directory;
    this.#fileSystem = fileSystem;
  }

  get passages(): HashedFile {
    return this.#passages!;
  }

  get vectors(): HashedFile {
    return this.#vectors!;
  }

  async bm25(): Promise<HashedFile> {
    this.#bm25 ??= await this.#create("bm25", "bin");
    return this.#bm25;
  }

  async open(): Promise<void> {
    this.#passages = await this.#create("passages", "jsonl");
    this.#vectors = await this.#create("vectors", "f32");
  }

  async finish(): Promise<Pick<SnapshotManifest, "passageFile" | "vectorFile" | "bm25File">> {
    return {
      passageFile: await this.passages.finish(),
      vectorFile: await this.vectors.finish(),
      ...(this.#bm25 !== undefined && { bm25File: await this.#bm25.finish() }),
    };
  }

  async close(): Promise<void> {
    for (const file of [this.#passages, this.#vectors, this.#bm25]) {
      await file?.close().catch(() => undefined);
    }
  }

  async #create(kind: string, suffix: string): Promise<HashedFile> {
    const name = `${kind}-${this.id}.${suffix}`;
    const file = await this.#fileSystem.open(join(this.#directory, name), "wx");
    return new HashedFile(name, file);
  }
}

/** A new file that is hashed as it is written. */
export class HashedFile {
  readonly #name: string;
  readonly #file: FileHandle;
  readonly #hash = createHash("sha256");
  #bytes = 0;
  #closed = false;

  constructor(name: string, file: FileHandle) {
    this.#name = name;
    this.#file = file;
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    await writeFully(this.#file, bytes, this.#bytes);
    this.#bytes += bytes.byteLength;
  }

  /** Puts it on the disk and closes it. */
  async finish(): Promise<SnapshotFile> {
    await this.#file.sync();
    await this.close();
    return { name: this.#name, bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#file.close();
  }
}

async function writeSynced(fileSystem: FileSystem, path: string, text: string): Promise<void> {
  const file = await fileSystem.open(path, "wx");
  try {
    await writeFully(file, Buffer.from(text), 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Removes files of other saves, finished or not. Only names that this format gives. */
async function removeOthers(
  fileSystem: FileSystem,
  directory: string,
  keptId: string,
): Promise<void> {
  for (const name of await fileSystem.readdir(directory)) {
    if ((DRAFT_NAME.test(name) || CONTENT_NAME.test(name)) && !name.includes(keptId)) {
      await fileSystem.rm(join(directory, name), { force: true });
    }
  }
}

/** Removes what a save left that did not come to its end. */
async function removeDraft(fileSystem: FileSystem, directory: string, id: string): Promise<void> {
  const names = await fileSystem.readdir(directory).catch(() => []);
  for (const name of names) {
    if (!name.includes(id)) continue;
    await fileSystem.rm(join(directory, name), { force: true }).catch(() => undefined);
  }
}

/** @throws SnapshotError `SNAPSHOT_NOT_FOUND`, `SNAPSHOT_VERSION` or `SNAPSHOT_CORRUPT` */
export async function readManifest(
  directory: string,
  fileSystem: FileSystem = nodeFileSystem,
): Promise<SnapshotManifest> {
  const path = join(directory, MANIFEST_NAME);
  try {
    const { size } = await fileSystem.stat(path);
    if (size > MAX_MANIFEST_BYTES) {
      throw new SnapshotError(
        "SNAPSHOT_CORRUPT",
        `${path}: expected at most ${MAX_MANIFEST_BYTES} bytes, got ${size}.`,
      );
    }
    return parseManifest(await fileSystem.readFile(path, "utf8"), path);
  } catch (cause) {
    if (cause instanceof SnapshotError) throw cause;
    throw new SnapshotError(
      "SNAPSHOT_NOT_FOUND",
      `There is no saved collection in ${directory}: ${path} cannot be read.`,
      { cause },
    );
  }
}

/** How often a reader starts anew because a writer replaced the snapshot under it. */
const READ_ATTEMPTS = 10;

/**
 * Reads the present snapshot. Where a writer replaces it meanwhile, and so takes files away, `read`
 * is called again with the new manifest.
 */
export async function readSnapshot<T>(
  directory: string,
  read: (manifest: SnapshotManifest) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const manifest = await readManifest(directory);
    try {
      return await read(manifest);
    } catch (error) {
      const current = await readManifest(directory).catch(() => manifest);
      if (current.id === manifest.id || attempt === READ_ATTEMPTS) throw error;
    }
  }
}

/**
 * Compares the length and the checksum of a file with the manifest's.
 *
 * @throws SnapshotError `SNAPSHOT_CORRUPT`
 */
export async function verifyFile(
  directory: string,
  { name, bytes, sha256 }: SnapshotFile,
  signal?: AbortSignal,
): Promise<void> {
  const path = join(directory, name);
  let file: FileHandle;
  try {
    file = await nodeFileSystem.open(path, "r");
  } catch (cause) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${path} is missing.`, { cause });
  }
  try {
    const { size } = await file.stat();
    if (size !== bytes) {
      throw new SnapshotError("SNAPSHOT_CORRUPT", `${path}: expected ${bytes} bytes, got ${size}.`);
    }
    const hash = createHash("sha256");
    const piece = new Uint8Array(Math.min(1 << 20, bytes));
    for (let at = 0; at < bytes;) {
      throwIfAborted(signal);
      const { bytesRead } = await file.read(piece, 0, piece.length, at);
      if (bytesRead === 0) break;
      hash.update(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
    if (hash.digest("hex") !== sha256) {
      throw new SnapshotError("SNAPSHOT_CORRUPT", `${path} is damaged: its checksum is another.`);
    }
  } finally {
    await file.close();
  }
}
