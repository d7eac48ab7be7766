/** The rows of a growing matrix, in blocks, and which passage each belongs to. */

/** Row mark of a removed vector. */
export const REMOVED_ROW = 0xffff_ffff;

/** Numbers in a full block, 16 MB: scanning it takes one or two milliseconds. */
const BLOCK_NUMBERS = 2 ** 22;

/** Rows of the first allocation of a block. */
const FIRST_ROWS = 256;

/** Fewer marks than this are not worth a compaction. */
const FEWEST_MARKS = 1024;

/** Part of the matrix that lies together in memory. */
export interface RowBlock {
  /** Row-major, with room for at least `length` rows. */
  values: Float32Array;
  /** Passage of each row, or `REMOVED_ROW`. */
  sequences: Uint32Array;
  /** Rows in use, marks included. */
  length: number;
}

/**
 * Rows are appended; a removed or replaced row is marked, and the matrix is compacted once half of
 * its rows are marks. Growing copies at most one block.
 */
export class VectorRows {
  readonly dimension: number;
  /** All but the last are full. */
  readonly blocks: RowBlock[] = [];
  /** Rows of a full block. */
  readonly blockRows: number;
  #length = 0;
  #marked = 0;
  readonly #places = new Map<number, { first: number; count: number }>();

  constructor(dimension: number) {
    this.dimension = dimension;
    this.blockRows = Math.max(1, Math.floor(BLOCK_NUMBERS / dimension));
  }

  /** Passages held. */
  get size(): number {
    return this.#places.size;
  }

  /** Rows in use, marks included. */
  get length(): number {
    return this.#length;
  }

  /** Rows of a passage: the first, and how many; `undefined` when it is unknown. */
  placeOf(sequence: number): { first: number; count: number } | undefined {
    return this.#places.get(sequence);
  }

  /** The vector in row `row`, as a view. */
  row(row: number): Float32Array {
    const block = this.blocks[Math.floor(row / this.blockRows)]!;
    const at = (row % this.blockRows) * this.dimension;
    return block.values.subarray(at, at + this.dimension);
  }

  upsert(sequences: Uint32Array, vectors: Float32Array): void {
    const { dimension, blockRows } = this;
    const start = this.#length;
    // First, because it alone can fail.
    this.#reserve(start + sequences.length);
    this.#mark(sequences);
    for (let from = 0; from < sequences.length;) {
      const at = (start + from) % blockRows;
      const block = this.blocks[Math.floor((start + from) / blockRows)]!;
      const to = Math.min(sequences.length, from + blockRows - at);
      block.values.set(vectors.subarray(from * dimension, to * dimension), at * dimension);
      block.sequences.set(sequences.subarray(from, to), at);
      block.length = at + to - from;
      from = to;
    }
    for (let from = 0; from < sequences.length;) {
      let to = from + 1;
      while (to < sequences.length && sequences[to] === sequences[from]) to += 1;
      this.#places.set(sequences[from]!, { first: start + from, count: to - from });
      from = to;
    }
    this.#length += sequences.length;
    this.#compactIfWorthwhile();
  }

  remove(sequences: Uint32Array): void {
    this.#mark(sequences);
    this.#compactIfWorthwhile();
  }

  #mark(sequences: Uint32Array): void {
    for (const sequence of sequences) {
      const place = this.#places.get(sequence);
      if (place === undefined) continue;
      for (let row = place.first; row < place.first + place.count; row += 1) {
        this.blocks[Math.floor(row / this.blockRows)]!.sequences[row % this.blockRows] =
          REMOVED_ROW;
      }
      this.#marked += place.count;
      this.#places.delete(sequence);
    }
  }

  /** Makes room for `rows` rows in all. */
  #reserve(rows: number): void {
    const { blockRows } = this;
    for (let index = 0; index * blockRows < rows; index += 1) {
      const needed = Math.min(blockRows, rows - index * blockRows);
      const old = this.blocks[index];
      const capacity = old?.sequences.length ?? 0;
      if (capacity >= needed) continue;
      const room = Math.min(blockRows, Math.max(needed, capacity * 2, FIRST_ROWS));
      const values = new Float32Array(room * this.dimension);
      const sequences = new Uint32Array(room);
      if (old === undefined) {
        this.blocks.push({ values, sequences, length: 0 });
      } else {
        values.set(old.values.subarray(0, old.length * this.dimension));
        sequences.set(old.sequences.subarray(0, old.length));
        old.values = values;
        old.sequences = sequences;
      }
    }
  }

  #compactIfWorthwhile(): void {
    if (this.#marked < FEWEST_MARKS || this.#marked * 2 < this.#length) return;
    const { blockRows } = this;
    let to = 0;
    for (let from = 0; from < this.#length; from += 1) {
      const sequence = this.blocks[Math.floor(from / blockRows)]!.sequences[from % blockRows]!;
      if (sequence === REMOVED_ROW) continue;
      if (to !== from) {
        this.row(to).set(this.row(from));
        this.blocks[Math.floor(to / blockRows)]!.sequences[to % blockRows] = sequence;
      }
      const place = this.#places.get(sequence)!;
      if (place.first === from) place.first = to;
      to += 1;
    }
    this.#length = to;
    this.#marked = 0;
    this.blocks.length = Math.ceil(to / blockRows);
    const last = this.blocks.at(-1);
    if (last !== undefined) last.length = to - (this.blocks.length - 1) * blockRows;
  }
}
