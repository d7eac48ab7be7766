/** The rows of a growing matrix, in blocks, and which passage each belongs to. */

import { dotProduct } from "../linalg/dot_product.js";
import { RowPlaces } from "./row_places.js";

/** Row mark of a removed vector. */
export const REMOVED_ROW = 0xffff_ffff;

/** Numbers in a full block, 16 MB: scanning it takes one or two milliseconds. */
const BLOCK_NUMBERS = 2 ** 22;

/** Rows of the first allocation of a block. */
const FIRST_ROWS = 256;

/** Fewer marks than this, or than a block has rows, are not worth a compaction. */
const FEWEST_MARKS = 1024;

/** Part of the matrix that lies together in memory. */
export interface RowBlock {
  /** Row-major, with room for at least `length` rows. */
  values: Float32Array;
  /** Passage of each row, or `REMOVED_ROW`. */
  sequences: Uint32Array;
  /** Rows in use, marks included. */
  length: number;
  /** No row's Euclidean norm is larger. */
  largestNorm: number;
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
  #compactions = 0;
  readonly #places = new RowPlaces();

  /** @param blockRows rows of a full block. Default: 16 MB of them */
  constructor(
    dimension: number,
    blockRows: number = Math.max(1, Math.floor(BLOCK_NUMBERS / dimension)),
  ) {
    this.dimension = dimension;
    this.blockRows = blockRows;
  }

  /** Passages held. */
  get size(): number {
    return this.#places.size;
  }

  /** Rows in use, marks included. */
  get length(): number {
    return this.#length;
  }

  /** How often rows were moved. Until then a full block changes by its marks alone. */
  get compactions(): number {
    return this.#compactions;
  }

  /** Rows of a passage: the first, and how many; `undefined` when it is unknown. */
  placeOf(sequence: number): { first: number; count: number } | undefined {
    const first = this.#places.get(sequence);
    if (first === undefined) return undefined;
    let end = first + 1;
    while (end < this.#length && this.#sequenceAt(end) === sequence) end += 1;
    return { first, count: end - first };
  }

  /** The vector in row `row`, as a view. */
  row(row: number): Float32Array {
    const block = this.blocks[Math.floor(row / this.blockRows)]!;
    const at = (row % this.blockRows) * this.dimension;
    return block.values.subarray(at, at + this.dimension);
  }

  /** The dot product with the vector in row `row`: in double precision, rounded to float32. */
  score(row: number, query: Float32Array): number {
    const block = this.blocks[Math.floor(row / this.blockRows)]!;
    const at = (row % this.blockRows) * this.dimension;
    return Math.fround(dotProduct(query, 0, block.values, at, this.dimension));
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
      const rows = vectors.subarray(from * dimension, to * dimension);
      block.values.set(rows, at * dimension);
      block.sequences.set(sequences.subarray(from, to), at);
      block.length = at + to - from;
      block.largestNorm = Math.max(block.largestNorm, largestNormOf(rows, dimension));
      from = to;
    }
    for (let row = 0; row < sequences.length; row += 1) {
      const sequence = sequences[row]!;
      if (row === 0 || sequence !== sequences[row - 1]) this.#places.set(sequence, start + row);
    }
    this.#length += sequences.length;
    this.#compactIfWorthwhile();
  }

  remove(sequences: Uint32Array): void {
    this.#mark(sequences);
    this.#compactIfWorthwhile();
  }

  #sequenceAt(row: number): number {
    return this.blocks[Math.floor(row / this.blockRows)]!.sequences[row % this.blockRows]!;
  }

  #mark(sequences: Uint32Array): void {
    for (const sequence of sequences) {
      const place = this.placeOf(sequence);
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
        this.blocks.push({ values, sequences, length: 0, largestNorm: 0 });
      } else {
        values.set(old.values.subarray(0, old.length * this.dimension));
        sequences.set(old.sequences.subarray(0, old.length));
        old.values = values;
        old.sequences = sequences;
      }
    }
  }

  #compactIfWorthwhile(): void {
    const { blockRows } = this;
    if (this.#marked < Math.min(FEWEST_MARKS, blockRows)) return;
    if (this.#marked * 2 < this.#length) return;
    let to = 0;
    for (let from = 0; from < this.#length; from += 1) {
      const sequence = this.#sequenceAt(from);
      if (sequence === REMOVED_ROW) continue;
      if (to !== from) {
        this.row(to).set(this.row(from));
        this.blocks[Math.floor(to / blockRows)]!.sequences[to % blockRows] = sequence;
      }
      if (this.#places.get(sequence) === from) this.#places.set(sequence, to);
      to += 1;
    }
    this.#length = to;
    this.#marked = 0;
    this.#compactions += 1;
    // The norms of the blocks stay: each still holds for the rows that moved into its block, of which
    // all come from it or from later ones, once it is the largest from there on.
    for (let index = this.blocks.length - 2; index >= 0; index -= 1) {
      const block = this.blocks[index]!;
      block.largestNorm = Math.max(block.largestNorm, this.blocks[index + 1]!.largestNorm);
    }
    this.blocks.length = Math.ceil(to / blockRows);
    const last = this.blocks.at(-1);
    if (last !== undefined) last.length = to - (this.blocks.length - 1) * blockRows;
  }
}

/** @param vectors row-major [n, d] */
function largestNormOf(vectors: Float32Array, d: number): number {
  let largest = 0;
  for (let at = 0; at < vectors.length; at += d) {
    largest = Math.max(largest, dotProduct(vectors, at, vectors, at, d));
  }
  return Math.sqrt(largest);
}
