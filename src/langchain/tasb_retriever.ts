/** The retriever: dense, BM25, hybrid and re-ranking search as a LangChain runnable. */

import type { CallbackManagerForRetrieverRun } from "@langchain/core/callbacks/manager";
import type { Document, DocumentInterface } from "@langchain/core/documents";
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import { BaseRetriever, type BaseRetrieverInput } from "@langchain/core/retrievers";
import type { RunnableConfig } from "@langchain/core/runnables";
import { expected, throwIfAborted } from "../errors.js";
import { checkType, defined } from "../option_checks.js";
import { checkSettings, DEFAULT_K, DEFAULT_MODE } from "../search/check_request.js";
import { search } from "../search/search.js";
import type { Fusion, Grain, SearchHit, SearchMode, SearchResult } from "../search/search_types.js";
import { baseFields, invocationSignal, withInvocationSignal } from "./base_retriever.js";
import {
  documentOf,
  documentsOfTexts,
  passageFilter,
  type DocumentFilter,
} from "./passage_documents.js";
import { withScore } from "./score_metadata.js";
import { TasbVectorStore } from "./tasb_vector_store.js";
import type { TasbVectorStoreInput, TasbVectorStoreLoadOptions } from "./vector_store_options.js";

/** How a search is done; each has a default. */
export interface TasbSearchSettings {
  /**
   * `"hybrid"` (default): dense and BM25, fused. `"dense"`: dot product alone. `"bm25"`: terms
   * alone, no model is loaded. `"rerank"`: BM25's candidates in the order of their dot product.
   */
  mode?: SearchMode;
  /**
   * What is returned for each found passage: itself (`"passage"`, default), it with its
   * `"neighbors"`, its `"section"`, or its whole `"document"`, as far as it is stored. No passage is
   * returned twice. Needs the metadata that `PassageSplitter` and `tasb index` write; a passage
   * without it is returned alone.
   */
  grain?: Grain;
  /** How many passages before and after are its neighbors; a positive integer. Default 1. */
  neighbors?: number;
  /** Documents to return, whatever the grain; a positive integer. Default 4. */
  k?: number;
  /** Passages taken from each leg before fusing or re-ranking; where it is less than `k`,
   * `k` are taken. Default 1000. */
  candidates?: number;
  /** Hybrid: `"rrf"` (default: reciprocal rank fusion), or a weighted sum of scores. */
  fusion?: Fusion;
  /** Hybrid: how much each leg counts; finite, at least 0, not both 0. Default: 1 each. */
  weights?: { dense?: number; bm25?: number };
  /**
   * A condition on metadata, or a function of the document. Applied before the top k. Default:
   * none.
   */
  filter?: DocumentFilter;
  /** Leave out what scores less: any number, in the unit of the mode's final score. Default: none. */
  scoreThreshold?: number;
}

/** What a retriever is made with. */
export interface TasbRetrieverInput extends BaseRetrieverInput, TasbSearchSettings {
  /** What is searched. */
  store: TasbVectorStore;
  /** Put `relevanceScore` and `tasb` in the documents' metadata. Default true. */
  includeScores?: boolean;
}

/** Options of one `search`. What is not given is the retriever's own. */
export interface TasbSearchOptions extends TasbSearchSettings {
  /** Stops the work. */
  signal?: AbortSignal;
}

/**
 * Finds passages and says why: every document carries its score, its rank, and each stage's.
 *
 * `invoke`'s `signal` and `timeout` stop the search. `batch` asks for all queries at once: they are
 * encoded together, one query vector each. Hits of equal text and different id stay apart.
 */
export class TasbRetriever extends BaseRetriever {
  override lc_namespace = ["langchain-tasb", "retrievers"];
  readonly #fields: TasbRetrieverInput;

  static override lc_name(): string {
    return "TasbRetriever";
  }

  constructor(fields: TasbRetrieverInput) {
    super(baseFields(fields));
    checkFields(fields);
    this.#fields = { ...fields };
  }

  /** What is searched. */
  get store(): TasbVectorStore {
    return this.#fields.store;
  }

  /** How it searches. */
  get mode(): SearchMode {
    return this.#fields.mode ?? DEFAULT_MODE;
  }

  /** Documents to return. */
  get k(): number {
    return this.#fields.k ?? DEFAULT_K;
  }

