/** A program in the inference worker, as the calling thread sees it. */

import type { CallOptions, WorkerCaller } from "./inference_protocol.js";

import { DisposedError, InferenceError } from "../errors.js";

export class ProgramInstance {
  readonly #thread: WorkerCaller;
  readonly #id: number;
  readonly #generation: number;
  #closing: Promise<void> | undefined;

  private constructor(thread: WorkerCaller, id: number) {
    this.#thread = thread;
    this.#id = id;
    this.#generation = thread.generation;
  }

  /** Used by `InferenceThread.startProgram`. */
  static async start(
    thread: WorkerCaller,
    program: string,
    argument: unknown,
  ): Promise<ProgramInstance> {
    const id = thread.nextId();
    await thread.call({ kind: "create", instance: id, program, argument });
    return new ProgramInstance(thread, id);
  }

  /** Whether the worker that held the program's memory has died. */
  get lost(): boolean {
    return this.#generation !== this.#thread.generation;
  }

  /**
   * @throws InferenceError `INFERENCE_WORKER_LOST` when the worker died, now or before: what the
   *   program held is gone
   */
  async call<T>(method: string, argument: unknown, options: CallOptions = {}): Promise<T> {
    if (this.#closing !== undefined) throw new DisposedError("The program in the inference worker");
    if (this.lost) {
      throw new InferenceError(
        "INFERENCE_WORKER_LOST",
        "The inference worker was lost, and with it what this object held in it.",
      );
    }
    return this.#thread.call<T>({ kind: "invoke", instance: this.#id, method, argument }, options);
  }

  /** Frees the program's memory, after the batch calls made before. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#free();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #free(): Promise<void> {
    if (this.lost || this.#thread.disposed) return;
    try {
      await this.#thread.call({ kind: "destroy", instance: this.#id }, { priority: "batch" });
    } catch (error) {
      // Of a worker that is gone meanwhile nothing is left to free.
      if (!this.lost && !this.#thread.disposed) throw error;
    }
  }
}
