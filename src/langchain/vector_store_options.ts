/** What `TasbVectorStore` is made with and asked. */

import { analyzerOf, checkParameters, type Bm25IndexOptions } from "../bm25/index_options.js";
import type { LoadOptions } from "../collection/local_collection.js";
import type { PassageCollection } from "../collection/passage_collection.js";
import type { VectorPrecision } from "../dense/dense_index.js";
import { expected } from "../errors.js";
import { checkChoice, checkType } from "../option_checks.js";
import type { DocumentFilter } from "./passage_documents.js";

/** What a store is made with, beside its embeddings. */
export interface TasbVectorStoreInput {
  /** Where the passages are. Default: in this process's memory. */
  collection?: PassageCollection;
  /**
   * Analyzer, variant and parameters of BM25, for a collection that the store makes itself.
   * Default: as `Bm25Index`.
   */
  bm25?: Bm25IndexOptions;
  /**
   * How vectors are looked through, in a collection that the store makes or loads itself: `"fp32"`
   * (default), or `"int8"`, which takes a quarter more memory and a fraction of the time. The
   * results are the same.
   */
  vectors?: VectorPrecision;
  /**
   * Put `relevanceScore` (the dot product) and `tasb` (`TasbMetadata`) in the metadata of the
   * documents that a search gives. Default true.
   */
  includeScores?: boolean;
}

/** Options of loading a store: its own, but for the collection, and these. */
export interface TasbVectorStoreLoadOptions
  extends Omit<TasbVectorStoreInput, "collection">, Pick<LoadOptions, "verifyVectors"> {
  /** Stops the work. */
  signal?: AbortSignal;
}

/** Options of adding documents. */
export interface AddDocumentsOptions {
  /**
   * One id per document; wins over the documents' own. An id that is stored already is replaced.
   * Default: the documents' own ids, random ones where they have none.
   */
  ids?: (string | undefined)[];
  /** Stops the work; nothing is added then. */
  signal?: AbortSignal;
  /** Called with the number of texts embedded so far and of all. */
  onProgress?: (done: number, total: number) => void;
}

/** What to delete: by id (unknown ids are passed over), or by a filter. */
export type DeleteParams = { ids: string[] } | { filter: DocumentFilter };

/**
 * Checks the options of a store.
 *
 * @throws InvalidArgumentError for an option that is not what it is documented to be
 */
export function checkStoreFields({
  collection,
  bm25,
  vectors,
  includeScores,
}: TasbVectorStoreInput): void {
  if (bm25 !== undefined) {
    checkParameters(bm25);
    analyzerOf(bm25);
  }
  checkChoice("vectors", vectors, ["fp32", "int8"]);
  checkType("includeScores", includeScores, "boolean");
  if (collection !== undefined && typeof collection?.searchDense !== "function") {
    throw expected("collection", "a PassageCollection", collection);
  }
}

/** The options of a collection that the store makes, or loads, itself. */
export function collectionOptions(fields: {
  bm25?: TasbVectorStoreInput["bm25"] | undefined;
  vectors?: TasbVectorStoreInput["vectors"] | undefined;
}): Pick<TasbVectorStoreInput, "bm25" | "vectors"> {
  const { bm25, vectors } = fields;
  return {
    ...(bm25 !== undefined && { bm25 }),
    ...(vectors !== undefined && { vectors }),
  };
}