  /** A retriever over the same store, with other settings where given. */
  with(fields: Partial<TasbRetrieverInput>): TasbRetriever {
    return new TasbRetriever({ ...this.#fields, ...defined(fields) });
  }

  override async invoke(
    input: string,
    options?: Partial<RunnableConfig>,
  ): Promise<DocumentInterface[]> {
    return withInvocationSignal(options, (config) => super.invoke(input, config));
  }

  override async _getRelevantDocuments(
    query: string,
    _runManager?: CallbackManagerForRetrieverRun,
  ): Promise<Document[]> {
    const signal = invocationSignal();
    const { hits, mode } = await this.search(query, signal === undefined ? {} : { signal });
    return hits.map((hit) => this.#document(hit, mode));
  }

  #document(hit: SearchHit, mode: SearchMode): Document {
    const document = documentOf({ id: hit.id, text: hit.text, metadata: hit.metadata });
    if (this.#fields.includeScores === false) return document;
    const { score, rank, stages, passage } = hit;
    return withScore(document, score, { rank, mode, stages, ...(passage && { passage }) });
  }

  /** The ranked passages with each stage's score and rank, typed. */
  async search(query: string, options: TasbSearchOptions = {}): Promise<SearchResult> {
    if (typeof query !== "string") throw expected("query", "a string", query);
    const fields = { ...this.#fields, ...defined(options) };
    checkFields(fields);
    const {
      store,
      mode = DEFAULT_MODE,
      k = DEFAULT_K,
      filter,
      signal,
    } = fields as TasbRetrieverInput & TasbSearchOptions;
    throwIfAborted(signal);
    const needsVectors = mode !== "bm25";
    const collection = needsVectors ? await store.checkedCollection() : await store.collection();
    const { candidates, fusion, weights, scoreThreshold, grain, neighbors } = fields;
    return search(collection, {
      query,
      mode,
      k,
      ...(needsVectors && {
        queryVector: () => store.vectors.encodeQuery(query, { ...(signal && { signal }) }),
      }),
      ...(grain !== undefined && { grain }),
      ...(neighbors !== undefined && { neighbors }),
      ...(candidates !== undefined && { candidates }),
      ...(fusion !== undefined && { fusion }),
      ...(weights !== undefined && { weights }),
      ...(filter !== undefined && { filter: passageFilter(filter) }),
      ...(scoreThreshold !== undefined && { scoreThreshold }),
      ...(signal !== undefined && { signal }),
    });
  }

  /** Adds documents to the store. @returns their ids, in order. */
  async addDocuments(
    documents: DocumentInterface[],
    options?: Parameters<TasbVectorStore["addDocuments"]>[1],
  ): Promise<string[]> {
    return this.store.addDocuments(documents, options);
  }

  /** A retriever over a new store of these documents. */
  static async fromDocuments(
    documents: DocumentInterface[],
    embeddings: EmbeddingsInterface,
    fields: TasbRetrieverOptions = {},
  ): Promise<TasbRetriever> {
    // Before anything is embedded, which may take long.
    checkOwnFields(fields);
    const store = await TasbVectorStore.fromDocuments(documents, embeddings, storeFields(fields));
    return new this({ ...fields, store });
  }

  /** A retriever over a new store of these texts. `metadatas`: one object for each, or for all. */
  static async fromTexts(
    texts: string[],
    metadatas: object[] | object,
    embeddings: EmbeddingsInterface,
    fields: TasbRetrieverOptions = {},
  ): Promise<TasbRetriever> {
    return this.fromDocuments(documentsOfTexts(texts, metadatas), embeddings, fields);
  }

  /**
   * A retriever over what `TasbVectorStore.save`, or `tasb index`, wrote.
   *
   * @param embeddings default: `TasbEmbeddings` of the model that the files name, freed by `close`
   * @throws as `TasbVectorStore.load`
   */
  static async load(
    directory: string,
    embeddings?: EmbeddingsInterface,
    options: TasbRetrieverLoadOptions = {},
  ): Promise<TasbRetriever> {
    const { verifyVectors, signal, ...fields } = options;
    checkOwnFields(fields);
    const store = await TasbVectorStore.load(directory, embeddings, {
      ...storeFields(fields),
      ...(verifyVectors !== undefined && { verifyVectors }),
      ...(signal !== undefined && { signal }),
    });
    return new this({ ...fields, store });
  }

  /** Closes the store, as its own `close` does. */
  async close(): Promise<void> {
    await this.store.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** Settings of a retriever whose store is made with it. */
export type TasbRetrieverOptions = Omit<TasbRetrieverInput, "store"> &
  Pick<TasbVectorStoreInput, "bm25" | "vectors">;

/** Options of loading a retriever: its own, and how its store is loaded. */
export type TasbRetrieverLoadOptions = TasbRetrieverOptions &
  Pick<TasbVectorStoreLoadOptions, "verifyVectors" | "signal">;

function storeFields(fields: TasbRetrieverOptions): TasbVectorStoreInput {
  return {
    ...(fields.bm25 !== undefined && { bm25: fields.bm25 }),
    ...(fields.vectors !== undefined && { vectors: fields.vectors }),
    ...(fields.includeScores !== undefined && { includeScores: fields.includeScores }),
  };
}

function checkFields(fields: TasbRetrieverInput): void {
  const { store } = fields;
  // No `instanceof`: a store of the other build, ESM or CommonJS, serves as well.
  if (typeof store?.checkedCollection !== "function") {
    throw expected("store", "a TasbVectorStore", store);
  }
  checkOwnFields(fields);
}

/** All but the store. */
function checkOwnFields({ includeScores, ...fields }: Omit<TasbRetrieverInput, "store">): void {
  checkType("includeScores", includeScores, "boolean");
  const { filter, ...settings } = fields;
  checkSettings({ ...settings, ...(filter !== undefined && { filter: passageFilter(filter) }) });
}
