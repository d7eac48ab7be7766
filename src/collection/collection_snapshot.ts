/** A passage collection to and from files (docs/persistence_format.md). */

import { open } from "node:fs/promises";
import { join } from "node:path";

import type { Bm25IndexOptions } from "../bm25/inverted_index.js";
import { SnapshotError } from "../errors.js";
import { readManifest, verifyFile, writeSnapshot } from "../storage/snapshot_directory.js";
import { FORMAT_VERSION, type SnapshotManifest } from "../storage/snapshot_manifest.js";
import { LocalCollection } from "./local_collection.js";
import type { PassageCollection } from "./passage_collection.js";
import { formatPassageLine, parsePassageLine, type StoredPassage } from "./passage_line.js";

/** Passages written or added at a time. */
const BATCH = 512;

export interface SaveOptions {
  /** Kept in the manifest, as JSON. */
  extra?: Readonly<Record<string, unknown>>;
  signal?: AbortSignal;
}

export interface LoadOptions {
  /** Analyzer, variant and parameters of the BM25 index, which is built again on loading. */
  bm25?: Bm25IndexOptions;
  signal?: AbortSignal;
}

/**
 * Saves a collection in a folder; an earlier save there is replaced as a whole, and stays when this
 * one fails.
 *
 * @throws SnapshotError `SNAPSHOT_LOCKED` while another process writes there
 */
export async function saveCollection(
  collection: PassageCollection,
  directory: string,
  options: SaveOptions = {},
): Promise<SnapshotManifest> {
  const { dimension, fingerprint } = collection;
  const extra = options.extra ?? {};
  const manifest = { formatVersion: FORMAT_VERSION, fingerprint, dimension, extra };
  return writeSnapshot(directory, { manifest, pieces: pieces(collection) }, options.signal);
}

async function* pieces(
  collection: PassageCollection,
): AsyncGenerator<{ passages: number; windows: number; lines: Uint8Array; vectors: Uint8Array }> {
  let lines: string[] = [];
  let vectors: Uint8Array[] = [];
  let windows = 0;
  const piece = () => ({
    passages: lines.length,
    windows,
    lines: Buffer.from(lines.join("")),
    vectors: Buffer.concat(vectors),
  });
  for await (const { passage, vectors: own } of collection.scan()) {
    const count = own.length / collection.dimension;
    lines.push(formatPassageLine({ ...passage, windows: count }));
    vectors.push(littleEndian(own));
    windows += count;
    if (lines.length < BATCH) continue;
    yield piece();
    lines = [];
    vectors = [];
    windows = 0;
  }
  if (lines.length > 0) yield piece();
}

/**
 * Loads what `saveCollection` wrote, after checking that every byte is as it was. The passages keep
 * their order.
 *
 * @throws SnapshotError `SNAPSHOT_NOT_FOUND`, `SNAPSHOT_VERSION`, `SNAPSHOT_CORRUPT`; AbortedError
 */
export async function loadCollection(
  directory: string,
  options: LoadOptions = {},
): Promise<LocalCollection> {
  const { bm25, signal } = options;
  const manifest = await readManifest(directory);
  await verifyFile(directory, manifest.passageFile, signal);
  await verifyFile(directory, manifest.vectorFile, signal);
  const collection = new LocalCollection({
    dimension: manifest.dimension,
    fingerprint: manifest.fingerprint,
    ...(bm25 !== undefined && { bm25 }),
  });
  try {
    await fill(collection, directory, manifest, signal);
  } catch (error) {
    await collection.close();
    throw error;
  }
  return collection;
}

async function fill(
  collection: LocalCollection,
  directory: string,
  manifest: SnapshotManifest,
  signal: AbortSignal | undefined,
): Promise<void> {
  const passagePath = join(directory, manifest.passageFile.name);
  const passageFile = await open(passagePath, "r");
  const vectorFile = await open(join(directory, manifest.vectorFile.name), "r");
  try {
    let batch: StoredPassage[] = [];
    let line = 0;
    let row = 0;
    const add = async (): Promise<void> => {
      const windowsPerPassage = Uint32Array.from(batch, ({ windows }) => windows);
      const rows = windowsPerPassage.reduce((sum, windows) => sum + windows, 0);
      if (row + rows > manifest.windows) throw miscounted(directory);
      const vectors = new Float32Array(rows * manifest.dimension);
      const bytes = new Uint8Array(vectors.buffer);
      const { bytesRead } = await vectorFile.read(
        bytes,
        0,
        bytes.length,
        row * manifest.dimension * 4,
      );
      if (bytesRead !== bytes.length) throw miscounted(directory);
      row += rows;
      const values = fromLittleEndian(vectors);
      await collection.add(batch, values, {
        windowsPerPassage,
        ...(signal !== undefined && { signal }),
      });
      batch = [];
    };
    for await (const text of passageFile.readLines()) {
      line += 1;
      batch.push(parsePassageLine(text, `${passagePath}:${line}`));
      if (batch.length >= BATCH) await add();
    }
    if (batch.length > 0) await add();
    if (line !== manifest.passages || row !== manifest.windows) throw miscounted(directory);
  } finally {
    await passageFile.close();
    await vectorFile.close();
  }
}

function miscounted(directory: string): SnapshotError {
  return new SnapshotError(
    "SNAPSHOT_CORRUPT",
    `The files in ${directory} do not hold the passages and vectors that the manifest counts.`,
  );
}

const machineIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function littleEndian(values: Float32Array): Uint8Array {
  const copy = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return machineIsLittleEndian ? copy : Buffer.from(copy).swap32();
}

function fromLittleEndian(values: Float32Array): Float32Array {
  if (!machineIsLittleEndian) Buffer.from(values.buffer).swap32();
  return values;
}
