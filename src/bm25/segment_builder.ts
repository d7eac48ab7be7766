/** Passages added since the last segment was made, and the making of a segment from them. */

import { encodeLength } from "./length_code.js";
import { encodePosting, MAX_PAYLOAD_FREQUENCY } from "./posting.js";
import type { SegmentArrays } from "./segment_arrays.js";

interface PendingPassage {
  readonly sequence: number;
  /** All terms, repeated ones too. */
  readonly length: number;
  /** Distinct term numbers, ascending. */
  readonly terms: Uint32Array;
  /** Times each stands in the passage. */
  readonly frequencies: Uint32Array;
}

/** Frequencies of 256 and more, in ascending order of posting. */
export class LargeFrequencies {
  readonly postings: number[] = [];
  readonly frequencies: number[] = [];

  note(posting: number, frequency: number): void {
    if (frequency <= MAX_PAYLOAD_FREQUENCY) return;
    this.postings.push(posting);
    this.frequencies.push(frequency);
  }
}

export class SegmentBuilder {
  readonly #passages = new Map<number, PendingPassage>();
  #postings = 0;

  get passageCount(): number {
    return this.#passages.size;
  }

  get postingCount(): number {
    return this.#postings;
  }

  /** @param terms term numbers of the passage in any order, repeated as in the text */
  add(sequence: number, terms: Uint32Array): void {
    const sorted = terms.toSorted();
    let distinct = 0;
    const frequencies = new Uint32Array(sorted.length);
    for (let i = 0; i < sorted.length; i++) {
      if (i === 0 || sorted[i] !== sorted[distinct - 1]) sorted[distinct++] = sorted[i]!;
      frequencies[distinct - 1]!++;
    }
    this.#passages.set(sequence, {
      sequence,
      length: sorted.length,
      terms: sorted.slice(0, distinct),
      frequencies: frequencies.slice(0, distinct),
    });
    this.#postings += distinct;
  }

  /** Takes a passage back; its length, or -1 where it was not pending. */
  remove(sequence: number): number {
    const passage = this.#passages.get(sequence);
    if (passage === undefined) return -1;
    this.#passages.delete(sequence);
    this.#postings -= passage.terms.length;
    return passage.length;
  }

  /** Makes the arrays of a segment and starts anew. */
  build(): SegmentArrays {
    const passages = [...this.#passages.values()].toSorted((a, b) => a.sequence - b.sequence);
    const total = this.#postings;
    this.#passages.clear();
    this.#postings = 0;

    // All (term, passage) pairs in one sort: term in the high part, place in the low 16 bits.
    const keys = new Float64Array(total);
    let at = 0;
    passages.forEach((passage, local) => {
      for (const term of passage.terms) keys[at++] = term * 65_536 + local;
    });
    keys.sort();

    const terms: number[] = [];
    const offsets: number[] = [];
    const locals = new Uint16Array(total);
    const payloads = new Uint16Array(total);
    const large = new LargeFrequencies();
    const next = new Uint32Array(passages.length);
    const codes = passages.map((passage) => encodeLength(passage.length));
    let lastTerm = -1;
    for (let posting = 0; posting < total; posting++) {
      const key = keys[posting]!;
      const term = Math.floor(key / 65_536);
      const local = key - term * 65_536;
      if (term !== lastTerm) {
        lastTerm = term;
        terms.push(term);
        offsets.push(posting);
      }
      // A passage's terms ascend, as the keys do.
      const frequency = passages[local]!.frequencies[next[local]!++]!;
      locals[posting] = local;
      payloads[posting] = encodePosting(frequency, codes[local]!);
      large.note(posting, frequency);
    }
    offsets.push(total);
    return {
      sequences: Uint32Array.from(passages, (passage) => passage.sequence),
      lengths: Uint32Array.from(passages, (passage) => passage.length),
      terms: Uint32Array.from(terms),
      offsets: Uint32Array.from(offsets),
      passages: locals,
      payloads,
      largePostings: Uint32Array.from(large.postings),
      largeFrequencies: Uint32Array.from(large.frequencies),
    };
  }
}
