/** Exact dot-product search on ONNX Runtime, in the inference worker. */

import { DisposedError, expected } from "../errors.js";
import { checkMatrix } from "../linalg/matrix.js";
import { InferenceThread } from "../onnx/inference_thread.js";
import type { ProgramInstance } from "../onnx/program_instance.js";
import { Pause } from "../pause.js";
import type {
  DenseIndex,
  DenseRanking,
  DenseSearchOptions,
  VectorPrecision,
} from "./dense_index.js";
import type { AttachArgument, ExactProgramArgument, StageArgument } from "./exact_program.js";
import type { SearchRequest } from "./exact_search.js";
import { SearchBatcher } from "./search_batcher.js";

/** Numbers copied to the worker at a time, 2 MB. */
const NUMBERS_PER_MESSAGE = 2 ** 19;

export interface ExactIndexOptions {
  /** Length d of every vector; positive integer. */
  dimension: number;
  /**
   * How the vectors are looked through. Default "fp32". "int8" takes a quarter more memory, and a
   * fraction of the time; the results are the same.
   */
  vectors?: VectorPrecision;
  /** Default: the thread that all of this package's objects use. */
  thread?: InferenceThread;
  /** For tests: how many vectors make a block, the least that is copied. Default: 16 MB of them. */
  blockRows?: number;
}

/** Vectors in a file. */
export interface VectorFile {
  /** Absolute. */
  folder: string;
  /** The file's name in it. */
  name: string;
  /** No vector's Euclidean norm is larger. */
  largestNorm: number;
}

/** An integer sum of that many products of a query and a vector fits 32 bits. */
const LARGEST_INT8_DIMENSION = 2 ** 16;

/**
 * Exact: a score is the dot product in double precision, rounded to float32, and the passages are
 * those with the highest scores. The vectors lie in the inference worker, in the memory of this
 * process; when that worker is lost they are lost with it, and every later call fails with
 * `INFERENCE_WORKER_LOST`: load the collection again.
 *
 * With "int8" the copies are made after each change, while searches go on; rows that have none yet
 * are looked through as they are.
 */
export class ExactIndex implements DenseIndex {
  readonly dimension: number;
  readonly vectors: VectorPrecision;
  readonly #thread: InferenceThread | undefined;
  readonly #blockRows: number | undefined;
  #program: Promise<ProgramInstance> | undefined;
  #size = 0;
  #tickets = 0;
  #changes: Promise<void> = Promise.resolve();
  /** The copies in the making. */
  #copies: Promise<void> = Promise.resolve();
  readonly #disposal = new AbortController();
  #disposed: Promise<void> | undefined;
  readonly #searches = new SearchBatcher((requests, signal) => this.#searchAll(requests, signal));

  constructor(options: ExactIndexOptions) {
    const { dimension, vectors = "fp32" } = options;
    if (!Number.isSafeInteger(dimension) || dimension < 1) {
      throw expected("dimension", "a positive integer", dimension);
    }
    if (vectors !== "fp32" && vectors !== "int8") {
      throw expected("vectors", '"fp32" or "int8"', vectors);
    }
    if (vectors === "int8" && dimension > LARGEST_INT8_DIMENSION) {
      throw expected("dimension", `at most ${LARGEST_INT8_DIMENSION} with int8`, dimension);
    }
    this.dimension = dimension;
    this.vectors = vectors;
    this.#thread = options.thread;
    this.#blockRows = options.blockRows;
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
        this.#makeCopies(program);
        throw error;
      }
      this.#size = await program.call<number>("commit", ticket, { priority: "batch" });
      this.#makeCopies(program);
    });
  }

  /**
   * Takes over the vectors of a file, row-major little-endian float32 of a machine that is
   * little-endian too. They stay in the file, which the engine maps into memory: its bytes must not
   * change until `dispose`. The index must be empty.
   *
   * @param file of `sequences.length` vectors, finite, none of which has a norm above `largestNorm`
   * @param sequences [m], the passage of each row; rows of one passage stand together
   * @throws InferenceError `INFERENCE_FAILED` where the file cannot be read or mapped
   */
  attachFile(file: VectorFile, sequences: Uint32Array): Promise<void> {
    return this.#change(async () => {
      const program = await this.#open();
      if (this.#size > 0) throw expected("size", "0, an empty index", this.#size);
      const argument: AttachArgument = { ...file, sequences };
      this.#size = await program.call<number>("attach", argument, { priority: "batch" });
      this.#makeCopies(program);
    });
  }

  remove(sequences: Uint32Array): Promise<void> {
    return this.#change(async () => {
      this.#requireAlive();
      if (sequences.length === 0 || this.#program === undefined) return;
      const program = await this.#open();
      this.#size = await program.call<number>("remove", sequences, { priority: "batch" });
      this.#makeCopies(program);
    });
  }

  async search(
    query: Float32Array,
    k: number,
    options: DenseSearchOptions = {},
  ): Promise<DenseRanking> {
    checkMatrix("query", query, 1, this.dimension);
    if (!Number.isSafeInteger(k) || k < 1) throw expected("k", "a positive integer", k);
    this.#requireAlive();
    const { allowed, signal } = options;
    // A copy: of a view all of its memory would be sent.
    return this.#searches.add({ query: query.slice(), k, allowed }, signal);
  }

  /** Resolves when all int8 copies that the present vectors can have are made; at once with "fp32". */
  async copiesMade(): Promise<void> {
    await this.#changes;
    await this.#copies;
  }

  async vectorsOf(sequences: Uint32Array): Promise<{ vectors: Float32Array; rows: Uint32Array }> {
    const program = await this.#open();
    return program.call("vectorsOf", sequences);
  }

  dispose(): Promise<void> {
    this.#disposed ??= this.#free();
    return this.#disposed;
  }

  async #free(): Promise<void> {
    this.#disposal.abort();
    if (this.#program === undefined) return;
    await this.#copies;
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

  async #searchAll(requests: SearchRequest[], signal: AbortSignal): Promise<DenseRanking[]> {
    const program = await this.#open();
    return program.call<DenseRanking[]>("search", requests, { signal });
  }

  /**
   * One segment a call, so that changes get their turn in between. What fails here (for want of
   * memory, say) fails no search: vectors without a copy are looked through as they are.
   */
  #makeCopies(program: ProgramInstance): void {
    if (this.vectors === "fp32") return;
    const { signal } = this.#disposal;
    const make = async (): Promise<void> => {
      while (await program.call<boolean>("copyNext", undefined, { priority: "batch", signal }));
    };
    this.#copies = this.#copies.then(make).catch(() => undefined);
  }

  async #open(): Promise<ProgramInstance> {
    this.#requireAlive();
    const argument: ExactProgramArgument = {
      dimension: this.dimension,
      vectors: this.vectors,
      blockRows: this.#blockRows,
    };
    this.#program ??= (this.#thread ?? InferenceThread.shared())
      .startProgram("dense/exact_program.js", argument)
      .catch((error: unknown) => {
        this.#program = undefined;
        throw error;
      });
    return this.#program;
  }

  #requireAlive(): void {
    if (this.#disposal.signal.aborted) throw new DisposedError("The dense index");
  }
}
