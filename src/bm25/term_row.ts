/** A term of the query in one segment: where its postings of each window lie, and what they can score. */

import { TABLE_SIZE, type Scorer } from "./scorer.js";
import { indexOfSorted, MAX_SEGMENT_PASSAGES, type Segment } from "./segment.js";
import { WINDOW_BITS, WINDOW_PASSAGES } from "./segment_windows.js";

/** Windows of the largest segment. */
export const MAX_WINDOWS = MAX_SEGMENT_PASSAGES / WINDOW_PASSAGES;

/** Terms with fewer postings in the segment are scored one by one: a table would cost more. */
const MIN_TABLE_POSTINGS = 512;

const NO_TABLE: Float32Array = new Float32Array(0);

/** One is made once and used for one term after the other. */
export class TermRow {
  /** Of the term in the query. */
  weight = 0;
  /** The first posting of window w is `starts[firstStart + w]`; one more entry ends the last. */
  starts: Uint32Array = new Uint32Array(0);
  firstStart = 0;
  /** [MAX_WINDOWS] upper bound of the term's score in each window, 0 where it has no posting. */
  readonly bounds = new Float64Array(MAX_WINDOWS);
  /** Scores by payload, see `Scorer.fillTable`; empty where all have to be computed. */
  table: Float32Array = NO_TABLE;
  #ownStarts: Uint32Array | undefined;
  #ownTable: Float32Array | undefined;
  /** What `#ownTable` was filled for. */
  #tableScorer: Scorer | undefined;
  #tableWeight = 0;
  #tableFrom = 0;
  #tableTo = 0;

  /**
   * @param slot of the term in the segment
   * @param mayHaveTable whether the memory of a table may be spent on it
   */
  prepare(
    segment: Segment,
    slot: number,
    weight: number,
    scorer: Scorer,
    mayHaveTable: boolean,
  ): void {
    this.weight = weight;
    const row = indexOfSorted(segment.windows.slots, slot);
    if (row >= 0) this.#boundWindows(segment, row, scorer);
    else this.#boundFewPostings(segment, slot, scorer);
    const postings = segment.offsets[slot + 1]! - segment.offsets[slot]!;
    if (mayHaveTable && scorer.hasTables && postings >= MIN_TABLE_POSTINGS) {
      this.#takeTable(segment, scorer);
    } else {
      this.table = NO_TABLE;
    }
  }

  /** For a term that has windows. */
  #boundWindows({ windows }: Segment, row: number, scorer: Scorer): void {
    const { count, unitBounds } = windows;
    windows.boundRow(row, scorer);
    this.starts = windows.starts;
    this.firstStart = row * (count + 1);
    for (let window = 0; window < count; window++) {
      const unit = unitBounds[row * count + window]!;
      this.bounds[window] = unit === 0 ? 0 : scorer.boundOf(this.weight, unit);
    }
  }

  /** For a term with few postings: its scores are the bounds. */
  #boundFewPostings(segment: Segment, slot: number, scorer: Scorer): void {
    const { offsets, passages, windows } = segment;
    const starts = (this.#ownStarts ??= new Uint32Array(MAX_WINDOWS + 1));
    this.starts = starts;
    this.firstStart = 0;
    const to = offsets[slot + 1]!;
    let posting = offsets[slot]!;
    for (let window = 0; window < windows.count; window++) {
      const limit = (window + 1) << WINDOW_BITS;
      let bound = 0;
      starts[window] = posting;
      for (; posting < to && passages[posting]! < limit; posting++) {
        bound = Math.max(bound, scorer.scorePosting(segment, posting, this.weight));
      }
      this.bounds[window] = bound;
    }
    starts[windows.count] = to;
  }

  #takeTable({ leastCode, greatestCode }: Segment, scorer: Scorer): void {
    const table = (this.#ownTable ??= new Float32Array(TABLE_SIZE));
    this.table = table;
    const same = this.#tableScorer === scorer && this.#tableWeight === this.weight;
    if (same && this.#tableFrom <= leastCode && this.#tableTo >= greatestCode) return;
    scorer.fillTable(this.weight, leastCode, greatestCode, table);
    this.#tableScorer = scorer;
    this.#tableWeight = this.weight;
    this.#tableFrom = leastCode;
    this.#tableTo = greatestCode;
  }
}
