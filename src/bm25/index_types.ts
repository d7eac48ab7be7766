/** What a BM25 index is asked and what it answers. */

/** Options of `search`. */
export interface Bm25SearchOptions {
  /** Sequences to consider, as a bitmap: s is bit `s & 7` of byte `s >>> 3`. Default: all. */
  readonly allowed?: Uint8Array | undefined;
  /** Stops the work. */
  readonly signal?: AbortSignal | undefined;
}

/** Best first: score descending, then sequence ascending. */
export interface Bm25Ranking {
  /** Of the passages found, [n]. */
  readonly sequences: Uint32Array;
  /** Theirs, [n]. */
  readonly scores: Float32Array;
}

/** What one term of the query gives to a passage's score. */
export interface Bm25MatchedTerm {
  /** As the analyzer makes it. */
  readonly term: string;
  /** Times the term stands in the query. */
  readonly queryCount: number;
  /** Times it stands in the passage. */
  readonly frequency: number;
  /** Passages that hold it. */
  readonly documentFrequency: number;
  /** Inverse document frequency, by the variant's formula. */
  readonly idf: number;
  /** Its part of the passage's score; the parts add up to the score. */
  readonly score: number;
}

/** A text to be indexed. */
export interface Bm25Entry {
  /** Its number, an integer in [0, 2^32). */
  readonly sequence: number;
  /** Read once; not kept. */
  readonly text: string;
}
