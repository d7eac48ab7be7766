/** The typed arrays of a segment. */

/** What a segment is made of: n passages, t terms, p postings. */
export interface SegmentArrays {
  /** [n] ascending. */
  readonly sequences: Uint32Array;
  /** [n] number of terms in each passage. */
  readonly lengths: Uint32Array;
  /** [t] term numbers, ascending. */
  readonly terms: Uint32Array;
  /** [t + 1] the postings of terms[i] are offsets[i] .. offsets[i + 1]. */
  readonly offsets: Uint32Array;
  /** [p] local passage numbers, ascending within a term. */
  readonly passages: Uint16Array;
  /** [p] `frequency << 8 | length code` (Lucene's length in a byte); 0 for a frequency of 256 or more. */
  readonly payloads: Uint16Array;
  /** Numbers of the postings whose frequency is 256 or more, ascending. */
  readonly largePostings: Uint32Array;
  /** Their frequencies. */
  readonly largeFrequencies: Uint32Array;
}
