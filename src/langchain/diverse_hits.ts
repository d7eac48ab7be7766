/** Hits that are relevant and unlike each other. */

import type { PassageCollection } from "../collection/passage_collection.js";
import { maximalMarginalRelevance } from "../ranking/maximal_marginal_relevance.js";

/** `k` of the hits by maximal marginal relevance under the dot product, in the order chosen. */
export async function diverseHits<Hit extends { id: string }>(
  collection: PassageCollection,
  query: Float32Array,
  hits: readonly Hit[],
  options: { k: number; lambda: number },
): Promise<Hit[]> {
  if (hits.length === 0) return [];
  const vectors = await collection.getVectors(hits.map(({ id }) => id));
  const chosen = await maximalMarginalRelevance(query, vectors, options);
  return chosen.flatMap((row) => hits[row] ?? []);
}
