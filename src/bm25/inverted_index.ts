/** A BM25 index in memory that grows, changes and shrinks without being rebuilt. */

import { expected, FingerprintMismatchError, throwIfAborted } from "../errors.js";
import { defined } from "../option_checks.js";
import { Pause } from "../pause.js";
import { MAX_SEQUENCE } from "../ranking/order.js";
import type { Analyzer } from "./analyzer.js";
import { BestScores } from "./best_scores.js";
import { Dictionary } from "./dictionary.js";
import { analyzerOf, type Bm25IndexOptions, checkParameters } from "./index_options.js";
import type { Bm25Entry, Bm25MatchedTerm, Bm25Ranking, Bm25SearchOptions } from "./index_types.js";
import { type QueryTerm, weighTerms } from "./query_terms.js";
import { Scorer, type Bm25Parameters } from "./scorer.js";
import type { Segment } from "./segment.js";
import { SegmentSearch } from "./segment_search.js";
import { SegmentSet } from "./segment_set.js";
import {
  type Bm25Snapshot,
  checkSnapshot,
  dictionaryOf,
  savedParameters,
  SNAPSHOT_VERSION,
  withoutUnusedTerms,
} from "./snapshot.js";
import { runToEnd, runWithPauses } from "../steps.js";

/**
 * Passages are known by their `sequence`, an integer in [0, 2^32); the texts are not kept.
 *
 * Scores are float32. A passage that scores 0, as where a variant's idf is 0, is no hit.
 */
export class Bm25Index {
  /** From text to terms. */
  readonly analyzer: Analyzer;
  /** Variant, k1, b and delta. */
  readonly parameters: Bm25Parameters;
  #dictionary = new Dictionary();
  #segments = new SegmentSet();
  readonly #search = new SegmentSearch();
  #scorer: Scorer | undefined;

  /** @throws InvalidArgumentError for an option out of its range, or an unknown analyzer */
  constructor(options: Bm25IndexOptions = {}) {
    this.analyzer = analyzerOf(options);
    this.parameters = checkParameters(options);
  }

