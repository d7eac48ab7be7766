/** The files of a BM25 retriever: those of a collection, with a zero in place of each vector. */

import { Document } from "@langchain/core/documents";
import type { Bm25IndexOptions } from "../bm25/index_options.js";
import type { Bm25Index } from "../bm25/inverted_index.js";
import { saveSnapshot } from "../collection/local_snapshot.js";
import { copyMetadata } from "../collection/metadata.js";
import { loadParts } from "../collection/restored_parts.js";
import { NoVectors } from "../dense/no_vectors.js";
import { Pause } from "../pause.js";
import { readManifest } from "../storage/read_snapshot.js";
import { withWriterLock } from "../storage/writer_lock.js";
import { bm25Record, readBm25Record } from "./model_record.js";

/** What a retriever holds. */
export interface Bm25Contents {
  /** By their sequences, in ascending order. */
  readonly documents: ReadonlyMap<number, Document>;
  readonly nextSequence: number;
  readonly index: Bm25Index;
}

/** No model made the vectors: a store with any other refuses them. */
const FINGERPRINT = "bm25-only";

/** Documents written at a time. */
const BATCH = 512;

/** Replaces what is saved in the folder as a whole. The contents must not change until it is done. */
export async function saveBm25(
  directory: string,
  { documents, nextSequence, index }: Bm25Contents,
  options: Bm25IndexOptions,
): Promise<void> {
  const source = {
    dimension: 1,
    fingerprint: FINGERPRINT,
    nextSequence: () => nextSequence,
    bm25: () => index.toSnapshotAsync(),
    async *batches() {
      const entries = [...documents];
      const pause = new Pause();
      for (let start = 0; start < entries.length; start += BATCH) {
        const passages = entries.slice(start, start + BATCH).map(([sequence, document]) => {
          const { id = "", pageContent: text, metadata } = document;
          return { id, sequence, windows: 1, text, metadata: copyMetadata(metadata) };
        });
        yield { passages, vectors: new Float32Array(passages.length) };
        if (pause.due()) await pause.take();
      }
    },
  };
  await withWriterLock(directory, (lock) =>
    saveSnapshot(directory, source, { lock, extra: { bm25: bm25Record(options) } }),
  );
}

/** Reads what `saveBm25`, or a store, wrote; vectors are passed over. */
export async function loadBm25(
  directory: string,
  given: Bm25IndexOptions,
  signal: AbortSignal | undefined,
): Promise<Bm25Contents & { options: Bm25IndexOptions }> {
  const { extra } = await readManifest(directory);
  // The parameters that were saved stand in the index too, and apply where none are given.
  const options = given.analyzer === undefined ? { ...readBm25Record(extra), ...given } : given;
  const { parts } = await loadParts(directory, {
    bm25: options,
    dense: (dimension) => new NoVectors(dimension),
    verifyVectors: false,
    signal,
  });
  const { records, bm25: index } = parts;
  const documents = new Map<number, Document>();
  const pause = new Pause(signal);
  for (const { id, sequence, text, metadata } of records.values()) {
    documents.set(sequence, new Document({ pageContent: text, metadata, id }));
    if (pause.due()) await pause.take();
  }
  return { documents, nextSequence: records.nextSequence, index, options };
}
