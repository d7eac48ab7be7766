/** The rows of a growing matrix, in blocks, and which passage each belongs to. */

import { dotProduct } from "../linalg/dot_product.js";
import { RowPlaces } from "./row_places.js";
import type { RowFile } from "./row_file.js";
import { BLOCKS_PER_PIECE } from "./score_graph.js";

/** Row mark of a removed vector. */
export const REMOVED_ROW = 0xffff_ffff;

/** Numbers in a full block, 16 MB: scanning it takes one or two milliseconds. */
const BLOCK_NUMBERS = 2 ** 22;

/** Rows of the first allocation of a block. */
const FIRST_ROWS = 256;

/** Fewer marks than this, or than a block has rows, are not worth a compaction. */
const FEWEST_MARKS = 1024;

/** Part of the matrix. */
export interface RowBlock {
  /** Row-major, with room for at least `length` rows; empty where the rows lie in the file. */
  values: Float32Array;
  /** Passage of each row, or `REMOVED_ROW`. */
  sequences: Uint32Array;
  /** Rows in use, marks included. */
  length: number;
  /** No row's Euclidean norm is larger. */
  largestNorm: number;
}

/**
 * Rows are appended; a removed or replaced row is marked, and the rows in memory are compacted once
 * half of them are marks. Growing copies at most one block.
 *
 * The first blocks may lie in a file, which is never written: marked rows stay there.
 */
export class VectorRows {
  readonly dimension: number;
  /** All but the last are full. */
  readonly blocks: RowBlock[] = [];
  /** Rows of a full block. */
  readonly blockRows: number;
  #length = 0;
  /** Marked rows in memory. */
  #marked = 0;
  #compactions = 0;
  #file: RowFile | undefined;
  /** Rows that lie in the file, whole blocks: the first ones. */
  #fileRows = 0;
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

  /** Blocks that lie in the file: the first ones. */
  get fileBlocks(): number {
    return this.#fileRows / this.blockRows;
  }

  /**
   * Takes the rows of a file, of which whole blocks stay where they are. There must be no rows yet.
   *
   * @param sequences the passage of each row of the file; rows of one passage stand together
   * @param largestNorm no row's is larger
   */
  attach(file: RowFile, sequences: Uint32Array, largestNorm: number): void {
    const { blockRows } = this;
    const fileRows = Math.floor(sequences.length / blockRows) * blockRows;
    // First, because it alone can fail.
    const rest = file.read(fileRows, sequences.length - fileRows);
    this.#file = file;
    this.#fileRows = fileRows;
    for (let row = 0; row < this.#fileRows; row += blockRows) {
      const own = sequences.slice(row, row + blockRows);
      this.blocks.push({
        values: new Float32Array(0),
        sequences: own,
        length: blockRows,
        largestNorm,
      });
    }
    this.#length = this.#fileRows;
    this.#append(sequences.subarray(fileRows), rest);
    this.#place(sequences, 0);
  }

  /** Rows of a passage: the first, and how many; `undefined` when it is unknown. */
  placeOf(sequence: number): { first: number; count: number } | undefined {
    const first = this.#places.get(sequence);
    if (first === undefined) return undefined;
    let end = first + 1;
    while (end < this.#length && this.#sequenceAt(end) === sequence) end += 1;
    return { first, count: end - first };
  }

  /** Rows of one block from `row` on, row-major: a view, or read from the file. */
  read(row: number, count: number): Float32Array {
    if (row < this.#fileRows) return this.#file!.read(row, count);
    const block = this.blocks[Math.floor(row / this.blockRows)]!;
    const at = (row % this.blockRows) * this.dimension;
    return block.values.subarray(at, at + count * this.dimension);
  }

  /** The dot product with the vector in row `row`: in double precision, rounded to float32. */
  score(row: number, query: Float32Array): number {
    return Math.fround(dotProduct(query, 0, this.read(row, 1), 0, this.dimension));
  }

  upsert(sequences: Uint32Array, vectors: Float32Array): void {
    const start = this.#length;
    // First, because it alone can fail.
    this.#reserve(start + sequences.length);
    this.#mark(sequences);
    this.#append(sequences, vectors);
    this.#place(sequences, start);
    this.#compactIfWorthwhile();
  }

  remove(sequences: Uint32Array): void {
    this.#mark(sequences);
    this.#compactIfWorthwhile();
  }

  #sequenceAt(row: number): number {
    return this.blocks[Math.floor(row / this.blockRows)]!.sequences[row % this.blockRows]!;
  }

  #append(sequences: Uint32Array, vectors: Float32Array): void {
    const { dimension, blockRows } = this;
    const start = this.#length;
    this.#reserve(start + sequences.length);
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
    this.#length += sequences.length;
  }

