/**
 * The search of one segment: windows of passages, best upper bound first; within a window, the
 * terms that together could not lift a passage into the top k only score passages that the other
 * terms found (MaxScore). Whatever is skipped could not have ranked, so the result is exact.
 *
 * After H. Turtle, J. Flood, "Query Evaluation: Strategies and Optimizations", 1995, by window as
 * in Lucene's MaxScoreBulkScorer.
 */

import { hasBit } from "../ranking/bitmap.js";
import type { TopK } from "../ranking/top_k.js";
import type { Scorer } from "./scorer.js";
import { indexOfSorted, lowerBound, MAX_SEGMENT_PASSAGES, type Segment } from "./segment.js";
import { WINDOW_BITS, WINDOW_PASSAGES } from "./segment_windows.js";

const MAX_WINDOWS = MAX_SEGMENT_PASSAGES / WINDOW_PASSAGES;

/**
 * A bound counts as below the worst score kept only where it is below by more than this share: it
 * covers the rounding of sums to float32 (6e-8) and of unit bounds.
 */
const ROUNDING = 1e-6;

/** A looked-up candidate costs about as much as reading this many postings in a row. */
const POSTINGS_PER_LOOKUP = 8;

/** Fewer rows are sorted by insertion, which is quicker for few and quadratic for many. */
const MANY_ROWS = 32;

/** A term of the query, weighed for the collection. */
export interface WeightedTerm {
  /** Term number. */
  readonly term: number;
  /** Above 0. */
  readonly weight: number;
}

export class SegmentSearch {
  readonly #accumulators = new Float64Array(WINDOW_PASSAGES);
  readonly #candidates = new Uint16Array(WINDOW_PASSAGES);
  readonly #scores = new Float64Array(WINDOW_PASSAGES);
  readonly #totals = new Float64Array(MAX_WINDOWS);
  readonly #windowOrder = new Uint16Array(MAX_WINDOWS);
  /** By row, one row for each term that the segment has. */
  #weights = new Float64Array(0);
  #rowOrder = new Uint32Array(0);
  /** [rows, MAX_WINDOWS + 1] first posting of each window. */
  #starts = new Uint32Array(0);
  /** [rows, MAX_WINDOWS] upper bound of the term's score in each window. */
  #bounds = new Float64Array(0);

  /**
   * Offers every passage of the segment that could rank to `top`.
   *
   * @param allowed sequences to consider; all where undefined
   */
  search(
    segment: Segment,
    terms: readonly WeightedTerm[],
    scorer: Scorer,
    top: TopK,
    allowed: Uint8Array | undefined,
  ): void {
    this.#reserve(terms.length);
    let rows = 0;
    for (const { term, weight } of terms) {
      const slot = segment.slotOf(term);
      if (slot < 0) continue;
      this.#weights[rows] = weight;
      const row = indexOfSorted(segment.windows.slots, slot);
      if (row >= 0) this.#boundWindows(segment, row, rows, scorer);
      else this.#boundFewPostings(segment, slot, rows, scorer);
      rows++;
    }
    if (rows === 0) return;
    const windows = this.#orderWindows(segment.windows.count, rows);
    for (let i = 0; i < windows; i++) {
      const window = this.#windowOrder[i]!;
      if (this.#totals[window]! < barOf(top)) return;
      this.#searchWindow(segment, window, rows, scorer, top, allowed);
    }
  }

  #reserve(terms: number): void {
    if (terms <= this.#weights.length) return;
    this.#weights = new Float64Array(terms);
    this.#rowOrder = new Uint32Array(terms);
    this.#starts = new Uint32Array(terms * (MAX_WINDOWS + 1));
    this.#bounds = new Float64Array(terms * MAX_WINDOWS);
  }

  /** Starts and bounds of a term that has windows. */
  #boundWindows(segment: Segment, windowRow: number, row: number, scorer: Scorer): void {
    const { count, starts, unitBounds, pairs, pairOffsets, boundsOf } = segment.windows;
    const weight = this.#weights[row]!;
    const first = windowRow * count;
    if (boundsOf[windowRow] !== scorer) {
      for (let window = first; window < first + count; window++) {
        let unit = 0;
        for (let pair = pairOffsets[window]!; pair < pairOffsets[window + 1]!; pair++) {
          unit = Math.max(unit, scorer.unitBound(pairs[pair]!));
        }
        unitBounds[window] = unit;
      }
      boundsOf[windowRow] = scorer;
    }
    const firstStart = windowRow * (count + 1);
    const rowStarts = row * (MAX_WINDOWS + 1);
    const rowBounds = row * MAX_WINDOWS;
    for (let window = 0; window <= count; window++) {
      this.#starts[rowStarts + window] = starts[firstStart + window]!;
    }
    for (let window = 0; window < count; window++) {
      const unit = unitBounds[first + window]!;
      this.#bounds[rowBounds + window] = unit === 0 ? 0 : scorer.boundOf(weight, unit);
    }
  }

