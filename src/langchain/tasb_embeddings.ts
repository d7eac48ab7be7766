/** The encoder as LangChain embeddings. */

import { Embeddings } from "@langchain/core/embeddings";
import type { Encoder } from "../encoder/encoder.js";
import {
  encodePassages,
  type LongPassageReport,
  type LongPassages,
  type PassageVectors,
} from "../encoder/long_passages.js";
import { openEncoder } from "../encoder/open_encoder.js";
import type { TextWindow } from "../encoder/windows.js";
import { DisposedError, expected, throwIfAborted } from "../errors.js";
import { checkChoice, checkType, defined } from "../option_checks.js";
import { modelRecord, type ModelRecord } from "./model_record.js";
import { QueryBatcher } from "./query_batcher.js";
import { checkEmbeddingsParams, type TasbEmbeddingsParams } from "./tasb_embeddings_params.js";

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
 * The model is loaded at the first call; a failed load is tried again by the next call. Nothing is
 * retried: a local model fails the same way each time.
 *
 * Passages longer than the limit are read in windows where several vectors can be kept (by
 * `TasbVectorStore` and `TasbReranker`); where a part is not read, it is counted in
 * `truncatedPassages` and reported to `onLongPassages`. Queries are cut.
 */
export class TasbEmbeddings extends Embeddings {
  /** The model's name or directory, as given. */
  readonly model: string;
  readonly #fields: TasbEmbeddingsParams;
  readonly #queries: QueryBatcher;
  #encoder: Promise<Encoder> | undefined;
  #disposed = false;
  #truncated = 0;

  constructor(fields: TasbEmbeddingsParams = {}) {
    super({ maxRetries: 0, ...defined(fields) });
    const { model = "tas-b" } = fields;
    if (typeof model !== "string" || model === "") {
      throw expected("model", "a model's name or directory", model);
    }
    checkEmbeddingsParams(fields);
    this.model = model;
    this.#fields = fields;
    this.#queries = new QueryBatcher((texts) => this.encode(texts, { kind: "query" }));
  }

  /** The options that decide what the vectors are; a saved store names its model by them. */
  get settings(): ModelRecord {
    return modelRecord({ ...this.#fields, model: this.model });
  }

  /** How many passages were not read to their end since this object was made. */
  get truncatedPassages(): number {
    return this.#truncated;
  }

  /** Loads the model, where it is not loaded yet: the first call then need not wait for it. */
  async load(): Promise<void> {
    await this.#loaded();
  }

  async #loaded(): Promise<Encoder> {
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
    const model = {
      model: this.model,
      revision,
      precision,
      normalize,
      cacheDir,
      offline,
      token,
      endpoint,
      onProgress,
    };
    return openEncoder(model, {
      threads,
      queryPrefix,
      workerPath,
      maxPassageTokens: maxPassageTokens ?? maxLength,
      maxQueryTokens: maxQueryTokens ?? maxLength,
    });
  }

  /** Length d of the vectors. Loads the model. */
  async dimension(): Promise<number> {
    return (await this.#loaded()).dimension;
  }

  /** Names the model's weights, precision and settings: equal fingerprints, comparable vectors. */
  async fingerprint(): Promise<string> {
    return (await this.#loaded()).fingerprint;
  }

  /** Counts the tokens of a text as the model reads it, without `[CLS]` and `[SEP]`. */
  async tokenCounter(): Promise<{ countTokens: (text: string) => number; maxTokens: number }> {
    const { tokenizer, passageRoom } = await this.#loaded();
    return { countTokens: (text) => tokenizer.countTokens(text), maxTokens: passageRoom };
  }

  /**
   * The vectors of the texts, row-major [n, d], in input order; no copies to plain arrays. A
   * passage that is too long gets one vector all the same: by `longPassages`, `"max"` cuts.
   */
  async encode(texts: readonly string[], options: EncodeOptions = {}): Promise<Float32Array> {
    const { kind = "passage", signal, onProgress } = options;
    checkChoice("kind", kind, ["query", "passage"]);
    checkType("onProgress", onProgress, "function");
    throwIfAborted(signal);
    requireTexts(texts);
    const encoder = await this.#loaded();
    if (kind === "query") {
      return this.caller.call(() => encoder.encode(texts, { kind, signal, onProgress }));
    }
    const { longPassages = "max" } = this.#fields;
    const { vectors } = await this.#passages(texts, options, {
      longPassages: longPassages === "max" ? "truncate" : longPassages,
    });
    return vectors;
  }

  /**
   * The vectors of passages: one each, or with `longPassages: "max"` one for each window of those
   * that are longer than `maxPassageTokens`.
   *
   * @returns `vectors`, row-major [m, d], and where m > n `windowsPerPassage`, [n]: as
   *   `PassageCollection.add` takes them
   */
  async encodePassages(
    texts: readonly string[],
    options: Omit<EncodeOptions, "kind"> = {},
  ): Promise<PassageVectors> {
    checkType("onProgress", options.onProgress, "function");
    throwIfAborted(options.signal);
    requireTexts(texts);
    const { longPassages = "max" } = this.#fields;
    return this.#passages(texts, options, { longPassages });
  }

  async #passages(
    texts: readonly string[],
    { signal, onProgress }: EncodeOptions,
    { longPassages }: { longPassages: LongPassages },
  ): Promise<PassageVectors> {
    const encoder = await this.#loaded();
    const { windowStride: stride, onLongPassages } = this.#fields;
    const onLong = (report: LongPassageReport): void => {
      this.#truncated += report.truncated;
      onLongPassages?.(report);
    };
    const all = { longPassages, stride, signal, onProgress, onLong };
    return this.caller.call(() => encodePassages(encoder, texts, all));
  }

  /**
   * The windows in which a passage is read, by their places in it; one where it is read whole. The
   * number in a hit's `window` is an index into them.
   */
  async windows(text: string, { signal }: { signal?: AbortSignal } = {}): Promise<TextWindow[]> {
    if (typeof text !== "string") throw expected("text", "a string", text);
    const stride = this.#fields.windowStride;
    return (await this.#loaded()).windows(text, { stride, signal });
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
  async encodeQuery(text: string, options: { signal?: AbortSignal } = {}): Promise<Float32Array> {
    if (typeof text !== "string") throw expected("text", "a string", text);
    return this.#queries.add(text, options.signal);
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
