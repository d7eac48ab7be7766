/** A passage collection in this process's memory. */

import { Bm25Index, type Bm25IndexOptions } from "../bm25/inverted_index.js";
import type { DenseIndex } from "../dense/dense_index.js";
import { ExactIndex } from "../dense/exact_index.js";
import { DisposedError, expected } from "../errors.js";
import { Pause } from "../pause.js";
import type { Filter } from "./filter.js";
import { LocalReader, type LocalParts } from "./local_reader.js";
import { LocalWriter } from "./local_writer.js";
import type {
  AddOptions,
  Hit,
  MatchedTerm,
  NewPassage,
  Passage,
  PassageCollection,
  PassageReader,
  SearchBm25Options,
  SearchDenseOptions,
} from "./passage_collection.js";
import { passageOf, PassageRecords, type PassageRecord } from "./passage_records.js";
import { prepareAddition } from "./prepare_passages.js";
import { ReadWriteLock } from "./read_write_lock.js";

export interface LocalCollectionOptions {
  /** Length d of every vector; positive integer. */
  dimension: number;
  /** Names the model and precision whose vectors are held; not empty. */
  fingerprint: string;
  /** Analyzer, variant and parameters of the BM25 index. Default: those of `Bm25Index`. */
  bm25?: Bm25IndexOptions;
  /**
   * Where the vectors are. An empty index of the same dimension, which the collection then owns and
   * disposes of. Default: exact search in ONNX Runtime, in the worker thread.
   */
  dense?: DenseIndex;
}

/** Passages fetched at a time by `scan`. */
const SCAN_BATCH = 256;

/**
 * Passages, their vectors (exact dot product) and their terms (BM25) under one id space.
 *
 * Writes run one after the other, in the order of the calls, and each takes effect as a whole: a
 * search sees the state before or after it. Arguments of `add` must stay as they are until its
 * promise settles; what is stored, and what is returned, is a copy.
 *
 * A passage that is new gets the next sequence number; a passage that replaces one of the same id
 * keeps that one's number and so its place among equal scores. Numbers of deleted passages are not
 * used again.
 *
 * Errors: `InvalidArgumentError`, `FilterError`, `AbortedError`; `DisposedError` after `close`; and
 * what the engine of the dense index throws.
 */
export class LocalCollection implements PassageCollection {
  readonly dimension: number;
  readonly fingerprint: string;
  readonly #parts: LocalParts;
  readonly #reader: LocalReader;
  readonly #writer: LocalWriter;
  /** Held by writes while they take effect, and by reads. */
  readonly #state = new ReadWriteLock();
  /** Held by one write from its checks to its end. */
  readonly #writes = new ReadWriteLock();
  #closing: Promise<void> | undefined;

