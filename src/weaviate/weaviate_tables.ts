/** The two Weaviate collections behind one of ours, at whichever server answers. */

import type { Collection, DataObject, FilterValue } from "weaviate-client";

import { CollectionError } from "../errors.js";
import { windowsName } from "./collection_schema.js";
import type { HostPool } from "./host_pool.js";
import { asked } from "./translate_filter.js";
import type { Consistency } from "./weaviate_options.js";

/** Which of the two. */
export type Table = "passages" | "windows";

/** The properties of objects that every collection has. */
export interface ObjectFields {
  passageId: string;
  text: string;
  exactText: string;
  metadata: string;
  terms: string;
  sequence: number;
  windows: number;
  window: number;
  passage: string;
}

export type FieldName = keyof ObjectFields;

/** One of the two, at one server. */
export type Objects = Collection<Pick<ObjectFields, FieldName>>;

/** One object as the servers give it. */
export interface FoundObject {
  uuid: string;
  properties: Record<string, unknown>;
  vector: readonly number[] | undefined;
  /** Larger is better. 0 where the call ranks nothing. */
  score: number;
}

export interface FetchOptions {
  filter: FilterValue | undefined;
  limit: number;
  properties: readonly FieldName[];
  vectors?: boolean;
  signal?: AbortSignal | undefined;
}

/** Objects asked for by id in one call. */
export const IDS_PER_CALL = 500;

/** Objects looked for at all replicas at once. */
const PARALLEL_LOOKS = 16;

export class WeaviateTables {
  readonly #pool: HostPool;
  readonly #names: Readonly<Record<Table, string>>;
  readonly #consistency: Consistency;
  readonly #replicas: number;

  constructor(pool: HostPool, name: string, consistency: Consistency, replicas: number) {
    this.#pool = pool;
    this.#names = { passages: name, windows: windowsName(name) };
    this.#consistency = consistency;
    this.#replicas = replicas;
  }

  #call<T>(
    table: Table,
    consistency: Consistency,
    operation: (collection: Objects) => Promise<T>,
    signal: AbortSignal | undefined,
    write: boolean,
  ): Promise<T> {
    return this.#pool.run(
      (client) =>
        operation(
          client.collections
            .use<string, Pick<ObjectFields, FieldName>>(this.#names[table])
            .withConsistency(consistency),
        ),
      signal,
      write,
    );
  }

  /** A call that waits for as many replicas as the person asked for, and for its end. */
  run<T>(
    table: Table,
    operation: (collection: Objects) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    return this.#call(table, this.#consistency, operation, signal, true);
  }

  /** Stores objects, or replaces those of the same UUIDs. @returns why some are not stored, by their place */
  async insert(
    table: Table,
    objects: DataObject<undefined>[],
    signal?: AbortSignal,
  ): Promise<Record<number, { message: string }>> {
    const { errors } = await this.#pool.run(
      (client) =>
        client.collections
          .use(this.#names[table])
          .withConsistency(this.#consistency)
          .data.insertMany(objects),
      signal,
      true,
    );
    return errors;
  }

  /** A search. It asks one replica: servers do not merge what several find. */
  search<T>(
    table: Table,
    operation: (collection: Objects) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    return this.#call(table, "ONE", operation, signal, false);
  }

  /** Objects that satisfy a filter, in no order. */
  async fetch(table: Table, options: FetchOptions): Promise<FoundObject[]> {
    const { filter, limit, properties, vectors = false, signal } = options;
    const { objects } = await this.search(
      table,
      (collection) =>
        collection.query.fetchObjects({
          limit,
          includeVector: vectors,
          returnProperties: [...properties],
          ...(filter !== undefined && { filters: filter }),
        }),
      signal,
    );
    return objects.map((object) => foundObject(object, 0));
  }

  /** Objects by their UUIDs, in no order; those that are not there are left out. */
  async fetchByIds(
    table: Table,
    uuids: readonly string[],
    options: Omit<FetchOptions, "filter" | "limit">,
  ): Promise<FoundObject[]> {
    const found: FoundObject[] = [];
    for (let from = 0; from < uuids.length; from += IDS_PER_CALL) {
      const part = uuids.slice(from, from + IDS_PER_CALL);
      const filter = idFilter(part);
      found.push(...(await this.fetch(table, { ...options, filter, limit: part.length })));
    }
    return found;
  }

  /**
   * As `fetchByIds`, and what the replica that was asked has not is looked for at the others: one
   * that was away may lack what they have, and asking for it repairs it.
   */
  async fetchByIdsSurely(
    table: Table,
    uuids: readonly string[],
    options: Omit<FetchOptions, "filter" | "limit">,
  ): Promise<FoundObject[]> {
    const found = await this.fetchByIds(table, uuids, options);
    if (this.#replicas === 1 || this.#consistency === "ONE") return found;
    const there = new Set(found.map(({ uuid }) => uuid));
    const elsewhere: string[] = [];
    const missing = uuids.filter((uuid) => !there.has(uuid)).values();
    const look = async (): Promise<void> => {
      for (const uuid of missing) {
        const exists = await this.run(
          table,
          (collection) => collection.data.exists(uuid),
          options.signal,
        );
        if (exists) elsewhere.push(uuid);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL_LOOKS }, look));
    if (elsewhere.length === 0) return found;
    return [...found, ...(await this.fetchByIds(table, elsewhere, options))];
  }

  async count(
    table: Table,
    filter: FilterValue | undefined,
    signal?: AbortSignal,
  ): Promise<number> {
    const { totalCount } = await this.search(
      table,
      (collection) => collection.aggregate.overAll(filter === undefined ? {} : { filters: filter }),
      signal,
    );
    return totalCount;
  }
}

/** Objects with one of these UUIDs. */
export function idFilter(uuids: readonly string[]): FilterValue {
  return asked("ContainsAny", "_id", uuids);
}

export function foundObject(
  object: { uuid: string; properties: object; vectors: object },
  score: number,
): FoundObject {
  const { uuid, properties, vectors } = object;
  const vector = "default" in vectors ? vectors.default : undefined;
  return {
    uuid,
    properties: { ...properties },
    vector: isNumbers(vector) ? vector : undefined,
    score,
  };
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && typeof value[0] === "number";
}

/** The object's vector. @throws CollectionError `COLLECTION_CORRUPT` where it has none of length d */
export function vectorOf({ uuid, vector }: FoundObject, dimension: number): readonly number[] {
  if (vector?.length === dimension) return vector;
  throw new CollectionError(
    "COLLECTION_CORRUPT",
    `Expected the Weaviate object ${uuid} to have a vector of ${dimension} numbers, got ` +
      `${vector?.length ?? "none"}.`,
  );
}
