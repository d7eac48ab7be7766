/** The record manager of a store, for `index()` of @langchain/core. */

import { RecordManager, type ListKeyOptions, type UpdateOptions } from "@langchain/core/indexing";
import { expected, InvalidArgumentError } from "../errors.js";
import { IndexRecords } from "../storage/index_records.js";
import type { TasbVectorStore } from "./tasb_vector_store.js";

/** What a record manager is made with. */
export interface TasbRecordManagerInput {
  /** The store that is indexed. */
  store: TasbVectorStore;
}

/**
 * Tells `index()` which passages the store holds already, so that only new and changed ones are
 * embedded, and which ones to remove: `cleanup: "incremental"` what was dropped from the sources
 * given, `cleanup: "full"` all that was not given again.
 *
 * A key counts as existing only where the store holds it too: after a crash between the store and
 * the records, or beside a store that was not saved, a passage is embedded once more rather than
 * missed.
 *
 * (`cleanup: "incremental"` looks at one batch at a time: a source whose passages lie in several
 * batches is partly removed and embedded again. Choose `batchSize` larger than any source.)
 *
 * ```ts
 * await using recordManager = await TasbRecordManager.open("index/records", { store });
 * await index({ docsSource, recordManager, vectorStore: store, options: { cleanup: "full" } });
 * ```
 */
export class TasbRecordManager extends RecordManager {
  override lc_namespace = ["langchain-tasb", "indexing"];
  readonly #store: TasbVectorStore;
  readonly #records: IndexRecords;
  #last: Promise<unknown> = Promise.resolve();

  static override lc_name(): string {
    return "TasbRecordManager";
  }

  /** Records that live in memory: for one process. `open` brings them from the disk. */
  constructor(fields: TasbRecordManagerInput);
  /** @internal Used by `open`. */
  constructor(fields: TasbRecordManagerInput, records: IndexRecords);
  constructor(fields: TasbRecordManagerInput, records: IndexRecords = new IndexRecords()) {
    // Nothing is handed to the base class: what it gets could appear in traces.
    super({});
    if (typeof fields?.store?.getByIds !== "function") {
      throw expected("store", "a TasbVectorStore", fields?.store);
    }
    this.#store = fields.store;
    this.#records = records;
  }

  /**
   * Records that are on the disk when the promise of a change resolves, in a folder of their own,
   * which is made where there is none; `close` it at the end.
   *
   * @throws SnapshotError `SNAPSHOT_LOCKED` while another process has it open,
   *   `SNAPSHOT_CORRUPT`, `SNAPSHOT_WRITE_FAILED`
   */
  static async open(directory: string, fields: TasbRecordManagerInput): Promise<TasbRecordManager> {
    const records = await IndexRecords.open(directory);
    try {
      return new TasbRecordManager(fields, records);
    } catch (error) {
      await records.close();
      throw error;
    }
  }

  /** There is nothing to make; it is there because `index()`'s interface asks for it. */
  async createSchema(): Promise<void> {}

  /** In milliseconds; later than every update before, also where the machine's clock was put back. */
  async getTime(): Promise<number> {
    return this.#records.tick();
  }

  /**
   * Notes that the keys were seen now. Without `groupIds` a key stays in its group.
   *
   * @throws InvalidArgumentError where there is not one group id per key, or the time is below
   *   `timeAtLeast`
   */
  async update(keys: string[], { groupIds, timeAtLeast }: UpdateOptions = {}): Promise<void> {
    if (groupIds !== undefined && groupIds.length !== keys.length) {
      throw new InvalidArgumentError(
        `Expected \`groupIds\` to have one id per key, got ${groupIds.length} for ${keys.length} keys.`,
      );
    }
    if (timeAtLeast !== undefined && this.#records.now() < timeAtLeast) {
      throw expected(
        "timeAtLeast",
        `at most ${this.#records.now()}, the present time`,
        timeAtLeast,
      );
    }
    await this.#inTurn(() =>
      this.#records.put(
        keys.map((key, i) => {
          const group = groupIds === undefined ? this.#records.get(key)?.group : groupIds[i];
          return [key, group ?? null] as const;
        }),
      ),
    );
  }

  /** Whether each key is recorded and stands in the store. */
  async exists(keys: string[]): Promise<boolean[]> {
    const collection = await this.#store.collection();
    const stored = await collection.get(keys);
    return keys.map((key, i) => stored[i] !== undefined && this.#records.get(key) !== undefined);
  }

  /** Keys last updated before and after these times (exclusive), of these groups, `limit` at most. */
  async listKeys({ before, after, groupIds, limit }: ListKeyOptions = {}): Promise<string[]> {
    const groups = groupIds && new Set(groupIds.map((group) => group ?? null));
    const keys: string[] = [];
    for (const [key, { updatedAt, group }] of this.#records.entries()) {
      if (limit !== undefined && keys.length >= limit) break;
      if (before !== undefined && updatedAt >= before) continue;
      if (after !== undefined && updatedAt <= after) continue;
      if (groups === undefined || groups.has(group)) keys.push(key);
    }
    return keys;
  }

  /** Forgets the keys; unknown ones are passed over. */
  async deleteKeys(keys: string[]): Promise<void> {
    await this.#inTurn(() => this.#records.delete(keys));
  }

  /** Waits for the changes in progress and gives the folder free. */
  async close(): Promise<void> {
    await this.#inTurn(() => this.#records.close());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
