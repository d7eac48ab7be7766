/** An index as `tasb index` needs it: made where there is none, opened where there is one. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { LocalCollection } from "../collection/local_collection.js";
import { readBm25Record, readModelRecord } from "../langchain/model_record.js";
import { TasbEmbeddings } from "../langchain/tasb_embeddings.js";
import type { TasbEmbeddingsParams } from "../langchain/tasb_embeddings_params.js";
import { readManifest } from "../storage/read_snapshot.js";
import { MANIFEST_NAME } from "../storage/snapshot_manifest.js";
import type { CommandIo } from "./command.js";
import { downloadProgress } from "./open_index.js";

/** What the person asked for; what is not given is the index's own, or the default. */
export interface ModelChoice {
  model: string | undefined;
  precision: "fp32" | "int8" | undefined;
}

/** An index that is being changed: each change is on the disk when its call is done. */
export interface UpdatableIndex {
  embeddings: TasbEmbeddings;
  collection: LocalCollection;
  /** There was none before. */
  isNew: boolean;
  /** Puts the changes, which are on the disk already, where they are read faster. */
  save: () => Promise<void>;
  close: () => Promise<void>;
}

/**
 * @throws SnapshotError `SNAPSHOT_LOCKED` where another process writes it; FingerprintMismatchError
 *   where the index was made by another model or precision than the one asked for
 */
export async function openForUpdate(
  directory: string,
  choice: ModelChoice,
  io: CommandIo,
): Promise<UpdatableIndex> {
  const exists = existsSync(join(directory, MANIFEST_NAME));
  const extra = exists ? (await readManifest(directory)).extra : {};
  const recorded = readModelRecord(extra);
  const fields: TasbEmbeddingsParams = {
    ...recorded,
    ...(choice.model !== undefined && { model: choice.model }),
    ...(choice.precision !== undefined && { precision: choice.precision }),
  };
  const embeddings = new TasbEmbeddings({ ...fields, onProgress: downloadProgress(io) });
  try {
    const fingerprint = await embeddings.fingerprint();
    const bm25 = readBm25Record(extra);
    const collection = await LocalCollection.open(directory, {
      dimension: await embeddings.dimension(),
      fingerprint,
      extra: { ...extra, embeddings: embeddings.settings },
      signal: io.signal,
      ...(bm25 !== undefined && { bm25 }),
    });
    return {
      embeddings,
      collection,
      isNew: !exists,
      save: async () => {
        await collection.save(directory);
      },
      close: async () => {
        await collection.close();
        await embeddings.dispose();
      },
    };
  } catch (error) {
    await embeddings.dispose();
    throw error;
  }
}
