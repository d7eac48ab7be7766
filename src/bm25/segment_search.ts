/**
 * The search of one segment: windows of passages, best upper bound first; within a window, the
 * terms that together could not lift a passage into the top k only score passages that the other
 * terms found (MaxScore). Whatever is skipped could not have ranked, so the result is exact.
 *
 * After H. Turtle, J. Flood, "Query Evaluation: Strategies and Optimizations", 1995, by window as
 * in Lucene's MaxScoreBulkScorer.
 */

import { hasBit } from "../ranking/bitmap.js";
import { addAndCollect, addScores, addToCandidates, keepAbove } from "./accumulate.js";
import type { BestScores } from "./best_scores.js";
import type { WeightedTerm } from "./query_terms.js";
import type { Scorer } from "./scorer.js";
import type { Segment } from "./segment.js";
import { WINDOW_BITS, WINDOW_PASSAGES } from "./segment_windows.js";
import { MAX_WINDOWS, TermRow } from "./term_row.js";

/**
 * A bound counts as below the worst score kept only where it is below by more than this share: it
 * covers the rounding of sums to float32 (6e-8) and of unit bounds.
 */
const ROUNDING = 1e-6;

/** A looked-up candidate costs about as much as reading this many postings in a row. */
const POSTINGS_PER_LOOKUP = 16;

/** As many as an integer has bits. */
const MAX_ROWS_READ_FIRST = 31;

/** Fewer rows are sorted by insertion, which is quicker for few and quadratic for many. */
const MANY_ROWS = 32;

/** Terms beyond these have no tables, which bounds the memory of long queries. */
const MAX_TABLES = 64;

export class SegmentSearch {
  /** [WINDOW_PASSAGES] sum of scores so far; 0 everywhere between two windows. */
  readonly #sums = new Float64Array(WINDOW_PASSAGES);
  /** Places in the window that may rank; one more than fit, for the write past the end. */
  readonly #candidates = new Uint16Array(WINDOW_PASSAGES + 1);
  readonly #totals = new Float64Array(MAX_WINDOWS);
  readonly #windowOrder = new Uint16Array(MAX_WINDOWS);
  /** Of the window before, as a guess of how many this one has. */
  #candidatesBefore = 0;
  readonly #allRows: TermRow[] = [];
  /** Rows of the segment at hand; in a window they are sorted by bound, ascending. */
  #rows: TermRow[] = [];

