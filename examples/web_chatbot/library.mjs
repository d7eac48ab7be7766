// The documents of the chatbot: added one by one, searched together, shown whole.
import {
  citationOf,
  PassageSplitter,
  rankSentences,
  TasbEmbeddings,
  TasbRetriever,
  TasbVectorStore,
} from "langchain-tasb";
import { Document } from "@langchain/core/documents";

export const modes = ["hybrid", "dense", "bm25", "rerank"];

/** An in-memory library. With `store.save(directory)` and `TasbVectorStore.load` it would outlive the process. */
export class Library {
  #embeddings = new TasbEmbeddings({ model: process.env.TASB_MODEL ?? "tasb-mini" });
  #splitter = new PassageSplitter({ embeddings: this.#embeddings });
  #store = new TasbVectorStore(this.#embeddings);
  #retriever = new TasbRetriever({ store: this.#store, k: 5 });
  /** Source → ids of its passages, in order. A Map: a source may be called `__proto__`. */
  #sources = new Map();

  get embeddings() {
    return this.#embeddings;
  }

  /** Names and numbers of passages, the newest last. */
  list() {
    return [...this.#sources].map(([source, ids]) => ({ source, passages: ids.length }));
  }

  /** Adds a document, or replaces the one of that name. @returns how many passages it has */
  async add(source, text, { signal, onProgress } = {}) {
    const document = new Document({ pageContent: text, metadata: { source } });
    const passages = await this.#splitter.splitDocuments([document]);
    const ids = await this.#store.addDocuments(passages, { signal, onProgress });
    const old = this.#sources.get(source);
    this.#sources.set(source, ids);
    if (old !== undefined) await this.#store.delete({ ids: old });
    return ids.length;
  }

  /** The passages of one document in their order, or `undefined`. */
  async passagesOf(source) {
    const ids = this.#sources.get(source);
    if (ids === undefined) return undefined;
    const documents = await this.#store.getByIds(ids);
    return documents.filter(Boolean).map(({ id, pageContent }) => ({ id, text: pageContent }));
  }

  /**
   * What was found, and why. `mark`: where in the text the sentence stands that fits best. The
   * documents, for the prompt, beside what the page shows of them.
   */
  async search(query, mode, signal) {
    const documents = await this.#retriever.with({ mode }).invoke(query, { signal });
    const sentences = await rankSentences(query, documents, {
      signal,
      ...(mode !== "bm25" && { embeddings: this.#embeddings }),
    });
    const passages = documents.map((document, i) => {
      const best = sentences.find(({ documentIndex }) => documentIndex === i);
      const { source, headings = [], tasb } = document.metadata;
      return {
        number: i + 1,
        id: document.id,
        source,
        place: citationOf(document),
        headings,
        text: document.pageContent,
        mark: best === undefined ? undefined : [best.start, best.end],
        stages: tasb.stages,
      };
    });
    return { documents, passages };
  }

  /** The first passages of every mode. */
  async compare(query, signal) {
    const found = await Promise.all(
      modes.map(async (mode) => {
        const { hits } = await this.#retriever.search(query, { mode, signal });
        return hits.map(({ id, text, metadata }) => {
          return { id, place: citationOf({ id, pageContent: text, metadata }) };
        });
      }),
    );
    return modes.map((mode, i) => ({ mode, passages: found[i] }));
  }

  async close() {
    await this.#store.close();
    await this.#embeddings.dispose();
  }
}
