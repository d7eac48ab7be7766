/** The file operations that saved collections need, so that tests can make each of them fail. */

import * as fs from "node:fs/promises";

import { TasbError } from "../errors.js";
import { systemErrorCode } from "../system/system_error.js";

export type FileSystem = Pick<
  typeof fs,
  "link" | "mkdir" | "open" | "readdir" | "readFile" | "rename" | "rm" | "stat" | "utimes"
>;

export type FileHandle = fs.FileHandle;

export const nodeFileSystem: FileSystem = fs;

/** Whether an error is the operating system's, not yet one of the package's own. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  const code = systemErrorCode(error);
  return code !== undefined && !(error instanceof TasbError) && /^E[A-Z0-9]+$/.test(code);
}

/** Writes all of `bytes` at `position`, however many calls it takes. */
export async function writeFully(
  file: FileHandle,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const result = await file.write(bytes, written, bytes.length - written, position + written);
    written += result.bytesWritten;
  }
}

/** Reads `length` bytes at `position`; fewer where the file ends before. */
export async function readFully(
  file: FileHandle,
  length: number,
  position: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(bytes, read, length - read, position + read);
    if (bytesRead === 0) return bytes.slice(0, read);
    read += bytesRead;
  }
  return bytes;
}
