/** A passage collection as a LangChain vector store. */

import type { Document, DocumentInterface } from "@langchain/core/documents";
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import {
  SaveableVectorStore,
  type MaxMarginalRelevanceSearchOptions,
} from "@langchain/core/vectorstores";
import type { Bm25IndexOptions } from "../bm25/index_options.js";
import type { PassageCollection } from "../collection/passage_collection.js";
import { expected, InvalidArgumentError } from "../errors.js";
import { checkInteger, checkNumber, checkType } from "../option_checks.js";
import { diverseHits } from "./diverse_hits.js";
import { hitDocuments } from "./hit_documents.js";
import {
  checkIds,
  documentOf,
  documentsOfTexts,
  passageFilter,
  passagesOf,
  type DocumentFilter,
} from "./passage_documents.js";
import { loadStore, saveStore } from "./saved_store.js";
import { StoreCollection } from "./store_collection.js";
import type { TasbEmbeddings } from "./tasb_embeddings.js";
import {
  checkStoreFields,
  collectionOptions,
  type AddDocumentsOptions,
  type DeleteParams,
  type TasbVectorStoreInput,
  type TasbVectorStoreLoadOptions,
} from "./vector_store_options.js";
import { packVectors, vectorSource, type VectorSource } from "./vector_source.js";

/**
 * Exact search by dot product, with BM25 beside it under one id space.
 *
 * Scores are dot products: unbounded, larger is better. Equal scores keep the order of insertion.
 * A filter applies before the top k. Documents come back as copies with id, metadata and score.
 * `new TasbRetriever({ store })` searches it by BM25, hybrid fusion and re-ranking too.
 */
export class TasbVectorStore extends SaveableVectorStore {
  declare FilterType: DocumentFilter;
  override lc_namespace = ["langchain-tasb", "vectorstores"];
  /** Whether documents come back with their scores in the metadata. */
  readonly includeScores: boolean;
  readonly #source: VectorSource;
  readonly #bm25: Bm25IndexOptions | undefined;
  readonly #collection: StoreCollection;
  /** Made by `load`: nobody else can free them. */
  #ownEmbeddings: TasbEmbeddings | undefined;

  static override lc_name(): string {
    return "TasbVectorStore";
  }

  constructor(embeddings: EmbeddingsInterface, fields: TasbVectorStoreInput = {}) {
    // Nothing is handed to the base class: what it gets could appear in traces.
    super(embeddings, {});
    checkStoreFields(fields);
    const { collection, bm25, includeScores = true } = fields;
    this.#source = vectorSource(embeddings);
    this.#bm25 = bm25;
    this.includeScores = includeScores;
    this.#collection = new StoreCollection(this.#source, collectionOptions(fields), collection);
  }

  _vectorstoreType(): string {
    return "tasb";
  }

  /**
   * The embeddings as the search uses them: typed arrays, checked.
   *
   * @internal
   */
  get vectors(): VectorSource {
    return this.#source;
  }

  /** The passages. An own collection is made at the first call, which loads the model. */
  async collection(): Promise<PassageCollection> {
    return this.#collection.get();
  }

  /**
   * The collection, once it is sure that its vectors and the embeddings' compare.
   *
   * @throws FingerprintMismatchError where the collection was made with another model
   */
  async checkedCollection(): Promise<PassageCollection> {
    return this.#collection.checked();
  }

