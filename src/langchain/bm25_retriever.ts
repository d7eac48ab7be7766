/** BM25 alone as a LangChain retriever: no model, no native library. */

import { randomUUID } from "node:crypto";
import { Document, type DocumentInterface } from "@langchain/core/documents";
import { BaseRetriever, type BaseRetrieverInput } from "@langchain/core/retrievers";
import type { RunnableConfig } from "@langchain/core/runnables";
import type { Bm25IndexOptions } from "../bm25/index_options.js";
import { Bm25Index } from "../bm25/inverted_index.js";
import { compileFilter } from "../collection/compile_filter.js";
import { expected } from "../errors.js";
import { checkInteger, checkType, defined } from "../option_checks.js";
import { Pause } from "../pause.js";
import { createBitmap, setBit } from "../ranking/bitmap.js";
import { baseFields, invocationSignal, withInvocationSignal } from "./base_retriever.js";
import {
  checkIds,
  documentsOfTexts,
  passageFilter,
  passagesOf,
  type DocumentFilter,
} from "./passage_documents.js";
import { withScore } from "./score_metadata.js";

/** What a BM25 retriever is made with: `analyzer`, `variant`, `k1`, `b`, `delta` and these. */
export interface Bm25RetrieverInput extends BaseRetrieverInput, Bm25IndexOptions {
  /** Documents to search. More can be added later. Default: none. */
  documents?: readonly DocumentInterface[];
  /** Documents to return; a positive integer. Default 4. */
  k?: number;
  /**
   * A condition on metadata, or a function of the document. Applied before the top k. Default:
   * none.
   */
  filter?: DocumentFilter;
  /** Put `relevanceScore` and `tasb` in the documents' metadata. Default true. */
  includeScores?: boolean;
}

/** What a saved BM25 retriever is loaded with. */
export interface Bm25RetrieverLoadOptions extends Omit<Bm25RetrieverInput, "documents"> {
  /** Stops the work. */
  signal?: AbortSignal;
}

/**
 * Ranks documents by BM25 over an inverted index; only documents that hold a term of the query come
 * back. Ids are the documents' own, or random; a document of an id that is there replaces it.
 */
export class Bm25Retriever extends BaseRetriever {
  override lc_namespace = ["langchain-tasb", "retrievers"];
  /** Documents to return. */
  readonly k: number;
  #index: Bm25Index;
  /** What the index is made with. */
  #options: Bm25IndexOptions;
  readonly #filter: DocumentFilter | undefined;
  readonly #includeScores: boolean;
  /** By their sequences, in ascending order. */
  readonly #documents = new Map<number, Document>();
  readonly #sequences = new Map<string, number>();
  #nextSequence = 0;
  /** Additions run one after the other; a search waits for those asked for before it. */
  #writes: Promise<unknown> = Promise.resolve();

  static override lc_name(): string {
    return "Bm25Retriever";
  }

  constructor(fields: Bm25RetrieverInput = {}) {
    const { documents = [], k = 4, filter, includeScores = true, ...rest } = fields;
    const { callbacks: _callbacks, tags: _tags, metadata: _metadata, verbose: _, ...bm25 } = rest;
    super(baseFields(rest));
    if (!Array.isArray(documents)) throw expected("documents", "an array of documents", documents);
    checkInteger("k", k);
    checkType("includeScores", includeScores, "boolean");
    if (filter !== undefined) compileFilter(passageFilter(filter));
    this.k = k;
    this.#filter = filter;
    this.#includeScores = includeScores;
    this.#index = new Bm25Index(bm25);
    this.#options = defined(bm25);
    if (documents.length > 0) {
      const adding = this.addDocuments(documents);
      // The first search reports a failure; it must not end the process before that.
      adding.catch(() => {});
    }
  }

  /** Number of documents. */
  get size(): number {
    return this.#documents.size;
  }