  /**
   * Offers every passage of the segment that could rank to `best`.
   *
   * @param place of the segment in the terms' slots
   * @param allowed sequences to consider; all where undefined
   */
  search(
    segment: Segment,
    place: number,
    terms: readonly WeightedTerm[],
    scorer: Scorer,
    best: BestScores,
    allowed: Uint8Array | undefined,
  ): void {
    let count = 0;
    for (const { slots, weight } of terms) {
      const slot = slots[place]!;
      if (slot < 0) continue;
      const row = (this.#allRows[count] ??= new TermRow());
      row.prepare(segment, slot, weight, scorer, count < MAX_TABLES);
      count++;
    }
    if (count === 0) return;
    this.#rows = this.#allRows.slice(0, count);
    this.#candidatesBefore = 0;
    const windows = this.#orderWindows(segment.windows.count);
    for (let i = 0; i < windows; i++) {
      const window = this.#windowOrder[i]!;
      if (this.#totals[window]! < barOf(best)) return;
      const found = this.#searchWindow(segment, window, scorer, barOf(best));
      this.#offer(segment, window, found, best, allowed);
      this.#sums.fill(0);
    }
  }

  /** Sorts the windows that hold any posting by their total bound; returns how many there are. */
  #orderWindows(windowCount: number): number {
    const totals = this.#totals;
    const order = this.#windowOrder;
    totals.fill(0);
    for (const { bounds } of this.#rows) {
      for (let window = 0; window < windowCount; window++) {
        totals[window] = totals[window]! + bounds[window]!;
      }
    }
    let count = 0;
    for (let window = 0; window < windowCount; window++) {
      const total = totals[window]!;
      if (total === 0) continue;
      let at = count++;
      for (; at > 0 && totals[order[at - 1]!]! < total; at--) order[at] = order[at - 1]!;
      order[at] = window;
    }
    return count;
  }

  /**
   * Sums up the scores of all passages of a window that can reach the bar.
   *
   * @returns how many candidates there are; their sums are complete
   */
  #searchWindow(segment: Segment, window: number, scorer: Scorer, bar: number): number {
    const sums = this.#sums;
    const candidates = this.#candidates;
    const rows = this.#rows;

    // The rows of the least bounds, as long as all of them together stay below the bar, wait.
    sortRows(rows, window);
    let waiting = 0;
    let waitingBound = 0;
    while (waiting < rows.length) {
      const bound = rows[waiting]!.bounds[window]!;
      if (!(waitingBound + bound < bar)) break;
      waitingBound += bound;
      waiting++;
    }

    // A row that would be read as a whole for as many candidates as the window before had is read
    // first: the candidates are fewer then. The bits of `read` are the rows read.
    let read = 0;
    let least = bar - waitingBound;
    for (let i = 0; i < Math.min(waiting, MAX_ROWS_READ_FIRST); i++) {
      const row = rows[i]!;
      const start = row.firstStart + window;
      const from = row.starts[start]!;
      const to = row.starts[start + 1]!;
      if (this.#candidatesBefore * POSTINGS_PER_LOOKUP < to - from) continue;
      addScores(segment, row, from, to, scorer, sums);
      least += row.bounds[window]!;
      waitingBound -= row.bounds[window]!;
      read |= 1 << i;
    }
    least = Math.max(Number.MIN_VALUE, least);
    let count = 0;
    for (let i = waiting; i < rows.length; i++) {
      const row = rows[i]!;
      const start = row.firstStart + window;
      const from = row.starts[start]!;
      const to = row.starts[start + 1]!;
      count = addAndCollect(segment, row, from, to, scorer, sums, least, candidates, count);
    }
    for (let i = waiting - 1; i >= 0 && count > 0; i--) {
      if (i < MAX_ROWS_READ_FIRST && (read & (1 << i)) !== 0) continue;
      const row = rows[i]!;
      const start = row.firstStart + window;
      const from = row.starts[start]!;
      const to = row.starts[start + 1]!;
      if (count * POSTINGS_PER_LOOKUP < to - from) {
        addToCandidates(segment, window, row, from, to, scorer, sums, candidates, count);
      } else {
        addScores(segment, row, from, to, scorer, sums);
      }
      waitingBound -= row.bounds[window]!;
      count = keepAbove(bar - waitingBound, sums, candidates, count);
    }
    this.#candidatesBefore = count;
    return count;
  }

  /** Pushes the candidates that are not removed, and allowed. */
  #offer(
    segment: Segment,
    window: number,
    count: number,
    best: BestScores,
    allowed: Uint8Array | undefined,
  ): void {
    const sums = this.#sums;
    const candidates = this.#candidates;
    const { sequences, removed } = segment;
    const first = window << WINDOW_BITS;
    for (let i = 0; i < count; i++) {
      const place = candidates[i]!;
      const score = Math.fround(sums[place]!);
      if (score < best.worst || score === 0) continue;
      const local = first + place;
      const sequence = sequences[local]!;
      if (removed !== undefined && hasBit(removed, local)) continue;
      if (allowed !== undefined && !hasBit(allowed, sequence)) continue;
      best.push(score, sequence);
    }
  }
}

/** A score below the bar cannot enter the top k. */
function barOf(best: BestScores): number {
  return best.worst * (1 - ROUNDING);
}

/** Sorts the rows by their bound in a window, ascending. */
function sortRows(rows: TermRow[], window: number): void {
  if (rows.length > MANY_ROWS) {
    rows.sort((a, b) => a.bounds[window]! - b.bounds[window]!);
    return;
  }
  for (let i = 1; i < rows.length; i++) {
    const row = rows[i]!;
    const bound = row.bounds[window]!;
    let at = i;
    for (; at > 0 && rows[at - 1]!.bounds[window]! > bound; at--) rows[at] = rows[at - 1]!;
    rows[at] = row;
  }
}
