/** BM25 by its formulas, in double precision, by looking at every passage: the oracle of the tests. */

import type { Bm25Parameters } from "../../src/bm25/scorer.js";
import { CODE_LENGTHS, encodeLength } from "../../src/bm25/length_code.js";

export interface NaiveHit {
  sequence: number;
  score: number;
  /** Sum of the terms' weights: the unit of the rounding error of a float32 score. */
  weight: number;
}

/** Every passage with a term of positive weight, in the order of the map. */
export function naiveBm25(
  passages: ReadonlyMap<number, readonly string[]>,
  query: readonly string[],
  { variant, k1, b, delta }: Bm25Parameters,
): NaiveHit[] {
  const held = [...passages.values()].filter((terms) => terms.length > 0);
  const n = held.length;
  const average = held.reduce((sum, terms) => sum + terms.length, 0) / n;
  const counts = new Map(query.map((term) => [term, query.filter((t) => t === term).length]));
  const idfs = new Map(
    [...counts.keys()].map((term) => {
      const df = held.filter((terms) => terms.includes(term)).length;
      const odds = (n - df + 0.5) / (df + 0.5);
      const idf = {
        lucene: Math.log(1 + odds),
        robertson: Math.max(0, Math.log(odds)),
        "bm25+": Math.log((n + 1) / df),
      }[variant];
      return [term, idf];
    }),
  );
  const hits: NaiveHit[] = [];
  for (const [sequence, terms] of passages) {
    const exact = terms.length;
    const length = variant === "lucene" ? CODE_LENGTHS[encodeLength(exact)]! : exact;
    const norm = k1 * (1 - b + (b * length) / average);
    let score = 0;
    let sum = 0;
    for (const [term, count] of counts) {
      const tf = terms.filter((t) => t === term).length;
      const weight = count * idfs.get(term)!;
      if (tf === 0 || weight === 0) continue;
      sum += weight;
      score +=
        variant === "bm25+"
          ? weight * (delta + ((k1 + 1) * tf) / (tf + norm))
          : (weight * tf) / (tf + norm);
    }
    if (sum > 0) hits.push({ sequence, score, weight: sum });
  }
  return hits;
}
