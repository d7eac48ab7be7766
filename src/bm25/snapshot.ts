/** What an index is saved as, and the checks that a saved one must pass before it is used. */

import { describe, SnapshotError } from "../errors.js";
import { MAX_SEQUENCE } from "../ranking/order.js";
import { Dictionary } from "./dictionary.js";
import { checkParameters } from "./index_options.js";
import { encodeLength } from "./length_code.js";
import { payloadCode, payloadFrequency } from "./posting.js";
import type { Bm25Parameters } from "./scorer.js";
import { lowerBound, MAX_SEGMENT_PASSAGES } from "./segment.js";
import type { SegmentArrays } from "./segment_arrays.js";

export const SNAPSHOT_VERSION = 1;

/**
 * Plain typed arrays and strings. The arrays are the index's own: read them, do not write to them.
 */
export interface Bm25Snapshot {
  /** Version of this form. */
  readonly version: typeof SNAPSHOT_VERSION;
  /** Fingerprint of the analyzer that made the terms. */
  readonly analyzer: string;
  /** Variant, k1, b and delta in use when it was saved; others may be used after. */
  readonly parameters: Bm25Parameters;
  /** Terms by number. */
  readonly terms: readonly string[];
  /** The postings; each passage is in one segment. */
  readonly segments: readonly SegmentArrays[];
}

/** Postings checked between two yields: about a millisecond before the engine has optimised the loop. */
const POSTINGS_PER_STEP = 25_000;

/** Terms looked at between two yields: about a millisecond. */
const TERMS_PER_STEP = 1024;

/** Sequences compared between two yields: about a millisecond. */
const SEQUENCES_PER_STEP = 16_384;

const ARRAY_TYPES = {
  sequences: Uint32Array,
  lengths: Uint32Array,
  terms: Uint32Array,
  offsets: Uint32Array,
  passages: Uint16Array,
  payloads: Uint16Array,
  largePostings: Uint32Array,
  largeFrequencies: Uint32Array,
} as const;

function corrupt(problem: string): SnapshotError {
  return new SnapshotError("SNAPSHOT_CORRUPT", `The BM25 index is damaged: ${problem}.`);
}

function demand(condition: boolean, problem: string): asserts condition {
  if (!condition) throw corrupt(problem);
}

/**
 * Checks everything that the search relies on, but for the terms, in steps.
 *
 * @throws SnapshotError `SNAPSHOT_VERSION` or `SNAPSHOT_CORRUPT`
 */
export function* checkSnapshot(snapshot: Bm25Snapshot): Generator<void, void> {
  demand(typeof snapshot === "object" && snapshot !== null, "it is no object");
  if (snapshot.version !== SNAPSHOT_VERSION) {
    throw new SnapshotError(
      "SNAPSHOT_VERSION",
      `Expected a BM25 index of version ${String(SNAPSHOT_VERSION)}, got ${describe(snapshot.version)}.`,
    );
  }
  const { terms, segments } = snapshot;
  demand(typeof snapshot.analyzer === "string", "its analyzer has no fingerprint");
  demand(Array.isArray(terms) && Array.isArray(segments), "its terms or segments are no array");
  for (const segment of segments) yield* checkSegment(segment, terms.length);
  yield* checkDistinct(segments.map(({ sequences }) => sequences));
}

/**
 * The terms by their numbers, in steps.
 *
 * @throws SnapshotError `SNAPSHOT_CORRUPT`
 */
export function* dictionaryOf({ terms }: Bm25Snapshot): Generator<void, Dictionary> {
  const dictionary = new Dictionary();
  for (const [number, term] of terms.entries()) {
    demand(typeof term === "string", "a term is no string");
    demand(dictionary.numberOf(term) === number, "a term stands twice in its dictionary");
    if (number % TERMS_PER_STEP === 0) yield;
  }
  return dictionary;
}

/** Checks ascending lists for numbers in two of them: a range of numbers at a time. */
function* checkDistinct(lists: readonly Uint32Array[]): Generator<void, void> {
  const starts = new Uint32Array(lists.length);
  const step = Math.max(1, Math.floor(SEQUENCES_PER_STEP / Math.max(1, lists.length)));
  for (;;) {
    // Up to the number that the first list reaches after a step, so that no list gives more.
    let limit = Infinity;
    for (const [i, list] of lists.entries()) {
      if (starts[i]! < list.length) {
        limit = Math.min(limit, list[Math.min(starts[i]! + step, list.length) - 1]!);
      }
    }
    if (limit === Infinity) return;
    const ranges = lists.map((list, i) => {
      const start = starts[i]!;
      starts[i] = lowerBound(list, limit + 1, start, Math.min(start + step, list.length));
      return list.subarray(start, starts[i]);
    });
    const sequences = new Uint32Array(ranges.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const range of ranges) {
      sequences.set(range, at);
      at += range.length;
    }
    sequences.sort();
    demand(isAscending(sequences), "a sequence stands in two of its segments");
    yield;
  }
}

