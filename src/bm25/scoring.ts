/**
 * The BM25 variants, one pure function each. Names and forms after C. Kamphuis, A. P. de Vries,
 * L. Boytsov, J. Lin, "Which BM25 Do You Mean? A Large-Scale Reproducibility Study of Scoring
 * Variants", ECIR 2020, table 1.
 *
 * Notation: N passages with at least one term, df of them hold the term, tf times in this one,
 * whose length is `length` terms where the average is `averageLength`.
 */

import { CODE_LENGTHS } from "./length_code.js";

/** A BM25 variant by name. */
export type Bm25Variant = "lucene" | "robertson" | "bm25+";

/**
 * idf of Lucene: ln(1 + (N - df + 0.5) / (df + 0.5)), never negative.
 * Source: org.apache.lucene.search.similarities.BM25Similarity, 9.12, `idf` and `idfExplain`.
 */
export function luceneIdf(passages: number, documentFrequency: number): number {
  return Math.fround(
    Math.log(1 + (passages - documentFrequency + 0.5) / (documentFrequency + 0.5)),
  );
}

/**
 * idf of Robertson and Spärck Jones: ln((N - df + 0.5) / (df + 0.5)), here at least 0: a term in
 * more than half of the passages would else lower the score of what it matches.
 * Source: S. E. Robertson et al., "Okapi at TREC-3", 1994; floor as in bm25s and Kamphuis et al.
 */
export function robertsonIdf(passages: number, documentFrequency: number): number {
  return Math.log(Math.max(1, (passages - documentFrequency + 0.5) / (documentFrequency + 0.5)));
}

/**
 * idf of BM25+: ln((N + 1) / df).
 * Source: Y. Lv and C. Zhai, "Lower-Bounding Term Frequency Normalization", CIKM 2011.
 */
export function bm25PlusIdf(passages: number, documentFrequency: number): number {
  return Math.log((passages + 1) / documentFrequency);
}

/**
 * Lucene's 1 / (k1 (1 - b + b · length / averageLength)) for each of the 256 length codes, every
 * step rounded to float32 as Java does it.
 * Source: BM25Similarity.scorer, 9.12 (`cache`).
 */
export function luceneNormInverses(k1: number, b: number, averageLength: number): Float32Array {
  const f = Math.fround;
  const k = f(k1);
  const slope = f(b);
  const average = f(averageLength);
  return Float32Array.from(CODE_LENGTHS, (length) => {
    const ratio = f(f(slope * f(length)) / average);
    return f(1 / f(k * f(f(1 - slope) + ratio)));
  });
}

/**
 * One term's score in variant `lucene`: weight - weight / (1 + tf · normInverse) in float32, which
 * is weight · tf / (tf + k1 (1 - b + b · length / averageLength)). There is no factor (k1 + 1).
 * Source: BM25Similarity.BM25Scorer.score, 9.12.
 *
 * @param weight idf times the term's count in the query, float32
 * @param normInverse entry of `luceneNormInverses` for the passage's length code
 */
export function luceneScore(weight: number, frequency: number, normInverse: number): number {
  const f = Math.fround;
  return f(weight - f(weight / f(1 + f(frequency * normInverse))));
}

/**
 * One term's score in variant `robertson`: weight · tf / (tf + norm).
 * Source: S. E. Robertson et al., "Okapi at TREC-3", 1994, without the constant factor (k1 + 1).
 *
 * @param norm k1 (1 - b + b · length / averageLength), exact length
 */
export function robertsonScore(weight: number, frequency: number, norm: number): number {
  return Math.fround((weight * frequency) / (frequency + norm));
}

/**
 * One term's score in variant `bm25+`: weight · (delta + (k1 + 1) tf / (tf + norm)).
 * Source: Y. Lv and C. Zhai, "Lower-Bounding Term Frequency Normalization", CIKM 2011.
 *
 * @param norm k1 (1 - b + b · length / averageLength), exact length
 */
export function bm25PlusScore(
  weight: number,
  frequency: number,
  norm: number,
  k1: number,
  delta: number,
): number {
  return Math.fround(weight * (delta + ((k1 + 1) * frequency) / (frequency + norm)));
}
