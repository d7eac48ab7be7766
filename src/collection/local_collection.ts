/** A passage collection in this process's memory. */

import { DisposedError, expected } from "../errors.js";
import { Pause } from "../pause.js";
import type { SnapshotManifest } from "../storage/snapshot_manifest.js";
import { withWriterLock } from "../storage/writer_lock.js";
import type { Filter } from "./filter.js";
import type { Journal } from "./journal.js";
import type { LocalParts } from "./local_parts.js";
import { LocalReader } from "./local_reader.js";
import { saveSnapshot, sourceOf } from "./local_snapshot.js";
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
import type { PassageRecord } from "./passage_records.js";
import { prepareAddition } from "./prepare_passages.js";
import { ReadWriteLock } from "./read_write_lock.js";
import {
  emptyParts,
  loadParts,
  openParts,
  type LoadOptions,
  type LocalCollectionOptions,
  type OpenOptions,
  type Restored,
} from "./restored_parts.js";
import { scanRecords } from "./scan_records.js";

export type { LoadOptions, LocalCollectionOptions, OpenOptions } from "./restored_parts.js";

/** Options of `save`. */
export interface SaveOptions {
  /** Kept in the manifest, as JSON. Default: what the collection was loaded with, or `{}`. */
  extra?: Readonly<Record<string, unknown>>;
  /** Stops the work; the folder then holds what it held. */
  signal?: AbortSignal;
}

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
  readonly #journal: Journal | undefined;
  #extra: Readonly<Record<string, unknown>>;
  #closing: Promise<void> | undefined;

  /** An empty collection that lives in memory; `load` and `open` bring one from files. */
  constructor(options: LocalCollectionOptions);
  /** @internal Used by `load` and `open`. */
  constructor(options: LocalCollectionOptions, restored: Restored);
  constructor(options: LocalCollectionOptions, restored?: Restored) {
    this.#parts = restored?.parts ?? emptyParts(options);
    this.dimension = this.#parts.dimension;
    this.fingerprint = this.#parts.fingerprint;
    this.#journal = restored?.journal;
    this.#extra = restored?.extra ?? {};
    this.#reader = new LocalReader(this.#parts);
    this.#writer = new LocalWriter(this.#parts, this.#state, this.#journal);
  }

  /**
   * Brings a saved collection into memory, after checking that every byte is as it was written.
   * Changes are not written back: for that see `save` and `open`. Safe while another process
   * writes there.
   *
   * @throws SnapshotError `SNAPSHOT_NOT_FOUND`, `SNAPSHOT_VERSION`, `SNAPSHOT_CORRUPT`;
   *   FingerprintMismatchError where BM25's analyzer is not the saved one; AbortedError
   */
  static async load(directory: string, options: LoadOptions = {}): Promise<LocalCollection> {
    const restored = await loadParts(directory, options);
    return new LocalCollection(restored.parts, restored);
  }

  /**
   * Opens the collection of a folder, or makes an empty one there, and keeps it up to date: `add`
   * and `delete` resolve when the change is on the disk, and what they had resolved is there again
   * after a crash. Until `close` no other process can write there; others can `load` it.
   *
   * @throws SnapshotError `SNAPSHOT_LOCKED` while another process has it open, and as `load`;
   *   `SNAPSHOT_NOT_FOUND` where there is none and no `dimension` and `fingerprint` are given;
   *   FingerprintMismatchError where it was made with another model
   */
  static async open(directory: string, options: OpenOptions = {}): Promise<LocalCollection> {
    const restored = await openParts(directory, options);
    return new LocalCollection(restored.parts, restored);
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
      await this.#compactWhereDue();
      return addition.passages.map(({ id }) => id);
    }, options.signal);
  }

  /**
   * Deletes passages by id, or those that satisfy a filter. Unknown ids are passed over.
   *
   * @returns how many were deleted
   */
  delete(where: { ids: readonly string[] } | { filter: Filter }): Promise<number> {
    return this.#write(async () => {
      const records = await this.#selectForDeletion(where);
      await this.#writer.remove(records);
      await this.#compactWhereDue();
      return records.length;
    });
  }

  get(ids: readonly string[]): Promise<(Passage | undefined)[]> {
    return this.#read((reader) => reader.get(ids));
  }

  find(filter: Filter, options: { signal?: AbortSignal } = {}): Promise<Passage[]> {
    return this.#read((reader) => reader.find(filter, options), options.signal);
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

  /** How many passages there are, or satisfy the filter. */
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
    this.#requireOpen();
    yield* scanRecords(this.#parts, (step) => this.#read(step));
  }

  /**
   * Saves the present state in a folder; an earlier save there is replaced as a whole, and stays
   * when this one fails. Searches go on meanwhile, writes wait. In the folder that the collection
   * was opened in, this puts the log of changes into the snapshot.
   *
   * @throws SnapshotError `SNAPSHOT_LOCKED` while another process writes there,
   *   `SNAPSHOT_WRITE_FAILED`; AbortedError
   */
  save(directory: string, options: SaveOptions = {}): Promise<SnapshotManifest> {
    const { extra = this.#extra, signal } = options;
    return this.#write(async () => {
      const source = sourceOf(this.#parts);
      if (this.#journal?.isAt(directory) === true) {
        await this.#journal.compact(source, extra, signal);
        this.#extra = extra;
        return this.#journal.manifest!;
      }
      return withWriterLock(directory, (lock) =>
        saveSnapshot(directory, source, { lock, extra, signal }),
      );
    }, signal);
  }

  /**
   * Waits for the calls in progress, then frees the vectors, and the folder of an opened collection.
   * Calling it again changes nothing.
   */
  close(): Promise<void> {
    this.#closing ??= this.#writes.write(() =>
      this.#state.write(async () => {
        try {
          await this.#journal?.close();
        } finally {
          await this.#parts.dense.dispose();
        }
      }),
    );
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** What fails here fails no write: it is on the disk, and the next one tries again. */
  async #compactWhereDue(): Promise<void> {
    if (this.#journal?.wantsCompaction !== true) return;
    await this.#journal.compact(sourceOf(this.#parts), this.#extra).catch(() => undefined);
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
}
