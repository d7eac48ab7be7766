/** A passage collection in a Weaviate cluster. */

import type {
  AddOptions,
  Hit,
  NewPassage,
  Passage,
  PassageCollection,
  SearchBm25Options,
  SearchDenseOptions,
} from "../collection/passage_collection.js";
import { prepareAddition } from "../collection/prepare_passages.js";
import { ReadWriteLock } from "../collection/read_write_lock.js";
import type { Filter } from "../collection/filter.js";
import { DisposedError, expected, ImportError } from "../errors.js";
import { isLive, openClient } from "./client.js";
import {
  findOrCreate,
  inspect,
  type FoundCollection,
  type InspectedCollection,
} from "./connect.js";
import { windowsName } from "./collection_schema.js";
import { checkFilterFields, type FilterField } from "./filter_fields.js";
import { HostPool } from "./host_pool.js";
import { translateFilter } from "./translate_filter.js";
import {
  checkConnection,
  type CheckedConnection,
  type WeaviateCollectionOptions,
} from "./weaviate_options.js";
import { WeaviateReader } from "./weaviate_reader.js";
import { WeaviateSearcher } from "./weaviate_searcher.js";
import { WeaviateTables } from "./weaviate_tables.js";
import { WeaviateWriter } from "./weaviate_writer.js";

/** Options of adding to a Weaviate collection. */
export interface WeaviateAddOptions extends AddOptions {
  /** Called with the number of passages stored so far and of all. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Passages, vectors and terms in the servers of a Weaviate cluster, behind the interface of a local
 * collection.
 *
 * Dense scores are the same dot products. With the index `"flat"` a search compares with every
 * vector; with `"hnsw"` it is approximate, though candidates are always compared exactly. BM25 has
 * the same terms, k1 and b, but each shard counts for itself: see docs/scaling.md.
 *
 * A call that fails is carried out again, at another server if there is one, so a call may take
 * several times `timeoutSeconds`. Arguments are checked before anything is sent. Writes of one
 * object run one after the other; several programs may write at once, and may then give out a
 * sequence number twice, which shows in the order of equal scores alone.
 *
 * Errors: `InvalidArgumentError`, `FilterError`, `NotSupportedError` (filter functions, fields that
 * are not declared), `AbortedError`, `DisposedError` after `close`, `CollectionUnavailableError`
 * where no server answers or all refuse, `ImportError` with every passage that was not taken,
 * `CollectionError` where the servers hold something else.
 */
export class WeaviateCollection implements PassageCollection {
  readonly dimension: number;
  readonly fingerprint: string;
  /** What was kept with the schema when the collection was made. */
  readonly extra: Readonly<Record<string, unknown>>;
  readonly #name: string;
  readonly #pool: HostPool;
  readonly #reader: WeaviateReader;
  readonly #searcher: WeaviateSearcher;
  readonly #writer: WeaviateWriter;
  readonly #fields: readonly FilterField[];
  /** Held by one write at a time. */
  readonly #writes = new ReadWriteLock();
  /** Held by every call, so that `close` can wait for them. */
  readonly #calls = new ReadWriteLock();
  #closing: Promise<void> | undefined;

