/** Replacing the snapshot of a folder as a whole. */

import { join } from "node:path";

import { SnapshotError, throwIfAborted } from "../errors.js";
import { syncFolder } from "../system/sync_folder.js";
import { isSystemError, nodeFileSystem, writeFully, type FileSystem } from "./file_system.js";
import { readManifest } from "./read_snapshot.js";
import { DraftFiles, type SnapshotDraft } from "./snapshot_draft.js";
import {
  FORMAT_VERSION,
  formatManifest,
  MANIFEST_NAME,
  type SnapshotManifest,
} from "./snapshot_manifest.js";
import type { WriterLock } from "./writer_lock.js";

/** What the writer of a snapshot tells about it; the rest is known from its files. */
export type SnapshotFacts = Omit<
  SnapshotManifest,
  "formatVersion" | "id" | "passageFile" | "vectorFile" | "bm25File"
>;

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
  const draft = new DraftFiles(directory, fileSystem);
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
    await syncFolder(directory, fileSystem);
    throwIfAborted(signal);
    await lock.verify();
    await fileSystem.rename(draftManifest, join(directory, MANIFEST_NAME));
    await syncFolder(directory, fileSystem);
    await removeOthers(fileSystem, directory, draft.id).catch(() => undefined);
    return manifest;
  } catch (error) {
    await draft.close();
    if (!(await mayBeInForce(fileSystem, directory, draft.id))) {
      await removeDraft(fileSystem, directory, draft.id);
    }
    throw asWriteError(error, directory);
  }
}

/** The rename may have been the last thing that worked; what cannot be told stays. */
async function mayBeInForce(
  fileSystem: FileSystem,
  directory: string,
  id: string,
): Promise<boolean> {
  try {
    return (await readManifest(directory, fileSystem)).id === id;
  } catch (error) {
    return !(error instanceof SnapshotError && error.code === "SNAPSHOT_NOT_FOUND");
  }
}

/** An error of the operating system while something is written, as one of the package's own. */
export function asWriteError(error: unknown, path: string): unknown {
  if (!isSystemError(error)) return error;
  return new SnapshotError(
    "SNAPSHOT_WRITE_FAILED",
    `${path} could not be written: ${error.message}.`,
    { cause: error },
  );
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
