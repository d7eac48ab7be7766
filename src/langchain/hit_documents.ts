/** Hits of the dense search as documents. */

import type { Document } from "@langchain/core/documents";
import type { Hit, PassageCollection } from "../collection/passage_collection.js";
import { documentOf } from "./passage_documents.js";
import { withScore } from "./score_metadata.js";

/**
 * Copies of the passages found, with their scores. Those that were deleted since the search are left
 * out.
 *
 * @param includeScores put `relevanceScore` and `tasb` in the metadata
 */
export async function hitDocuments(
  collection: PassageCollection,
  hits: readonly Hit[],
  includeScores: boolean,
): Promise<[Document, number][]> {
  const passages = await collection.get(hits.map(({ id }) => id));
  const documents: [Document, number][] = [];
  for (const [i, { score, window }] of hits.entries()) {
    const passage = passages[i];
    if (passage === undefined) continue;
    const rank = documents.length + 1;
    const document = documentOf(passage);
    const stage = { score, rank, ...(window !== undefined && { window }) };
    documents.push([
      includeScores
        ? withScore(document, score, { rank, mode: "dense", stages: { dense: stage } })
        : document,
      score,
    ]);
  }
  return documents;
}
