/**
 * An immutable part of the index: the postings of at most 65,536 passages in typed arrays. Passages
 * are numbered 0, 1, … within the segment ("local"), in ascending order of sequence; only the set
 * of removed ones changes after it is made.
 */

import { hasBit, setBit } from "../ranking/bitmap.js";
import { encodeLength } from "./length_code.js";
import { payloadFrequency } from "./posting.js";
import type { SegmentArrays } from "./segment_arrays.js";
import { SegmentWindows } from "./segment_windows.js";

/** Local numbers fit 16 bits. */
export const MAX_SEGMENT_PASSAGES = 65_536;

/** Index of `value` in an ascending array, or -1. */
export function indexOfSorted(values: ArrayLike<number>, value: number): number {
  const at = lowerBound(values, value, 0, values.length);
  return at < values.length && values[at] === value ? at : -1;
}

/** First index in [from, to) whose value is at least `value`, or `to`. */
export function lowerBound(
  values: ArrayLike<number>,
  value: number,
  from: number,
  to: number,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class Segment implements SegmentArrays {
  readonly sequences: Uint32Array;
  readonly lengths: Uint32Array;
  readonly terms: Uint32Array;
  readonly offsets: Uint32Array;
  readonly passages: Uint16Array;
  readonly payloads: Uint16Array;
  readonly largePostings: Uint32Array;
  readonly largeFrequencies: Uint32Array;
  readonly windows: SegmentWindows;
  /** Of the length codes in use. */
  readonly leastCode: number;
  readonly greatestCode: number;
  #removed: Uint8Array | undefined;
  #removedCount = 0;
  /** Frequencies without the removed, by term slot; valid for `#countedAt` removals. */
  readonly #counted = new Map<number, number>();
  #countedAt = 0;

  private constructor(arrays: SegmentArrays, windows: SegmentWindows) {
    this.sequences = arrays.sequences;
    this.lengths = arrays.lengths;
    this.terms = arrays.terms;
    this.offsets = arrays.offsets;
    this.passages = arrays.passages;
    this.payloads = arrays.payloads;
    this.largePostings = arrays.largePostings;
    this.largeFrequencies = arrays.largeFrequencies;
    this.windows = windows;
    const { lengths } = arrays;
    this.leastCode = encodeLength(lengths.reduce((a, b) => Math.min(a, b), lengths[0] ?? 0));
    this.greatestCode = encodeLength(lengths.reduce((a, b) => Math.max(a, b), 0));
  }

  /** In steps. */
  static *of(arrays: SegmentArrays): Generator<void, Segment> {
    return new Segment(arrays, yield* SegmentWindows.of(arrays));
  }

  /** Number of passages, removed ones included. */
  get passageCount(): number {
    return this.sequences.length;
  }

  get liveCount(): number {
    return this.sequences.length - this.#removedCount;
  }

  get removedCount(): number {
    return this.#removedCount;
  }

  /** Bits of the removed local numbers; undefined while there are none. */
  get removed(): Uint8Array | undefined {
    return this.#removed;
  }

  /** Local number of a sequence that is here and not removed, or -1. */
  find(sequence: number): number {
    const local = indexOfSorted(this.sequences, sequence);
    return local >= 0 && this.isLive(local) ? local : -1;
  }

  isLive(local: number): boolean {
    return this.#removed === undefined || !hasBit(this.#removed, local);
  }

  /** Marks a live passage as removed. */
  remove(local: number): void {
    this.#removed ??= new Uint8Array((this.sequences.length + 7) >> 3);
    setBit(this.#removed, local);
    this.#removedCount += 1;
  }

  /** The arrays alone. */
  get arrays(): SegmentArrays {
    const { sequences, lengths, terms, offsets, passages, payloads } = this;
    const { largePostings, largeFrequencies } = this;
    return {
      sequences,
      lengths,
      terms,
      offsets,
      passages,
      payloads,
      largePostings,
      largeFrequencies,
    };
  }

  /** Where a term's postings begin in `offsets`, or -1 where the segment lacks it. */
  slotOf(term: number): number {
    return indexOfSorted(this.terms, term);
  }

  /** In how many live passages the term of a slot stands. */
  documentFrequency(slot: number): number {
    const from = this.offsets[slot]!;
    const to = this.offsets[slot + 1]!;
    const removed = this.#removed;
    if (removed === undefined) return to - from;
    if (this.#countedAt !== this.#removedCount) {
      this.#counted.clear();
      this.#countedAt = this.#removedCount;
    }
    let count = this.#counted.get(slot);
    if (count === undefined) {
      count = 0;
      for (let posting = from; posting < to; posting++) {
        if (!hasBit(removed, this.passages[posting]!)) count++;
      }
      this.#counted.set(slot, count);
    }
    return count;
  }

  /** Frequency of one posting. */
  frequency(posting: number): number {
    const frequency = payloadFrequency(this.payloads[posting]!);
    if (frequency > 0) return frequency;
    return this.largeFrequencies[indexOfSorted(this.largePostings, posting)]!;
  }

  /** Frequency of a slot's term in a passage, 0 where it lacks it. */
  frequencyIn(slot: number, local: number): number {
    const to = this.offsets[slot + 1]!;
    const posting = lowerBound(this.passages, local, this.offsets[slot]!, to);
    return posting < to && this.passages[posting] === local ? this.frequency(posting) : 0;
  }

  lengthCode(local: number): number {
    return encodeLength(this.lengths[local]!);
  }
}
