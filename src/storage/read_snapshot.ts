/** Reading the snapshot of a folder, while writers may replace it. */

import { createHash } from "node:crypto";
import { join } from "node:path";

import { SnapshotError, throwIfAborted } from "../errors.js";
import { systemErrorCode } from "../system/system_error.js";
import { isSystemError, nodeFileSystem, type FileHandle, type FileSystem } from "./file_system.js";
import {
  MANIFEST_NAME,
  MAX_MANIFEST_BYTES,
  parseManifest,
  type SnapshotFile,
  type SnapshotManifest,
} from "./snapshot_manifest.js";

/**
 * @throws SnapshotError `SNAPSHOT_NOT_FOUND` only where there is no manifest: a writer makes a new
 *   collection then, in place of whatever is there; `SNAPSHOT_READ_FAILED` where it cannot be read,
 *   `SNAPSHOT_VERSION`, `SNAPSHOT_CORRUPT`
 */
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
    if (!isAbsent(cause)) throw asReadError(cause, path);
    throw new SnapshotError(
      "SNAPSHOT_NOT_FOUND",
      `There is no saved collection in ${directory}: it has no ${MANIFEST_NAME}.`,
      { cause },
    );
  }
}

/** Whether a name does not exist, and not merely cannot be looked at. */
function isAbsent(error: unknown): boolean {
  const code = systemErrorCode(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

/** An error of the operating system while something is read, as one of the package's own. */
export function asReadError(error: unknown, path: string): unknown {
  if (!isSystemError(error)) return error;
  return new SnapshotError("SNAPSHOT_READ_FAILED", `${path} could not be read: ${error.message}.`, {
    cause: error,
  });
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
      if (current.id === manifest.id || attempt === READ_ATTEMPTS) {
        throw asReadError(error, directory);
      }
    }
  }
}

/**
 * Compares the length and the checksum of a file with the manifest's.
 *
 * @param look is shown the bytes, one part after the other, each but the last of 1 MiB
 * @throws SnapshotError `SNAPSHOT_CORRUPT`, `SNAPSHOT_READ_FAILED`
 */
export async function verifyFile(
  directory: string,
  { name, bytes, sha256 }: SnapshotFile,
  signal?: AbortSignal,
  look?: (bytes: Uint8Array) => void,
): Promise<void> {
  const path = join(directory, name);
  let file: FileHandle;
  try {
    file = await nodeFileSystem.open(path, "r");
  } catch (cause) {
    if (!isAbsent(cause)) throw asReadError(cause, path);
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
      let filled = 0;
      while (filled < piece.length) {
        const { bytesRead } = await file.read(piece, filled, piece.length - filled, at + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      if (filled === 0) break;
      hash.update(piece.subarray(0, filled));
      look?.(piece.subarray(0, filled));
      at += filled;
    }
    if (hash.digest("hex") !== sha256) {
      throw new SnapshotError("SNAPSHOT_CORRUPT", `${path} is damaged: its checksum is another.`);
    }
  } finally {
    await file.close();
  }
}
