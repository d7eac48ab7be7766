/** The parts of a new local collection, of a saved one, and of one that a folder is kept up to. */

import type { Bm25IndexOptions } from "../bm25/index_options.js";
import { Bm25Index } from "../bm25/inverted_index.js";
import type { DenseIndex, VectorPrecision } from "../dense/dense_index.js";
import { ExactIndex } from "../dense/exact_index.js";
import { expected, FingerprintMismatchError, SnapshotError } from "../errors.js";
import type { FileSystem } from "../storage/file_system.js";
import { asReadError, readSnapshot } from "../storage/read_snapshot.js";
import type { SnapshotManifest } from "../storage/snapshot_manifest.js";
import { Journal, replayLog, verifyLog } from "./journal.js";
import type { LocalParts } from "./local_parts.js";
import { restoreParts, sourceOf, type RestoreOptions } from "./local_snapshot.js";
import { LocalWriter } from "./local_writer.js";
import { PassageRecords } from "./passage_records.js";
import { ReadWriteLock } from "./read_write_lock.js";

/** What an empty collection is made with. */
export interface LocalCollectionOptions {
  /** Length d of every vector; positive integer. */
  dimension: number;
  /** Names the model and precision whose vectors are held; not empty. */
  fingerprint: string;
  /** Analyzer, variant and parameters of the BM25 index. Default: those of `Bm25Index`. */
  bm25?: Bm25IndexOptions;
  /**
   * How vectors are looked through: "fp32" (default), or "int8", which takes a quarter more memory
   * and a fraction of the time. The results are the same.
   */
  vectors?: VectorPrecision;
  /**
   * Where the vectors are. An empty index of the same dimension, which the collection then owns and
   * disposes of. Default: exact search in ONNX Runtime, in the worker thread.
   *
   * @internal
   */
  dense?: DenseIndex;
}

/** Options of `LocalCollection.load`. */
export type LoadOptions = RestoreOptions;

/** Options of `LocalCollection.open`. */
export interface OpenOptions extends RestoreOptions {
  /**
   * Length of every vector, a positive integer. Default: as the folder says; needed where it holds
   * no collection yet.
   */
  dimension?: number;
  /**
   * The model and precision of the vectors. Default: as the folder says; needed where it holds no
   * collection yet.
   */
  fingerprint?: string;
  /** Kept in the manifest, as JSON. Default: what is there, or `{}`. */
  extra?: Readonly<Record<string, unknown>>;
  /**
   * For tests: the file operations to use. Default: those of Node.js.
   *
   * @internal
   */
  fileSystem?: FileSystem;
}

/** What a collection brought from files is made of. */
export interface Restored {
  parts: LocalParts;
  journal: Journal | undefined;
  extra: Readonly<Record<string, unknown>>;
}

export function emptyParts({
  dimension,
  fingerprint,
  vectors,
  dense,
  bm25,
}: LocalCollectionOptions): LocalParts {
  if (!Number.isSafeInteger(dimension) || dimension < 1) {
    throw expected("dimension", "a positive integer", dimension);
  }
  if (typeof fingerprint !== "string" || fingerprint === "") {
    throw expected("fingerprint", "a non-empty string", fingerprint);
  }
  if (dense !== undefined && dense.dimension !== dimension) {
    throw expected("dense.dimension", String(dimension), dense.dimension);
  }
  return {
    dimension,
    fingerprint,
    records: new PassageRecords(),
    dense: dense ?? new ExactIndex({ dimension, ...(vectors !== undefined && { vectors }) }),
    bm25: new Bm25Index(bm25),
  };
}

/** Reads a folder's snapshot and its log. */
export function loadParts(directory: string, options: LoadOptions): Promise<Restored> {
  return readSnapshot(directory, async (manifest) => {
    await verifyLog(directory, manifest);
    const parts = await restoreParts(directory, manifest, options);
    return disposedOnFailure(parts, async () => {
      const replayer = replayerOf(parts);
      await replayLog(directory, manifest, (change) => replayer.replay(change, directory));
      return { parts, extra: manifest.extra, journal: undefined };
    });
  });
}

/** Takes a folder's lock and reads what is there, or puts an empty snapshot there. */
export async function openParts(directory: string, options: OpenOptions): Promise<Restored> {
  const journal = await Journal.open(directory, options.fileSystem);
  try {
    const { manifest } = journal;
    return manifest === undefined
      ? await createParts(directory, journal, options)
      : await reopenParts(directory, journal, manifest, options);
  } catch (error) {
    await journal.close();
    throw asReadError(error, directory);
  }
}

async function createParts(
  directory: string,
  journal: Journal,
  { dimension, fingerprint, extra = {}, vectors, dense, bm25, signal }: OpenOptions,
): Promise<Restored> {
  if (dimension === undefined || fingerprint === undefined) {
    throw new SnapshotError(
      "SNAPSHOT_NOT_FOUND",
      `There is no saved collection in ${directory}; to make one, give dimension and fingerprint.`,
    );
  }
  const parts = emptyParts({
    dimension,
    fingerprint,
    ...(vectors !== undefined && { vectors }),
    ...(dense !== undefined && { dense: dense(dimension) }),
    ...(bm25 !== undefined && { bm25 }),
  });
  return disposedOnFailure(parts, async () => {
    await journal.compact(sourceOf(parts), extra, signal);
    return { parts, journal, extra };
  });
}

async function reopenParts(
  directory: string,
  journal: Journal,
  manifest: SnapshotManifest,
  options: OpenOptions,
): Promise<Restored> {
  const { dimension, fingerprint, extra = manifest.extra, signal } = options;
  if (fingerprint !== undefined && fingerprint !== manifest.fingerprint) {
    throw new FingerprintMismatchError(manifest.fingerprint, fingerprint);
  }
  if (dimension !== undefined && dimension !== manifest.dimension) {
    throw expected("dimension", `${manifest.dimension}, as saved`, dimension);
  }
  await verifyLog(directory, manifest);
  const parts = await restoreParts(directory, manifest, options);
  return disposedOnFailure(parts, async () => {
    const replayer = replayerOf(parts);
    await journal.replay((change) => replayer.replay(change, directory));
    const changed = JSON.stringify(extra) !== JSON.stringify(manifest.extra);
    if (changed || journal.wantsCompaction) await journal.compact(sourceOf(parts), extra, signal);
    return { parts, journal, extra };
  });
}

/** Nobody else has the parts yet, so its lock is its own. */
function replayerOf(parts: LocalParts): LocalWriter {
  return new LocalWriter(parts, new ReadWriteLock(), undefined);
}

async function disposedOnFailure<T>(parts: LocalParts, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await parts.dense.dispose();
    throw error;
  }
}
