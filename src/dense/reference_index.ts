/** The plain dense index: a map and a loop, which tests compare the fast one with. */

import { DisposedError } from "../errors.js";
import { dotProduct } from "../linalg/dot_product.js";
import { checkMatrix } from "../linalg/matrix.js";
import { Pause } from "../pause.js";
import { hasBit } from "../ranking/bitmap.js";
import { TopK } from "../ranking/top_k.js";
import type { DenseIndex, DenseRanking, DenseSearchOptions } from "./dense_index.js";

/** Scores are dot products in double precision, rounded to float32. */
export class ReferenceIndex implements DenseIndex {
  readonly dimension: number;
  /** Row-major [windows, d] of each passage. */
  readonly #vectors = new Map<number, Float32Array>();
  #disposed = false;

  constructor(options: { dimension: number }) {
    this.dimension = options.dimension;
  }

  get size(): number {
    return this.#vectors.size;
  }

  async upsert(sequences: Uint32Array, vectors: Float32Array): Promise<void> {
    this.#requireAlive();
    checkMatrix("vectors", vectors, sequences.length, this.dimension);
    let start = 0;
    while (start < sequences.length) {
      const sequence = sequences[start]!;
      let end = start + 1;
      while (sequences[end] === sequence) end += 1;
      const rows = vectors.slice(start * this.dimension, end * this.dimension);
      this.#vectors.set(sequence, rows);
      start = end;
    }
  }

  async remove(sequences: Uint32Array): Promise<void> {
    this.#requireAlive();
    for (const sequence of sequences) this.#vectors.delete(sequence);
  }

  async search(
    query: Float32Array,
    k: number,
    { allowed, signal }: DenseSearchOptions = {},
  ): Promise<DenseRanking> {
    this.#requireAlive();
    checkMatrix("query", query, 1, this.dimension);
    const pause = new Pause(signal);
    const top = new TopK(k);
    const bestWindow = new Map<number, number>();
    for (const [sequence, vectors] of this.#vectors) {
      if (allowed !== undefined && !hasBit(allowed, sequence)) continue;
      let best = -Infinity;
      for (let window = 0; window * this.dimension < vectors.length; window += 1) {
        const start = window * this.dimension;
        const score = Math.fround(dotProduct(query, 0, vectors, start, this.dimension));
        if (window > 0 && score <= best) continue;
        best = score;
        bestWindow.set(sequence, window);
      }
      top.push(best, sequence);
      if (pause.due()) await pause.take();
    }
    const { sequences, scores } = top.drain();
    return {
      sequences,
      scores: Float32Array.from(scores),
      windows: Uint32Array.from(sequences, (sequence) => bestWindow.get(sequence)!),
    };
  }

  async vectorsOf(sequences: Uint32Array): Promise<{ vectors: Float32Array; rows: Uint32Array }> {
    this.#requireAlive();
    const found = Array.from(
      sequences,
      (sequence) => this.#vectors.get(sequence) ?? new Float32Array(0),
    );
    const vectors = new Float32Array(found.reduce((sum, { length }) => sum + length, 0));
    let start = 0;
    for (const rows of found) {
      vectors.set(rows, start);
      start += rows.length;
    }
    return { vectors, rows: Uint32Array.from(found, ({ length }) => length / this.dimension) };
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#vectors.clear();
  }

  #requireAlive(): void {
    if (this.#disposed) throw new DisposedError("The dense index");
  }
}
