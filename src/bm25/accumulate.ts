/**
 * The inner loops of the search: a term's scores in one window, added to the passages' sums.
 *
 * `sums` is [WINDOW_PASSAGES], 0 for passages not seen. Counts grow by `Number(condition)`: a
 * branch would be taken at random, and a wrong guess costs more than all else in the loop.
 */

import { LEAST_TABLE_PAYLOAD, type Scorer } from "./scorer.js";
import { lowerBound, type Segment } from "./segment.js";
import { WINDOW_BITS, WINDOW_PASSAGES } from "./segment_windows.js";
import type { TermRow } from "./term_row.js";

const PLACE_MASK = WINDOW_PASSAGES - 1;

/** Adds the scores of the postings [from, to). */
export function addScores(
  segment: Segment,
  row: TermRow,
  from: number,
  to: number,
  scorer: Scorer,
  sums: Float64Array,
): void {
  const { passages, payloads } = segment;
  const { table, weight } = row;
  for (let posting = from; posting < to; posting++) {
    const place = passages[posting]! & PLACE_MASK;
    const payload = payloads[posting]!;
    const score =
      payload < table.length && payload >= LEAST_TABLE_PAYLOAD
        ? table[payload]!
        : scorer.scorePosting(segment, posting, weight);
    sums[place] = sums[place]! + score;
  }
}

/**
 * Adds the scores of the postings [from, to) and appends to `candidates` the places whose sum
 * reaches `least` by it.
 *
 * @param candidates one longer than the window, for the write past the end
 * @param count places in it
 * @returns the new count
 */
export function addAndCollect(
  segment: Segment,
  row: TermRow,
  from: number,
  to: number,
  scorer: Scorer,
  sums: Float64Array,
  least: number,
  candidates: Uint16Array,
  count: number,
): number {
  const { passages, payloads } = segment;
  const { table, weight } = row;
  let collected = count;
  for (let posting = from; posting < to; posting++) {
    const place = passages[posting]! & PLACE_MASK;
    const payload = payloads[posting]!;
    const score =
      payload < table.length && payload >= LEAST_TABLE_PAYLOAD
        ? table[payload]!
        : scorer.scorePosting(segment, posting, weight);
    const before = sums[place]!;
    const after = before + score;
    sums[place] = after;
    candidates[collected] = place;
    collected += Number(after >= least) & Number(before < least);
  }
  return collected;
}

/** Adds the scores of those postings of [from, to) alone that belong to candidates. */
export function addToCandidates(
  segment: Segment,
  window: number,
  row: TermRow,
  from: number,
  to: number,
  scorer: Scorer,
  sums: Float64Array,
  candidates: Uint16Array,
  count: number,
): void {
  const { passages } = segment;
  const first = window << WINDOW_BITS;
  for (let i = 0; i < count; i++) {
    const place = candidates[i]!;
    const posting = lowerBound(passages, first + place, from, to);
    if (posting === to || passages[posting] !== first + place) continue;
    sums[place] = sums[place]! + scorer.scorePosting(segment, posting, row.weight);
  }
}

/** Drops the candidates whose sum is below `least`; returns how many are left. */
export function keepAbove(
  least: number,
  sums: Float64Array,
  candidates: Uint16Array,
  count: number,
): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const place = candidates[i]!;
    candidates[kept] = place;
    kept += Number(sums[place]! >= least);
  }
  return kept;
}
