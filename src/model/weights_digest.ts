/** The sha256 of a weight file, remembered so that large files are not read at every start. */

import { createHash } from "node:crypto";
import { open, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { throwIfAborted } from "../errors.js";
import { ownValue } from "../json_object.js";
import { replaceFile } from "../system/replace_file.js";
import { readJsonObject } from "./json_file.js";

/** Smaller files are hashed anew each time: that takes less than it takes to look them up. */
const LARGE = 32 * 2 ** 20;
const SLICE = 4 * 2 ** 20;

/**
 * The sha256 of the file at `path`, in hexadecimal. That of a large file is kept in `cacheFolder`
 * with the file's size, inode and times in nanoseconds, and used again while these stay the same.
 */
export async function weightsDigest(
  path: string,
  cacheFolder: string,
  signal?: AbortSignal,
): Promise<string> {
  const real = await realpath(path);
  if ((await stat(real)).size < LARGE) return hashFile(real, signal);
  const state = await stateOf(real);
  const name = createHash("sha256").update(real).digest("hex").slice(0, 32);
  const notePath = join(cacheFolder, "digests", `${name}.json`);
  const known = await readJsonObject(notePath).catch(() => undefined);
  if (known !== undefined && ownValue(known, "state") === state) {
    const digest = ownValue(known, "sha256");
    if (typeof digest === "string" && /^[0-9a-f]{64}$/.test(digest)) return digest;
  }
  const sha256 = await hashFile(real, signal);
  // Not that of a file that was changed while it was read.
  if ((await stateOf(real)) === state) {
    // A cache that cannot be written costs time, nothing else.
    await replaceFile(notePath, JSON.stringify({ state, sha256 })).catch(() => undefined);
  }
  return sha256;
}

/** Differs where the file may have been changed. */
async function stateOf(path: string): Promise<string> {
  const { size, ino, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return `${size} ${ino} ${mtimeNs} ${ctimeNs}`;
}

async function hashFile(path: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash("sha256");
  const file = await open(path, "r");
  try {
    const buffer = Buffer.allocUnsafe(SLICE);
    for (;;) {
      throwIfAborted(signal);
      const { bytesRead } = await file.read(buffer, 0, SLICE);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
