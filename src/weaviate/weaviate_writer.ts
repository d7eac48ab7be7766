/** The writing half of a Weaviate collection. Its caller lets one write run at a time. */

import type { FilterValue } from "weaviate-client";

import type { Analyzer } from "../bm25/analyzer.js";
import type { PreparedAddition, PreparedPassage } from "../collection/prepare_passages.js";
import { InvalidArgumentError, throwIfAborted, type RejectedPassage } from "../errors.js";
import { rowOf } from "../linalg/matrix.js";
import { Pause } from "../pause.js";
import { MAX_SEQUENCE } from "../ranking/order.js";
import {
  BatchSender,
  type Outgoing,
  type SenderSettings,
  type WriteOptions,
} from "./batch_sender.js";
import type { FilterField } from "./filter_fields.js";
import { passageUuid, windowUuid } from "./object_ids.js";
import {
  filterable,
  passageProperties,
  readSequence,
  type ObjectProperties,
} from "./passage_objects.js";
import { asked } from "./translate_filter.js";
import { highestSequence } from "./sequences.js";
import { idFilter, IDS_PER_CALL, type Table, type WeaviateTables } from "./weaviate_tables.js";

export interface WriterSettings extends SenderSettings {
  readonly dimension: number;
  readonly analyzer: Analyzer;
  readonly fields: readonly FilterField[];
  readonly maximumResults: number;
}

export class WeaviateWriter {
  readonly #tables: WeaviateTables;
  readonly #settings: WriterSettings;
  readonly #sender: BatchSender;
  #nextSequence: number | undefined;

  constructor(tables: WeaviateTables, settings: WriterSettings) {
    this.#tables = tables;
    this.#settings = settings;
    this.#sender = new BatchSender(tables, settings);
  }

