/**
 * `langchain-tasb/bm25`: BM25 alone. Loads no native library and no model.
 *
 * @module langchain-tasb/bm25
 */

export * from "./bm25/analyzer.js";
export { Bm25Index } from "./bm25/inverted_index.js";
export type { Bm25IndexOptions } from "./bm25/index_options.js";
export type {
  Bm25Entry,
  Bm25MatchedTerm,
  Bm25Ranking,
  Bm25SearchOptions,
} from "./bm25/index_types.js";
export type { Bm25Parameters } from "./bm25/scorer.js";
export type { Bm25Variant } from "./bm25/scoring.js";
export type { Bm25Snapshot } from "./bm25/snapshot.js";
export type { SnowballLanguage, StemmerName } from "./bm25/stemmers.js";
export * from "./public_errors.js";
export * from "./langchain/bm25_retriever.js";
export type { DocumentFilter } from "./langchain/passage_documents.js";
export type { TasbMetadata } from "./langchain/score_metadata.js";