  /** Remembers where the passages of rows that begin at `start` are. */
  #place(sequences: Uint32Array, start: number): void {
    for (let row = 0; row < sequences.length; row += 1) {
      const sequence = sequences[row]!;
      if (row === 0 || sequence !== sequences[row - 1]) this.#places.set(sequence, start + row);
    }
  }

  #mark(sequences: Uint32Array): void {
    for (const sequence of sequences) {
      const place = this.placeOf(sequence);
      if (place === undefined) continue;
      for (let row = place.first; row < place.first + place.count; row += 1) {
        this.blocks[Math.floor(row / this.blockRows)]!.sequences[row % this.blockRows] =
          REMOVED_ROW;
        if (row >= this.#fileRows) this.#marked += 1;
      }
      this.#places.delete(sequence);
    }
  }

  /** Makes room for `rows` rows in all. */
  #reserve(rows: number): void {
    const { blockRows } = this;
    for (let index = this.fileBlocks; index * blockRows < rows; index += 1) {
      const needed = Math.min(blockRows, rows - index * blockRows);
      const old = this.blocks[index];
      const capacity = old?.sequences.length ?? 0;
      if (capacity >= needed) continue;
      const place = (index - this.fileBlocks) % BLOCKS_PER_PIECE;
      if (place > 0) {
        const piece = this.#pieceFrom(this.blocks[index - 1]!);
        const size = blockRows * this.dimension;
        const values = piece.subarray(place * size, (place + 1) * size);
        this.blocks.push({
          values,
          sequences: new Uint32Array(blockRows),
          length: 0,
          largestNorm: 0,
        });
        continue;
      }
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

  /**
   * The memory of a piece's blocks that a block lies in; one that lies alone is moved to the start of
   * new memory. What of it is not written to takes none of the machine's.
   */
  #pieceFrom(block: RowBlock): Float32Array {
    const { buffer, byteLength } = block.values;
    if (buffer.byteLength > byteLength) return new Float32Array(buffer);
    const piece = new Float32Array(block.values.length * BLOCKS_PER_PIECE);
    piece.set(block.values);
    block.values = piece.subarray(0, block.values.length);
    return piece;
  }

  #compactIfWorthwhile(): void {
    const { blockRows } = this;
    if (this.#marked < Math.min(FEWEST_MARKS, blockRows)) return;
    if (this.#marked * 2 < this.#length - this.#fileRows) return;
    let to = this.#fileRows;
    for (let from = to; from < this.#length; from += 1) {
      const sequence = this.#sequenceAt(from);
      if (sequence === REMOVED_ROW) continue;
      if (to !== from) {
        this.read(to, 1).set(this.read(from, 1));
        this.blocks[Math.floor(to / blockRows)]!.sequences[to % blockRows] = sequence;
      }
      if (this.#places.get(sequence) === from) this.#places.set(sequence, to);
      to += 1;
    }
    this.#length = to;
    this.#marked = 0;
    this.#compactions += 1;
    // The rows that moved into a block come from it or from later ones: its norm holds for them once
    // it is the largest from there on.
    for (let index = this.blocks.length - 2; index >= this.fileBlocks; index -= 1) {
      const block = this.blocks[index]!;
      block.largestNorm = Math.max(block.largestNorm, this.blocks[index + 1]!.largestNorm);
    }
    this.blocks.length = Math.ceil(to / blockRows);
    const last = this.blocks.at(-1);
    if (last !== undefined) last.length = to - (this.blocks.length - 1) * blockRows;
  }
}

/** The blocks in order, those together that lie one after the other in memory. */
export function adjacentBlocks(blocks: readonly RowBlock[]): RowBlock[][] {
  const groups: RowBlock[][] = [];
  let before: Float32Array | undefined;
  for (const block of blocks) {
    const { values } = block;
    const follows =
      before !== undefined &&
      values.buffer === before.buffer &&
      values.byteOffset === before.byteOffset + before.byteLength;
    if (follows) groups.at(-1)!.push(block);
    else groups.push([block]);
    before = values;
  }
  return groups;
}

/** @param vectors row-major [n, d] */
function largestNormOf(vectors: Float32Array, d: number): number {
  let largest = 0;
  for (let at = 0; at < vectors.length; at += d) {
    largest = Math.max(largest, dotProduct(vectors, at, vectors, at, d));
  }
  return Math.sqrt(largest);
}