  /**
   * Stores passages, or replaces those of the same ids. An error may leave some stored: the same
   * call again completes them.
   *
   * @returns those that the servers refused
   */
  async add(addition: PreparedAddition, options: WriteOptions): Promise<RejectedPassage[]> {
    const { passages } = addition;
    const { signal } = options;
    // Before anything is sent: the properties are checked while they are made.
    const filterables = await this.#filterables(passages, signal);
    const before = await this.#storedBefore(passages, signal);
    const sequences = await this.#sequences(passages, before, signal);
    // First, so that a call that is cut short finds them again when it is repeated.
    await this.#removeSurplus(passages, before, signal);
    const rejected = await this.#sender.send(
      "passages",
      this.#passageObjects(addition, filterables, sequences),
      options,
    );
    const without = new Set(rejected.map(({ id }) => id));
    rejected.push(
      ...(await this.#sender.send(
        "windows",
        this.#windowObjects(addition, filterables, sequences, without),
        options,
      )),
    );
    return Array.from(new Map(rejected.map((one) => [one.id, one])).values());
  }

  /** Deletes passages by id. @returns how many there were */
  async deleteIds(ids: readonly string[], signal?: AbortSignal): Promise<number> {
    const uuids = Array.from(new Set(ids), passageUuid);
    const stored = await this.#tables.fetchByIdsSurely("passages", uuids, {
      properties: [],
      signal,
    });
    await this.#deletePassages(
      stored.map(({ uuid }) => uuid),
      signal,
    );
    return stored.length;
  }

  /** Deletes the passages that satisfy a filter. @returns how many there were */
  async deleteWhere(filter: FilterValue | undefined, signal?: AbortSignal): Promise<number> {
    const { maximumResults } = this.#settings;
    const deleted = new Set<string>();
    for (;;) {
      throwIfAborted(signal);
      const found = await this.#tables.fetch("passages", {
        filter,
        limit: maximumResults,
        properties: [],
        signal,
      });
      const uuids = found.map(({ uuid }) => uuid).filter((uuid) => !deleted.has(uuid));
      // A replica that is behind may show again what is deleted already.
      if (uuids.length === 0) return deleted.size;
      await this.#deletePassages(uuids, signal);
      for (const uuid of uuids) deleted.add(uuid);
    }
  }

  /** Windows first: one without its passage would be found and lead nowhere. */
  async #deletePassages(uuids: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    for (let from = 0; from < uuids.length; from += IDS_PER_CALL) {
      const part = uuids.slice(from, from + IDS_PER_CALL);
      await this.#deleteMatching("windows", asked("ContainsAny", "passage", part), signal);
      await this.#deleteMatching("passages", idFilter(part), signal);
    }
  }

  async #deleteMatching(
    table: Table,
    filter: FilterValue,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    for (;;) {
      const { matches, successful } = await this.#tables.run(
        table,
        async (collection) => {
          const result = await collection.data.deleteMany(filter);
          if (result.failed > 0) throw new Error(`UNKNOWN: ${result.failed} not deleted.`);
          return result;
        },
        signal,
      );
      // Servers delete so many in a call and leave the rest.
      if (matches < this.#settings.maximumResults || successful === 0) return;
    }
  }

  async #filterables(
    passages: readonly PreparedPassage[],
    signal: AbortSignal | undefined,
  ): Promise<ObjectProperties[]> {
    const pause = new Pause(signal);
    const made: ObjectProperties[] = [];
    for (const passage of passages) {
      made.push(filterable(passage, this.#settings.fields));
      if (pause.due()) await pause.take();
    }
    return made;
  }

  /** Sequence and number of windows of the passages that are there, by UUID. */
  async #storedBefore(
    passages: readonly PreparedPassage[],
    signal: AbortSignal | undefined,
  ): Promise<Map<string, { sequence: number; windows: number }>> {
    const stored = await this.#tables.fetchByIds(
      "passages",
      passages.map(({ id }) => passageUuid(id)),
      { properties: ["sequence", "windows"], signal },
    );
    return new Map(
      stored.map(({ uuid, properties }) => [
        uuid,
        { sequence: readSequence(uuid, properties), windows: Number(properties["windows"]) },
      ]),
    );
  }

  async #sequences(
    passages: readonly PreparedPassage[],
    before: ReadonlyMap<string, { sequence: number }>,
    signal: AbortSignal | undefined,
  ): Promise<number[]> {
    this.#nextSequence ??= ((await highestSequence(this.#tables, signal)) ?? -1) + 1;
    let next = this.#nextSequence;
    const sequences = passages.map(({ id }) => before.get(passageUuid(id))?.sequence ?? next++);
    if (next > MAX_SEQUENCE + 1) {
      throw new InvalidArgumentError(
        "The collection has given out all of its 2^32 sequence numbers; copy it into a new one.",
      );
    }
    this.#nextSequence = next;
    return sequences;
  }

  *#passageObjects(
    { passages, vectors }: PreparedAddition,
    filterables: readonly ObjectProperties[],
    sequences: readonly number[],
  ): Generator<Outgoing> {
    let row = 0;
    for (const [i, passage] of passages.entries()) {
      const properties = {
        ...passageProperties(passage, sequences[i]!, this.#settings.analyzer),
        ...filterables[i],
      };
      yield this.#outgoing(passage, passageUuid(passage.id), properties, vectors, row);
      row += passage.windows;
    }
  }

  /** @param without ids of passages that were refused: their windows would lead nowhere */
  *#windowObjects(
    { passages, vectors }: PreparedAddition,
    filterables: readonly ObjectProperties[],
    sequences: readonly number[],
    without: ReadonlySet<string>,
  ): Generator<Outgoing> {
    let row = 0;
    for (const [i, passage] of passages.entries()) {
      const uuid = passageUuid(passage.id);
      const windows = without.has(passage.id) ? 0 : passage.windows;
      for (let window = 1; window < windows; window += 1) {
        const properties = {
          passage: uuid,
          passageId: passage.id,
          sequence: sequences[i]!,
          window,
          ...filterables[i],
        };
        yield this.#outgoing(passage, windowUuid(uuid, window), properties, vectors, row + window);
      }
      row += passage.windows;
    }
  }

  #outgoing(
    { id, text }: PreparedPassage,
    uuid: string,
    properties: ObjectProperties,
    vectors: Float32Array,
    row: number,
  ): Outgoing {
    const vector = Array.from(rowOf(vectors, row, this.#settings.dimension));
    const bytes = 4 * vector.length + 3 * text.length;
    return { id, bytes, object: { id: uuid, properties, vectors: vector } };
  }

  /** Windows that a passage had and has no more. */
  async #removeSurplus(
    passages: readonly PreparedPassage[],
    before: ReadonlyMap<string, { windows: number }>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const surplus = passages.flatMap(({ id, windows }) => {
      const uuid = passageUuid(id);
      const had = before.get(uuid)?.windows ?? 0;
      return Array.from({ length: Math.max(0, had - windows) }, (_, i) =>
        windowUuid(uuid, windows + i),
      );
    });
    for (let from = 0; from < surplus.length; from += IDS_PER_CALL) {
      const part = surplus.slice(from, from + IDS_PER_CALL);
      await this.#deleteMatching("windows", idFilter(part), signal);
    }
  }
}