  private constructor(
    name: string,
    pool: HostPool,
    connection: CheckedConnection,
    { record, analyzer, replicas }: FoundCollection,
  ) {
    this.#name = name;
    this.#pool = pool;
    this.dimension = record.dimension;
    this.fingerprint = record.fingerprint;
    this.extra = record.extra;
    this.#fields = checkFilterFields(record.filterFields);
    const tables = new WeaviateTables(pool, name, connection.consistency, replicas);
    const settings = { ...connection, dimension: this.dimension, analyzer, fields: this.#fields };
    this.#reader = new WeaviateReader(tables, this.dimension, this.#fields);
    this.#searcher = new WeaviateSearcher(tables, settings);
    this.#writer = new WeaviateWriter(tables, settings);
  }

  /**
   * Connects to a collection, and makes it where there is none.
   *
   * @throws CollectionError `COLLECTION_MISMATCH` where one of the name is made otherwise: its
   *   distance is not the dot product, say; FingerprintMismatchError where it holds vectors of
   *   another model, or terms of another analyzer; InvalidArgumentError; CollectionUnavailableError
   *   where no server answers, or `weaviate-client` is not installed
   */
  static async connect(options: WeaviateCollectionOptions): Promise<WeaviateCollection> {
    const connection = checkConnection(options);
    const pool = poolOf(connection);
    try {
      const found = await findOrCreate(pool, options);
      return new WeaviateCollection(options.name, pool, connection, found);
    } catch (error) {
      pool.close();
      throw error;
    }
  }

  /**
   * What a collection says of itself, `undefined` where there is none: for instance to choose the
   * model before connecting.
   *
   * @param options `hosts` and `name`, and how they are reached
   * @throws CollectionError where another program made it; CollectionUnavailableError
   */
  static async inspect(
    options: WeaviateCollectionOptions,
  ): Promise<InspectedCollection | undefined> {
    const pool = poolOf(checkConnection(options));
    try {
      return await inspect(pool, options.name);
    } finally {
      pool.close();
    }
  }

  /**
   * As `LocalCollection.add`, but not all or nothing: where servers fail half way or refuse some
   * passages, or `signal` fires, others are stored. The same call again completes it and changes
   * nothing else. After `signal` the calls under way are waited for, at most `timeoutSeconds`.
   *
   * @throws ImportError with every passage that was refused to the last
   */
  async add(
    passages: readonly NewPassage[],
    vectors: Float32Array,
    options: WeaviateAddOptions = {},
  ): Promise<string[]> {
    const { signal, onProgress } = options;
    return this.#write(async () => {
      const addition = await prepareAddition(this.dimension, passages, vectors, options);
      const ids = addition.passages.map(({ id }) => id);
      if (ids.length === 0) return ids;
      let done = 0;
      const rejected = await this.#writer.add(addition, {
        signal,
        onStored: (table, objects) => {
          if (table === "passages") onProgress?.((done += objects), ids.length);
        },
      });
      if (rejected.length > 0) throw new ImportError(rejected, ids.length - rejected.length);
      return ids;
    }, signal);
  }

  /** As `LocalCollection.delete`. A filter must be declarative. */
  async delete(where: { ids: readonly string[] } | { filter: Filter }): Promise<number> {
    return this.#write(async () => {
      if ("filter" in where && !("ids" in where)) {
        const filter = translateFilter(where.filter, this.#fields);
        if (filter === false) return 0;
        return this.#writer.deleteWhere(filter === true ? undefined : filter);
      }
      if (!("ids" in where) || "filter" in where || !Array.isArray(where.ids)) {
        throw expected("where", "either { ids: [...] } or { filter: ... }", where);
      }
      return this.#writer.deleteIds(where.ids);
    });
  }

  async get(ids: readonly string[]): Promise<(Passage | undefined)[]> {
    return this.#call(() => this.#reader.get(ids));
  }

  /** The passages that satisfy a filter, in insertion order. */
  async find(filter: Filter, options: { signal?: AbortSignal } = {}): Promise<Passage[]> {
    return this.#call(() => this.#reader.find(filter, options.signal));
  }

  async getVectors(ids: readonly string[]): Promise<Float32Array> {
    return this.#call(() => this.#reader.getVectors(ids));
  }

  /** Every passage in insertion order with all its vectors, as they are when they are reached. */
  async *scan(): AsyncIterable<{ passage: Passage; vectors: Float32Array }> {
    this.#requireOpen();
    const batches = this.#reader.scan();
    for (;;) {
      const next = await this.#call(() => batches.next());
      if (next.done === true) return;
      yield* next.value;
    }
  }

  async searchDense(
    query: Float32Array,
    k: number,
    options: SearchDenseOptions = {},
  ): Promise<Hit[]> {
    return this.#call(() => this.#searcher.dense(query, k, options));
  }

  async searchBm25(query: string, k: number, options: SearchBm25Options = {}): Promise<Hit[]> {
    return this.#call(() => this.#searcher.bm25(query, k, options));
  }

  async count(filter?: Filter): Promise<number> {
    return this.#call(() => this.#reader.count(filter));
  }

  /** Takes the whole collection out of the servers, and closes. */
  async drop(): Promise<void> {
    await this.#write(async () => {
      for (const name of [windowsName(this.#name), this.#name]) {
        await this.#pool.run((client) => client.collections.delete(name));
      }
    });
    await this.close();
  }

  /** Waits for the calls in progress, then closes the connections. The servers keep everything. */
  close(): Promise<void> {
    this.#closing ??= this.#calls.write(async () => this.#pool.close());
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #call<T>(call: () => Promise<T>): Promise<T> {
    this.#requireOpen();
    return this.#calls.read(call);
  }

  async #write<T>(write: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#call(() => this.#writes.write(write, signal));
  }

  #requireOpen(): void {
    if (this.#closing !== undefined) throw new DisposedError("The collection");
  }
}

function poolOf(connection: CheckedConnection): HostPool {
  const { hosts, retries } = connection;
  return new HostPool(
    hosts,
    (host) => openClient(host, connection),
    (host) => isLive(host, connection),
    retries,
  );
}