  /**
   * An index from what `toSnapshot` gave. The analyzer must be the one it was made with; variant,
   * k1, b and delta are those of the snapshot unless given.
   *
   * @throws InvalidArgumentError as the constructor
   * @throws FingerprintMismatchError where the analyzer is another one
   * @throws SnapshotError `SNAPSHOT_VERSION`, `SNAPSHOT_CORRUPT`
   */
  static fromSnapshot(snapshot: Bm25Snapshot, options: Bm25IndexOptions = {}): Bm25Index {
    return runToEnd(Bm25Index.#restoreSteps(snapshot, options));
  }

  /** As `fromSnapshot`, and leaves the event loop free. */
  static async fromSnapshotAsync(
    snapshot: Bm25Snapshot,
    options: Bm25IndexOptions & { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<Bm25Index> {
    return runWithPauses(Bm25Index.#restoreSteps(snapshot, options), new Pause(options.signal));
  }

  static *#restoreSteps(
    snapshot: Bm25Snapshot,
    options: Bm25IndexOptions,
  ): Generator<void, Bm25Index> {
    yield* checkSnapshot(snapshot);
    const index = new Bm25Index({ ...savedParameters(snapshot), ...defined(options) });
    const { fingerprint } = index.analyzer;
    if (fingerprint !== snapshot.analyzer) {
      throw new FingerprintMismatchError(
        snapshot.analyzer,
        fingerprint,
        `The index was made with the analyzer \`${snapshot.analyzer}\`, not \`${fingerprint}\`: ` +
          "open it with that one, or index again.",
      );
    }
    index.#dictionary = yield* dictionaryOf(snapshot);
    index.#segments = yield* SegmentSet.fromArrays(snapshot.segments);
    return index;
  }

  /** Number of passages, those without any term included. */
  get size(): number {
    return this.#segments.size;
  }

  /**
   * Whether a passage of this sequence is in the index.
   *
   * @throws InvalidArgumentError for a sequence that is no integer in [0, 2^32)
   */
  has(sequence: number): boolean {
    return this.#segments.has(checkSequence(sequence));
  }

  /**
   * Adds a passage, or replaces the one of this sequence.
   *
   * @throws InvalidArgumentError for a sequence as in `has`, or a text that is no string
   */
  add(sequence: number, text: string): void {
    this.#insert(sequence, text);
    this.#segments.maintain();
  }

  /**
   * Adds or replaces many passages and leaves the event loop free meanwhile. What was added when
   * the signal fires stays in the index.
   *
   * @throws AbortedError; InvalidArgumentError as `add`, what came before stays too
   */
  async addAll(
    entries: Iterable<Bm25Entry>,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    const pause = new Pause(options.signal);
    for (const { sequence, text } of entries) {
      this.#insert(sequence, text);
      if (pause.due()) await pause.take();
    }
    await this.#segments.maintainAll(pause);
  }

  /**
   * Takes a passage out; false where there was none. The statistics change at once.
   *
   * @throws InvalidArgumentError as `has`
   */
  remove(sequence: number): boolean {
    const removed = this.#segments.remove(checkSequence(sequence));
    if (removed) this.#scorer = undefined;
    return removed;
  }

  /**
   * The k best passages. A term that stands more than once in the query counts that many times.
   *
   * @param k positive integer
   * @throws InvalidArgumentError for another k, or a query that is no string; AbortedError
   */
  search(query: string, k: number, options: Bm25SearchOptions = {}): Bm25Ranking {
    return runToEnd(this.#searchSteps(query, k, options));
  }

  /**
   * As `search`, and leaves the event loop free. Passages added after the call are not seen; those
   * removed meanwhile may be missing.
   *
   * @throws InvalidArgumentError, AbortedError
   */
  async searchAsync(
    query: string,
    k: number,
    options: Bm25SearchOptions = {},
  ): Promise<Bm25Ranking> {
    return runWithPauses(this.#searchSteps(query, k, options), new Pause(options.signal));
  }

  /**
   * The terms of the query that the passage holds, in the order of the query; empty where it holds
   * none or is not in the index.
   *
   * @throws InvalidArgumentError for a sequence as in `has`, or a query that is no string
   */
  explain(query: string, sequence: number): Bm25MatchedTerm[] {
    const segments = this.#segments.sealed();
    const at = this.#segments.locate(checkSequence(sequence));
    if (at === undefined) return [];
    const { place, local } = at;
    const segment = segments[place]!;
    const scorer = this.#currentScorer();
    const matched: Bm25MatchedTerm[] = [];
    for (const term of this.#queryTerms(query, segments)) {
      const { text, queryCount, documentFrequency, weight } = term;
      const slot = term.slots[place]!;
      const frequency = slot < 0 ? 0 : segment.frequencyIn(slot, local);
      if (frequency === 0) continue;
      matched.push({
        term: text,
        queryCount,
        frequency,
        documentFrequency,
        idf: scorer.idf(documentFrequency),
        score: scorer.score(weight, frequency, segment.lengths[local]!, segment.lengthCode(local)),
      });
    }
    return matched;
  }

  /**
   * The index as plain arrays, without what was removed. They are shared with the index, which may
   * go on changing: it never writes to arrays it has given out.
   */
  toSnapshot(): Bm25Snapshot {
    return runToEnd(this.#snapshotSteps());
  }

  /**
   * As `toSnapshot`, and leaves the event loop free. The index must not change until it is done.
   *
   * @throws AbortedError
   */
  async toSnapshotAsync(
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<Bm25Snapshot> {
    return runWithPauses(this.#snapshotSteps(), new Pause(options.signal));
  }

  *#snapshotSteps(): Generator<void, Bm25Snapshot> {
    const segments = yield* this.#segments.toArrays();
    return {
      version: SNAPSHOT_VERSION,
      analyzer: this.analyzer.fingerprint,
      parameters: this.parameters,
      ...(yield* withoutUnusedTerms(this.#dictionary.terms(), segments)),
    };
  }

  /** Looks at the index at once; the steps that it gives out see what was there then. */
  #searchSteps(
    query: string,
    k: number,
    { allowed, signal }: Bm25SearchOptions,
  ): Generator<void, Bm25Ranking> {
    throwIfAborted(signal);
    if (!Number.isSafeInteger(k) || k < 1) throw expected("k", "a positive integer", k);
    const segments = this.#segments.sealed();
    const terms = this.#queryTerms(query, segments).filter(({ weight }) => weight > 0);
    const scorer = this.#currentScorer();
    return this.#rankSteps(segments, terms, scorer, Math.min(k, this.size), allowed);
  }

  *#rankSteps(
    segments: readonly Segment[],
    terms: readonly QueryTerm[],
    scorer: Scorer,
    k: number,
    allowed: Uint8Array | undefined,
  ): Generator<void, Bm25Ranking> {
    let greatest = 0;
    for (const { weight } of terms) greatest += scorer.greatestScore(weight);
    if (greatest === 0) return { sequences: new Uint32Array(0), scores: new Float32Array(0) };
    const best = new BestScores(k, greatest);
    for (const [place, segment] of segments.entries()) {
      this.#search.search(segment, place, terms, scorer, best, allowed);
      yield;
    }
    return best.ranking();
  }

  #queryTerms(query: string, segments: readonly Segment[]): QueryTerm[] {
    if (typeof query !== "string") throw expected("query", "a string", query);
    const words = this.analyzer.analyze(query);
    return weighTerms(words, this.#dictionary, segments, this.#currentScorer());
  }

  #currentScorer(): Scorer {
    this.#scorer ??= new Scorer(
      this.parameters,
      this.#segments.passagesWithTerms,
      this.#segments.totalLength,
    );
    return this.#scorer;
  }

  #insert(sequence: number, text: string): void {
    checkSequence(sequence);
    if (typeof text !== "string") throw expected("text", "a string", text);
    const terms = this.analyzer.analyze(text);
    const numbers = new Uint32Array(terms.length);
    for (let i = 0; i < terms.length; i++) numbers[i] = this.#dictionary.numberOf(terms[i]!);
    this.#segments.remove(sequence);
    this.#segments.add(sequence, numbers);
    this.#scorer = undefined;
  }
}

function checkSequence(sequence: number): number {
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > MAX_SEQUENCE) {
    throw expected("sequence", "an integer in [0, 2^32)", sequence);
  }
  return sequence;
}
