/** Passages in the order of their sequence, a range of numbers at a time. */

import type { FilterValue } from "weaviate-client";

import type { Passage } from "../collection/passage_collection.js";
import { CollectionError } from "../errors.js";
import { windowUuid } from "./object_ids.js";
import { PASSAGE_PROPERTIES, readPassage, type StoredPassage } from "./passage_objects.js";
import { highestSequence } from "./sequences.js";
import { asked } from "./translate_filter.js";
import { vectorOf, type FoundObject, type WeaviateTables } from "./weaviate_tables.js";

/** Sequence numbers asked for in one call. */
const RANGE = 256;
/** Passages of one range: more than its numbers where programs wrote at once. */
const MOST_IN_RANGE = 8 * RANGE;
/** Passages that satisfy a filter, asked for in one call. */
const FOUND_PER_CALL = 1000;

interface Found extends StoredPassage {
  object: FoundObject;
}

/** Batches of passages with all their vectors. */
export async function* scanPassages(
  tables: WeaviateTables,
  dimension: number,
): AsyncGenerator<{ passage: Passage; vectors: Float32Array }[], undefined> {
  const last = (await highestSequence(tables)) ?? -1;
  let range = RANGE;
  for (let from = 0; from <= last;) {
    const objects = await tables.fetch("passages", {
      filter: both(atLeast(from), asked("LessThanEqual", "sequence", from + range - 1)),
      limit: MOST_IN_RANGE,
      properties: PASSAGE_PROPERTIES,
      vectors: true,
    });
    if (objects.length >= MOST_IN_RANGE) {
      // There may be more.
      if (range === 1) {
        throw new CollectionError(
          "COLLECTION_CORRUPT",
          `At least ${MOST_IN_RANGE} passages have the sequence ${from}.`,
        );
      }
      range /= 2;
      continue;
    }
    from += range;
    range = RANGE;
    const found = objects.map(readFound).toSorted(bySequence);
    const further = await furtherWindows(tables, found);
    yield found.map(({ id, text, metadata, windows, object }) => {
      const vectors = new Float32Array(windows * dimension);
      vectors.set(vectorOf(object, dimension));
      for (let window = 1; window < windows; window += 1) {
        const uuid = windowUuid(object.uuid, window);
        const missing: FoundObject = { uuid, properties: {}, vector: undefined, score: 0 };
        vectors.set(vectorOf(further.get(uuid) ?? missing, dimension), window * dimension);
      }
      return { passage: { id, text, metadata }, vectors };
    });
  }
}

/** The passages that satisfy a filter, in the order of their sequence. */
export async function findPassages(
  tables: WeaviateTables,
  filter: FilterValue | undefined,
  signal: AbortSignal | undefined,
): Promise<Passage[]> {
  const found = new Map<string, Passage>();
  let limit = FOUND_PER_CALL;
  for (let from = 0; ;) {
    const condition = filter === undefined ? atLeast(from) : both(filter, atLeast(from));
    const { objects } = await tables.search(
      "passages",
      (collection) =>
        collection.query.fetchObjects({
          filters: condition,
          limit,
          sort: collection.sort.byProperty("sequence", true),
          returnProperties: [...PASSAGE_PROPERTIES],
        }),
      signal,
    );
    const before = found.size;
    for (const { uuid, properties } of objects) {
      const { id, text, metadata, sequence } = readPassage(uuid, { ...properties });
      if (!found.has(uuid)) found.set(uuid, { id, text, metadata });
      // Not the next: where programs wrote at once, others of this one may follow.
      from = sequence;
    }
    if (objects.length < limit) return [...found.values()];
    if (found.size === before) limit *= 2;
  }
}

function readFound(object: FoundObject): Found {
  return { ...readPassage(object.uuid, object.properties), object };
}

function bySequence(a: Found, b: Found): number {
  return a.sequence - b.sequence || (a.id < b.id ? -1 : 1);
}

async function furtherWindows(
  tables: WeaviateTables,
  found: readonly Found[],
): Promise<Map<string, FoundObject>> {
  const uuids = found.flatMap(({ windows, object }) =>
    Array.from({ length: windows - 1 }, (_, i) => windowUuid(object.uuid, i + 1)),
  );
  const objects = await tables.fetchByIds("windows", uuids, { properties: [], vectors: true });
  return new Map(objects.map((object) => [object.uuid, object]));
}

function atLeast(sequence: number): FilterValue {
  return asked("GreaterThanEqual", "sequence", sequence);
}

function both(...filters: [FilterValue, FilterValue]): FilterValue {
  return { operator: "And", filters, value: null };
}
