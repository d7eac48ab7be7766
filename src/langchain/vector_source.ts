/** Where the store's vectors come from: `TasbEmbeddings`, or any LangChain embeddings. */

import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import {
  describe,
  expected,
  FingerprintMismatchError,
  InvalidArgumentError,
  throwIfAborted,
} from "../errors.js";
import type { PassageVectors } from "../encoder/long_passages.js";
import { dotProduct } from "../linalg/dot_product.js";
import { requireFinite } from "../linalg/matrix.js";
import {
  foreignFingerprint,
  PROBE_TEXT,
  sameForeignModel,
  withoutProbe,
} from "./foreign_fingerprint.js";
import type { ModelRecord } from "./model_record.js";
import { TasbEmbeddings } from "./tasb_embeddings.js";

/** Options of one call. */
export interface VectorSourceOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** Embeddings as the store uses them: typed arrays, checked. */
export interface VectorSource {
  /** Length d of every vector. */
  dimension(): Promise<number>;
  /** Names the model and precision of the vectors. */
  fingerprint(): Promise<string>;
  /** @throws FingerprintMismatchError where a collection's vectors do not compare with these */
  requireMatch(held: string): Promise<void>;
  /** One vector for each text, in input order, or one for each window of those that are long. */
  encodePassages(texts: string[], options?: VectorSourceOptions): Promise<PassageVectors>;
  /** The options of `TasbEmbeddings`, for other embeddings `undefined`. */
  readonly settings: ModelRecord | undefined;
  /** [d] */
  encodeQuery(text: string, options?: { signal?: AbortSignal }): Promise<Float32Array>;
}

/** Embeddings of this package in either build: an object of the other one is no `instanceof`. */
function isTasbEmbeddings(embeddings: EmbeddingsInterface): embeddings is TasbEmbeddings {
  return (
    embeddings instanceof TasbEmbeddings ||
    ("encode" in embeddings &&
      "encodeQuery" in embeddings &&
      "fingerprint" in embeddings &&
      embeddings.constructor.name === "TasbEmbeddings")
  );
}

/** The source behind any embeddings. */
export function vectorSource(embeddings: EmbeddingsInterface): VectorSource {
  if (
    typeof embeddings?.embedQuery !== "function" ||
    typeof embeddings.embedDocuments !== "function"
  ) {
    throw expected("embeddings", "LangChain embeddings", embeddings);
  }
  return isTasbEmbeddings(embeddings)
    ? new TasbVectorSource(embeddings)
    : new ForeignVectorSource(embeddings);
}

class TasbVectorSource implements VectorSource {
  readonly #embeddings: TasbEmbeddings;

  constructor(embeddings: TasbEmbeddings) {
    this.#embeddings = embeddings;
  }

  get settings(): ModelRecord {
    return this.#embeddings.settings;
  }

  async dimension(): Promise<number> {
    return this.#embeddings.dimension();
  }

  async fingerprint(): Promise<string> {
    return this.#embeddings.fingerprint();
  }

  async requireMatch(held: string): Promise<void> {
    const given = await this.fingerprint();
    if (held !== given) throw new FingerprintMismatchError(held, given);
  }

  async encodePassages(
    texts: string[],
    options: VectorSourceOptions = {},
  ): Promise<PassageVectors> {
    return this.#embeddings.encodePassages(texts, options);
  }

  async encodeQuery(text: string, options: { signal?: AbortSignal } = {}): Promise<Float32Array> {
    return this.#embeddings.encodeQuery(text, options);
  }
}

/** Texts handed to foreign embeddings at once, so that a signal is looked at now and then. */
const FOREIGN_BATCH = 256;

class ForeignVectorSource implements VectorSource {
  readonly settings = undefined;
  readonly #embeddings: EmbeddingsInterface;
  #probe: Promise<Float32Array> | undefined;

  constructor(embeddings: EmbeddingsInterface) {
    this.#embeddings = embeddings;
  }

  async #probeVector(): Promise<Float32Array> {
    this.#probe ??= this.encodeQuery(PROBE_TEXT).catch((error: unknown) => {
      this.#probe = undefined;
      throw error;
    });
    return this.#probe;
  }

  async dimension(): Promise<number> {
    return (await this.#probeVector()).length;
  }

  async fingerprint(): Promise<string> {
    return foreignFingerprint(this.#embeddings.constructor.name, await this.#probeVector());
  }

  async requireMatch(held: string): Promise<void> {
    const given = await this.fingerprint();
    if (sameForeignModel(held, given)) return;
    const [heldName, givenName] = [held, given].map(withoutProbe);
    if (heldName !== givenName) throw new FingerprintMismatchError(held, given);
    throw new FingerprintMismatchError(
      held,
      given,
      `The collection holds vectors of another \`${heldName}\` than the embeddings given: their ` +
        "vectors for the same text differ. Use the same model, or index again.",
    );
  }

  async encodePassages(
    texts: string[],
    { signal, onProgress }: VectorSourceOptions = {},
  ): Promise<PassageVectors> {
    const rows: number[][] = [];
    for (let from = 0; from < texts.length; from += FOREIGN_BATCH) {
      throwIfAborted(signal);
      const batch = texts.slice(from, from + FOREIGN_BATCH);
      const vectors = await this.#embeddings.embedDocuments(batch);
      if (vectors.length !== batch.length) {
        throw new InvalidArgumentError(
          `Expected the embeddings to give ${batch.length} vectors, got ${vectors.length}.`,
        );
      }
      for (const vector of vectors) rows.push(vector);
      onProgress?.(rows.length, texts.length);
    }
    throwIfAborted(signal);
    return { vectors: packVectors(rows, await this.dimension()) };
  }

  async encodeQuery(
    text: string,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<Float32Array> {
    if (typeof text !== "string") throw expected("text", "a string", text);
    throwIfAborted(signal);
    const vector = await this.#embeddings.embedQuery(text);
    throwIfAborted(signal);
    return packVectors([vector], vector.length);
  }
}

/**
 * Vectors as LangChain passes them, made row-major [n, d].
 *
 * @throws InvalidArgumentError where one is not of length `dimension`, or holds NaN or infinity
 */
export function packVectors(
  vectors: readonly (readonly number[])[],
  dimension: number,
): Float32Array {
  if (!Array.isArray(vectors)) throw expected("vectors", "an array of vectors", vectors);
  const packed = new Float32Array(vectors.length * dimension);
  for (const [i, vector] of vectors.entries()) {
    if (vector?.length !== dimension) {
      throw new InvalidArgumentError(
        `Expected vectors[${i}] to have ${dimension} numbers, got ${
          vector?.length === undefined ? describe(vector) : vector.length
        }.`,
      );
    }
    packed.set(vector, i * dimension);
  }
  requireFinite("vectors", packed);
  return packed;
}

/** A passage's dot product with the query: its best window's. */
export interface BestWindow {
  /** Rounded to float32, as a store gives it. */
  score: number;
  /** Which window that is, from 0; 0 where there is but one. */
  window: number;
}

/** The best window of each passage, in the order of the passages; of equal ones the first. */
export function bestWindows(query: Float32Array, passages: PassageVectors): BestWindow[] {
  const d = query.length;
  const { vectors } = passages;
  const counts = passages.windowsPerPassage ?? new Uint32Array(vectors.length / d).fill(1);
  let row = 0;
  return Array.from(counts, (count) => {
    let best: BestWindow = { score: -Infinity, window: 0 };
    for (let window = 0; window < count; window++, row++) {
      const score = Math.fround(dotProduct(query, 0, vectors, row * d, d));
      if (score > best.score) best = { score, window };
    }
    return best;
  });
}
