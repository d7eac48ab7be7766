/** The oracle: a passage collection so plain that it is right by looking at it. */

import { randomUUID } from "node:crypto";

import { Bm25Index } from "../../src/bm25/inverted_index.js";
import { compileFilter } from "../../src/collection/compile_filter.js";
import type { Filter } from "../../src/collection/filter.js";
import type {
  AddOptions,
  Hit,
  NewPassage,
  Passage,
  PassageCollection,
  SearchBm25Options,
  SearchDenseOptions,
} from "../../src/collection/passage_collection.js";
import { compareRanked } from "../../src/ranking/order.js";

interface Stored {
  passage: Passage;
  sequence: number;
  vectors: number[][];
}

export class PlainCollection implements PassageCollection {
  readonly dimension: number;
  readonly fingerprint: string;
  #stored: Stored[] = [];
  #next = 0;

  constructor(dimension: number, fingerprint: string) {
    this.dimension = dimension;
    this.fingerprint = fingerprint;
  }

  async add(
    passages: readonly NewPassage[],
    vectors: Float32Array,
    options: AddOptions = {},
  ): Promise<string[]> {
    let row = 0;
    const ids: string[] = [];
    for (const [i, { id = randomUUID(), text, metadata = {} }] of passages.entries()) {
      const own: number[][] = [];
      for (let w = 0; w < (options.windowsPerPassage?.[i] ?? 1); w += 1) {
        own.push(Array.from(vectors.subarray(row * this.dimension, (row + 1) * this.dimension)));
        row += 1;
      }
      const passage = { id, text, metadata: structuredClone(metadata) };
      const there = this.#stored.find((stored) => stored.passage.id === id);
      if (there === undefined) {
        this.#stored.push({ passage, vectors: own, sequence: this.#next });
        this.#next += 1;
      } else {
        there.passage = passage;
        there.vectors = own;
      }
      ids.push(id);
    }
    return ids;
  }

  async delete(where: { ids: readonly string[] } | { filter: Filter }): Promise<number> {
    const before = this.#stored.length;
    const goes =
      "ids" in where
        ? (stored: Stored): boolean => where.ids.includes(stored.passage.id)
        : this.#holds(where.filter);
    this.#stored = this.#stored.filter((stored) => !goes(stored));
    return before - this.#stored.length;
  }

  async get(ids: readonly string[]): Promise<(Passage | undefined)[]> {
    return ids.map((id) => structuredClone(this.#find(id)?.passage));
  }

  async getVectors(ids: readonly string[]): Promise<Float32Array> {
    return Float32Array.from(ids.flatMap((id) => this.#find(id)!.vectors[0]!));
  }

  async *scan(): AsyncIterable<{ passage: Passage; vectors: Float32Array }> {
    for (const { passage, vectors } of this.#stored) {
      yield { passage: structuredClone(passage), vectors: Float32Array.from(vectors.flat()) };
    }
  }

  async searchDense(
    query: Float32Array,
    k: number,
    options: SearchDenseOptions = {},
  ): Promise<Hit[]> {
    const { filter, candidates } = options;
    return this.#stored
      .filter((stored) => filter === undefined || this.#holds(filter)(stored))
      .filter(({ passage }) => candidates === undefined || candidates.includes(passage.id))
      .map(({ passage: { id }, sequence, vectors }) => {
        const scores = vectors.map((vector) =>
          Math.fround(vector.reduce((sum, x, i) => sum + x * query[i]!, 0)),
        );
        const score = Math.max(...scores);
        const hit: Hit = { id, score, sequence };
        if (vectors.length > 1) hit.window = scores.indexOf(score);
        return hit;
      })
      .toSorted(compareRanked)
      .slice(0, k);
  }

  /** By a BM25 index built afresh from all texts; test/bm25 checks that index by its definition. */
  async searchBm25(query: string, k: number, options: SearchBm25Options = {}): Promise<Hit[]> {
    const { filter } = options;
    const index = new Bm25Index();
    for (const { sequence, passage } of this.#stored) index.add(sequence, passage.text);
    const { sequences, scores } = index.search(query, this.#stored.length + 1);
    return Array.from(sequences, (sequence, i) => ({ score: scores[i]!, sequence }))
      .map((hit) => ({ hit, stored: this.#stored.find((s) => s.sequence === hit.sequence)! }))
      .filter(({ stored }) => filter === undefined || this.#holds(filter)(stored))
      .slice(0, k)
      .map(({ hit, stored }) => ({ id: stored.passage.id, ...hit }));
  }

  async count(filter?: Filter): Promise<number> {
    return this.#stored.filter((stored) => filter === undefined || this.#holds(filter)(stored))
      .length;
  }

  async close(): Promise<void> {
    this.#stored = [];
  }

  #find(id: string): Stored | undefined {
    return this.#stored.find((stored) => stored.passage.id === id);
  }

  #holds(filter: Filter): (stored: Stored) => boolean {
    const predicate = compileFilter(filter);
    return ({ passage }) => predicate(passage);
  }
}
