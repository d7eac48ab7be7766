/** Texts to embeddings: tokenizer, batches, graph. */

import { availableParallelism } from "node:os";

import type { InferenceSession } from "../onnx/inference_session.js";
import type { PreparedModel } from "../model/prepared_model.js";
import type { Tokenizer, TokenSequence } from "./tokenizer.js";

import { DisposedError, expected, ModelError, throwIfAborted } from "../errors.js";
import { InferenceThread } from "../onnx/inference_thread.js";
import { Pause } from "../pause.js";
import { planBatches, tokenBudget } from "./batching.js";
import { subtractBias } from "./bias_correction.js";
import { findDistinct } from "./distinct_texts.js";
import { batchEmbeddings, batchInputs, requireFinite } from "./token_batch.js";
import { loadTokenizer } from "./tokenizer.js";
import { windowsOf, type TextWindow } from "./windows.js";

/** Lengths TAS-B was trained with, special tokens included; its folder does not state them. */
const TRAINED_PASSAGE_TOKENS = 200;
const TRAINED_QUERY_TOKENS = 30;

/** Texts tokenised and sorted together: the first few start the engine soon. */
const FIRST_GROUP = 256;
const LARGEST_GROUP = 4_096;

/** One batch runs while the next one is already in the worker. */
const BATCHES_IN_FLIGHT = 2;

export interface EncoderOptions {
  /** Threads of the engine. Default `os.availableParallelism()`. */
  threads?: number | undefined;
  /**
   * Tokens of a passage that count, `[CLS]` and `[SEP]` included; the rest is cut off. Default:
   * the length that the model's folder states (`max_seq_length` of sentence_bert_config.json), or
   * 200, as TAS-B was trained, or fewer where the model has fewer positions.
   */
  maxPassageTokens?: number | undefined;
  /** The same for queries. Default: the length that the folder states, or 30, as TAS-B was trained. */
  maxQueryTokens?: number | undefined;
  /** Put before every query. Default: the model's own setting, none for TAS-B. */
  queryPrefix?: string | undefined;
  /** See `InferenceThreadOptions.workerPath`. */
  workerPath?: string | undefined;
  signal?: AbortSignal | undefined;
}

export interface EncodeOptions {
  /** Decides prefix, length limit and priority: queries go before passages. */
  kind: "query" | "passage";
  signal?: AbortSignal | undefined;
  /** Called after each batch with the number of texts done, and of all texts. */
  onProgress?: ((done: number, total: number) => void) | undefined;
  /** Called once, before the result, with the number of texts that were longer than the limit. */
  onTruncated?: ((texts: number) => void) | undefined;
}

export class Encoder {
  /** Length d of every embedding. */
  readonly dimension: number;
  /** Names the model and precision whose embeddings these are; see `PreparedModel`. */
  readonly fingerprint: string;
  readonly tokenizer: Tokenizer;
  /** Longest passage in tokens, special tokens included. */
  readonly maxPassageTokens: number;
  /** Longest query in tokens, special tokens included. */
  readonly maxQueryTokens: number;
  readonly #session: InferenceSession;
  readonly #queryPrefix: string;
  readonly #passagePrefix: string;
  readonly #budget: number;
  #bias: Float32Array | undefined;
  readonly #normalize: boolean;
  #disposal: Promise<void> | undefined;

  private constructor(
    model: PreparedModel,
    tokenizer: Tokenizer,
    session: InferenceSession,
    options: EncoderOptions,
    limits: { passage: number; query: number },
  ) {
    const { config, settings, precision } = model;
    this.dimension = config.dimension;
    this.fingerprint = model.fingerprint;
    this.tokenizer = tokenizer;
    this.maxPassageTokens = limits.passage;
    this.maxQueryTokens = limits.query;
    this.#session = session;
    this.#queryPrefix = options.queryPrefix ?? settings.queryPrefix;
    this.#passagePrefix = settings.passagePrefix;
    this.#budget = tokenBudget(config, precision, options.threads ?? availableParallelism());
    this.#bias = model.bias;
    this.#normalize = settings.normalize;
  }

  /**
   * Opens a prepared model in the inference worker of this process. One without `bias` gives what its
   * graph gives: in int8 that is for `checkConversion` alone.
   *
   * @throws ModelError `TOKENIZER_INVALID` where the tokenizer does not fit the model;
   *   InferenceError; InvalidArgumentError; AbortedError
   */
  static async open(model: PreparedModel, options: EncoderOptions = {}): Promise<Encoder> {
    const { threads, workerPath, signal } = options;
    const { config, settings } = model;
    throwIfAborted(signal);
    const limit = (name: string, value: number | undefined, trained: number): number => {
      const most = config.maxPositions;
      if (value === undefined) return Math.min(settings.maxLength ?? trained, most);
      if (!Number.isSafeInteger(value) || value < 2 || value > most) {
        throw expected(name, `an integer from 2 to ${most}, the model's positions`, value);
      }
      return value;
    };
    const limits = {
      passage: limit("maxPassageTokens", options.maxPassageTokens, TRAINED_PASSAGE_TOKENS),
      query: limit("maxQueryTokens", options.maxQueryTokens, TRAINED_QUERY_TOKENS),
    };
    const { queryPrefix } = options;
    if (queryPrefix !== undefined && typeof queryPrefix !== "string") {
      throw expected("queryPrefix", "a string", queryPrefix);
    }
    const thread = InferenceThread.shared(workerPath === undefined ? {} : { workerPath });
    const opening = thread.openSession(model.graph, threads === undefined ? {} : { threads });
    // Loaded while the worker starts; either failure must leave nothing behind.
    const [tokenizer, session] = await Promise.allSettled([
      loadTokenizer(model.tokenizerPath),
      opening,
    ]);
    if (session.status === "rejected") throw session.reason;
    try {
      if (tokenizer.status === "rejected") throw tokenizer.reason;
      throwIfAborted(signal);
      const { largestId, specialTokenCount } = tokenizer.value;
      if (largestId >= config.vocabularySize) {
        throw new ModelError(
          "TOKENIZER_INVALID",
          `Expected ids below ${config.vocabularySize}, the size of the model's vocabulary, in ` +
            `${model.tokenizerPath}, got \`${largestId}\`.`,
        );
      }
      if (specialTokenCount > Math.min(limits.passage, limits.query)) {
        throw new ModelError(
          "TOKENIZER_INVALID",
          `${model.tokenizerPath} puts ${specialTokenCount} special tokens around a text, more than the length limit.`,
        );
      }
      return new Encoder(model, tokenizer.value, session.value, options, limits);
    } catch (error) {
      await session.value.close();
      throw error;
    }
  }

