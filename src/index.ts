/**
 * `langchain-tasb`. Importing it loads no native library; that waits for the first embedding.
 *
 * @module langchain-tasb
 */

export type { Bm25IndexOptions } from "./bm25/index_options.js";
export type { Bm25Variant } from "./bm25/scoring.js";
export type * from "./collection/filter.js";
export { LocalCollection } from "./collection/local_collection.js";
export type {
  LoadOptions,
  LocalCollectionOptions,
  OpenOptions,
  SaveOptions,
} from "./collection/local_collection.js";
export type * from "./collection/passage_collection.js";
export type { SnapshotFile, SnapshotManifest } from "./storage/snapshot_manifest.js";
export type { LongPassageReport, LongPassages, PassageVectors } from "./encoder/long_passages.js";
export type { TextWindow } from "./encoder/windows.js";
export * from "./public_errors.js";
export * from "./langchain/bm25_retriever.js";
export * from "./langchain/extractive_answer.js";
export { citationOf, formatPassages } from "./langchain/format_passages.js";
export type { FormatPassagesOptions } from "./langchain/format_passages.js";
export type { ModelRecord } from "./langchain/model_record.js";
export type { DocumentFilter } from "./langchain/passage_documents.js";
export * from "./langchain/passage_splitter.js";
export type { TasbMetadata } from "./langchain/score_metadata.js";
export * from "./langchain/tasb_embeddings.js";
export type { TasbEmbeddingsParams } from "./langchain/tasb_embeddings_params.js";
export * from "./langchain/tasb_record_manager.js";
export * from "./langchain/tasb_reranker.js";
export * from "./langchain/tasb_retriever.js";
export * from "./langchain/tasb_vector_store.js";
export type {
  AddDocumentsOptions,
  DeleteParams,
  TasbVectorStoreInput,
  TasbVectorStoreLoadOptions,
} from "./langchain/vector_store_options.js";
export * from "./langchain/tool.js";
export { cite, citationLabel } from "./passages/citation.js";
export type { Citation, PassagePlace } from "./passages/citation.js";
export type {
  Bm25Stage,
  DenseStage,
  FusedStage,
  Fusion,
  Grain,
  LegName,
  LegReport,
  SearchHit,
  SearchMode,
  SearchRequest,
  SearchResult,
} from "./search/search_types.js";
export type { DownloadProgress } from "./model/resolve_model.js";
export type { TextFormat } from "./passages/source_text.js";
export type { TextRange } from "./passages/text_range.js";
export type { Normalization } from "./ranking/normalization.js";
