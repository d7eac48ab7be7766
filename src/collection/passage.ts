/** What a collection holds. */

/** Anything JSON can hold, and `Date`. Kept whole; never interpreted as code or class names. */
export type Metadata = Record<string, unknown>;

/** A stored text with its id and metadata. */
export interface Passage {
  /** Unique in its collection. */
  id: string;
  /** As it was added. */
  text: string;
  /** As it was added. */
  metadata: Metadata;
}

/** A passage to be added. Without an `id` it gets a random UUID (version 4). */
export interface NewPassage {
  /** Default: a random UUID. */
  id?: string;
  /** What is embedded and what BM25 reads. */
  text: string;
  /** Plain data. Default: none. */
  metadata?: Metadata;
}
