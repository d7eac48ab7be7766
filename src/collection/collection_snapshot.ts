/** Saving any collection (docs/persistence_format.md). */

import { saveSnapshot, type SnapshotSource } from "./local_snapshot.js";
import { LocalCollection, type SaveOptions } from "./local_collection.js";
import type { PassageCollection } from "./passage_collection.js";
import type { StoredPassage } from "./passage_line.js";
import type { SnapshotManifest } from "../storage/snapshot_manifest.js";
import { withWriterLock } from "../storage/writer_lock.js";

/** Passages written at a time. */
const BATCH = 512;

/**
 * Saves a collection in a folder; an earlier save there is replaced as a whole, and stays when this
 * one fails. A collection that is not local is read by `scan`: its passages get new sequence
 * numbers, in the same order.
 *
 * @throws SnapshotError `SNAPSHOT_LOCKED` while another process writes there,
 *   `SNAPSHOT_WRITE_FAILED`; AbortedError
 */
export async function saveCollection(
  collection: PassageCollection,
  directory: string,
  options: SaveOptions = {},
): Promise<SnapshotManifest> {
  if (collection instanceof LocalCollection) return collection.save(directory, options);
  const { extra = {}, signal } = options;
  return withWriterLock(directory, (lock) =>
    saveSnapshot(directory, scannedSource(collection), { lock, extra, signal }),
  );
}

function scannedSource(collection: PassageCollection): SnapshotSource {
  const { dimension, fingerprint } = collection;
  let sequence = 0;
  return {
    dimension,
    fingerprint,
    async *batches() {
      let passages: StoredPassage[] = [];
      let rows: Float32Array[] = [];
      for await (const { passage, vectors } of collection.scan()) {
        passages.push({ ...passage, sequence, windows: vectors.length / dimension });
        rows.push(vectors);
        sequence += 1;
        if (passages.length < BATCH) continue;
        yield { passages, vectors: joined(rows) };
        passages = [];
        rows = [];
      }
      if (passages.length > 0) yield { passages, vectors: joined(rows) };
    },
    nextSequence: () => sequence,
  };
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const vectors = new Float32Array(rows.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const row of rows) {
    vectors.set(row, at);
    at += row.length;
  }
  return vectors;
}
