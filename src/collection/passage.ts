/** What a collection holds. */

/** Anything JSON can hold, and `Date`. Kept whole; never interpreted as code or class names. */
export type Metadata = Record<string, unknown>;

/** A stored text with its id and metadata. */
export interface Passage {
  id: string;
  text: string;
  metadata: Metadata;
}

/** A passage to be added. Without an `id` it gets a random UUID (version 4). */
export interface NewPassage {
  id?: string;
  text: string;
  metadata?: Metadata;
}
