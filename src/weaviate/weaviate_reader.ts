/** The reading half of a Weaviate collection, but for its searches. */

import type { Filter } from "../collection/filter.js";
import type { Passage } from "../collection/passage_collection.js";
import { InvalidArgumentError, throwIfAborted } from "../errors.js";
import type { FilterField } from "./filter_fields.js";
import { passageUuid } from "./object_ids.js";
import { PASSAGE_PROPERTIES, readPassage } from "./passage_objects.js";
import { findPassages, scanPassages } from "./scan_passages.js";
import { translateFilter } from "./translate_filter.js";
import {
  vectorOf,
  type FetchOptions,
  type FoundObject,
  type WeaviateTables,
} from "./weaviate_tables.js";

export class WeaviateReader {
  readonly #tables: WeaviateTables;
  readonly #dimension: number;
  readonly #fields: readonly FilterField[];

  constructor(tables: WeaviateTables, dimension: number, fields: readonly FilterField[]) {
    this.#tables = tables;
    this.#dimension = dimension;
    this.#fields = fields;
  }

  async get(ids: readonly string[]): Promise<(Passage | undefined)[]> {
    const found = await this.#byId(ids, { properties: PASSAGE_PROPERTIES });
    return found.map((object) => {
      if (object === undefined) return undefined;
      const { id, text, metadata } = readPassage(object.uuid, object.properties);
      return { id, text, metadata };
    });
  }

  async find(filter: Filter, signal: AbortSignal | undefined): Promise<Passage[]> {
    throwIfAborted(signal);
    const translated = translateFilter(filter, this.#fields);
    if (translated === false) return [];
    return findPassages(this.#tables, translated === true ? undefined : translated, signal);
  }

  async getVectors(ids: readonly string[]): Promise<Float32Array> {
    const found = await this.#byId(ids, { properties: [], vectors: true });
    const result = new Float32Array(ids.length * this.#dimension);
    found.forEach((object, i) => {
      if (object === undefined) {
        throw new InvalidArgumentError(`Expected \`ids\` to be stored, \`${ids[i]}\` is not.`);
      }
      result.set(vectorOf(object, this.#dimension), i * this.#dimension);
    });
    return result;
  }

  /** Batches of passages with all their vectors, in insertion order. */
  scan(): AsyncGenerator<{ passage: Passage; vectors: Float32Array }[], undefined> {
    return scanPassages(this.#tables, this.#dimension);
  }

  async count(filter: Filter | undefined): Promise<number> {
    const translated = filter === undefined || translateFilter(filter, this.#fields);
    if (translated === false) return 0;
    return this.#tables.count("passages", translated === true ? undefined : translated);
  }

  /** Objects in the order of `ids`, which may stand there twice. */
  async #byId(
    ids: readonly string[],
    options: Omit<FetchOptions, "filter" | "limit">,
  ): Promise<(FoundObject | undefined)[]> {
    const uuids = ids.map(passageUuid);
    const found = await this.#tables.fetchByIdsSurely("passages", [...new Set(uuids)], options);
    const objects = new Map(found.map((object) => [object.uuid, object]));
    return uuids.map((uuid) => objects.get(uuid));
  }
}
