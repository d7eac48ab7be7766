/** From found passages to what is returned: their neighbors, their section, their document. */

import { compileFilter } from "../collection/compile_filter.js";
import type { Filter } from "../collection/filter.js";
import type { Metadata, Passage, PassageReader } from "../collection/passage_collection.js";
import { NotSupportedError } from "../errors.js";
import { joinPassages, type PlacedPassage } from "./join_passages.js";
import type { Grain, SearchHit } from "./search_types.js";

export interface ParentOptions {
  grain: Grain;
  /** How many passages before and after, for the grain `"neighbors"`. */
  neighbors: number;
  /** How many parents at most. */
  k: number;
  /** What it excludes is in no parent either. */
  filter?: Filter | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * The parents of ranked passages, in the order of their best passage. No passage is in two of them:
 * one that is in the parent of a better hit is passed over. A passage that does not know its
 * document and its place there is its own parent.
 *
 * @param hits best first
 * @throws NotSupportedError where the collection has no `find`
 */
export async function parentsOf(
  reader: PassageReader,
  hits: readonly SearchHit[],
  options: ParentOptions,
): Promise<SearchHit[]> {
  const { k } = options;
  const documents = await passagesOfDocuments(reader, hits, options);
  const returned = new Set<string>();
  const parents: SearchHit[] = [];
  for (const hit of hits) {
    if (parents.length === k) break;
    if (returned.has(hit.id)) continue;
    const rank = parents.length + 1;
    const key = placed(hit)?.document;
    const siblings = key === undefined ? undefined : documents.get(key);
    const at = siblings?.findIndex(({ id }) => id === hit.id) ?? -1;
    returned.add(hit.id);
    if (siblings === undefined || at < 0) {
      parents.push({ ...hit, rank });
      continue;
    }
    const members = around(siblings, at, options, returned);
    for (const { id } of members) returned.add(id);
    const { text, metadata, offsetOf } = joinPassages(members, siblings[at]!);
    const start = offsetOf(hit.id);
    const passage = { id: hit.id, start, end: start + hit.text.length };
    parents.push({ ...hit, rank, text, metadata, passage });
  }
  return parents;
}

/** The passage's place, or `undefined` where its metadata does not tell it. */
function placed(passage: Passage): PlacedPassage | undefined {
  const { id, text, metadata } = passage;
  const { document, start, end } = metadata;
  if (typeof document !== "string" || typeof start !== "number" || typeof end !== "number") {
    return undefined;
  }
  if (end - start !== text.length) return undefined;
  return { id, text, metadata, document, start, end };
}

/** All passages of the hits' documents that the filter lets through, each document's in order. */
async function passagesOfDocuments(
  reader: PassageReader,
  hits: readonly SearchHit[],
  { filter, signal }: ParentOptions,
): Promise<Map<string, PlacedPassage[]>> {
  const keys = new Set(hits.flatMap((hit) => placed(hit)?.document ?? []));
  const documents = new Map<string, PlacedPassage[]>();
  if (keys.size === 0) return documents;
  if (reader.find === undefined) {
    throw new NotSupportedError(
      "This collection cannot give the other passages of a document: search with the grain `passage`.",
    );
  }
  const found = await reader.find(
    { document: { $in: [...keys] } },
    signal === undefined ? {} : { signal },
  );
  const allowed = filter === undefined ? undefined : compileFilter(filter);
  for (const passage of found) {
    const sibling = placed(passage);
    if (sibling === undefined || allowed?.(passage) === false) continue;
    const siblings = documents.get(sibling.document);
    if (siblings === undefined) documents.set(sibling.document, [sibling]);
    else siblings.push(sibling);
  }
  for (const siblings of documents.values()) {
    siblings.sort((a, b) => a.start - b.start || a.end - b.end);
  }
  return documents;
}

/** The passages that are returned for the one at `at`, without those returned already. */
function around(
  siblings: readonly PlacedPassage[],
  at: number,
  { grain, neighbors }: ParentOptions,
  returned: ReadonlySet<string>,
): PlacedPassage[] {
  const hit = siblings[at]!;
  const reach = grain === "neighbors" ? neighbors : siblings.length;
  const section = JSON.stringify(hit.metadata["headings"]);
  const belongs = (place: number, before: PlacedPassage): boolean => {
    const sibling = siblings[place];
    if (sibling === undefined || Math.abs(place - at) > reach || returned.has(sibling.id)) {
      return false;
    }
    if (grain === "document") return true;
    // Where a passage between them is missing, they are no neighbors.
    if (Math.abs(partOf(sibling.metadata) - partOf(before.metadata)) > 1) return false;
    return grain === "neighbors" || JSON.stringify(sibling.metadata["headings"]) === section;
  };
  let first = at;
  while (belongs(first - 1, siblings[first]!)) first--;
  let last = at;
  while (belongs(last + 1, siblings[last]!)) last++;
  return siblings.slice(first, last + 1);
}

/** NaN, which differs from nothing by more than 1, where the passages are not numbered. */
function partOf({ part }: Metadata): number {
  return typeof part === "number" ? part : Number.NaN;
}
