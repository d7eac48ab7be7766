/** The parts of a local collection to and from the files of a snapshot (docs/persistence_format.md). */

import { join } from "node:path";

import type { Bm25IndexOptions } from "../bm25/index_options.js";
import { Bm25Index } from "../bm25/inverted_index.js";
import type { Bm25Snapshot } from "../bm25/snapshot.js";
import type { DenseIndex, VectorPrecision } from "../dense/dense_index.js";
import { ExactIndex } from "../dense/exact_index.js";
import { SnapshotError, throwIfAborted } from "../errors.js";
import { requireFinite } from "../linalg/matrix.js";
import { Pause } from "../pause.js";
import { nodeFileSystem, readFully, type FileSystem } from "../storage/file_system.js";
import { readLines } from "../storage/line_reader.js";
import { fromLittleEndian, toLittleEndian } from "../storage/little_endian.js";
import { asReadError, verifyFile } from "../storage/read_snapshot.js";
import { replaceSnapshot } from "../storage/replace_snapshot.js";
import type { SnapshotFile, SnapshotManifest } from "../storage/snapshot_manifest.js";
import type { WriterLock } from "../storage/writer_lock.js";
import { decodeBm25, encodeBm25 } from "./bm25_file.js";
import { sequencesOfRows, type LocalParts } from "./local_parts.js";
import { formatPassageLine, parsePassageLine, type StoredPassage } from "./passage_line.js";
import { PassageRecords, type PassageRecord } from "./passage_records.js";

/** Passages written or read at a time. */
const BATCH = 512;

/** What is saved. */
export interface SnapshotSource {
  readonly dimension: number;
  readonly fingerprint: string;
  /** Passages in insertion order with their vectors, some at a time. */
  batches(): AsyncIterable<{ passages: readonly StoredPassage[]; vectors: Float32Array }>;
  /** One above every sequence ever given out; asked after the last batch. */
  nextSequence(): number;
  /** Absent: the index is made again from the texts when the snapshot is loaded. */
  bm25?(): Bm25Snapshot;
}

export interface SaveSnapshotOptions {
  lock: WriterLock;
  extra: Readonly<Record<string, unknown>>;
  fileSystem?: FileSystem;
  signal?: AbortSignal | undefined;
}

/** Replaces the snapshot in a folder. The caller holds the folder's lock, and the source still. */
export function saveSnapshot(
  directory: string,
  source: SnapshotSource,
  options: SaveSnapshotOptions,
): Promise<SnapshotManifest> {
  const { extra, signal, lock, fileSystem = nodeFileSystem } = options;
  const { dimension, fingerprint } = source;
  return replaceSnapshot(
    directory,
    async (draft) => {
      let passages = 0;
      let windows = 0;
      for await (const batch of source.batches()) {
        throwIfAborted(signal);
        passages += batch.passages.length;
        windows += batch.vectors.length / dimension;
        await draft.passages.append(Buffer.from(batch.passages.map(formatPassageLine).join("")));
        await draft.vectors.append(toLittleEndian(batch.vectors));
      }
      if (source.bm25 !== undefined) {
        const file = await draft.bm25();
        for (const piece of encodeBm25(source.bm25())) await file.append(piece);
      }
      const nextSequence = source.nextSequence();
      return { fingerprint, dimension, passages, windows, nextSequence, extra };
    },
    { lock, fileSystem, signal },
  );
}

/** A local collection as something to save. */
export function sourceOf({
  dimension,
  fingerprint,
  records,
  dense,
  bm25,
}: LocalParts): SnapshotSource {
  return {
    dimension,
    fingerprint,
    async *batches() {
      const stored = [...records.values()];
      for (let start = 0; start < stored.length; start += BATCH) {
        const passages = stored.slice(start, start + BATCH);
        const sequences = Uint32Array.from(passages, ({ sequence }) => sequence);
        const { vectors } = await dense.vectorsOf(sequences);
        yield { passages, vectors };
      }
    },
    nextSequence: () => records.nextSequence,
    bm25: () => bm25.toSnapshot(),
  };
}

export interface RestoreOptions {
  /**
   * Analyzer, variant and parameters of the BM25 index. Default: those it was saved with, if its
   * analyzer is the default one. With another analyzer the index is made again from the texts.
   */
  bm25?: Bm25IndexOptions;
  /** How vectors are looked through: "fp32" (default) or "int8"; the results are the same. */
  vectors?: VectorPrecision;
  /**
   * Makes the empty dense index of this dimension. Default: exact search in ONNX Runtime.
   *
   * @internal
   */
  dense?: (dimension: number) => DenseIndex;
  /** Stops the work. */
  signal?: AbortSignal | undefined;
}

/**
 * @throws SnapshotError `SNAPSHOT_CORRUPT`; FingerprintMismatchError where the BM25 index was made by
 *   another analyzer than the default one and none is given; AbortedError
 */