  /** Starts and bounds of a term with few postings: its scores are the bounds. */
  #boundFewPostings(segment: Segment, slot: number, row: number, scorer: Scorer): void {
    const { offsets, passages, windows } = segment;
    const from = offsets[slot]!;
    const to = offsets[slot + 1]!;
    const scores = this.#scores;
    scorer.scorePostings(segment, from, to, this.#weights[row]!, scores);
    const rowStarts = row * (MAX_WINDOWS + 1);
    const rowBounds = row * MAX_WINDOWS;
    let posting = from;
    for (let window = 0; window < windows.count; window++) {
      const limit = (window + 1) << WINDOW_BITS;
      let bound = 0;
      this.#starts[rowStarts + window] = posting;
      for (; posting < to && passages[posting]! < limit; posting++) {
        const score = scores[posting - from]!;
        if (score > bound) bound = score;
      }
      this.#bounds[rowBounds + window] = bound;
    }
    this.#starts[rowStarts + windows.count] = to;
  }

  /** Sorts the windows that hold any posting by their total bound; returns how many there are. */
  #orderWindows(windowCount: number, rows: number): number {
    const totals = this.#totals;
    const order = this.#windowOrder;
    let count = 0;
    for (let window = 0; window < windowCount; window++) {
      let total = 0;
      for (let row = 0; row < rows; row++) total += this.#bounds[row * MAX_WINDOWS + window]!;
      totals[window] = total;
      if (total === 0) continue;
      let at = count++;
      for (; at > 0 && totals[order[at - 1]!]! < total; at--) order[at] = order[at - 1]!;
      order[at] = window;
    }
    return count;
  }

  /** Sorts the rows by their bound in a window, ascending. */
  #orderRows(window: number, rows: number): void {
    const order = this.#rowOrder;
    const bounds = this.#bounds;
    if (rows > MANY_ROWS) {
      for (let row = 0; row < rows; row++) order[row] = row;
      order
        .subarray(0, rows)
        .sort((a, b) => bounds[a * MAX_WINDOWS + window]! - bounds[b * MAX_WINDOWS + window]!);
      return;
    }
    for (let row = 0; row < rows; row++) {
      const bound = bounds[row * MAX_WINDOWS + window]!;
      let at = row;
      for (; at > 0 && bounds[order[at - 1]! * MAX_WINDOWS + window]! > bound; at--) {
        order[at] = order[at - 1]!;
      }
      order[at] = row;
    }
  }

  #searchWindow(
    segment: Segment,
    window: number,
    rows: number,
    scorer: Scorer,
    top: TopK,
    allowed: Uint8Array | undefined,
  ): void {
    const accumulators = this.#accumulators;
    const candidates = this.#candidates;
    const rowOrder = this.#rowOrder;
    const bounds = this.#bounds;
    const bar = barOf(top);

    // Rows by bound, ascending; the first ones, whose bounds together stay below the bar, wait.
    this.#orderRows(window, rows);
    let waiting = 0;
    let waitingBound = 0;
    while (waiting < rows) {
      const bound = bounds[rowOrder[waiting]! * MAX_WINDOWS + window]!;
      if (!(waitingBound + bound < bar)) break;
      waitingBound += bound;
      waiting++;
    }

    let count = 0;
    for (let i = waiting; i < rows; i++) {
      count = this.#addPostings(segment, window, rowOrder[i]!, scorer, count);
    }
    if (segment.removed !== undefined || allowed !== undefined) {
      count = this.#keepLiveAndAllowed(segment, window, count, allowed);
    }
    for (let i = waiting - 1; i >= 0 && count > 0; i--) {
      count = this.#keepAbove(bar - waitingBound, count);
      const row = rowOrder[i]!;
      this.#addToCandidates(segment, window, row, scorer, count);
      waitingBound -= bounds[row * MAX_WINDOWS + window]!;
    }
    const first = window << WINDOW_BITS;
    for (let i = 0; i < count; i++) {
      const place = candidates[i]!;
      const score = Math.fround(accumulators[place]!);
      accumulators[place] = 0;
      if (score >= top.worst) top.push(score, segment.sequences[first + place]!);
    }
  }

  /** Adds a term's scores in the window; passages seen for the first time become candidates. */
  #addPostings(
    segment: Segment,
    window: number,
    row: number,
    scorer: Scorer,
    candidateCount: number,
  ): number {
    const accumulators = this.#accumulators;
    const candidates = this.#candidates;
    const scores = this.#scores;
    const passages = segment.passages;
    const from = this.#starts[row * (MAX_WINDOWS + 1) + window]!;
    const to = this.#starts[row * (MAX_WINDOWS + 1) + window + 1]!;
    scorer.scorePostings(segment, from, to, this.#weights[row]!, scores);
    let count = candidateCount;
    for (let posting = from; posting < to; posting++) {
      const place = passages[posting]! & (WINDOW_PASSAGES - 1);
      const score = scores[posting - from]!;
      const before = accumulators[place]!;
      if (before === 0 && score > 0) candidates[count++] = place;
      accumulators[place] = before + score;
    }
    return count;
  }

  /** Adds a term's scores to the candidates alone. */
  #addToCandidates(
    segment: Segment,
    window: number,
    row: number,
    scorer: Scorer,
    count: number,
  ): void {
    const accumulators = this.#accumulators;
    const scores = this.#scores;
    const weight = this.#weights[row]!;
    const passages = segment.passages;
    const from = this.#starts[row * (MAX_WINDOWS + 1) + window]!;
    const to = this.#starts[row * (MAX_WINDOWS + 1) + window + 1]!;
    if (count * POSTINGS_PER_LOOKUP < to - from) {
      const first = window << WINDOW_BITS;
      for (let i = 0; i < count; i++) {
        const place = this.#candidates[i]!;
        const posting = lowerBound(passages, first + place, from, to);
        if (posting === to || passages[posting] !== first + place) continue;
        scorer.scorePostings(segment, posting, posting + 1, weight, scores);
        accumulators[place] = accumulators[place]! + scores[0]!;
      }
      return;
    }
    scorer.scorePostings(segment, from, to, weight, scores);
    for (let posting = from; posting < to; posting++) {
      const place = passages[posting]! & (WINDOW_PASSAGES - 1);
      const before = accumulators[place]!;
      if (before > 0) accumulators[place] = before + scores[posting - from]!;
    }
  }

  /** Drops the candidates that score below `least`. */
  #keepAbove(least: number, count: number): number {
    const accumulators = this.#accumulators;
    const candidates = this.#candidates;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const place = candidates[i]!;
      if (accumulators[place]! < least) accumulators[place] = 0;
      else candidates[kept++] = place;
    }
    return kept;
  }

  #keepLiveAndAllowed(
    segment: Segment,
    window: number,
    count: number,
    allowed: Uint8Array | undefined,
  ): number {
    const accumulators = this.#accumulators;
    const candidates = this.#candidates;
    const first = window << WINDOW_BITS;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const place = candidates[i]!;
      const local = first + place;
      if (
        segment.isLive(local) &&
        (allowed === undefined || hasBit(allowed, segment.sequences[local]!))
      ) {
        candidates[kept++] = place;
      } else {
        accumulators[place] = 0;
      }
    }
    return kept;
  }
}

/** A score below the bar cannot enter the top k. */
function barOf(top: TopK): number {
  const worst = top.worst;
  return worst === -Infinity ? worst : worst * (1 - ROUNDING);
}
