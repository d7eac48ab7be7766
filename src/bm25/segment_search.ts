/**
 * The search of one segment: windows of passages, best upper bound first; within a window, the
 * terms that together could not lift a passage into the top k only score passages that the other
 * terms found (MaxScore). Whatever is skipped could not have ranked, so the result is exact.
 *
 * After H. Turtle, J. Flood, "Query Evaluation: Strategies and Optimizations", 1995, by window as
 * in Lucene's MaxScoreBulkScorer.
 */

import { hasBit } from "../ranking/bitmap.js";
import type { BestScores } from "./best_scores.js";
import { type Scorer, TABLE_SIZE } from "./scorer.js";
import { indexOfSorted, lowerBound, MAX_SEGMENT_PASSAGES, type Segment } from "./segment.js";
import { WINDOW_BITS, WINDOW_PASSAGES } from "./segment_windows.js";

const MAX_WINDOWS = MAX_SEGMENT_PASSAGES / WINDOW_PASSAGES;
const PLACE_MASK = WINDOW_PASSAGES - 1;

/**
 * A bound counts as below the worst score kept only where it is below by more than this share: it
 * covers the rounding of sums to float32 (6e-8) and of unit bounds.
 */
const ROUNDING = 1e-6;

/** A looked-up candidate costs about as much as reading this many postings in a row. */
const POSTINGS_PER_LOOKUP = 8;

/** Fewer rows are sorted by insertion, which is quicker for few and quadratic for many. */
const MANY_ROWS = 32;

/** Terms with fewer postings in the segment are scored one by one: a table would cost more. */
const MIN_TABLE_POSTINGS = 512;

/** Terms beyond these have no tables, which bounds the memory of long queries. */
const MAX_TABLES = 64;

/** A term of the query, weighed for the collection. */
export interface WeightedTerm {
  /** Its slot in each segment of the search, -1 where a segment lacks it. */
  readonly slots: readonly number[];
  /** Above 0. */
  readonly weight: number;
}

/** A term of the query in the segment at hand. */
class Row {
  weight = 0;
  /** [MAX_WINDOWS + 1] first posting of each window. */
  readonly starts = new Uint32Array(MAX_WINDOWS + 1);
  /** [MAX_WINDOWS] upper bound of the term's score in each window. */
  readonly bounds = new Float64Array(MAX_WINDOWS);
  /** Scores by payload, see `Scorer.fillTable`; empty where all have to be computed. */
  table: Float64Array = NO_TABLE;
  ownTable: Float64Array | undefined;
  /** What `ownTable` was filled for. */
  tableScorer: Scorer | undefined;
  tableWeight = 0;
  tableCodes = 0;
}

const NO_TABLE = new Float64Array(0);

/** Payloads below stand for frequencies of 256 and above. */
const LEAST_TABLE_PAYLOAD = 256;

export class SegmentSearch {
  /** [WINDOW_PASSAGES] sum of scores so far, 0 for passages not seen. */
  readonly #accumulators = new Float64Array(WINDOW_PASSAGES);
  /** Places in the window that have a score; one more than fit, for the write past the end. */
  readonly #scored = new Uint16Array(WINDOW_PASSAGES + 1);
  /** Those of them that may still rank. */
  readonly #candidates = new Uint16Array(WINDOW_PASSAGES + 1);
  readonly #totals = new Float64Array(MAX_WINDOWS);
  readonly #windowOrder = new Uint16Array(MAX_WINDOWS);
  readonly #rows: Row[] = [];
  /** Rows of the window at hand, by bound, ascending. */
  #order: Row[] = [];

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
      const row = (this.#rows[count] ??= new Row());
      row.weight = weight;
      const windowRow = indexOfSorted(segment.windows.slots, slot);
      if (windowRow >= 0) boundWindows(segment, windowRow, row, scorer);
      else boundFewPostings(segment, slot, row, scorer);
      chooseTable(row, count, segment, slot, scorer);
      count++;
    }
    if (count === 0) return;
    this.#order = this.#rows.slice(0, count);
    const windows = this.#orderWindows(segment.windows.count);
    for (let i = 0; i < windows; i++) {
      const window = this.#windowOrder[i]!;
      best.settle();
      if (this.#totals[window]! < barOf(best)) return;
      this.#searchWindow(segment, window, scorer, best, allowed);
    }
  }

  /** Sorts the windows that hold any posting by their total bound; returns how many there are. */
  #orderWindows(windowCount: number): number {
    const totals = this.#totals;
    const order = this.#windowOrder;
    totals.fill(0);
    for (const { bounds } of this.#order) {
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

  #searchWindow(
    segment: Segment,
    window: number,
    scorer: Scorer,
    best: BestScores,
    allowed: Uint8Array | undefined,
  ): void {
    const accumulators = this.#accumulators;
    const rows = this.#order;
    const bar = barOf(best);

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

    const scored = this.#scored;
    let scoredCount = 0;
    for (let i = waiting; i < rows.length; i++) {
      scoredCount = addPostings(
        segment,
        window,
        rows[i]!,
        scorer,
        accumulators,
        scored,
        scoredCount,
      );
    }
    let candidates = scored;
    let count = scoredCount;
    if (waiting > 0 && count > 0) {
      candidates = this.#candidates;
      candidates.set(scored.subarray(0, count));
    }
    for (let i = waiting - 1; i >= 0 && count > 0; i--) {
      const row = rows[i]!;
      count = keepAbove(bar - waitingBound, accumulators, candidates, count);
      addToCandidates(segment, window, row, scorer, accumulators, candidates, count);
      waitingBound -= row.bounds[window]!;
    }
    this.#offer(segment, window, candidates, count, best, allowed);
    for (let i = 0; i < scoredCount; i++) accumulators[scored[i]!] = 0;
  }

