/** Both rankings of a Weaviate collection, each complete by itself: they are fused by our own code. */

import type { FilterValue } from "weaviate-client";

import type { Analyzer } from "../bm25/analyzer.js";
import type {
  Hit,
  SearchBm25Options,
  SearchDenseOptions,
} from "../collection/passage_collection.js";
import { checkK, checkQueryText } from "../collection/check_search.js";
import { NotSupportedError, throwIfAborted } from "../errors.js";
import { checkMatrix } from "../linalg/matrix.js";
import { compareRanked } from "../ranking/order.js";
import type { FilterField } from "./filter_fields.js";
import { passageUuid } from "./object_ids.js";
import { readId, readSequence } from "./passage_objects.js";
import { termsText } from "./terms_text.js";
import { and, asked, translateFilter, type Translated } from "./translate_filter.js";
import {
  foundObject,
  type FieldName,
  type FoundObject,
  type Objects,
  type WeaviateTables,
} from "./weaviate_tables.js";

export interface SearcherSettings {
  readonly dimension: number;
  readonly analyzer: Analyzer;
  readonly fields: readonly FilterField[];
  readonly maximumResults: number;
}

/** One call that ranks: what the servers give for a limit. */
type Ranker = (limit: number) => Promise<FoundObject[]>;

/** More than k are asked for, so that equal scores at place k can be put in order. */
const LEAST_LIMIT = 64;
/** Candidates asked for in one call. */
const CANDIDATES_PER_CALL = 2000;

export class WeaviateSearcher {
  readonly #tables: WeaviateTables;
  readonly #settings: SearcherSettings;

  constructor(tables: WeaviateTables, settings: SearcherSettings) {
    this.#tables = tables;
    this.#settings = settings;
  }

