/** The files of a snapshot in the making. */

import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";

import { writeFully, type FileHandle, type FileSystem } from "./file_system.js";
import type { SnapshotFile, SnapshotManifest } from "./snapshot_manifest.js";

/** Bytes hashed and written at a time: about a millisecond. */
const PART_BYTES = 1 << 20;

/** Content is appended, in any order of the files. */
export interface SnapshotDraft {
  readonly passages: HashedFile;
  readonly vectors: HashedFile;
  /** Made only where it is asked for. */
  bm25(): Promise<HashedFile>;
}

/** New files in the folder of the snapshot that they are to replace. */
export class DraftFiles implements SnapshotDraft {
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
    // In parts: hashing holds up the event loop, and each write lets it go on.
    for (let start = 0; start < bytes.byteLength; start += PART_BYTES) {
      const part = bytes.subarray(start, start + PART_BYTES);
      this.#hash.update(part);
      await writeFully(this.#file, part, this.#bytes);
      this.#bytes += part.byteLength;
    }
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