  /** Pushes the candidates that are not removed, and allowed. */
  #offer(
    segment: Segment,
    window: number,
    candidates: Uint16Array,
    count: number,
    best: BestScores,
    allowed: Uint8Array | undefined,
  ): void {
    const accumulators = this.#accumulators;
    const { sequences, removed } = segment;
    const first = window << WINDOW_BITS;
    const worst = best.worst;
    for (let i = 0; i < count; i++) {
      const place = candidates[i]!;
      const score = Math.fround(accumulators[place]!);
      if (score < worst || score === 0) continue;
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
  const worst = best.worst;
  return worst === -Infinity ? worst : worst * (1 - ROUNDING);
}

/** Starts and bounds of a term that has windows. */
function boundWindows(segment: Segment, windowRow: number, row: Row, scorer: Scorer): void {
  const { count, starts, unitBounds, pairs, pairOffsets, boundsOf } = segment.windows;
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
  for (let window = 0; window <= count; window++) {
    row.starts[window] = starts[firstStart + window]!;
  }
  for (let window = 0; window < count; window++) {
    const unit = unitBounds[first + window]!;
    row.bounds[window] = unit === 0 ? 0 : scorer.boundOf(row.weight, unit);
  }
}

/** Starts and bounds of a term with few postings: its scores are the bounds. */
function boundFewPostings(segment: Segment, slot: number, row: Row, scorer: Scorer): void {
  const { offsets, passages, windows } = segment;
  const to = offsets[slot + 1]!;
  let posting = offsets[slot]!;
  for (let window = 0; window < windows.count; window++) {
    const limit = (window + 1) << WINDOW_BITS;
    let bound = 0;
    row.starts[window] = posting;
    for (; posting < to && passages[posting]! < limit; posting++) {
      bound = Math.max(bound, scorer.scorePosting(segment, posting, row.weight));
    }
    row.bounds[window] = bound;
  }
  row.starts[windows.count] = to;
}

function chooseTable(
  row: Row,
  number: number,
  segment: Segment,
  slot: number,
  scorer: Scorer,
): void {
  const postings = segment.offsets[slot + 1]! - segment.offsets[slot]!;
  if (!scorer.hasTables || number >= MAX_TABLES || postings < MIN_TABLE_POSTINGS) {
    row.table = NO_TABLE;
    return;
  }
  row.table = row.ownTable ??= new Float64Array(TABLE_SIZE);
  const filled = row.tableScorer === scorer && row.tableWeight === row.weight;
  if (filled && segment.codeCount <= row.tableCodes) return;
  scorer.fillTable(row.weight, segment.codeCount, row.table);
  row.tableScorer = scorer;
  row.tableWeight = row.weight;
  row.tableCodes = segment.codeCount;
}

/** Sorts the rows by their bound in a window, ascending. */
function sortRows(rows: Row[], window: number): void {
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

/**
 * Adds a term's scores in the window; passages seen for the first time are appended to `scored`.
 *
 * Counts grow by `Number(condition)` here and below: a branch would be taken at random, and a wrong
 * guess costs more than all else in the loop.
 */
function addPostings(
  segment: Segment,
  window: number,
  row: Row,
  scorer: Scorer,
  accumulators: Float64Array,
  scored: Uint16Array,
  scoredCount: number,
): number {
  const { passages, payloads } = segment;
  const { table, weight, starts } = row;
  const to = starts[window + 1]!;
  let count = scoredCount;
  for (let posting = starts[window]!; posting < to; posting++) {
    const place = passages[posting]! & PLACE_MASK;
    const payload = payloads[posting]!;
    const score =
      payload < table.length && payload >= LEAST_TABLE_PAYLOAD
        ? table[payload]!
        : scorer.scorePosting(segment, posting, weight);
    const before = accumulators[place]!;
    accumulators[place] = before + score;
    scored[count] = place;
    count += Number(before === 0);
  }
  return count;
}

/** Adds a term's scores to the candidates alone, or to all passages that have a score. */
function addToCandidates(
  segment: Segment,
  window: number,
  row: Row,
  scorer: Scorer,
  accumulators: Float64Array,
  candidates: Uint16Array,
  count: number,
): void {
  const { passages, payloads } = segment;
  const { table, weight, starts } = row;
  const from = starts[window]!;
  const to = starts[window + 1]!;
  if (count * POSTINGS_PER_LOOKUP < to - from) {
    const first = window << WINDOW_BITS;
    for (let i = 0; i < count; i++) {
      const place = candidates[i]!;
      const posting = lowerBound(passages, first + place, from, to);
      if (posting === to || passages[posting] !== first + place) continue;
      const score = scorer.scorePosting(segment, posting, weight);
      accumulators[place] = accumulators[place]! + score;
    }
    return;
  }
  for (let posting = from; posting < to; posting++) {
    const place = passages[posting]! & PLACE_MASK;
    const payload = payloads[posting]!;
    const score =
      payload < table.length && payload >= LEAST_TABLE_PAYLOAD
        ? table[payload]!
        : scorer.scorePosting(segment, posting, weight);
    const before = accumulators[place]!;
    accumulators[place] = before + score * Number(before > 0);
  }
}

/** Drops the candidates that score below `least`; returns how many are left. */
function keepAbove(
  least: number,
  accumulators: Float64Array,
  candidates: Uint16Array,
  count: number,
): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const place = candidates[i]!;
    candidates[kept] = place;
    kept += Number(accumulators[place]! >= least);
  }
  return kept;
}
