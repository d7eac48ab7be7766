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

export class WeaviateTables {
  readonly #pool: HostPool;
  readonly #names: Readonly<Record<Table, string>>;
  readonly #consistency: Consistency;

  constructor(pool: HostPool, name: string, consistency: Consistency) {
    this.#pool = pool;
    this.#names = { passages: name, windows: windowsName(name) };
    this.#consistency = consistency;
  }

  /** A call that waits for as many replicas as the person asked for. */
  run<T>(
    table: Table,
    operation: (collection: Objects) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    return this.#pool.run(
      (client) =>
        operation(
          client.collections
            .use<string, Pick<ObjectFields, FieldName>>(this.#names[table])
            .withConsistency(this.#consistency),
        ),
      signal,
    );
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
    );
    return errors;
  }

  /** A search. It asks one replica: servers do not merge what several find. */
  search<T>(
    table: Table,
    operation: (collection: Objects) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    return this.#pool.run(
      (client) =>
        operation(
          client.collections
            .use<string, Pick<ObjectFields, FieldName>>(this.#names[table])
            .withConsistency("ONE"),
        ),
      signal,
    );
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