function* checkSegment(segment: SegmentArrays, termCount: number): Generator<void, void> {
  demand(typeof segment === "object" && segment !== null, "a segment is no object");
  for (const [name, type] of Object.entries(ARRAY_TYPES)) {
    demand(Reflect.get(segment, name) instanceof type, `\`${name}\` is no ${type.name}`);
  }
  const { sequences, lengths, terms, offsets, passages, payloads } = segment;
  const { largePostings, largeFrequencies } = segment;
  const n = sequences.length;
  demand(n > 0 && n <= MAX_SEGMENT_PASSAGES, "a segment's number of passages is out of range");
  demand(lengths.length === n, "the lengths do not fit the passages");
  demand(isAscending(sequences) && sequences[n - 1]! <= MAX_SEQUENCE, "sequences do not ascend");
  demand(isAscending(terms) && (terms.at(-1) ?? -1) < termCount, "term numbers do not ascend");
  demand(
    offsets.length === terms.length + 1 && offsets[0] === 0 && isAscending(offsets),
    "the terms' places do not ascend",
  );
  demand(
    offsets.at(-1) === passages.length && payloads.length === passages.length,
    "the terms' places do not fit the postings",
  );
  demand(
    largePostings.length === largeFrequencies.length && isAscending(largePostings),
    "the large frequencies do not fit",
  );
  demand(
    largeFrequencies.every((frequency) => frequency > 255),
    "a large frequency is small",
  );

  yield;
  const codes = Uint8Array.from(lengths, (length) => encodeLength(length));
  const rest = Float64Array.from(lengths);
  let large = 0;
  let steps = 0;
  for (let slot = 0; slot < terms.length; slot++) {
    let previous = -1;
    const end = offsets[slot + 1]!;
    for (let posting = offsets[slot]!; posting < end; posting++) {
      const passage = passages[posting]!;
      const payload = payloads[posting]!;
      demand(passage > previous && passage < n, "a term's passages do not ascend");
      demand(payloadCode(payload) === codes[passage], "a posting's length code is wrong");
      let frequency = payloadFrequency(payload);
      if (frequency === 0) {
        demand(largePostings[large] === posting, "a posting's frequency is missing");
        frequency = largeFrequencies[large]!;
        large++;
      }
      rest[passage] = rest[passage]! - frequency;
      previous = passage;
    }
    if (end - steps > POSTINGS_PER_STEP) {
      steps = end;
      yield;
    }
  }
  demand(large === largePostings.length, "a large frequency has no posting");
  demand(
    rest.every((left) => left === 0),
    "a passage's length is not the sum of its frequencies",
  );
}

/** Whether each value is larger than the one before. */
function isAscending(values: Uint32Array): boolean {
  for (let i = 1; i < values.length; i++) {
    if (values[i]! <= values[i - 1]!) return false;
  }
  return true;
}

/** Drops the terms that no segment uses and numbers the others anew, in the same order, in steps. */
export function* withoutUnusedTerms(
  terms: readonly string[],
  segments: readonly SegmentArrays[],
): Generator<void, { terms: readonly string[]; segments: readonly SegmentArrays[] }> {
  const numbers = new Int32Array(terms.length).fill(-1);
  for (const segment of segments) {
    for (const term of segment.terms) numbers[term] = 0;
    yield;
  }
  const used: string[] = [];
  for (let term = 0; term < numbers.length; term++) {
    if (numbers[term] === 0) numbers[term] = used.push(terms[term]!) - 1;
    if (term % POSTINGS_PER_STEP === 0) yield;
  }
  if (used.length === numbers.length) return { terms: used, segments };
  const renumbered: SegmentArrays[] = [];
  for (const segment of segments) {
    renumbered.push({ ...segment, terms: segment.terms.map((term) => numbers[term]!) });
    yield;
  }
  return { terms: used, segments: renumbered };
}

/** Variant, k1, b and delta of a snapshot. */
export function savedParameters({ parameters }: Bm25Snapshot): Bm25Parameters {
  try {
    return checkParameters(parameters);
  } catch (cause) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", "The BM25 index has no valid parameters.", {
      cause,
    });
  }
}
