/** Files that are there whole or not at all: a reader sees the old one or the new one. */

import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const TEMPORARY = ".part";

/** Temporary files of writers that were killed are older than any writer that lives. */
const ABANDONED_AFTER_MS = 24 * 3600 * 1000;

/**
 * Puts `content`, text or what a function writes to the open file, at `path`: written under a name
 * of its own beside it, synced to the disk, then renamed; the folder is made where it is missing. When
 * anything fails the old file, if any, stays, and no temporary one is left. Of writers at the same time
 * the last one's file stays.
 *
 * @returns what `content` returned
 */
export async function replaceFile(path: string, content: string): Promise<void>;
export async function replaceFile<T>(
  path: string,
  content: (file: FileHandle) => Promise<T>,
): Promise<T>;
export async function replaceFile<T>(
  path: string,
  content: string | ((file: FileHandle) => Promise<T>),
): Promise<T | void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}${TEMPORARY}`);
  try {
    const file = await open(temporary, "wx");
    let result: T | void;
    try {
      result = typeof content === "string" ? await file.writeFile(content) : await content(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    return result;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Removes what writers that were killed more than a day ago left in `folder`. */
export async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(".") || !name.endsWith(TEMPORARY)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS) {
      await rm(path, { force: true });
    }
  }
}
