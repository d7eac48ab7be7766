/** What a search is asked and what it answers. */

import type { Filter } from "../collection/filter.js";
import type { MatchedTerm, Metadata } from "../collection/passage_collection.js";
import type { Normalization } from "../ranking/normalization.js";

/**
 * - `"dense"`: all passages by dot product.
 * - `"bm25"`: passages that hold a term of the query, by BM25. Needs no query vector.
 * - `"hybrid"`: the first `candidates` of both, fused.
 * - `"rerank"`: the first `candidates` by BM25, in the order of their dot product.
 */
export type SearchMode = "dense" | "bm25" | "hybrid" | "rerank";

/** Every `SearchMode`. */
export const SEARCH_MODES: readonly SearchMode[] = ["dense", "bm25", "hybrid", "rerank"];

/**
 * What is returned for a found passage:
 *
 * - `"passage"`: itself.
 * - `"neighbors"`: it with the passages before and after it.
 * - `"section"`: the passages around it that stand under the same headings.
 * - `"document"`: all passages of its document.
 */
export type Grain = "passage" | "neighbors" | "section" | "document";

/** Every `Grain`. */
export const GRAINS: readonly Grain[] = ["passage", "neighbors", "section", "document"];

/** A ranking that a mode starts from. */
export type LegName = "dense" | "bm25";

/**
 * How two lists become one. `"rrf"`, which is `{ method: "rrf", constant: 60 }`: the sum of
 * weight / (constant + rank) over the lists, ranks from 1. `"weighted-sum"`: the sum of
 * weight · normalized score.
 */
export type Fusion =
  | "rrf"
  | {
      method: "rrf";
      /** Added to every rank; finite, at least 0. Default 60. */
      constant?: number;
    }
  | {
      method: "weighted-sum";
      /** Default "min-max". */
      normalization?: Normalization;
    };

/** What a search is asked. */
export interface SearchRequest {
  /** The question; what BM25 reads. */
  query: string;
  /** The query's vector [d], or a function that makes it. Needed by every mode but `"bm25"`. */
  queryVector?: Float32Array | (() => Promise<Float32Array>);
  /** How it is searched. */
  mode: SearchMode;
  /**
   * What is returned for each found passage, by the metadata that `PassageSplitter` and `tasb index`
   * write. Nothing is returned twice. Default "passage".
   */
  grain?: Grain;
  /** How many passages before and after, for the grain "neighbors"; positive integer. Default 1. */
  neighbors?: number;
  /** How many hits are returned, whatever the grain; positive integer. Default 4. */
  k?: number;
  /**
   * How many passages hybrid takes of each leg, and rerank of BM25; positive integer. Where it is
   * less than k, k are taken. More cost time and may find more. Default 1000.
   */
  candidates?: number;
  /** Hybrid only. Default "rrf". */
  fusion?: Fusion;
  /** Hybrid only: how much each leg counts; finite, at least 0, not both 0. Default 1 each. */
  weights?: { dense?: number; bm25?: number };
  /** Applied before the top k, in every leg. Default: none. */
  filter?: Filter;
  /** Hits whose final score is less are left out: any number, in the mode's unit. Default: none are. */
  scoreThreshold?: number;
  /** Stops the work. */
  signal?: AbortSignal;
}

/** A passage's place by dot product. */
export interface DenseStage {
  /** Dot product of the query with the passage's best window. */
  score: number;
  /** Place in this stage, from 1. */
  rank: number;
  /** Which window that was, from 0, where the passage has several. */
  window?: number;
}

/** A passage's place by BM25. */
export interface Bm25Stage {
  /** Sum of the term scores. */
  score: number;
  /** Place in this stage, from 1. */
  rank: number;
  /** The query's terms in the passage; their scores add up to the stage's. */
  terms?: MatchedTerm[];
}

/** A passage's place after fusion. */
export interface FusedStage {
  /** Sum of the contributions. */
  score: number;
  /** Place in this stage, from 1. */
  rank: number;
  /** What each leg adds to the score, where it holds the passage. */
  contributions: { dense?: number; bm25?: number };
}

/** One found passage, and how it came to its place. */
export interface SearchHit {
  /** The found passage's id. */
  id: string;
  /** The last stage's score. Larger is better. */
  score: number;
  /** Place in the result, from 1. */
  rank: number;
  /** Insertion number of the passage, which orders equal scores. */
  sequence: number;
  /** What is returned: the passage, or more by the grain. */
  text: string;
  /** A copy. */
  metadata: Metadata;
  /**
   * Where the grain is not "passage" and the passage has a document: the passage that was found, at
   * `text.slice(start, end)`. `id` and `stages` are its; `text` and the places in `metadata` are
   * those of what is returned.
   */
  passage?: { id: string; start: number; end: number };
  /** How it came to its place: each stage that saw it. */
  stages: {
    /** Modes dense and hybrid. */
    dense?: DenseStage;
    /** Modes bm25, hybrid and rerank. */
    bm25?: Bm25Stage;
    /** Mode hybrid. */
    fused?: FusedStage;
    /** Mode rerank: the dot product, and the place among the candidates. */
    rerank?: DenseStage;
  };
}

/** How one leg went. */
export interface LegReport {
  /** Which leg. */
  leg: LegName;
  /** `"empty"`: it worked and found nothing. `"failed"`: hybrid went on without it. */
  status: "ok" | "empty" | "failed";
  /** How many passages it gave. */
  count: number;
  /** Why it failed. */
  error?: { message: string; code?: string };
}

/** What a search answers. */
export interface SearchResult {
  /** As it was asked. */
  query: string;
  /** As it was asked. */
  mode: SearchMode;
  /** Best first, at most k. */
  hits: SearchHit[];
  /** One per leg of the mode. A leg that found nothing, or failed, is told here. */
  legs: LegReport[];
}
