/** The collection of a vector store. */

import { LocalCollection, type LocalCollectionOptions } from "../collection/local_collection.js";
import type { PassageCollection } from "../collection/passage_collection.js";
import type { VectorSource } from "./vector_source.js";

/** Options of a collection that the store makes itself. */
export type StoreCollectionOptions = Pick<LocalCollectionOptions, "bm25" | "vectors">;

/** Made at the first use, where none is given, and checked once against the embeddings. */
export class StoreCollection {
  readonly #source: VectorSource;
  readonly #options: StoreCollectionOptions;
  #collection: Promise<PassageCollection> | undefined;
  #checked: Promise<void> | undefined;

  constructor(
    source: VectorSource,
    options: StoreCollectionOptions,
    collection: PassageCollection | undefined,
  ) {
    this.#source = source;
    this.#options = options;
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
    return new LocalCollection({ dimension, fingerprint, ...this.#options });
  }

  async #check(collection: PassageCollection): Promise<void> {
    await this.#source.requireMatch(collection.fingerprint);
  }
}