  /**
   * Adds documents, or replaces those whose id is there. The event loop stays free meanwhile, and the
   * documents must stay as they are until then.
   *
   * @returns their ids, in order
   */
  async addDocuments(
    documents: readonly DocumentInterface[],
    options: { ids?: (string | undefined)[] } = {},
  ): Promise<string[]> {
    const preparing = passagesOf(documents, options.ids);
    // Told below, however long the writes before this one take.
    preparing.catch(() => {});
    return this.#write(async () => {
      const passages = await preparing;
      const wrong = passages.find(({ id }) => id === "" || typeof (id ?? "") !== "string");
      if (wrong !== undefined) throw expected("id", "a non-empty string", wrong.id);
      const pause = new Pause();
      const ids: string[] = [];
      const entries: { sequence: number; text: string }[] = [];
      for (const { id = randomUUID(), text, metadata = {} } of passages) {
        const sequence = this.#sequences.get(id) ?? this.#nextSequence++;
        this.#sequences.set(id, sequence);
        this.#documents.set(sequence, new Document({ pageContent: text, metadata, id }));
        entries.push({ sequence, text });
        ids.push(id);
        if (pause.due()) await pause.take();
      }
      await this.#index.addAll(entries);
      return ids;
    });
  }

  /** Deletes documents. Ids that are not there are passed over. */
  async delete(params: { ids: readonly string[] }): Promise<void> {
    const ids = params?.ids;
    checkIds(ids);
    await this.#write(async () => {
      const pause = new Pause();
      for (const id of ids) {
        if (pause.due()) await pause.take();
        const sequence = this.#sequences.get(id);
        if (sequence === undefined) continue;
        this.#index.remove(sequence);
        this.#documents.delete(sequence);
        this.#sequences.delete(id);
      }
    });
  }

  async #write<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#writes.then(work);
    this.#writes = result;
    // A failed write is its caller's to hear of, and fails no later one.
    result.catch(() => {
      if (this.#writes === result) this.#writes = Promise.resolve();
    });
    return result;
  }

  /**
   * Saves documents and index as files in `directory`; an earlier save there is replaced as a whole.
   *
   * @throws InvalidArgumentError for metadata that is no plain data; SnapshotError
   *   `SNAPSHOT_LOCKED` while another process writes there, `SNAPSHOT_WRITE_FAILED`
   */
  async save(directory: string): Promise<void> {
    // Only searches go on meanwhile. What reads and writes files is loaded where it is needed.
    await this.#write(async () => {
      const { saveBm25 } = await import("./saved_bm25.js");
      const contents = {
        documents: this.#documents,
        nextSequence: this.#nextSequence,
        index: this.#index,
      };
      await saveBm25(directory, contents, this.#options);
    });
  }

  /**
   * Loads what `save` wrote, or `TasbVectorStore.save` or `tasb index`: of these the vectors are passed
   * over, so that no model is needed.
   *
   * @param fields analyzer, variant, k1, b and delta are those of the files unless given; an analyzer
   *   that is a function has to be given again
   * @throws SnapshotError `SNAPSHOT_NOT_FOUND`, `SNAPSHOT_VERSION`, `SNAPSHOT_CORRUPT`;
   *   InvalidArgumentError; AbortedError
   */
  static async load(
    directory: string,
    fields: Bm25RetrieverLoadOptions = {},
  ): Promise<Bm25Retriever> {
    const { signal, ...others } = fields;
    const retriever = new this(others);
    const { loadBm25 } = await import("./saved_bm25.js");
    const loaded = await loadBm25(directory, retriever.#options, signal);
    retriever.#index = loaded.index;
    retriever.#options = loaded.options;
    retriever.#nextSequence = loaded.nextSequence;
    for (const [sequence, document] of loaded.documents) {
      retriever.#documents.set(sequence, document);
      retriever.#sequences.set(document.id!, sequence);
    }
    return retriever;
  }

  override async invoke(
    input: string,
    options?: Partial<RunnableConfig>,
  ): Promise<DocumentInterface[]> {
    return withInvocationSignal(options, (config) => super.invoke(input, config));
  }

  override async _getRelevantDocuments(query: string): Promise<Document[]> {
    if (typeof query !== "string") throw expected("query", "a string", query);
    const signal = invocationSignal();
    await this.#writes;
    const allowed = await this.#allowed(signal);
    const { sequences, scores } = await this.#index.searchAsync(query, this.k, { allowed, signal });
    const documents: Document[] = [];
    for (const [i, sequence] of sequences.entries()) {
      const document = this.#documents.get(sequence);
      const score = scores[i];
      if (document === undefined || score === undefined) continue;
      documents.push(this.#result(query, document, sequence, score, documents.length + 1));
    }
    return documents;
  }

  #result(
    query: string,
    document: Document,
    sequence: number,
    score: number,
    rank: number,
  ): Document {
    if (!this.#includeScores) {
      const { pageContent, metadata, id } = document;
      return new Document({ pageContent, metadata: { ...metadata }, ...(id && { id }) });
    }
    const terms = this.#index.explain(query, sequence).map((matched) => {
      return { term: matched.term, score: matched.score, frequency: matched.frequency };
    });
    return withScore(document, score, {
      rank,
      mode: "bm25",
      stages: { bm25: { score, rank, terms } },
    });
  }

  async #allowed(signal: AbortSignal | undefined): Promise<Uint8Array | undefined> {
    if (this.#filter === undefined) return undefined;
    const accepts = compileFilter(passageFilter(this.#filter));
    const bitmap = createBitmap(this.#nextSequence);
    const pause = new Pause(signal);
    for (const [sequence, { id = "", pageContent, metadata }] of this.#documents) {
      if (accepts({ id, text: pageContent, metadata })) setBit(bitmap, sequence);
      if (pause.due()) await pause.take();
    }
    return bitmap;
  }

  /** A retriever over these documents; they are indexed in the background. */
  static fromDocuments(
    documents: readonly DocumentInterface[],
    fields: Omit<Bm25RetrieverInput, "documents"> = {},
  ): Bm25Retriever {
    return new this({ ...fields, documents });
  }

  /** A retriever over these texts. `metadatas`: one object for each, or one for all. */
  static fromTexts(
    texts: readonly string[],
    metadatas: readonly object[] | object = [],
    fields: Omit<Bm25RetrieverInput, "documents"> = {},
  ): Bm25Retriever {
    return this.fromDocuments(documentsOfTexts(texts, metadatas), fields);
  }
}
