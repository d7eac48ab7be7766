/** A BM25 variant with its parameters, applied to one state of the collection's statistics. */

import { CODE_LENGTHS } from "./length_code.js";
import { encodePosting, payloadCode, payloadFrequency } from "./posting.js";
import {
  bm25PlusIdf,
  bm25PlusScore,
  type Bm25Variant,
  luceneIdf,
  luceneNormInverses,
  luceneScore,
  robertsonIdf,
  robertsonScore,
} from "./scoring.js";
import type { Segment } from "./segment.js";

/** What decides a score besides the frequencies and lengths. */
export interface Bm25Parameters {
  /** Which of BM25's formulas. */
  readonly variant: Bm25Variant;
  /** How soon more occurrences stop to count, at least 0. */
  readonly k1: number;
  /** How much the length counts, from 0 to 1. */
  readonly b: number;
  /** Only in variant `bm25+`. */
  readonly delta: number;
}

/** Frequencies to this one have their scores in a table: nearly all do. */
const TABLE_FREQUENCIES = 3;

/** Payloads in a table are below this. */
export const TABLE_SIZE = (TABLE_FREQUENCIES + 1) << 8;

/** Payloads below this stand for frequencies of 256 and above, which no table has. */
export const LEAST_TABLE_PAYLOAD = 1 << 8;

const IDF: Readonly<Record<Bm25Variant, (passages: number, frequency: number) => number>> = {
  lucene: luceneIdf,
  robertson: robertsonIdf,
  "bm25+": bm25PlusIdf,
};

export class Scorer {
  readonly #parameters: Bm25Parameters;
  /** N: passages with at least one term. */
  readonly #passages: number;
  readonly #lucene: boolean;
  readonly #normInverses: Float32Array;
  /** Exact norm of a length: intercept + slope * length. */
  readonly #intercept: number;
  readonly #slope: number;

  /**
   * @param passages passages with at least one term
   * @param totalLength terms of all passages together
   */
  constructor(parameters: Bm25Parameters, passages: number, totalLength: number) {
    const { variant, k1, b } = parameters;
    const averageLength = totalLength / Math.max(1, passages);
    this.#parameters = parameters;
    this.#passages = passages;
    this.#lucene = variant === "lucene";
    this.#normInverses = luceneNormInverses(k1, b, averageLength);
    this.#intercept = k1 * (1 - b);
    this.#slope = (k1 * b) / averageLength;
  }

  idf(documentFrequency: number): number {
    return IDF[this.#parameters.variant](this.#passages, documentFrequency);
  }

  /** What a term of the query weighs: its idf times its count in the query. */
  weight(documentFrequency: number, queryCount: number): number {
    const weight = this.idf(documentFrequency) * queryCount;
    return this.#lucene ? Math.fround(weight) : weight;
  }

  /** One term's score in a passage of `length` terms, whose length code is `code`. */
  score(weight: number, frequency: number, length: number, code: number): number {
    return this.#lucene
      ? luceneScore(weight, frequency, this.#normInverses[code]!)
      : this.#exactScore(weight, frequency, length);
  }

  /** Only variant `lucene` has tables: the others need exact lengths, which payloads lack. */
  get hasTables(): boolean {
    return this.#lucene;
  }

  /** The score of one posting of a segment under a weight. */
  scorePosting(segment: Segment, posting: number, weight: number): number {
    const payload = segment.payloads[posting]!;
    const frequency = payloadFrequency(payload) || segment.frequency(posting);
    if (this.#lucene) {
      return luceneScore(weight, frequency, this.#normInverses[payloadCode(payload)]!);
    }
    return this.#exactScore(weight, frequency, segment.lengths[segment.passages[posting]!]!);
  }

  /**
   * Scores of the payloads with frequencies 1 .. TABLE_FREQUENCIES under a weight, by payload.
   *
   * @param leastCode length codes from here
   * @param greatestCode to here are filled in
   * @param table [TABLE_SIZE] receives the scores
   */
  fillTable(weight: number, leastCode: number, greatestCode: number, table: Float32Array): void {
    for (let frequency = 1; frequency <= TABLE_FREQUENCIES; frequency++) {
      for (let code = leastCode; code <= greatestCode; code++) {
        table[encodePosting(frequency, code)] = luceneScore(
          weight,
          frequency,
          this.#normInverses[code]!,
        );
      }
    }
  }

  /**
   * A number in which the score grows, whatever the weight: what the frequency and the length make
   * of the term. For the shortest length of the code, so at least that of every passage with it.
   *
   * @param pair a payload; frequency 0 stands for any frequency
   */
  unitBound(pair: number): number {
    const frequency = payloadFrequency(pair) || Infinity;
    const code = payloadCode(pair);
    if (this.#lucene) return Math.fround(frequency * this.#normInverses[code]!);
    const norm = this.#intercept + this.#slope * CODE_LENGTHS[code]!;
    return frequency === Infinity ? 1 : frequency / (frequency + norm);
  }

  /** The score of a unit bound under a weight. */
  boundOf(weight: number, unit: number): number {
    const { variant, k1, delta } = this.#parameters;
    if (variant === "lucene") return luceneScore(weight, unit, 1);
    return weight * (variant === "robertson" ? unit : delta + (k1 + 1) * unit);
  }

  /** No passage can score more under a weight. */
  greatestScore(weight: number): number {
    return this.boundOf(weight, this.unitBound(0));
  }

  #exactScore(weight: number, frequency: number, length: number): number {
    const norm = this.#intercept + this.#slope * length;
    const { variant, k1, delta } = this.#parameters;
    return variant === "robertson"
      ? robertsonScore(weight, frequency, norm)
      : bm25PlusScore(weight, frequency, norm, k1, delta);
  }
}
