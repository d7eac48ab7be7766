/**
 * The segments of an index, the passages not yet in one, and when segments are merged.
 *
 * Sizes are kept geometric: segments are merged as soon as one is no larger than all smaller ones
 * together, so that n passages lie in O(log n) segments and each is copied O(log n) times.
 */

import type { Pause } from "../pause.js";
import { MAX_SEGMENT_PASSAGES, Segment } from "./segment.js";
import type { SegmentArrays } from "./segment_arrays.js";
import { SegmentBuilder } from "./segment_builder.js";
import { liveArrays, mergeSegments } from "./segment_merge.js";
import { runToEnd, runWithPauses } from "../steps.js";

/** Pending passages are made a segment at this many, or at this many postings: 3 ms of work. */
const MAX_PENDING_PASSAGES = 1024;
const MAX_PENDING_POSTINGS = 20_000;

/** Larger merges are left to `maintainAll`, which does them in slices. */
const MAX_MERGE_AT_ONCE = 8192;
const MAX_MERGE_POSTINGS_AT_ONCE = 400_000;

/** A segment is written anew when more than this share of its passages is removed. */
const MAX_REMOVED_SHARE = 0.25;

export class SegmentSet {
  #segments: Segment[] = [];
  readonly #pending = new SegmentBuilder();
  /** Segments that a merge in slices is reading. */
  readonly #merging = new Set<Segment>();
  #size = 0;
  #passagesWithTerms = 0;
  #totalLength = 0;

  /** Live passages. */
  get size(): number {
    return this.#size;
  }

  /** N of the formulas. */
  get passagesWithTerms(): number {
    return this.#passagesWithTerms;
  }

  /** Terms of all live passages together. */
  get totalLength(): number {
    return this.#totalLength;
  }

  /** All segments, the pending passages in one of them. */
  sealed(): readonly Segment[] {
    this.#seal();
    return this.#segments;
  }

  has(sequence: number): boolean {
    return this.locate(sequence) !== undefined;
  }

  /** Where a live passage lies: place of its segment in `sealed()`, and number within it. */
  locate(sequence: number): { place: number; local: number } | undefined {
    for (const [place, segment] of this.sealed().entries()) {
      const local = segment.find(sequence);
      if (local >= 0) return { place, local };
    }
    return undefined;
  }

  /**
   * Adds a passage whose sequence is not there.
   *
   * @param terms term numbers, repeated as in the text
   */
  add(sequence: number, terms: Uint32Array): void {
    this.#pending.add(sequence, terms);
    this.#count(1, terms.length);
    if (
      this.#pending.passageCount >= MAX_PENDING_PASSAGES ||
      this.#pending.postingCount >= MAX_PENDING_POSTINGS
    ) {
      this.#seal();
    }
  }

  remove(sequence: number): boolean {
    let length = this.#pending.remove(sequence);
    for (let i = 0; length < 0 && i < this.#segments.length; i++) {
      const segment = this.#segments[i]!;
      const local = segment.find(sequence);
      if (local < 0) continue;
      length = segment.lengths[local]!;
      segment.remove(local);
      if (segment.liveCount === 0 && !this.#merging.has(segment)) {
        // A new list: a paused search goes on through the old one.
        this.#segments = this.#segments.filter((one) => one !== segment);
      }
    }
    if (length < 0) return false;
    this.#count(-1, length);
    return true;
  }

