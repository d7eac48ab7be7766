/** The reading half of a local collection. Its caller sees to it that nothing is written meanwhile. */

import { InvalidArgumentError, throwIfAborted } from "../errors.js";
import { checkMatrix } from "../linalg/matrix.js";
import { Pause } from "../pause.js";
import { createBitmap, setBit } from "../ranking/bitmap.js";
import { checkK, checkQueryText } from "./check_search.js";
import { compileFilter, type PassagePredicate } from "./compile_filter.js";
import type { Filter } from "./filter.js";
import type {
  Hit,
  MatchedTerm,
  Passage,
  PassageReader,
  SearchBm25Options,
  SearchDenseOptions,
} from "./passage_collection.js";
import type { LocalParts } from "./local_parts.js";
import { passageOf, type PassageRecord } from "./passage_records.js";

export class LocalReader implements PassageReader {
  readonly #parts: LocalParts;

  constructor(parts: LocalParts) {
    this.#parts = parts;
  }

  async get(ids: readonly string[]): Promise<(Passage | undefined)[]> {
    const pause = new Pause();
    const passages: (Passage | undefined)[] = [];
    for (const id of ids) {
      if (pause.due()) await pause.take();
      const record = this.#parts.records.get(id);
      passages.push(record === undefined ? undefined : passageOf(record));
    }
    return passages;
  }

  async find(filter: Filter, options: { signal?: AbortSignal } = {}): Promise<Passage[]> {
    return (await this.select(filter, options.signal)).map(passageOf);
  }

  async getVectors(ids: readonly string[]): Promise<Float32Array> {
    const { records, dense, dimension } = this.#parts;
    const found = new Map<number, number>();
    const sequences = ids.map((id) => {
      const record = records.get(id);
      if (record === undefined) {
        throw new InvalidArgumentError(`Expected \`ids\` to be stored, \`${id}\` is not.`);
      }
      if (!found.has(record.sequence)) found.set(record.sequence, found.size);
      return record.sequence;
    });
    const { vectors, rows } = await dense.vectorsOf(Uint32Array.from(found.keys()));
    const firstRow = new Uint32Array(rows.length);
    for (let i = 1; i < rows.length; i += 1) firstRow[i] = firstRow[i - 1]! + rows[i - 1]!;
    const result = new Float32Array(ids.length * dimension);
    sequences.forEach((sequence, i) => {
      const start = firstRow[found.get(sequence)!]! * dimension;
      result.set(vectors.subarray(start, start + dimension), i * dimension);
    });
    return result;
  }

  async searchDense(
    query: Float32Array,
    k: number,
    options: SearchDenseOptions = {},
  ): Promise<Hit[]> {
    const { filter, candidates, signal } = options;
    const { records, dense, dimension } = this.#parts;
    throwIfAborted(signal);
    checkK(k);
    checkMatrix("query", query, 1, dimension);
    const predicate = filter === undefined ? undefined : this.#predicate(filter);
    if (records.size === 0) return [];
    const allowed =
      candidates === undefined
        ? await this.#allowed(predicate, records.values(), signal)
        : await this.#allowed(predicate ?? everyPassage, this.#known(candidates), signal);
    if (allowed?.size === 0) return [];
    const found = await dense.search(query.slice(), Math.min(k, allowed?.size ?? records.size), {
      ...(allowed !== undefined && { allowed: allowed.bitmap }),
      ...(signal !== undefined && { signal }),
    });
    const pause = new Pause(signal);
    if (pause.due()) await pause.take();
    return Array.from(found.sequences, (sequence, i) => {
      const { id, windows } = this.#recordAt(sequence);
      const hit: Hit = { id, score: found.scores[i]!, sequence };
      if (windows > 1) hit.window = found.windows[i]!;
      return hit;
    });
  }

  async searchBm25(query: string, k: number, options: SearchBm25Options = {}): Promise<Hit[]> {
    const { filter, signal } = options;
    const { records, bm25 } = this.#parts;
    throwIfAborted(signal);
    checkK(k);
    checkQueryText(query);
    const predicate = filter === undefined ? undefined : this.#predicate(filter);
    if (records.size === 0) return [];
    const allowed = await this.#allowed(predicate, records.values(), signal);
    if (allowed?.size === 0) return [];
    const pause = new Pause(signal);
    // Many searches may begin in one turn of the event loop. Just before the work: what many wait for
    // in between comes for all of them at once.
    if (pause.due()) await pause.take();
    const found = await bm25.searchAsync(query, Math.min(k, allowed?.size ?? records.size), {
      ...(allowed !== undefined && { allowed: allowed.bitmap }),
      ...(signal !== undefined && { signal }),
    });
    if (pause.due()) await pause.take();
    return Array.from(found.sequences, (sequence, i) => ({
      id: this.#recordAt(sequence).id,
      score: found.scores[i]!,
      sequence,
    }));
  }

  async matchedTerms(
    query: string,
    ids: readonly string[],
  ): Promise<(MatchedTerm[] | undefined)[]> {
    checkQueryText(query);
    const { records, bm25 } = this.#parts;
    const pause = new Pause();
    const matched: (MatchedTerm[] | undefined)[] = [];
    for (const id of ids) {
      if (pause.due()) await pause.take();
      const record = records.get(id);
      matched.push(record === undefined ? undefined : bm25.explain(query, record.sequence));
    }
    return matched;
  }

  async count(filter?: Filter): Promise<number> {
    if (filter === undefined) return this.#parts.records.size;
    return (await this.select(filter)).length;
  }

  /** The records that satisfy a filter, in insertion order; evaluated in slices. */
  async select(filter: Filter, signal?: AbortSignal): Promise<PassageRecord[]> {
    const predicate = this.#predicate(filter);
    const pause = new Pause(signal);
    const selected: PassageRecord[] = [];
    for (const record of this.#parts.records.values()) {
      if (predicate(record)) selected.push(record);
      if (pause.due()) await pause.take();
    }
    return selected;
  }

  /** A function filter is shown copies: what it does to them changes nothing here. */
  #predicate(filter: Filter): PassagePredicate {
    const predicate = compileFilter(filter);
    if (typeof filter !== "function") return predicate;
    return (record) => predicate(passageOf(record));
  }

  /** The bitmap of the records that satisfy the predicate; `undefined` where there is none. */
  async #allowed(
    predicate: PassagePredicate | undefined,
    records: Iterable<PassageRecord>,
    signal: AbortSignal | undefined,
  ): Promise<{ bitmap: Uint8Array; size: number } | undefined> {
    if (predicate === undefined) return undefined;
    const pause = new Pause(signal);
    const bitmap = createBitmap(this.#parts.records.nextSequence);
    let size = 0;
    for (const record of records) {
      if (predicate(record)) {
        setBit(bitmap, record.sequence);
        size += 1;
      }
      if (pause.due()) await pause.take();
    }
    return { bitmap, size };
  }

  /** Each stored passage of `ids` once. */
  #known(ids: readonly string[]): Set<PassageRecord> {
    const records = new Set<PassageRecord>();
    for (const id of ids) {
      const record = this.#parts.records.get(id);
      if (record !== undefined) records.add(record);
    }
    return records;
  }

  #recordAt(sequence: number): PassageRecord {
    const record = this.#parts.records.at(sequence);
    if (record === undefined) {
      throw new Error(`An index holds the sequence ${sequence}, which no passage has.`);
    }
    return record;
  }
}

const everyPassage: PassagePredicate = () => true;
