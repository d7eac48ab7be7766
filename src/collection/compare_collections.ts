/** Whether two collections hold the same: counts, and a sample of passages and of exact searches. */

import { throwIfAborted } from "../errors.js";
import type { Hit, Passage, PassageCollection } from "./passage_collection.js";
import { formatMetadata } from "./passage_line.js";

/** What a comparison found. */
export interface CollectionComparison {
  /** Passages in the one and in the other. */
  counts: [number, number];
  /** Passages looked at. */
  sampled: number;
  /** Ids of those that are missing in the other, or differ there in text, metadata or vector. */
  different: string[];
  /** Sampled passages whose vector, as a query, does not find the same passages with the same scores. */
  searchedDifferently: string[];
  /** Share of the first collection's hits that the other's searches found too, in [0, 1]. */
  recall: number;
}

const SAMPLES = 32;
const K = 10;
/**
 * Sums of the same products in another order: float32 rounds each to 6e-8, and a few hundred of them
 * lose three digits more where they cancel.
 */
const RELATIVE_TOLERANCE = 1e-4;

/**
 * Compares a collection with a copy of it. Sampled evenly over `from` in insertion order.
 *
 * @param from whose searches are exact
 * @throws AbortedError; what the collections throw
 */
export async function compareCollections(
  from: PassageCollection,
  to: PassageCollection,
  signal?: AbortSignal,
): Promise<CollectionComparison> {
  const counts: [number, number] = [await from.count(), await to.count()];
  const step = Math.max(1, Math.floor(counts[0] / SAMPLES));
  const comparison: CollectionComparison = {
    counts,
    sampled: 0,
    different: [],
    searchedDifferently: [],
    recall: 1,
  };
  let at = 0;
  let found = 0;
  let expected = 0;
  for await (const { passage, vectors } of from.scan()) {
    if (at++ % step !== 0) continue;
    throwIfAborted(signal);
    comparison.sampled += 1;
    const query = vectors.slice(0, from.dimension);
    const [there] = await to.get([passage.id]);
    if (there === undefined || !samePassage(passage, there)) {
      comparison.different.push(passage.id);
      continue;
    }
    if (!(await to.getVectors([passage.id])).every((value, i) => value === query[i])) {
      comparison.different.push(passage.id);
    }
    const hits = await from.searchDense(query, K);
    const others = await to.searchDense(query, K);
    const tolerance =
      RELATIVE_TOLERANCE * Math.max(...hits.map(({ score }) => Math.abs(score)), 1e-6);
    if (!sameRanking(hits, others, tolerance)) comparison.searchedDifferently.push(passage.id);
    expected += hits.length;
    found += countFound(hits, others, tolerance);
  }
  if (expected > 0) comparison.recall = found / expected;
  return comparison;
}

function samePassage(a: Passage, b: Passage): boolean {
  return a.text === b.text && formatMetadata(a.metadata) === formatMetadata(b.metadata);
}

/** Scores place by place; which of equal scores comes first may differ. */
function sameRanking(a: readonly Hit[], b: readonly Hit[], tolerance: number): boolean {
  return (
    a.length === b.length &&
    a.every(({ score }, i) => Math.abs(score - b[i]!.score) <= tolerance) &&
    countFound(a, b, tolerance) === a.length
  );
}

/** How many hits of `a` are in `b`; one that ties with the last of `b` counts as found. */
function countFound(a: readonly Hit[], b: readonly Hit[], tolerance: number): number {
  const ids = new Set(b.map(({ id }) => id));
  const last = b.at(-1)?.score ?? Infinity;
  return a.filter(({ id, score }) => ids.has(id) || Math.abs(score - last) <= tolerance).length;
}
