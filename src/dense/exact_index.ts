/** Exact dot-product search on ONNX Runtime, in the inference worker. */

import { DisposedError, expected } from "../errors.js";
import { checkMatrix } from "../linalg/matrix.js";
import { InferenceThread } from "../onnx/inference_thread.js";
import type { ProgramInstance } from "../onnx/program_instance.js";
import type { DenseIndex, DenseRanking, DenseSearchOptions } from "./dense_index.js";
import type { SearchArgument } from "./exact_program.js";

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

  async upsert(sequences: Uint32Array, vectors: Float32Array): Promise<void> {
    checkMatrix("vectors", vectors, sequences.length, this.dimension);
    if (sequences.length === 0) return;
    const program = await this.#open();
    const own = { sequences: sequences.slice(), vectors: vectors.slice() };
    this.#size = await program.call<number>("upsert", own, {
      priority: "batch",
      transfer: [own.sequences.buffer, own.vectors.buffer],
    });
  }

  async remove(sequences: Uint32Array): Promise<void> {
    if (sequences.length === 0 || this.#program === undefined) return;
    const program = await this.#open();
    this.#size = await program.call<number>("remove", sequences, { priority: "batch" });
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