  constructor(options: LocalCollectionOptions) {
    const { dimension, fingerprint } = options;
    if (!Number.isSafeInteger(dimension) || dimension < 1) {
      throw expected("dimension", "a positive integer", dimension);
    }
    if (typeof fingerprint !== "string" || fingerprint === "") {
      throw expected("fingerprint", "a non-empty string", fingerprint);
    }
    if (options.dense !== undefined && options.dense.dimension !== dimension) {
      throw expected("dense.dimension", String(dimension), options.dense.dimension);
    }
    this.dimension = dimension;
    this.fingerprint = fingerprint;
    this.#parts = {
      dimension,
      records: new PassageRecords(),
      dense: options.dense ?? new ExactIndex({ dimension }),
      bm25: new Bm25Index(options.bm25),
    };
    this.#reader = new LocalReader(this.#parts);
    this.#writer = new LocalWriter(this.#parts, this.#state);
  }

  /** How many passages are stored. */
  get size(): number {
    return this.#parts.records.size;
  }

  add(
    passages: readonly NewPassage[],
    vectors: Float32Array,
    options: AddOptions = {},
  ): Promise<string[]> {
    return this.#write(async () => {
      const addition = await prepareAddition(this.dimension, passages, vectors, options);
      await this.#writer.add(addition, options.signal);
      return addition.passages.map(({ id }) => id);
    }, options.signal);
  }

  delete(where: { ids: readonly string[] } | { filter: Filter }): Promise<number> {
    return this.#write(async () => {
      const records = await this.#selectForDeletion(where);
      await this.#writer.remove(records);
      return records.length;
    });
  }

  get(ids: readonly string[]): Promise<(Passage | undefined)[]> {
    return this.#read((reader) => reader.get(ids));
  }

  getVectors(ids: readonly string[]): Promise<Float32Array> {
    return this.#read((reader) => reader.getVectors(ids));
  }

  searchDense(query: Float32Array, k: number, options: SearchDenseOptions = {}): Promise<Hit[]> {
    return this.#read((reader) => reader.searchDense(query, k, options), options.signal);
  }

  searchBm25(query: string, k: number, options: SearchBm25Options = {}): Promise<Hit[]> {
    return this.#read((reader) => reader.searchBm25(query, k, options), options.signal);
  }

  matchedTerms(query: string, ids: readonly string[]): Promise<(MatchedTerm[] | undefined)[]> {
    return this.#read((reader) => reader.matchedTerms(query, ids));
  }

  count(filter?: Filter): Promise<number> {
    return this.#read((reader) => reader.count(filter));
  }

  readConsistently<T>(
    read: (reader: PassageReader) => Promise<T>,
    options: { signal?: AbortSignal } = {},
  ): Promise<T> {
    return this.#read(read, options.signal);
  }

  /**
   * The passages stored when the iteration begins, in insertion order, each with its vectors as both
   * are when it is reached. Those deleted in between are left out.
   */
  async *scan(): AsyncIterable<{ passage: Passage; vectors: Float32Array }> {
    const { records, dense } = this.#parts;
    this.#requireOpen();
    const sequences = Array.from(records.values(), ({ sequence }) => sequence);
    for (let start = 0; start < sequences.length; start += SCAN_BATCH) {
      const batch = await this.#read(async () => {
        const stored = sequences
          .slice(start, start + SCAN_BATCH)
          .map((sequence) => records.at(sequence))
          .filter((record) => record !== undefined);
        const { vectors } = await dense.vectorsOf(
          Uint32Array.from(stored, ({ sequence }) => sequence),
        );
        return this.#withVectors(stored, vectors);
      });
      yield* batch;
    }
  }

  /** Waits for the calls in progress, then frees the vectors. Calling it again changes nothing. */
  close(): Promise<void> {
    this.#closing ??= this.#writes.write(() =>
      this.#state.write(async () => {
        await this.#parts.dense.dispose();
      }),
    );
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #read<T>(read: (reader: LocalReader) => Promise<T>, signal?: AbortSignal): Promise<T> {
    this.#requireOpen();
    return this.#state.read(() => read(this.#reader), signal);
  }

  async #write<T>(write: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    this.#requireOpen();
    return this.#writes.write(write, signal);
  }

  #requireOpen(): void {
    if (this.#closing !== undefined) throw new DisposedError("The collection");
  }

  async #selectForDeletion(
    where: { ids: readonly string[] } | { filter: Filter },
  ): Promise<PassageRecord[]> {
    if ("filter" in where && !("ids" in where)) return this.#reader.select(where.filter);
    if (!("ids" in where) || "filter" in where || !Array.isArray(where.ids)) {
      throw expected("where", "either { ids: [...] } or { filter: ... }", where);
    }
    const records = new Set<PassageRecord>();
    const pause = new Pause();
    for (const id of where.ids) {
      const record = this.#parts.records.get(id);
      if (record !== undefined) records.add(record);
      if (pause.due()) await pause.take();
    }
    return [...records];
  }

  #withVectors(
    stored: readonly PassageRecord[],
    vectors: Float32Array,
  ): { passage: Passage; vectors: Float32Array }[] {
    let start = 0;
    return stored.map((record) => {
      const end = start + record.windows * this.dimension;
      const own = vectors.slice(start, end);
      start = end;
      return { passage: passageOf(record), vectors: own };
    });
  }
}
