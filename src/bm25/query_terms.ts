/** The terms of a query, weighed for the collection. */

import type { Dictionary } from "./dictionary.js";
import type { Scorer } from "./scorer.js";
import type { Segment } from "./segment.js";

/** What the search needs of a term. */
export interface WeightedTerm {
  /** Its slot in each segment of the search, -1 where a segment lacks it. */
  readonly slots: readonly number[];
  /** What it weighs, see `Scorer.weight`. */
  readonly weight: number;
}

export interface QueryTerm extends WeightedTerm {
  /** As the analyzer makes it. */
  readonly text: string;
  /** Times it stands in the query. */
  readonly queryCount: number;
  /** Passages that hold it, of all segments; at least 1. */
  readonly documentFrequency: number;
}

/**
 * Each distinct term that a passage holds, in the order of the query.
 *
 * @param words of the query as the analyzer makes them, repeated ones too
 */
export function weighTerms(
  words: readonly string[],
  dictionary: Dictionary,
  segments: readonly Segment[],
  scorer: Scorer,
): QueryTerm[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const terms: QueryTerm[] = [];
  for (const [text, queryCount] of counts) {
    const term = dictionary.find(text);
    if (term === undefined) continue;
    const slots: number[] = [];
    let documentFrequency = 0;
    for (const segment of segments) {
      const slot = segment.slotOf(term);
      slots.push(slot);
      if (slot >= 0) documentFrequency += segment.documentFrequency(slot);
    }
    if (documentFrequency === 0) continue;
    const weight = scorer.weight(documentFrequency, queryCount);
    terms.push({ slots, weight, text, queryCount, documentFrequency });
  }
  return terms;
}
