/**
 * Upper bounds by window: a segment's passages are cut into windows of 4,096, and for each term
 * with many postings it is known where its postings of each window begin and which (frequency,
 * length code) pairs among them no other pair beats. A score grows with the frequency and falls
 * with the length, so the best of these few pairs bounds every score in the window, whatever the
 * collection's statistics have become since.
 *
 * After S. Ding, T. Suel, "Faster Top-k Document Retrieval Using Block-Max Indexes", SIGIR 2011,
 * with the pairs of A. Grand et al., "From MaxScore to Block-Max WAND", ECIR 2020.
 */

import { payloadCode, payloadFrequency } from "./posting.js";
import type { SegmentArrays } from "./segment_arrays.js";

/** Passages of a window, as a power of two. */
export const WINDOW_BITS = 12;
export const WINDOW_PASSAGES = 1 << WINDOW_BITS;

/** Terms with fewer postings in a segment have no windows: all their postings are looked at. */
export const MIN_WINDOWED_POSTINGS = 256;

/** Stands in a pair for a frequency above 255: larger than every other. */
const UNBOUNDED = 256;

/** What makes a bound of a pair; see `Scorer.unitBound`. */
export interface UnitBounds {
  unitBound(pair: number): number;
}

/** Postings looked at between two yields: less than a millisecond. */
const POSTINGS_PER_STEP = 100_000;

export class SegmentWindows {
  /** W, windows of the segment. */
  readonly count: number;
  /** Slots of the terms that have windows, ascending; a term's place in it is its row. */
  readonly slots: Uint32Array;
  /** [rows, W + 1] first posting of each window. */
  readonly starts: Uint32Array;
  /** [rows * W + 1] where each window's pairs begin in `pairs`. */
  readonly pairOffsets: Uint32Array;
  /** Payloads that bound a window, frequency 0 for 256 and above. */
  readonly pairs: Uint16Array;
  /** [rows, W] the greatest unit score of each window, filled in by `boundRow`. */
  readonly unitBounds: Float32Array;
  /** [rows] statistics for which the row of `unitBounds` was computed. */
  readonly #boundsOf: (object | undefined)[];

  private constructor(
    count: number,
    slots: Uint32Array,
    starts: Uint32Array,
    pairOffsets: Uint32Array,
    pairs: Uint16Array,
  ) {
    this.count = count;
    this.slots = slots;
    this.starts = starts;
    this.pairOffsets = pairOffsets;
    this.pairs = pairs;
    this.unitBounds = new Float32Array(slots.length * count);
    this.#boundsOf = Array.from({ length: slots.length }, () => undefined);
  }

  /** In steps. */
  static *of(arrays: SegmentArrays): Generator<void, SegmentWindows> {
    const { offsets, passages, payloads, sequences } = arrays;
    const windows = Math.ceil(sequences.length / WINDOW_PASSAGES);
    const slots: number[] = [];
    for (let slot = 0; slot + 1 < offsets.length; slot++) {
      if (offsets[slot + 1]! - offsets[slot]! >= MIN_WINDOWED_POSTINGS) slots.push(slot);
    }
    const starts = new Uint32Array(slots.length * (windows + 1));
    const pairOffsets = new Uint32Array(slots.length * windows + 1);
    const pairs: number[] = [];
    const shortest = new Uint16Array(UNBOUNDED + 1);
    let looked = 0;
    for (const [row, slot] of slots.entries()) {
      let posting = offsets[slot]!;
      const end = offsets[slot + 1]!;
      for (let window = 0; window < windows; window++) {
        starts[row * (windows + 1) + window] = posting;
        const limit = (window + 1) * WINDOW_PASSAGES;
        let greatest = 0;
        shortest.fill(UNBOUNDED);
        for (; posting < end && passages[posting]! < limit; posting++) {
          const payload = payloads[posting]!;
          const frequency = payloadFrequency(payload) || UNBOUNDED;
          const code = payloadCode(payload);
          if (code < shortest[frequency]!) shortest[frequency] = code;
          if (frequency > greatest) greatest = frequency;
        }
        let best = UNBOUNDED;
        for (let frequency = greatest; frequency > 0; frequency--) {
          const code = shortest[frequency]!;
          if (code >= best) continue;
          best = code;
          pairs.push(((frequency & 0xff) << 8) | code);
        }
        pairOffsets[row * windows + window + 1] = pairs.length;
      }
      starts[row * (windows + 1) + windows] = end;
      looked += end - offsets[slot]!;
      if (looked < POSTINGS_PER_STEP) continue;
      looked = 0;
      yield;
    }
    const slotArray = Uint32Array.from(slots);
    return new SegmentWindows(windows, slotArray, starts, pairOffsets, Uint16Array.from(pairs));
  }

  /** Fills in a row of `unitBounds` for these statistics, where it is not there. */
  boundRow(row: number, scorer: UnitBounds): void {
    if (this.#boundsOf[row] === scorer) return;
    const { pairs, pairOffsets } = this;
    for (let at = row * this.count; at < (row + 1) * this.count; at++) {
      let unit = 0;
      for (let pair = pairOffsets[at]!; pair < pairOffsets[at + 1]!; pair++) {
        unit = Math.max(unit, scorer.unitBound(pairs[pair]!));
      }
      this.unitBounds[at] = unit;
    }
    this.#boundsOf[row] = scorer;
  }
}
