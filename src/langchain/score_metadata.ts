/** How a document carries its score: in the metadata of a copy, under two documented keys. */

import { Document, type DocumentInterface } from "@langchain/core/documents";
import type { Metadata } from "../collection/passage_collection.js";
import type { SearchHit, SearchMode } from "../search/search_types.js";

/** `metadata.tasb` of a document that a search gave. */
export interface TasbMetadata {
  /** Place in the final ranking, from 1. */
  rank: number;
  /** How it was searched. */
  mode: SearchMode;
  /** Each stage's score and rank: `dense`, `bm25`, `fused`, `rerank`, as far as the mode has them. */
  stages: SearchHit["stages"];
  /** The found passage in the text, where more than it is returned. See `SearchHit.passage`. */
  passage?: SearchHit["passage"];
}

/** The keys in use: `relevanceScore` (a number, larger is better) and `tasb` (`TasbMetadata`). */
export const SCORE_KEYS = ["relevanceScore", "tasb"] as const;

function isTasbMetadata(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    "rank" in value &&
    "mode" in value &&
    "stages" in value
  );
}

/**
 * A copy of the metadata without what a search put there. A `relevanceScore` that is not ours
 * (there is no `tasb` of ours beside it) stays.
 */
export function withoutScores(metadata: Metadata | undefined): Metadata {
  const copy: Metadata = { ...metadata };
  if (isTasbMetadata(copy["tasb"])) for (const key of SCORE_KEYS) delete copy[key];
  return copy;
}

/** A document of its own with the score in its metadata; `document` is left as it is. */
export function withScore(
  document: DocumentInterface,
  relevanceScore: number,
  tasb: TasbMetadata,
): Document {
  return new Document({
    pageContent: document.pageContent,
    metadata: { ...withoutScores(document.metadata), relevanceScore, tasb },
    ...(document.id !== undefined && { id: document.id }),
  });
}