export async function restoreParts(
  directory: string,
  manifest: SnapshotManifest,
  options: RestoreOptions,
): Promise<LocalParts> {
  const { signal, vectors: precision } = options;
  const { dimension, fingerprint, passageFile, vectorFile, bm25File } = manifest;
  for (const file of [passageFile, vectorFile, bm25File]) {
    if (file !== undefined) await verifyFile(directory, file, signal);
  }
  const dense =
    options.dense?.(dimension) ??
    new ExactIndex({ dimension, ...(precision !== undefined && { vectors: precision }) });
  try {
    const saved =
      bm25File === undefined ? undefined : await restoreBm25(directory, bm25File, options);
    const records = new PassageRecords();
    const bm25 = saved ?? new Bm25Index(options.bm25);
    const parts = { dimension, fingerprint, records, dense, bm25 };
    const pause = new Pause(signal);
    for await (const { passages, vectors } of readBatches(directory, manifest)) {
      throwIfAborted(signal);
      await dense.upsert(sequencesOfRows(passages), vectors);
      if (saved === undefined) await bm25.addAll(passages, { signal });
      for (const passage of passages) putNew(records, passage, directory);
      if (pause.due()) await pause.take();
    }
    if (records.nextSequence > manifest.nextSequence) throw miscounted(directory);
    records.reserve(manifest.nextSequence);
    await requireSamePassages(parts, directory, pause);
    return parts;
  } catch (error) {
    await dense.dispose();
    throw asReadError(error, directory);
  }
}

/** The saved index, or `undefined` where the caller asks for another analyzer. */
async function restoreBm25(
  directory: string,
  file: SnapshotFile,
  { bm25, signal }: RestoreOptions,
): Promise<Bm25Index | undefined> {
  const path = join(directory, file.name);
  const handle = await nodeFileSystem.open(path, "r");
  let snapshot: Bm25Snapshot;
  try {
    snapshot = decodeBm25(await readFully(handle, file.bytes, 0), path);
  } finally {
    await handle.close();
  }
  if (
    bm25?.analyzer !== undefined &&
    new Bm25Index(bm25).analyzer.fingerprint !== snapshot.analyzer
  ) {
    return undefined;
  }
  return Bm25Index.fromSnapshotAsync(snapshot, { ...bm25, signal });
}

async function* readBatches(
  directory: string,
  { dimension, passages, windows, passageFile, vectorFile }: SnapshotManifest,
): AsyncGenerator<{ passages: StoredPassage[]; vectors: Float32Array }> {
  const passagePath = join(directory, passageFile.name);
  const passageHandle = await nodeFileSystem.open(passagePath, "r");
  const vectorHandle = await nodeFileSystem.open(join(directory, vectorFile.name), "r");
  try {
    let line = 0;
    let row = 0;
    let batch: StoredPassage[] = [];
    const withVectors = async (): Promise<{ passages: StoredPassage[]; vectors: Float32Array }> => {
      const rows = batch.reduce((sum, stored) => sum + stored.windows, 0);
      if (row + rows > windows) throw miscounted(directory);
      const length = rows * dimension * 4;
      const bytes = await readFully(vectorHandle, length, row * dimension * 4);
      if (bytes.length !== length) throw miscounted(directory);
      row += rows;
      const vectors = new Float32Array(fromLittleEndian(bytes, 4).buffer);
      requireFiniteVectors(vectors, directory);
      const whole = { passages: batch, vectors };
      batch = [];
      return whole;
    };
    for await (const text of readLines(passageHandle, passagePath)) {
      line += 1;
      batch.push(parsePassageLine(text, `${passagePath}:${line}`));
      if (batch.length >= BATCH) yield await withVectors();
    }
    if (batch.length > 0) yield await withVectors();
    if (line !== passages || row !== windows) throw miscounted(directory);
  } finally {
    await passageHandle.close();
    await vectorHandle.close();
  }
}

/** Adds a passage read from a file, whose number must be above all before it. */
export function putNew(records: PassageRecords, passage: PassageRecord, place: string): void {
  if (records.get(passage.id) !== undefined || passage.sequence < records.nextSequence) {
    throw new SnapshotError(
      "SNAPSHOT_CORRUPT",
      `${place}: a passage's id or sequence number stands there twice.`,
    );
  }
  records.put(passage);
}

export function requireFiniteVectors(vectors: Float32Array, place: string): void {
  try {
    requireFinite("vectors", vectors);
  } catch (cause) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${place}: a vector is not finite.`, { cause });
  }
}

async function requireSamePassages(
  { records, bm25, dense }: LocalParts,
  directory: string,
  pause: Pause,
): Promise<void> {
  let same = bm25.size === records.size && dense.size === records.size;
  for (const { sequence } of records.values()) {
    same &&= bm25.has(sequence);
    if (pause.due()) await pause.take();
  }
  if (!same) throw miscounted(directory);
}

function miscounted(directory: string): SnapshotError {
  return new SnapshotError(
    "SNAPSHOT_CORRUPT",
    `The files in ${directory} do not hold the passages and vectors that the manifest counts.`,
  );
}
