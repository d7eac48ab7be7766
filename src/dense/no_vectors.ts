/** A dense index that keeps no vectors: for passages that are searched by BM25 alone. */

import type { DenseIndex, DenseRanking } from "./dense_index.js";

/** Knows which passages there are, and finds none. Their vectors are zeros, one each. */
export class NoVectors implements DenseIndex {
  readonly dimension: number;
  readonly #sequences = new Set<number>();

  /** @param dimension of the vectors that it is given and forgets */
  constructor(dimension = 1) {
    this.dimension = dimension;
  }

  get size(): number {
    return this.#sequences.size;
  }

  async upsert(sequences: Uint32Array): Promise<void> {
    for (const sequence of sequences) this.#sequences.add(sequence);
  }

  async remove(sequences: Uint32Array): Promise<void> {
    for (const sequence of sequences) this.#sequences.delete(sequence);
  }

  async search(): Promise<DenseRanking> {
    return {
      sequences: new Uint32Array(0),
      scores: new Float32Array(0),
      windows: new Uint32Array(0),
    };
  }

  async vectorsOf(sequences: Uint32Array): Promise<{ vectors: Float32Array; rows: Uint32Array }> {
    const rows = sequences.map((sequence) => (this.#sequences.has(sequence) ? 1 : 0));
    const total = rows.reduce((sum, count) => sum + count, 0);
    return { vectors: new Float32Array(total * this.dimension), rows };
  }

  async dispose(): Promise<void> {
    this.#sequences.clear();
  }
}
