/** Relevance judgments and runs, as maps: passage ids come from files, so never as object keys. */

/**
 * Relevance judgments: query id → passage id → grade.
 *
 * A grade is an integer from -127 to 127: 0 judged not relevant, 1 and up relevant, negative pooled
 * but never judged (read as unjudged).
 */
export type Qrels = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * A run: query id → passage id → score, finite numbers. Larger is better; the order of insertion
 * means nothing.
 */
export type Run = ReadonlyMap<string, ReadonlyMap<string, number>>;
