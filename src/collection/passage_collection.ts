/** The interface that carries the design: one passage collection, whatever its home. */

import type { Filter } from "./filter.js";
import type { NewPassage, Passage } from "./passage.js";

export type { Metadata, NewPassage, Passage } from "./passage.js";

/** One query term that matched a passage, with its share of the passage's BM25 score. */
export interface MatchedTerm {
  /** As the analyzer makes it: lower case and stemmed, where it does that. */
  term: string;
  /** What this term adds to the score; the shares of all terms sum to the score. */
  score: number;
  /** How often the term stands in the passage. */
  frequency: number;
}

/** One ranked passage of one leg. */
export interface Hit {
  /** The passage's id. */
  id: string;
  /** Dense: dot product of the best window. BM25: the sum of the term scores. Larger is better. */
  score: number;
  /** Insertion number of the passage, the tie-breaker of every ranking; an upsert keeps it. */
  sequence: number;
  /** BM25 only, where the collection reports them with the hit; else see `matchedTerms`. */
  terms?: MatchedTerm[];
  /** Dense only, where a passage has several windows: which one was best, from 0. */
  window?: number;
}

/** Options of `add`. */
export interface AddOptions {
  /** Vectors per passage, shape [n]; their sum is m. Default: 1 each. */
  windowsPerPassage?: Uint32Array;
  /** Stops the work. Nothing is added then; servers keep what they were sent. */
  signal?: AbortSignal;
}

/** Options of `searchDense`. */
export interface SearchDenseOptions {
  /** Applied before the top k. Default: none. */
  filter?: Filter;
  /**
   * Score these ids only: the exact re-rank of a given set. Unknown ids are passed over. Default:
   * all.
   */
  candidates?: readonly string[];
  /** Stops the work. */
  signal?: AbortSignal;
}

/** Options of `searchBm25`. */
export interface SearchBm25Options {
  /** Applied before the top k. Default: none. */
  filter?: Filter;
  /** Stops the work. */
  signal?: AbortSignal;
}

/** What `readConsistently` offers: the reading half of a collection, at one state of it. */
export type PassageReader = Pick<
  PassageCollection,
  "get" | "find" | "getVectors" | "searchDense" | "searchBm25" | "matchedTerms" | "count"
>;

/**
 * Passages, their vectors and their terms under one id space.
 *
 * Rankings are ordered by score, descending, then by insertion sequence, ascending.
 */
export interface PassageCollection {
  /** Length d of every vector. */
  readonly dimension: number;
  /** Names the model and precision whose vectors are held. */
  readonly fingerprint: string;
  /**
   * Adds passages, or replaces those whose id is already there (upsert; the insertion sequence
   * stays). Within one call a repeated id is refused. All or nothing,
   * except in servers.
   *
   * @param vectors row-major [m, d], m = sum of `windowsPerPassage`, finite numbers
   * @returns the ids, in input order
   */
  add(
    passages: readonly NewPassage[],
    vectors: Float32Array,
    options?: AddOptions,
  ): Promise<string[]>;
  /** Vectors of the first window of each id, row-major [ids.length, d]. Unknown id: error. */
  getVectors(ids: readonly string[]): Promise<Float32Array>;
  /** Every passage in insertion order with all its vectors, [windows, d]. */
  scan(): AsyncIterable<{ passage: Passage; vectors: Float32Array }>;
  /**
   * Deletes passages by id, or those that satisfy a filter. Unknown ids are passed over.
   *
   * @returns how many were deleted
   */
  delete(where: { ids: readonly string[] } | { filter: Filter }): Promise<number>;
  /** In the order asked; `undefined` for an unknown id. Copies: changing them changes nothing. */
  get(ids: readonly string[]): Promise<(Passage | undefined)[]>;
  /**
   * The passages that satisfy a filter, in insertion order; copies. A collection without it cannot
   * give what stands around a passage.
   */
  find?(filter: Filter, options?: { signal?: AbortSignal }): Promise<Passage[]>;
  /** Exact top k by dot product. `query` has length d, finite. */
  searchDense(query: Float32Array, k: number, options?: SearchDenseOptions): Promise<Hit[]>;
  /** Exact top k by BM25; only passages with at least one query term. */
  searchBm25(query: string, k: number, options?: SearchBm25Options): Promise<Hit[]>;
  /**
   * The query's terms in each passage, with their shares of its BM25 score, in the order of `ids`;
   * `undefined` for an unknown id. A collection without it cannot tell terms after the search.
   */
  matchedTerms?(query: string, ids: readonly string[]): Promise<(MatchedTerm[] | undefined)[]>;
  /** How many passages there are, or satisfy the filter. */
  count(filter?: Filter): Promise<number>;
  /**
   * Several reads of one state: no write takes effect between them. `read` must use the reader it is
   * given, and must not wait for writes. A collection without it (a remote one) cannot promise that.
   */
  readConsistently?<T>(
    read: (reader: PassageReader) => Promise<T>,
    options?: { signal?: AbortSignal },
  ): Promise<T>;
  /** Frees what the collection holds. Every later call fails with `DisposedError`. */
  close(): Promise<void>;
}
