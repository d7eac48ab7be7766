/** The collection of a vector store. */

import type { Bm25IndexOptions } from "../bm25/inverted_index.js";
import { LocalCollection } from "../collection/local_collection.js";
import type { PassageCollection } from "../collection/passage_collection.js";
import type { VectorSource } from "./vector_source.js";

/** Made at the first use, where none is given, and checked once against the embeddings. */
export class StoreCollection {
  readonly #source: VectorSource;
  readonly #bm25: Bm25IndexOptions | undefined;
  #collection: Promise<PassageCollection> | undefined;
  #checked: Promise<void> | undefined;

  constructor(
    source: VectorSource,
    bm25: Bm25IndexOptions | undefined,
    collection: PassageCollection | undefined,
  ) {
    this.#source = source;
    this.#bm25 = bm25;
    if (collection !== undefined) this.#collection = Promise.resolve(collection);
  }

  /** A failure is not kept: the next call tries again. */
  async get(): Promise<PassageCollection> {
    this.#collection ??= this.#create().catch((error: unknown) => {
      this.#collection = undefined;
      throw error;
    });
    return this.#collection;
  }

  /** @throws FingerprintMismatchError where the collection was made with another model */
  async checked(): Promise<PassageCollection> {
    const collection = await this.get();
    this.#checked ??= this.#check(collection).catch((error: unknown) => {
      this.#checked = undefined;
      throw error;
    });
    await this.#checked;
    return collection;
  }

  async close(): Promise<void> {
    if (this.#collection !== undefined) await (await this.#collection).close();
  }

  async #create(): Promise<PassageCollection> {
    const dimension = await this.#source.dimension();
    const fingerprint = await this.#source.fingerprint();
    return new LocalCollection({
      dimension,
      fingerprint,
      ...(this.#bm25 !== undefined && { bm25: this.#bm25 }),
    });
  }

  async #check(collection: PassageCollection): Promise<void> {
    await this.#source.requireMatch(collection.fingerprint);
  }
}
