/** Exact dot-product search on ONNX Runtime, in the inference worker. */

import { DisposedError, expected } from "../errors.js";
import { checkMatrix } from "../linalg/matrix.js";
import { InferenceThread } from "../onnx/inference_thread.js";
import type { ProgramInstance } from "../onnx/program_instance.js";
import { Pause } from "../pause.js";
import type { DenseIndex, DenseRanking, DenseSearchOptions } from "./dense_index.js";
import type { SearchArgument, SearchManyArgument, StageArgument } from "./exact_program.js";

/** Numbers copied to the worker at a time, 2 MB. */
const NUMBERS_PER_MESSAGE = 2 ** 19;

export interface ExactIndexOptions {
  /** Length d of every vector; positive integer. */
  dimension: number;
  /** Default: the thread that all of this package's objects use. */
  thread?: InferenceThread;
}

/**
 * float32, exact: every vector is looked at. The vectors lie in the inference worker, in the
 * memory of this process; when that worker is lost they are lost with it, and every later call
 * fails with `INFERENCE_WORKER_LOST`: load the collection again.
 */
export class ExactIndex implements DenseIndex {
  readonly dimension: number;
  readonly #thread: InferenceThread | undefined;
  #program: Promise<ProgramInstance> | undefined;
  #size = 0;
  #tickets = 0;
  #changes: Promise<void> = Promise.resolve();
  #disposed = false;

  constructor(options: ExactIndexOptions) {
    const { dimension } = options;
    if (!Number.isSafeInteger(dimension) || dimension < 1) {
      throw expected("dimension", "a positive integer", dimension);
    }
    this.dimension = dimension;
    this.#thread = options.thread;
  }

  get size(): number {
    return this.#size;
  }

  upsert(sequences: Uint32Array, vectors: Float32Array): Promise<void> {
    return this.#change(async () => {
      const whole = sequences.length * this.dimension;
      if (!(vectors instanceof Float32Array) || vectors.length !== whole) {
        checkMatrix("vectors", vectors, sequences.length, this.dimension);
      }
      if (sequences.length === 0) return;
      const program = await this.#open();
      this.#tickets += 1;
      const ticket = this.#tickets;
      try {
        await this.#stage(program, ticket, sequences, vectors);
      } catch (error) {
        if (!program.lost) await program.call("discard", ticket);
        throw error;
      }
      this.#size = await program.call<number>("commit", ticket, { priority: "batch" });
    });
  }

  remove(sequences: Uint32Array): Promise<void> {
    return this.#change(async () => {
      if (this.#disposed) throw new DisposedError("The dense index");
      if (sequences.length === 0 || this.#program === undefined) return;
      const program = await this.#open();
      this.#size = await program.call<number>("remove", sequences, { priority: "batch" });
    });
  }

  async search(
    query: Float32Array,
    k: number,
    options: DenseSearchOptions = {},
  ): Promise<DenseRanking> {
    checkMatrix("query", query, 1, this.dimension);
    if (!Number.isSafeInteger(k) || k < 1) throw expected("k", "a positive integer", k);
    const program = await this.#open();
    const argument: SearchArgument = { query, k, allowed: options.allowed };
    return program.call<DenseRanking>("search", argument, { signal: options.signal });
  }

  async searchMany(
    queries: Float32Array,
    k: number,
    options: { signal?: AbortSignal } = {},
  ): Promise<DenseRanking[]> {
    checkMatrix("queries", queries, Math.floor(queries.length / this.dimension), this.dimension);
    if (!Number.isSafeInteger(k) || k < 1) throw expected("k", "a positive integer", k);
    const program = await this.#open();
    const argument: SearchManyArgument = { queries, k };
    return program.call<DenseRanking[]>("searchMany", argument, {
      priority: "batch",
      signal: options.signal,
    });
  }

  async vectorsOf(sequences: Uint32Array): Promise<{ vectors: Float32Array; rows: Uint32Array }> {
    const program = await this.#open();
    return program.call("vectorsOf", sequences);
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    if (this.#program === undefined) return;
    await (await this.#program).close();
  }

  /** Changes take effect one after the other, in the order of the calls. */
  #change(change: () => Promise<void>): Promise<void> {
    const done = this.#changes.then(change);
    this.#changes = done.catch(() => {});
    return done;
  }

  /** Copies the vectors to the worker in parts, so that the event loop is not held up. */
  async #stage(
    program: ProgramInstance,
    ticket: number,
    sequences: Uint32Array,
    vectors: Float32Array,
  ): Promise<void> {
    const rows = Math.max(1, Math.floor(NUMBERS_PER_MESSAGE / this.dimension));
    const pause = new Pause();
    for (let from = 0; from < sequences.length;) {
      let to = Math.min(sequences.length, from + rows);
      // The windows of one passage go together.
      while (to < sequences.length && sequences[to] === sequences[to - 1]) to += 1;
      const part: StageArgument = {
        ticket,
        sequences: sequences.slice(from, to),
        vectors: vectors.slice(from * this.dimension, to * this.dimension),
      };
      checkMatrix("vectors", part.vectors, to - from, this.dimension);
      const { buffer } = part.vectors;
      await program.call("stage", part, {
        transfer: buffer instanceof ArrayBuffer ? [buffer] : [],
      });
      from = to;
      if (pause.due()) await pause.take();
    }
  }

  async #open(): Promise<ProgramInstance> {
    if (this.#disposed) throw new DisposedError("The dense index");
    this.#program ??= (this.#thread ?? InferenceThread.shared())
      .startProgram("dense/exact_program.js", this.dimension)
      .catch((error: unknown) => {
        this.#program = undefined;
        throw error;
      });
    return this.#program;
  }
}
