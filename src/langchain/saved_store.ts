/** A vector store as files: its collection's snapshot, with the model and BM25's options in the manifest. */

import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import type { Bm25IndexOptions } from "../bm25/index_options.js";
import { saveCollection } from "../collection/collection_snapshot.js";
import { LocalCollection } from "../collection/local_collection.js";
import type { PassageCollection } from "../collection/passage_collection.js";
import { InvalidArgumentError } from "../errors.js";
import { checkType } from "../option_checks.js";
import { readManifest } from "../storage/read_snapshot.js";
import {
  bm25Record,
  readBm25Record,
  readModelRecord,
  type ModelRecord,
  type StoreRecord,
} from "./model_record.js";
import { TasbEmbeddings } from "./tasb_embeddings.js";
import {
  checkStoreFields,
  collectionOptions,
  type TasbVectorStoreInput,
  type TasbVectorStoreLoadOptions,
} from "./vector_store_options.js";

/** What a store's constructor takes, as its files say it. */
export interface LoadedStore {
  embeddings: EmbeddingsInterface;
  /** The embeddings, where they were made here: nobody else can free them. */
  ownEmbeddings: TasbEmbeddings | undefined;
  fields: TasbVectorStoreInput & { collection: PassageCollection };
}

/** Writes the files; those of an earlier save are replaced as a whole. */
export async function saveStore(
  collection: PassageCollection,
  directory: string,
  options: { embeddings: ModelRecord | undefined; bm25: Bm25IndexOptions | undefined },
): Promise<void> {
  const { embeddings, bm25 } = options;
  const record: StoreRecord = {
    ...(embeddings !== undefined && { embeddings }),
    ...(bm25 !== undefined && { bm25: bm25Record(bm25) }),
  };
  await saveCollection(collection, directory, { extra: { ...record } });
}

/** Reads the files, as `TasbVectorStore.load` documents it. */
export async function loadStore(
  directory: string,
  embeddings: EmbeddingsInterface | undefined,
  options: TasbVectorStoreLoadOptions,
): Promise<LoadedStore> {
  const { verifyVectors, signal, ...fields } = options;
  checkType("verifyVectors", verifyVectors, "boolean");
  checkStoreFields(fields);
  const { extra } = await readManifest(directory);
  const bm25 = fields.bm25 ?? readBm25Record(extra);
  const record = embeddings === undefined ? readModelRecord(extra) : undefined;
  const ownEmbeddings = record && new TasbEmbeddings(record);
  const source = embeddings ?? ownEmbeddings;
  if (source === undefined) {
    throw new InvalidArgumentError(
      "The store was made with embeddings other than TasbEmbeddings: pass `embeddings`.",
    );
  }
  const collection = await LocalCollection.load(directory, {
    ...collectionOptions({ ...fields, bm25 }),
    ...(verifyVectors !== undefined && { verifyVectors }),
    ...(signal !== undefined && { signal }),
  });
  return {
    embeddings: source,
    ownEmbeddings,
    fields: { ...fields, ...(bm25 !== undefined && { bm25 }), collection },
  };
}
