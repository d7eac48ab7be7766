/** Passages in the order of their sequence, a range of numbers at a time. */

import type { FilterValue } from "weaviate-client";

import type { Passage } from "../collection/passage_collection.js";
import { windowUuid } from "./object_ids.js";
import { PASSAGE_PROPERTIES, readPassage, type StoredPassage } from "./passage_objects.js";
import { highestSequence } from "./sequences.js";
import { and, asked, type Translated } from "./translate_filter.js";
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
  for (let from = 0; from <= last; from += RANGE) {
    const objects = await tables.fetch("passages", {
      filter: filterOf([atLeast(from), asked("LessThanEqual", "sequence", from + RANGE - 1)]),
      limit: MOST_IN_RANGE,
      properties: PASSAGE_PROPERTIES,
      vectors: true,
    });
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
  const found: Passage[] = [];
  for (let from = 0; ;) {
    const condition = filterOf([filter ?? true, atLeast(from)]);
    const { objects } = await tables.search(
      "passages",
      (collection) =>
        collection.query.fetchObjects({
          ...(condition !== undefined && { filters: condition }),
          limit: FOUND_PER_CALL,
          sort: collection.sort.byProperty("sequence", true),
          returnProperties: [...PASSAGE_PROPERTIES],
        }),
      signal,
    );
    const passages = objects.map(({ uuid, properties }) => readPassage(uuid, { ...properties }));
    found.push(...passages.map(({ id, text, metadata }) => ({ id, text, metadata })));
    if (passages.length < FOUND_PER_CALL) return found;
    from = passages.at(-1)!.sequence + 1;
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

/** All of them, at least one of which is no constant. */
function filterOf(parts: Translated[]): FilterValue | undefined {
  const all = and(parts);
  return typeof all === "boolean" ? undefined : all;
}
