/** The parts of a local collection to and from the files of a snapshot (docs/persistence_format.md). */

import { join } from "node:path";

import type { Bm25IndexOptions } from "../bm25/index_options.js";
import { Bm25Index } from "../bm25/inverted_index.js";
import type { Bm25Snapshot } from "../bm25/snapshot.js";
import type { DenseIndex, VectorPrecision } from "../dense/dense_index.js";
import { ExactIndex } from "../dense/exact_index.js";
import { SnapshotError, throwIfAborted } from "../errors.js";
import { Pause } from "../pause.js";
import { runToEnd, runWithPauses } from "../steps.js";
import { nodeFileSystem, readFully, type FileSystem } from "../storage/file_system.js";
import { toLittleEndian } from "../storage/little_endian.js";
import { asReadError, verifyFile } from "../storage/read_snapshot.js";
import { replaceSnapshot } from "../storage/replace_snapshot.js";
import type { SnapshotFile, SnapshotManifest } from "../storage/snapshot_manifest.js";
import { VectorNorms } from "../storage/vector_norms.js";
import type { WriterLock } from "../storage/writer_lock.js";
import { decodeBm25, encodeBm25 } from "./bm25_file.js";
import { sequencesOfRows, type LocalParts } from "./local_parts.js";
import { formatPassageLine, type StoredPassage } from "./passage_line.js";
import { PassageRecords, type PassageRecord } from "./passage_records.js";
import {
  canMap,
  MappedVectors,
  miscounted,
  readBatches,
  verifyVectors,
} from "./snapshot_vectors.js";

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
  bm25?(signal: AbortSignal | undefined): Promise<Bm25Snapshot>;
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
      const norms = new VectorNorms(dimension);
      for await (const batch of source.batches()) {
        throwIfAborted(signal);
        passages += batch.passages.length;
        windows += batch.vectors.length / dimension;
        norms.add(batch.vectors);
        await draft.passages.append(Buffer.from(batch.passages.map(formatPassageLine).join("")));
        await draft.vectors.append(toLittleEndian(batch.vectors));
      }
      if (source.bm25 !== undefined) {
        const file = await draft.bm25();
        const steps = encodeBm25(await source.bm25(signal));
        const pieces = await runWithPauses(steps, new Pause(signal));
        for (const piece of pieces) await file.append(piece);
      }
      const nextSequence = source.nextSequence();
      const largestNorm = norms.largest;
      if (largestNorm === undefined) {
        // Another home of collections may have taken what `add` of this one refuses.
        throw new SnapshotError(
          "SNAPSHOT_WRITE_FAILED",
          `${directory}: a vector of the collection is not finite, so it cannot be saved.`,
        );
      }
      return { fingerprint, dimension, passages, windows, nextSequence, largestNorm, extra };
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
    bm25: (signal) => bm25.toSnapshotAsync({ signal }),
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
  /**
   * Compare the file of vectors with its checksum before it is used. Default true. With false it is
   * opened without being read, however large it is, and the scores are those of the bytes that are
   * there: for files that nobody else can have touched since they were last checked.
   */
  verifyVectors?: boolean;
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
  const { dimension, fingerprint, passageFile, bm25File } = manifest;
  for (const file of [passageFile, bm25File]) {
    if (file !== undefined) await verifyFile(directory, file, signal);
  }
  const largestNorm = await verifyVectors(directory, manifest, options);
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
    const mapped = dense instanceof ExactIndex && canMap ? new MappedVectors(manifest) : undefined;
    for await (const { passages, vectors } of readBatches(
      directory,
      manifest,
      mapped === undefined,
      signal,
    )) {
      throwIfAborted(signal);
      const sequences = runToEnd(sequencesOfRows(passages));
      if (vectors === undefined) mapped!.add(sequences);
      else await dense.upsert(sequences, vectors);
      if (saved === undefined) await bm25.addAll(passages, { signal });
      for (const passage of passages) putNew(records, passage, directory);
      if (pause.due()) await pause.take();
    }
    if (dense instanceof ExactIndex) await mapped?.attachTo(dense, directory, largestNorm);
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
    const steps = decodeBm25(await readFully(handle, file.bytes, 0), path);
    snapshot = await runWithPauses(steps, new Pause(signal));
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
