/** Whether bytes on disk are the ones the hub promised. */

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { throwIfAborted } from "../../errors.js";
import type { RemoteFile } from "./remote_file.js";

/** A file's size and hashes. */
export interface BlobHashes {
  readonly size: number;
  readonly sha256: string;
  /** sha1 of `blob SIZE\0` and the content, as git names it. */
  readonly git: string;
}

/** Reads the file once, in steps of a mebibyte. */
export async function hashBlob(path: string, signal?: AbortSignal): Promise<BlobHashes> {
  const { size } = await stat(path);
  const sha256 = createHash("sha256");
  const git = createHash("sha1").update(`blob ${size}\0`);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    throwIfAborted(signal);
    if (!Buffer.isBuffer(chunk)) continue;
    sha256.update(chunk);
    git.update(chunk);
  }
  return { size, sha256: sha256.digest("hex"), git: git.digest("hex") };
}

/**
 * What is wrong with the content, or undefined where nothing is.
 *
 * @param recorded sha256 seen at the first download, for files whose ETag is no hash.
 */
export function blobFault(
  hashes: BlobHashes,
  remote: RemoteFile,
  recorded: string | undefined,
): string | undefined {
  const { etag, size } = remote;
  if (size !== undefined && hashes.size !== size) {
    return `it has ${hashes.size} bytes instead of ${size}`;
  }
  if (etag !== undefined && /^[0-9a-f]{64}$/.test(etag)) {
    return hashes.sha256 === etag ? undefined : `its sha256 is ${hashes.sha256}, not ${etag}`;
  }
  if (etag !== undefined && /^[0-9a-f]{40}$/.test(etag)) {
    return hashes.git === etag ? undefined : `its git hash is ${hashes.git}, not ${etag}`;
  }
  if (recorded !== undefined && recorded !== hashes.sha256) {
    return `its sha256 is ${hashes.sha256}; at the first download it was ${recorded}`;
  }
  return undefined;
}

/** A file name for the content: its ETag where that is a plain name, else a hash of what we know. */
export function blobName(remote: RemoteFile): string {
  const { etag } = remote;
  if (etag !== undefined && /^[A-Za-z0-9][\w-]{0,127}$/.test(etag)) return etag;
  return createHash("sha256")
    .update(JSON.stringify([etag ?? null, remote.commit, remote.file]))
    .digest("hex");
}