  async dense(query: Float32Array, k: number, options: SearchDenseOptions): Promise<Hit[]> {
    const { filter, candidates, signal } = options;
    const { dimension, fields } = this.#settings;
    throwIfAborted(signal);
    checkK(k);
    checkMatrix("query", query, 1, dimension);
    const translated = filter === undefined ? true : translateFilter(filter, fields);
    if (candidates === undefined) return this.#denseWhere(query, k, [translated], signal);
    const uuids = Array.from(new Set(candidates), passageUuid);
    const hits: Hit[] = [];
    for (let from = 0; from < uuids.length; from += CANDIDATES_PER_CALL) {
      const part = uuids.slice(from, from + CANDIDATES_PER_CALL);
      hits.push(...(await this.#denseWhere(query, k, [translated], signal, part)));
    }
    return hits.toSorted(compareRanked).slice(0, k);
  }

  async bm25(query: string, k: number, options: SearchBm25Options): Promise<Hit[]> {
    const { filter, signal } = options;
    const { analyzer, fields } = this.#settings;
    throwIfAborted(signal);
    checkK(k);
    checkQueryText(query);
    const translated = filter === undefined ? true : translateFilter(filter, fields);
    const terms = termsText(analyzer, query);
    if (terms === "" || translated === false) return [];
    const found = await this.#complete(k, async (limit) => {
      const { objects } = await this.#tables.search(
        "passages",
        (collection) =>
          collection.query.bm25(terms, {
            queryProperties: ["terms"],
            limit,
            returnProperties: ["passageId", "sequence"],
            returnMetadata: ["score"],
            ...filtersOf(translated),
          }),
        signal,
      );
      return objects.map((object) => foundObject(object, object.metadata?.score ?? 0));
    });
    return found.map(hitOf).toSorted(compareRanked).slice(0, k);
  }

  /** @param passages UUIDs of the only passages that are scored */
  async #denseWhere(
    query: Float32Array,
    k: number,
    conditions: readonly Translated[],
    signal: AbortSignal | undefined,
    passages?: readonly string[],
  ): Promise<Hit[]> {
    const vector = Array.from(query);
    const restricted = (property: string): Translated =>
      and(
        passages === undefined
          ? conditions
          : [...conditions, asked("ContainsAny", property, passages)],
      );
    const ofPassages = restricted("_id");
    const ofWindows = restricted("passage");
    if (ofPassages === false || ofWindows === false) return [];
    const [first, further] = await Promise.all([
      this.#complete(k, (limit) =>
        this.#tables.search(
          "passages",
          (collection) =>
            nearVector(collection, vector, limit, ["passageId", "sequence", "windows"], ofPassages),
          signal,
        ),
      ),
      this.#furtherWindows(k, (limit) =>
        this.#tables.search(
          "windows",
          (collection) =>
            nearVector(collection, vector, limit, ["passageId", "sequence", "window"], ofWindows),
          signal,
        ),
      ),
    ]);
    return bestWindows(first, further).toSorted(compareRanked).slice(0, k);
  }

  /** The first k, and all whose score equals that at place k while that is not too many. */
  async #complete(k: number, rank: Ranker): Promise<FoundObject[]> {
    const { maximumResults } = this.#settings;
    const most = Math.min(maximumResults, Math.max(4 * k, 1000));
    let limit = Math.min(maximumResults, k + LEAST_LIMIT);
    for (;;) {
      const found = await rank(limit);
      if (found.length < limit) return found;
      if (found.length < k) throw this.#tooMany();
      if (found.at(-1)!.score < found[k - 1]!.score || limit >= most) return found;
      limit = Math.min(most, 4 * limit);
    }
  }

  /** As many windows as hold those of k passages. */
  async #furtherWindows(k: number, rank: Ranker): Promise<FoundObject[]> {
    const { maximumResults } = this.#settings;
    let limit = Math.min(maximumResults, k + LEAST_LIMIT);
    for (;;) {
      const found = await rank(limit);
      const passages = new Set(found.map(({ properties }) => properties["passageId"]));
      if (found.length < limit || passages.size > k) return found;
      if (limit === maximumResults) throw this.#tooMany();
      limit = Math.min(maximumResults, 4 * limit);
    }
  }

  #tooMany(): NotSupportedError {
    return new NotSupportedError(
      `The servers give at most ${this.#settings.maximumResults} hits for a search; ask for fewer, or raise their ` +
        "QUERY_MAXIMUM_RESULTS and `maximumResults`.",
    );
  }
}

async function nearVector(
  collection: Objects,
  vector: number[],
  limit: number,
  properties: FieldName[],
  condition: FilterValue | true,
): Promise<FoundObject[]> {
  const { objects } = await collection.query.nearVector(vector, {
    limit,
    returnProperties: properties,
    returnMetadata: ["distance"],
    ...filtersOf(condition),
  });
  // The distance is the negative dot product. 0 - 0 is 0, where -0 would be another number.
  return objects.map((object) => foundObject(object, 0 - (object.metadata?.distance ?? 0)));
}

function filtersOf(condition: FilterValue | true): { filters?: FilterValue } {
  return condition === true ? {} : { filters: condition };
}

function hitOf({ uuid, properties, score }: FoundObject): Hit {
  return { id: readId(uuid, properties), score, sequence: readSequence(uuid, properties) };
}

/**
 * One hit for each passage. A passage that is missing in one of the lists, though not in the other,
 * has no better window there: k passages of that list score more.
 */
function bestWindows(first: readonly FoundObject[], further: readonly FoundObject[]): Hit[] {
  const hits = new Map<string, Hit>();
  for (const found of first) {
    const hit = hitOf(found);
    const { windows } = found.properties;
    if (typeof windows === "number" && windows > 1) hit.window = 0;
    hits.set(hit.id, hit);
  }
  for (const found of further) {
    const hit = hitOf(found);
    const { window } = found.properties;
    hit.window = typeof window === "number" ? window : 0;
    const best = hits.get(hit.id);
    if (
      best === undefined ||
      hit.score > best.score ||
      (hit.score === best.score && hit.window < (best.window ?? 0))
    ) {
      hits.set(hit.id, hit);
    }
  }
  return [...hits.values()];
}
