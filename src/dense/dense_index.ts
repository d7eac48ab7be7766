/** Vectors by passage, searched exactly by dot product. */

/** A ranking of passages, best first: score descending, then sequence ascending. */
export interface DenseRanking {
  sequences: Uint32Array;
  /** Dot product of the query with the passage's best window, rounded once to float32. */
  scores: Float32Array;
  /** Which of the passage's windows that was, from 0. */
  windows: Uint32Array;
}

/**
 * How vectors are looked through. "fp32": as they are. "int8": by copies of a quarter of the bytes,
 * kept beside them, whose error is bounded; what can be among the best is scored from the vectors
 * themselves, so that the results are the same.
 */
export type VectorPrecision = "fp32" | "int8";

export interface DenseSearchOptions {
  /** Bit `sequence & 7` of byte `sequence >> 3`: passages that may be returned. Default: all. */
  allowed?: Uint8Array;
  signal?: AbortSignal;
}

/** A passage has one or more vectors (windows), and is known by its insertion sequence. */
export interface DenseIndex {
  /** Length d of every vector. */
  readonly dimension: number;
  /** Passages held. */
  readonly size: number;
  /**
   * Adds passages or replaces all windows of those that are there. All or nothing.
   *
   * @param sequences [m], the passage of each row; rows of one passage stand together
   * @param vectors row-major [m, d], finite
   */
  upsert(sequences: Uint32Array, vectors: Float32Array): Promise<void>;
  /** Unknown sequences are passed over. */
  remove(sequences: Uint32Array): Promise<void>;
  /**
   * Searches begun together, or while another one runs, share their reading of the vectors.
   *
   * @param k positive integer; fewer come back where fewer are allowed
   */
  search(query: Float32Array, k: number, options?: DenseSearchOptions): Promise<DenseRanking>;
  /**
   * @returns all windows of each passage in the order asked, row-major, and how many each has (0
   *   for an unknown one)
   */
  vectorsOf(sequences: Uint32Array): Promise<{ vectors: Float32Array; rows: Uint32Array }>;
  dispose(): Promise<void>;
}
