/** Several segments into one, without their removed passages. */

import type { Segment } from "./segment.js";
import type { SegmentArrays } from "./segment_arrays.js";
import { LargeFrequencies } from "./segment_builder.js";

/** Postings copied between two yields: half a millisecond. */
const POSTINGS_PER_STEP = 20_000;

const REMOVED = 0xffff_ffff;

/**
 * Merges in steps: a generator that yields between slices of work and returns the arrays. Passages
 * removed after the first step are still in the result; the caller removes them from it.
 *
 * @param segments with at most 65,536 live passages in all
 */
export function* mergeSegments(segments: readonly Segment[]): Generator<void, SegmentArrays> {
  const { sequences, lengths, newLocals } = numberPassages(segments);
  yield;

  let total = 0;
  let totalTerms = 0;
  for (const segment of segments) {
    total += segment.passages.length;
    totalTerms += segment.terms.length;
  }
  const terms = new Uint32Array(totalTerms);
  const offsets = new Uint32Array(totalTerms + 1);
  const passages = new Uint16Array(total);
  const payloads = new Uint16Array(total);
  const large = new LargeFrequencies();
  const slots = new Uint32Array(segments.length);
  let termCount = 0;
  let posting = 0;
  let work = 0;
  for (;;) {
    const term = leastTerm(segments, slots);
    if (term === Infinity) break;
    const start = posting;
    let previous = -1;
    let ascending = true;
    const startLarge = large.postings.length;
    for (let s = 0; s < segments.length; s++) {
      const segment = segments[s]!;
      const slot = slots[s]!;
      if (segment.terms[slot] !== term) continue;
      slots[s] = slot + 1;
      const locals = newLocals[s]!;
      const end = segment.offsets[slot + 1]!;
      work += end - segment.offsets[slot]!;
      for (let from = segment.offsets[slot]!; from < end; from++) {
        const local = locals[segment.passages[from]!]!;
        if (local === REMOVED) continue;
        const payload = segment.payloads[from]!;
        passages[posting] = local;
        payloads[posting] = payload;
        if (payload < 256) large.note(posting, segment.frequency(from));
        if (local < previous) ascending = false;
        previous = local;
        posting++;
      }
    }
    if (posting > start) {
      if (!ascending) sortPostings(passages, payloads, large, start, posting, startLarge);
      terms[termCount] = term;
      offsets[++termCount] = posting;
    }
    work += segments.length;
    if (work < POSTINGS_PER_STEP) continue;
    work = 0;
    yield;
  }
  return {
    sequences,
    lengths,
    terms: terms.slice(0, termCount),
    offsets: offsets.slice(0, termCount + 1),
    passages: passages.slice(0, posting),
    payloads: payloads.slice(0, posting),
    largePostings: Uint32Array.from(large.postings),
    largeFrequencies: Uint32Array.from(large.frequencies),
  };
}

/** The arrays of a segment without its removed passages, in steps; its own where none is removed. */
export function* liveArrays(segment: Segment): Generator<void, SegmentArrays> {
  return segment.removedCount === 0 ? segment.arrays : yield* mergeSegments([segment]);
}

/** The least term of those that the slots stand at, or Infinity where all have come to their ends. */
function leastTerm(segments: readonly Segment[], slots: Uint32Array): number {
  let least = Infinity;
  for (let s = 0; s < segments.length; s++) {
    const { terms } = segments[s]!;
    const slot = slots[s]!;
    if (slot < terms.length && terms[slot]! < least) least = terms[slot]!;
  }
  return least;
}

/** Live passages of all segments in the order of their sequences, and each one's new number. */
function numberPassages(segments: readonly Segment[]): {
  sequences: Uint32Array;
  lengths: Uint32Array;
  newLocals: Uint32Array[];
} {
  const count = segments.reduce((sum, segment) => sum + segment.liveCount, 0);
  const sequences = new Uint32Array(count);
  let at = 0;
  for (const segment of segments) {
    for (let local = 0; local < segment.passageCount; local++) {
      if (segment.isLive(local)) sequences[at++] = segment.sequences[local]!;
    }
  }
  sequences.sort();
  const lengths = new Uint32Array(count);
  const newLocals = segments.map((segment) => {
    const locals = new Uint32Array(segment.passageCount).fill(REMOVED);
    let next = 0;
    for (let local = 0; local < segment.passageCount; local++) {
      if (!segment.isLive(local)) continue;
      const sequence = segment.sequences[local]!;
      while (sequences[next]! < sequence) next++;
      locals[local] = next;
      lengths[next] = segment.lengths[local]!;
    }
    return locals;
  });
  return { sequences, lengths, newLocals };
}

/** Brings the postings [start, end) of one term into the order of their passages. */
function sortPostings(
  passages: Uint16Array,
  payloads: Uint16Array,
  large: LargeFrequencies,
  start: number,
  end: number,
  startLarge: number,
): void {
  const frequencies = new Map<number, number>();
  for (let i = startLarge; i < large.postings.length; i++) {
    frequencies.set(passages[large.postings[i]!]!, large.frequencies[i]!);
  }
  large.postings.length = startLarge;
  large.frequencies.length = startLarge;
  const keys = new Uint32Array(end - start);
  for (let posting = start; posting < end; posting++) {
    keys[posting - start] = passages[posting]! * 65_536 + payloads[posting]!;
  }
  keys.sort();
  for (let posting = start; posting < end; posting++) {
    const key = keys[posting - start]!;
    passages[posting] = key >>> 16;
    payloads[posting] = key & 0xffff;
    if ((key & 0xffff) < 256) large.note(posting, frequencies.get(key >>> 16)!);
  }
}