  /**
   * Embeddings of `texts`, row-major [n, d], in input order. Equal texts are computed once. An
   * empty text is `[CLS][SEP]` to the model.
   *
   * @throws AbortedError at once when `signal` fires; InferenceError; DisposedError
   */
  async encode(texts: readonly string[], options: EncodeOptions): Promise<Float32Array> {
    const { kind, signal, onProgress, onTruncated } = options;
    if (this.#disposal !== undefined) throw new DisposedError("The encoder");
    throwIfAborted(signal);
    const query = kind === "query";
    const prefix = query ? this.#queryPrefix : this.#passagePrefix;
    const maxLength = query ? this.maxQueryTokens : this.maxPassageTokens;
    const { dimension } = this;
    const vectors = new Float32Array(texts.length * dimension);

    const { distinct, places } = await findDistinct(texts, signal);
    const inFlight = new Set<Promise<void>>();
    const failures: unknown[] = [];
    let done = 0;
    let truncated = 0;
    const run = async (batch: readonly { ids: Int32Array; index: number }[]): Promise<void> => {
      const rows = await this.#run(batch, query, signal);
      for (const [row, { index }] of batch.entries()) {
        const vector = rows.subarray(row * dimension, (row + 1) * dimension);
        for (const place of places[index]!) vectors.set(vector, place * dimension);
        done += places[index]!.length;
      }
      onProgress?.(done, texts.length);
    };
    let group = FIRST_GROUP;
    for (let start = 0; start < distinct.length;) {
      const end = Math.min(distinct.length, start + group);
      const sequences = await this.#tokenize(distinct, start, end, prefix, maxLength, signal);
      for (const [at, sequence] of sequences.entries()) {
        if (sequence.truncated) truncated += places[start + at]!.length;
      }
      const lengths = sequences.map(({ ids }) => ids.length);
      for (const batch of planBatches(lengths, this.#budget)) {
        while (inFlight.size >= BATCHES_IN_FLIGHT) await Promise.race(inFlight);
        if (failures.length > 0) throw failures[0];
        const first = start;
        const members = Array.from(batch, (at) => ({
          ids: sequences[at]!.ids,
          index: first + at,
        }));
        // Never rejects: a failure while nobody waits must not end the process.
        const running = run(members)
          .catch((error: unknown) => failures.push(error))
          .then(() => void inFlight.delete(running));
        inFlight.add(running);
      }
      start = end;
      group = Math.min(2 * group, LARGEST_GROUP);
    }
    await Promise.all(inFlight);
    if (failures.length > 0) throw failures[0];
    if (truncated > 0) onTruncated?.(truncated);
    return vectors;
  }

  /** From now on `bias`, [d], is taken from every embedding; see bias_correction.ts. */
  correct(bias: Float32Array): void {
    this.#bias = bias;
  }

  /** Tokens of a passage's own text that are read: the limit without special tokens and prefix. */
  get passageRoom(): number {
    const { tokenizer, maxPassageTokens } = this;
    const frame = tokenizer.specialTokenCount + tokenizer.countTokens(this.#passagePrefix);
    return Math.max(1, maxPassageTokens - frame);
  }

  /**
   * The windows of a passage: itself where it is read whole, else overlapping parts that are.
   *
   * @param options.stride see `WindowOptions`
   * @throws InvalidArgumentError, AbortedError
   */
  async windows(
    text: string,
    options: { stride?: number | undefined; signal?: AbortSignal | undefined } = {},
  ): Promise<TextWindow[]> {
    return windowsOf(text, this.tokenizer, { ...options, room: this.passageRoom });
  }

  /** Frees the graph after the calls made before. Idempotent. */
  dispose(): Promise<void> {
    this.#disposal ??= this.#session.close();
    return this.#disposal;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  async #tokenize(
    texts: readonly string[],
    start: number,
    end: number,
    prefix: string,
    maxLength: number,
    signal: AbortSignal | undefined,
  ): Promise<TokenSequence[]> {
    const sequences: TokenSequence[] = [];
    const pause = new Pause(signal);
    for (let at = start; at < end; at += 1) {
      sequences.push(this.tokenizer.encode(prefix + texts[at]!, maxLength));
      if (pause.due()) await pause.take();
    }
    return sequences;
  }

  /** Embeddings of one batch, [rows, d]. */
  async #run(
    batch: readonly { ids: Int32Array }[],
    query: boolean,
    signal: AbortSignal | undefined,
  ): Promise<Float32Array> {
    const outputs = await this.#session.run(batchInputs(batch), {
      priority: query ? "interactive" : "batch",
      signal,
      transfer: true,
    });
    const vectors = batchEmbeddings(outputs, batch.length, this.dimension);
    if (this.#bias !== undefined) subtractBias(vectors, this.#bias, this.#normalize);
    requireFinite(vectors);
    return vectors;
  }
}
