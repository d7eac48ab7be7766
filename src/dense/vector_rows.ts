/** The rows of a growing matrix, and which passage each belongs to. */

/** Row mark of a removed vector. */
export const REMOVED_ROW = 0xffff_ffff;

/** Rows per block: 3 MB of 768 numbers, a search through which takes well under a millisecond. */
const FIRST_ROWS = 1024;

/**
 * Rows are appended; a removed or replaced row is marked, and the matrix is compacted once half of
 * its rows are marks.
 */
export class VectorRows {
  readonly dimension: number;
  /** Row-major, with room for more rows than `length`. */
  values: Float32Array;
  /** Passage of each row, or `REMOVED_ROW`. */
  sequences: Uint32Array;
  /** Rows in use, marks included. */
  length = 0;
  #marked = 0;
  readonly #places = new Map<number, { first: number; count: number }>();

  constructor(dimension: number) {
    this.dimension = dimension;
    this.values = new Float32Array(0);
    this.sequences = new Uint32Array(0);
  }

  /** Passages held. */
  get size(): number {
    return this.#places.size;
  }

  /** Rows of a passage: the first, and how many; `undefined` when it is unknown. */
  placeOf(sequence: number): { first: number; count: number } | undefined {
    return this.#places.get(sequence);
  }

  upsert(sequences: Uint32Array, vectors: Float32Array): void {
    const { dimension } = this;
    // First, because it alone can fail.
    this.#reserve(this.length + sequences.length);
    this.remove(sequences, false);
    this.values.set(vectors, this.length * dimension);
    this.sequences.set(sequences, this.length);
    for (let from = 0; from < sequences.length;) {
      let to = from + 1;
      while (to < sequences.length && sequences[to] === sequences[from]) to += 1;
      this.#places.set(sequences[from]!, { first: this.length + from, count: to - from });
      from = to;
    }
    this.length += sequences.length;
    this.#compactIfWorthwhile();
  }

  remove(sequences: Uint32Array, compact = true): void {
    for (const sequence of sequences) {
      const place = this.#places.get(sequence);
      if (place === undefined) continue;
      this.sequences.fill(REMOVED_ROW, place.first, place.first + place.count);
      this.#marked += place.count;
      this.#places.delete(sequence);
    }
    if (compact) this.#compactIfWorthwhile();
  }

  #reserve(rows: number): void {
    const capacity = this.sequences.length;
    if (rows <= capacity) return;
    const next = Math.max(rows, Math.ceil(capacity * 1.5), FIRST_ROWS);
    const values = new Float32Array(next * this.dimension);
    values.set(this.values.subarray(0, this.length * this.dimension));
    const sequences = new Uint32Array(next);
    sequences.set(this.sequences.subarray(0, this.length));
    this.values = values;
    this.sequences = sequences;
  }

  #compactIfWorthwhile(): void {
    if (this.#marked < FIRST_ROWS || this.#marked * 2 < this.length) return;
    const { dimension, values, sequences } = this;
    let to = 0;
    for (let from = 0; from < this.length; from += 1) {
      const sequence = sequences[from]!;
      if (sequence === REMOVED_ROW) continue;
      if (to !== from) {
        values.copyWithin(to * dimension, from * dimension, (from + 1) * dimension);
        sequences[to] = sequence;
      }
      const place = this.#places.get(sequence)!;
      if (place.first === from) place.first = to;
      to += 1;
    }
    this.length = to;
    this.#marked = 0;
  }
}
