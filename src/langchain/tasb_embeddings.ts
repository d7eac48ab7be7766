/** The encoder as LangChain embeddings. */

import { Embeddings } from "@langchain/core/embeddings";
import { Encoder } from "../encoder/encoder.js";
import { DisposedError, expected, throwIfAborted } from "../errors.js";
import { prepareModel } from "../model/prepared_model.js";
import { modelRecord, type ModelRecord } from "./model_record.js";
import { QueryBatcher } from "./query_batcher.js";
import type { TasbEmbeddingsParams } from "./tasb_embeddings_params.js";

/** Options of one call of `encode`. */
export interface EncodeOptions {
  /** Which limit and prefix apply. Default `"passage"`. */
  kind?: "query" | "passage";
  /** Stops the work between batches. */
  signal?: AbortSignal;
  /** Called after each batch with the number of texts done and the number of all. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Dense vectors of queries and passages by TAS-B or another BERT-family model, computed here in a
 * worker thread. Their relevance is the dot product; larger is better.
 *
 * The model is loaded at the first call; a failed load is tried again by the next call. Texts
 * longer than the limits are cut (see `PassageSplitter`). Nothing is retried: a local model fails
 * the same way each time.
 */
export class TasbEmbeddings extends Embeddings {
  /** The model's name or directory, as given. */
  readonly model: string;
  readonly #fields: TasbEmbeddingsParams;
  readonly #queries: QueryBatcher;
  #encoder: Promise<Encoder> | undefined;
  #disposed = false;

  constructor(fields: TasbEmbeddingsParams = {}) {
    super({ maxRetries: 0, ...fields });
    const { model = "tas-b", precision, maxLength, maxPassageTokens, maxQueryTokens } = fields;
    if (typeof model !== "string" || model === "") {
      throw expected("model", "a model's name or directory", model);
    }
    if (precision !== undefined && precision !== "fp32" && precision !== "int8") {
      throw expected("precision", "`fp32` or `int8`", precision);
    }
    for (const [name, value] of Object.entries({ maxLength, maxPassageTokens, maxQueryTokens })) {
      if (value !== undefined && (!Number.isSafeInteger(value) || value < 3)) {
        throw expected(name, "an integer of at least 3", value);
      }
    }
    this.model = model;
    this.#fields = fields;
    this.#queries = new QueryBatcher((texts) => this.encode(texts, { kind: "query" }));
  }

  /** The options that decide what the vectors are; a saved store names its model by them. */
  get settings(): ModelRecord {
    return modelRecord({ ...this.#fields, model: this.model });
  }

  /** Loads the model if it is not loaded yet. */
  async encoder(): Promise<Encoder> {
    if (this.#disposed) throw new DisposedError("TasbEmbeddings");
    this.#encoder ??= this.#open().catch((error: unknown) => {
      // The next call may succeed: the network is back, the file is there.
      this.#encoder = undefined;
      throw error;
    });
    return this.#encoder;
  }

  async #open(): Promise<Encoder> {
    const { maxLength, maxPassageTokens, maxQueryTokens, threads, queryPrefix, workerPath } =
      this.#fields;
    const { revision, precision, normalize, cacheDir, offline, token, endpoint, onProgress } =
      this.#fields;
    const model = await prepareModel({
      model: this.model,
      revision,
      precision,
      normalize,
      cacheDir,
      offline,
      token,
      endpoint,
      onProgress,
    });
    return Encoder.open(model, {
      threads,
      queryPrefix,
      workerPath,
      maxPassageTokens: maxPassageTokens ?? maxLength,
      maxQueryTokens: maxQueryTokens ?? maxLength,
    });
  }

  /** Length d of the vectors. Loads the model. */
  async dimension(): Promise<number> {
    return (await this.encoder()).dimension;
  }

  /** Names the model's weights, precision and settings: equal fingerprints, comparable vectors. */
  async fingerprint(): Promise<string> {
    return (await this.encoder()).fingerprint;
  }

  /** Counts the tokens of a text as the model reads it, without `[CLS]` and `[SEP]`. */
  async tokenCounter(): Promise<{ countTokens: (text: string) => number; maxTokens: number }> {
    const { tokenizer, maxPassageTokens } = await this.encoder();
    return {
      countTokens: (text) => tokenizer.countTokens(text),
      maxTokens: maxPassageTokens - tokenizer.specialTokenCount,
    };
  }

  /**
   * The vectors of the texts, row-major [n, d], in input order. The fast path of the store: no
   * copies to plain arrays.
   */
  async encode(texts: readonly string[], options: EncodeOptions = {}): Promise<Float32Array> {
    const { kind = "passage", signal, onProgress } = options;
    throwIfAborted(signal);
    requireTexts(texts);
    const encoder = await this.encoder();
    return this.caller.call(() =>
      encoder.encode(texts, {
        kind,
        ...(signal !== undefined && { signal }),
        ...(onProgress !== undefined && { onProgress }),
      }),
    );
  }

  /** The vectors of passages as plain arrays, in input order; none for none. */
  override async embedDocuments(texts: string[]): Promise<number[][]> {
    requireTexts(texts);
    if (texts.length === 0) return [];
    const vectors = await this.encode(texts, { kind: "passage" });
    const d = vectors.length / texts.length;
    return texts.map((_, i) => Array.from(vectors.subarray(i * d, (i + 1) * d)));
  }

  /** The vector of a query as a plain array. The empty query is legal: `[CLS] [SEP]`. */
  override async embedQuery(text: string): Promise<number[]> {
    return Array.from(await this.encodeQuery(text));
  }

  /**
   * The vector of a query, [d]. Queries asked for at the same moment (LangChain's `batch`) are
   * encoded together.
   */
  async encodeQuery(text: string, signal?: AbortSignal): Promise<Float32Array> {
    if (typeof text !== "string") throw expected("text", "a string", text);
    return this.#queries.add(text, signal);
  }

  /** Frees the model. Calls in progress end first; later ones fail with the code `DISPOSED`. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const encoder = this.#encoder;
    this.#encoder = undefined;
    if (encoder === undefined) return;
    let opened: Encoder;
    try {
      opened = await encoder;
    } catch {
      return; // It never opened: there is nothing to free.
    }
    await opened.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}

function requireTexts(texts: readonly string[]): void {
  if (!Array.isArray(texts)) throw expected("texts", "an array of strings", texts);
  const wrong = texts.findIndex((text) => typeof text !== "string");
  if (wrong >= 0) throw expected(`texts[${wrong}]`, "a string", texts[wrong]);
}
