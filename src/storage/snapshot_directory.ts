/** A folder that holds one snapshot: replaced as a whole, read only when it is whole. */

import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { SnapshotError, throwIfAborted } from "../errors.js";
import {
  MANIFEST_NAME,
  MAX_MANIFEST_BYTES,
  parseManifest,
  type SnapshotFile,
  type SnapshotManifest,
} from "./snapshot_manifest.js";
import { withWriterLock } from "./writer_lock.js";

/** Everything a writer hands over; the files' content arrives in pieces. */
export interface SnapshotContent {
  readonly manifest: Omit<SnapshotManifest, "passageFile" | "vectorFile" | "passages" | "windows">;
  /** Pieces of both files in the order of the passages. */
  readonly pieces: AsyncIterable<{
    passages: number;
    windows: number;
    lines: Uint8Array;
    vectors: Uint8Array;
  }>;
}

/** Files of a snapshot carry the id of the save that wrote them, so that two never meet. */
const CONTENT_NAME = /^(?:passages|vectors)-[0-9a-f-]{36}\.(?:jsonl|f32)$/;

/**
 * Writes new files beside the old ones, syncs them, and then replaces the manifest by a rename:
 * until that moment a reader finds the old snapshot, from then on the new one. When anything fails
 * the old one stays. Old files go last.
 *
 * @throws SnapshotError `SNAPSHOT_LOCKED` while another process writes here
 */
export async function writeSnapshot(
  directory: string,
  content: SnapshotContent,
  signal?: AbortSignal,
): Promise<SnapshotManifest> {
  await mkdir(directory, { recursive: true });
  return withWriterLock(directory, async () => {
    const id = randomUUID();
    const names = { passages: `passages-${id}.jsonl`, vectors: `vectors-${id}.f32` };
    const temporary = join(directory, `${MANIFEST_NAME}.${id}.part`);
    try {
      const manifest = await writeFiles(directory, names, content, signal);
      await writeSynced(temporary, `${JSON.stringify(manifest, null, 1)}\n`);
      await syncFolder(directory);
      throwIfAborted(signal);
      await rename(temporary, join(directory, MANIFEST_NAME));
      await syncFolder(directory);
      await removeOthers(directory, new Set(Object.values(names)));
      return manifest;
    } catch (error) {
      const current = await readManifest(directory).catch(() => undefined);
      // The rename may have been the last thing that worked.
      if (current?.passageFile.name !== names.passages) {
        for (const name of Object.values(names)) await rm(join(directory, name), { force: true });
      }
      await rm(temporary, { force: true });
      throw error;
    }
  });
}

async function writeFiles(
  directory: string,
  names: { passages: string; vectors: string },
  { manifest, pieces }: SnapshotContent,
  signal: AbortSignal | undefined,
): Promise<SnapshotManifest> {
  let passages = 0;
  let windows = 0;
  const passageFile = await HashedFile.create(directory, names.passages);
  try {
    const vectorFile = await HashedFile.create(directory, names.vectors);
    try {
      for await (const piece of pieces) {
        throwIfAborted(signal);
        passages += piece.passages;
        windows += piece.windows;
        await passageFile.append(piece.lines);
        await vectorFile.append(piece.vectors);
      }
      return {
        ...manifest,
        passages,
        windows,
        passageFile: await passageFile.finish(),
        vectorFile: await vectorFile.finish(),
      };
    } finally {
      await vectorFile.close();
    }
  } finally {
    await passageFile.close();
  }
}

/** A file that is hashed as it is written. */
class HashedFile {
  readonly #name: string;
  readonly #file: Awaited<ReturnType<typeof open>>;
  readonly #hash = createHash("sha256");
  #bytes = 0;

  private constructor(name: string, file: Awaited<ReturnType<typeof open>>) {
    this.#name = name;
    this.#file = file;
  }

  static async create(directory: string, name: string): Promise<HashedFile> {
    return new HashedFile(name, await open(join(directory, name), "wx"));
  }

  async append(piece: Uint8Array): Promise<void> {
    this.#hash.update(piece);
    this.#bytes += piece.byteLength;
    await this.#file.appendFile(piece);
  }

  async finish(): Promise<SnapshotFile> {
    await this.#file.sync();
    return { name: this.#name, bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes renames and new names durable. Windows has no such call for folders. */
async function syncFolder(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(directory, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Removes files of earlier saves, finished or not. Only names that this format gives. */
async function removeOthers(directory: string, keep: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(directory)) {
    const isPart = name.startsWith(`${MANIFEST_NAME}.`) && name.endsWith(".part");
    if (isPart || (CONTENT_NAME.test(name) && !keep.has(name))) {
      await rm(join(directory, name), { force: true });
    }
  }
}

/** @throws SnapshotError `SNAPSHOT_NOT_FOUND`, `SNAPSHOT_VERSION` or `SNAPSHOT_CORRUPT` */
export async function readManifest(directory: string): Promise<SnapshotManifest> {
  const path = join(directory, MANIFEST_NAME);
  try {
    const { size } = await stat(path);
    if (size > MAX_MANIFEST_BYTES) {
      throw new SnapshotError(
        "SNAPSHOT_CORRUPT",
        `${path}: expected at most ${MAX_MANIFEST_BYTES} bytes, got ${size}.`,
      );
    }
    return parseManifest(await readFile(path, "utf8"), path);
  } catch (cause) {
    if (cause instanceof SnapshotError) throw cause;
    throw new SnapshotError(
      "SNAPSHOT_NOT_FOUND",
      `There is no saved collection in ${directory}: ${path} cannot be read.`,
      { cause },
    );
  }
}

/**
 * Compares the length and the checksum of a file with the manifest's.
 *
 * @throws SnapshotError `SNAPSHOT_CORRUPT`
 */
export async function verifyFile(
  directory: string,
  file: SnapshotFile,
  signal?: AbortSignal,
): Promise<void> {
  const path = join(directory, file.name);
  const found = await stat(path).catch((cause: unknown) => {
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${path} is missing.`, { cause });
  });
  if (found.size !== file.bytes) {
    throw new SnapshotError(
      "SNAPSHOT_CORRUPT",
      `${path}: expected ${file.bytes} bytes, got ${found.size}.`,
    );
  }
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    throwIfAborted(signal);
    hash.update(piece);
  }
  if (hash.digest("hex") !== file.sha256) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${path} is damaged: its checksum is another.`);
  }
}