  /**
   * Embeds the documents and adds them: all or none. A document that is longer than the model reads
   * is kept whole and found by its best window, unless `longPassages` of the embeddings says
   * otherwise. The documents must stay as they are until then. @returns their ids, in order.
   */
  override async addDocuments(
    documents: DocumentInterface[],
    options: AddDocumentsOptions = {},
  ): Promise<string[]> {
    const { signal, onProgress } = options;
    checkType("onProgress", onProgress, "function");
    const passages = await passagesOf(documents, options.ids, signal);
    if (passages.length === 0) return [];
    const collection = await this.checkedCollection();
    const { vectors, windowsPerPassage } = await this.#source.encodePassages(
      passages.map(({ text }) => text),
      { ...(signal && { signal }), ...(onProgress && { onProgress }) },
    );
    return collection.add(passages, vectors, {
      ...(signal && { signal }),
      ...(windowsPerPassage && { windowsPerPassage }),
    });
  }

  /** Adds documents whose vectors are known, one each. @returns their ids, in order. */
  override async addVectors(
    vectors: number[][],
    documents: DocumentInterface[],
    options: AddDocumentsOptions = {},
  ): Promise<string[]> {
    const passages = await passagesOf(documents, options.ids, options.signal);
    if (!Array.isArray(vectors)) throw expected("vectors", "an array of vectors", vectors);
    if (vectors.length !== passages.length) {
      throw new InvalidArgumentError(
        `Expected \`vectors\` to have one vector per document, got ${vectors.length} for ${passages.length} documents.`,
      );
    }
    if (passages.length === 0) return [];
    const collection = await this.collection();
    const packed = packVectors(vectors, collection.dimension);
    return collection.add(passages, packed, options.signal ? { signal: options.signal } : {});
  }

  /** Deletes by id, or all that a filter accepts. Ids that are not stored are passed over. */
  override async delete(params?: DeleteParams): Promise<void> {
    if (params === undefined || params === null) {
      throw expected("params", "either `{ ids }` or `{ filter }`", params);
    }
    const { ids, filter } = params as { ids?: string[]; filter?: DocumentFilter };
    if ((ids === undefined) === (filter === undefined)) {
      throw expected("params", "either `{ ids }` or `{ filter }`", params);
    }
    if (filter !== undefined) {
      await (await this.collection()).delete({ filter: passageFilter(filter) });
      return;
    }
    checkIds(ids);
    if (ids.length > 0) await (await this.collection()).delete({ ids });
  }

  /** The documents of these ids, in order; `undefined` for an unknown id. */
  async getByIds(ids: string[]): Promise<(Document | undefined)[]> {
    checkIds(ids);
    const passages = await (await this.collection()).get(ids);
    return passages.map((passage) => passage && documentOf(passage));
  }

  /** The k documents of the largest dot product with `query`, with it. `k`: a positive integer. */
  override async similaritySearchVectorWithScore(
    query: number[],
    k: number,
    filter?: this["FilterType"],
  ): Promise<[Document, number][]> {
    const collection = await this.collection();
    const vector = packVectors([query], collection.dimension);
    const hits = await collection.searchDense(vector, k, {
      ...(filter !== undefined && { filter: passageFilter(filter) }),
    });
    return hitDocuments(collection, hits, this.includeScores);
  }

  override async similaritySearch(
    query: string,
    k = 4,
    filter?: this["FilterType"],
  ): Promise<Document[]> {
    const scored = await this.similaritySearchWithScore(query, k, filter);
    return scored.map(([document]) => document);
  }

  override async similaritySearchWithScore(
    query: string,
    k = 4,
    filter?: this["FilterType"],
  ): Promise<[Document, number][]> {
    const collection = await this.checkedCollection();
    const vector = await this.#source.encodeQuery(query);
    const hits = await collection.searchDense(vector, k, {
      ...(filter !== undefined && { filter: passageFilter(filter) }),
    });
    return hitDocuments(collection, hits, this.includeScores);
  }

  /**
   * Chooses `k` of the first `fetchK` (default 20), each time the one with the largest
   * λ·q·p − (1−λ)·max p·s over those chosen: maximal marginal relevance under the dot product.
   * `lambda` in [0, 1], default 0.5: 1 is relevance alone.
   */
  override async maxMarginalRelevanceSearch(
    query: string,
    options: MaxMarginalRelevanceSearchOptions<this["FilterType"]>,
    _callbacks?: unknown,
  ): Promise<Document[]> {
    const { k, fetchK = 20, lambda = 0.5, filter } = options;
    checkInteger("k", k);
    checkInteger("fetchK", fetchK);
    checkNumber("lambda", lambda, 0, 1);
    const collection = await this.checkedCollection();
    const vector = await this.#source.encodeQuery(query);
    const hits = await collection.searchDense(vector, Math.max(k, fetchK), {
      ...(filter !== undefined && { filter: passageFilter(filter) }),
    });
    const picked = await diverseHits(collection, vector, hits, { k, lambda });
    return (await hitDocuments(collection, picked, this.includeScores)).map(
      ([document]) => document,
    );
  }

  /** Saves the collection as files in `directory`; an earlier save there is replaced whole. */
  async save(directory: string): Promise<void> {
    const collection = await this.collection();
    await saveStore(collection, directory, {
      embeddings: this.#source.settings,
      bm25: this.#bm25,
    });
  }

  /**
   * Loads what `save`, or `tasb index`, wrote.
   *
   * @param embeddings of the model that the store was made with. Default: `TasbEmbeddings` of the
   *   model that the files name, loaded at the first use and freed by `close`
   * @throws SnapshotError; FingerprintMismatchError where the embeddings are of another model;
   *   AbortedError
   */
  static override async load(
    directory: string,
    embeddings?: EmbeddingsInterface,
    options: TasbVectorStoreLoadOptions = {},
  ): Promise<TasbVectorStore> {
    const loaded = await loadStore(directory, embeddings, options);
    const store = new this(loaded.embeddings, loaded.fields);
    store.#ownEmbeddings = loaded.ownEmbeddings;
    if (embeddings === undefined) return store;
    try {
      await store.checkedCollection();
    } catch (error) {
      await loaded.fields.collection.close();
      throw error;
    }
    return store;
  }

  /** A store over these texts. `metadatas`: one object for each, or one for all. */
  static override async fromTexts(
    texts: string[],
    metadatas: object[] | object,
    embeddings: EmbeddingsInterface,
    fields: TasbVectorStoreInput = {},
  ): Promise<TasbVectorStore> {
    return this.fromDocuments(documentsOfTexts(texts, metadatas), embeddings, fields);
  }

  /** A store over these documents. */
  static override async fromDocuments(
    documents: DocumentInterface[],
    embeddings: EmbeddingsInterface,
    fields: TasbVectorStoreInput = {},
  ): Promise<TasbVectorStore> {
    const store = new this(embeddings, fields);
    await store.addDocuments(documents);
    return store;
  }

  /** A store over a collection that exists. */
  static async fromExistingIndex(
    embeddings: EmbeddingsInterface,
    fields: TasbVectorStoreInput,
  ): Promise<TasbVectorStore> {
    const store = new this(embeddings, fields);
    await store.checkedCollection();
    return store;
  }

  /**
   * Closes the collection. Embeddings that were given to the store stay usable; those that `load`
   * made are freed too.
   */
  async close(): Promise<void> {
    try {
      await this.#collection.close();
    } finally {
      await this.#ownEmbeddings?.dispose();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
