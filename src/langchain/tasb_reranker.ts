/** Any retriever's documents, ranked again by the encoder. */

import { BaseDocumentCompressor } from "@langchain/core/retrievers/document_compressors";
import type { Document, DocumentInterface } from "@langchain/core/documents";
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import { expected, throwIfAborted } from "../errors.js";
import { checkInteger } from "../option_checks.js";
import { compareRanked } from "../ranking/order.js";
import { withScore } from "./score_metadata.js";
import { bestWindows, vectorSource, type VectorSource } from "./vector_source.js";

/** What a re-ranker is made with. */
export interface TasbRerankerInput {
  /** The encoder: `TasbEmbeddings`, or any LangChain embeddings. */
  embeddings: EmbeddingsInterface;
  /** Documents to keep; a positive integer. Default 3. */
  topN?: number;
}

/** One document's new score. */
export interface RerankedDocument {
  /** Which of the documents given, from 0. */
  index: number;
  /** Dot product of query and document; larger is better. */
  relevanceScore: number;
  /** Which of its windows that was, from 0, where the document is read in several. */
  window?: number;
}

/**
 * A document compressor: gives the `topN` documents of the largest dot product with the query, as
 * copies with `relevanceScore` and `tasb` in their metadata. For `ContextualCompressionRetriever`
 * (`{ baseCompressor, baseRetriever }`), or by itself. Equal scores keep the order they came in.
 */
export class TasbReranker extends BaseDocumentCompressor {
  /** Documents to return. */
  readonly topN: number;
  readonly #vectors: VectorSource;

  constructor(fields: TasbRerankerInput) {
    super();
    const { embeddings, topN = 3 } = fields;
    checkInteger("topN", topN);
    this.topN = topN;
    this.#vectors = vectorSource(embeddings);
  }

  override async compressDocuments(
    documents: DocumentInterface[],
    query: string,
  ): Promise<Document[]> {
    const ranked = await this.rerank(documents, query);
    return ranked.flatMap(({ index, relevanceScore, window }, i) => {
      const document = documents[index];
      if (document === undefined) return [];
      const rank = i + 1;
      const stages = {
        rerank: { score: relevanceScore, rank, ...(window !== undefined && { window }) },
      };
      return withScore(document, relevanceScore, { rank, mode: "rerank", stages });
    });
  }

  /** The places and scores of the best documents or texts, best first. */
  async rerank(
    documents: readonly (DocumentInterface | string)[],
    query: string,
    options: { topN?: number; signal?: AbortSignal } = {},
  ): Promise<RerankedDocument[]> {
    const { topN = this.topN, signal } = options;
    checkInteger("topN", topN);
    throwIfAborted(signal);
    if (typeof query !== "string") throw expected("query", "a string", query);
    if (!Array.isArray(documents)) throw expected("documents", "an array of documents", documents);
    if (documents.length === 0) return [];
    const texts = documents.map((one: DocumentInterface | string, i) => {
      const text = typeof one === "string" ? one : one?.pageContent;
      if (typeof text !== "string") throw expected(`documents[${i}]`, "a document or a text", one);
      return text;
    });
    const stop = signal === undefined ? {} : { signal };
    const queryVector = await this.#vectors.encodeQuery(query, stop);
    const passages = await this.#vectors.encodePassages(texts, stop);
    const { windowsPerPassage } = passages;
    return bestWindows(queryVector, passages)
      .map(({ score, window }, sequence) => ({ score, sequence, window }))
      .toSorted(compareRanked)
      .slice(0, topN)
      .map(({ score, sequence, window }) => ({
        index: sequence,
        relevanceScore: score,
        ...((windowsPerPassage?.[sequence] ?? 1) > 1 && { window }),
      }));
  }
}