  /** Merges what is small enough to merge at once. */
  maintain(): void {
    for (;;) {
      const group = chooseMerge(this.#free(), MAX_MERGE_AT_ONCE, MAX_MERGE_POSTINGS_AT_ONCE);
      if (group.length === 0) return;
      this.#replace(group, runToEnd(mergeSteps(group)));
    }
  }

  /** Merges in slices, with pauses between them. */
  async maintainAll(pause: Pause): Promise<void> {
    this.#seal();
    for (;;) {
      const group = chooseMerge(this.#free(), MAX_SEGMENT_PASSAGES, Infinity);
      if (group.length === 0) return;
      const removedBefore = group.map((segment) => segment.removed?.slice());
      for (const segment of group) this.#merging.add(segment);
      try {
        this.#replace(group, await runWithPauses(mergeSteps(group), pause), removedBefore);
      } finally {
        for (const segment of group) this.#merging.delete(segment);
      }
    }
  }

  /** Arrays of all segments, without removed passages, in steps. The set stays as it is. */
  *toArrays(): Generator<void, SegmentArrays[]> {
    const all: SegmentArrays[] = [];
    for (const segment of this.sealed()) {
      const arrays = yield* liveArrays(segment);
      if (arrays.sequences.length > 0) all.push(arrays);
    }
    return all;
  }

  /** A set of segments from checked arrays. */
  static *fromArrays(segments: readonly SegmentArrays[]): Generator<void, SegmentSet> {
    const set = new SegmentSet();
    for (const arrays of segments) {
      set.#segments.push(yield* Segment.of(arrays));
      for (const length of arrays.lengths) set.#count(1, length);
      yield;
    }
    return set;
  }

  #seal(): void {
    if (this.#pending.passageCount === 0) return;
    // Merging is the caller's: at once, or in slices.
    const sealed = runToEnd(Segment.of(this.#pending.build()));
    this.#segments = [...this.#segments, sealed];
  }

  #free(): Segment[] {
    return this.#segments.filter((segment) => !this.#merging.has(segment));
  }

  /** Puts the merged segment in the place of its parts. */
  #replace(
    group: readonly Segment[],
    merged: Segment,
    removedBefore?: readonly (Uint8Array | undefined)[],
  ): void {
    if (removedBefore !== undefined) {
      group.forEach((segment, i) => removeLater(segment, removedBefore[i], merged));
    }
    const parts = new Set(group);
    this.#segments = this.#segments.filter((segment) => !parts.has(segment));
    if (merged.liveCount > 0) this.#segments.push(merged);
  }

  #count(passages: 1 | -1, length: number): void {
    this.#size += passages;
    this.#totalLength += passages * length;
    if (length > 0) this.#passagesWithTerms += passages;
  }
}

/** One segment of several. */
function* mergeSteps(group: readonly Segment[]): Generator<void, Segment> {
  return yield* Segment.of(yield* mergeSegments(group));
}

/** Removes from `merged` what was removed from `segment` since the merge began. */
function removeLater(segment: Segment, before: Uint8Array | undefined, merged: Segment): void {
  const removed = segment.removed;
  if (removed === undefined) return;
  for (let local = 0; local < segment.passageCount; local++) {
    const bit = 1 << (local & 7);
    if ((removed[local >> 3]! & bit) === 0 || ((before?.[local >> 3] ?? 0) & bit) !== 0) continue;
    const place = merged.find(segment.sequences[local]!);
    if (place >= 0) merged.remove(place);
  }
}

/** The segments to merge next, or none. */
function chooseMerge(
  segments: readonly Segment[],
  maxPassages: number,
  maxPostings: number,
): Segment[] {
  const sorted = segments.toSorted((a, b) => a.liveCount - b.liveCount);
  let passages = 0;
  let postings = 0;
  let count = 0;
  for (const [i, segment] of sorted.entries()) {
    const smaller = passages;
    passages += segment.liveCount;
    postings += segment.passages.length;
    if (passages > maxPassages || postings > maxPostings) break;
    if (i > 0 && segment.liveCount <= smaller) count = i + 1;
  }
  if (count > 0) return sorted.slice(0, count);
  const thinned = sorted.find(
    (segment) =>
      segment.removedCount > MAX_REMOVED_SHARE * segment.passageCount &&
      segment.liveCount <= maxPassages &&
      segment.passages.length <= maxPostings,
  );
  return thinned === undefined ? [] : [thinned];
}
