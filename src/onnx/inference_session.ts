/** A graph in the inference worker, as the calling thread sees it. */

import type {
  CallOptions,
  Priority,
  SessionDescription,
  WorkerCaller,
} from "./inference_protocol.js";
import type { ModelSource, SessionOptions } from "./session_options.js";
import type { NamedTensors } from "./tensor_data.js";

import { DisposedError, expected } from "../errors.js";
import { transferableBuffers } from "./tensor_data.js";

export interface RunOptions extends Omit<CallOptions, "transfer"> {
  /**
   * Move the feeds' memory to the worker instead of copying it; the caller must not touch the
   * arrays again. Default false.
   */
  transfer?: boolean;
}

export class InferenceSession {
  readonly #thread: WorkerCaller;
  readonly #id: number;
  readonly #model: ModelSource;
  readonly #options: SessionOptions;
  /** The worker the graph is open in, and the promise of its opening. */
  #opened: { generation: number; description: Promise<SessionDescription> } | undefined;
  #description: SessionDescription = { inputNames: [], outputNames: [] };
  #closing: Promise<void> | undefined;

  private constructor(thread: WorkerCaller, model: ModelSource, options: SessionOptions) {
    this.#thread = thread;
    this.#id = thread.nextId();
    this.#model = model;
    this.#options = options;
  }

  /** Used by `InferenceThread.openSession`. */
  static async open(
    thread: WorkerCaller,
    model: ModelSource,
    options: SessionOptions,
  ): Promise<InferenceSession> {
    const session = new InferenceSession(thread, model, options);
    session.#description = await session.#ready();
    return session;
  }

  get inputNames(): readonly string[] {
    return this.#description.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.#description.outputNames;
  }

  /**
   * Runs the graph. After the worker was lost the graph is opened again first.
   *
   * @param feeds one tensor for each input of the graph
   * @throws InferenceError `INFERENCE_FAILED` where the engine refuses the feeds or fails,
   *   `INFERENCE_WORKER_LOST`, `QUEUE_FULL`; AbortedError; DisposedError after `close`
   */
  async run(feeds: NamedTensors, options: RunOptions = {}): Promise<NamedTensors> {
    const { transfer = false, ...call } = options;
    for (const [name, { data, dims }] of Object.entries(feeds)) {
      if (dims.reduce((product, size) => product * size, 1) !== data.length) {
        throw expected(
          `feeds.${name}`,
          `an array of ${dims.join(" x ")} elements`,
          `${data.length} elements`,
        );
      }
    }
    if (!this.#isOpen) await this.#ready(call.priority);
    if (this.#closing !== undefined) throw new DisposedError("The inference session");
    return this.#thread.call<NamedTensors>(
      { kind: "run", session: this.#id, feeds },
      { ...call, transfer: transfer ? transferableBuffers(feeds) : [] },
    );
  }

  /** Frees the graph after the calls made before. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#free();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #free(): Promise<void> {
    if (this.#thread.disposed || !this.#isOpen) return;
    try {
      await this.#thread.call({ kind: "close", session: this.#id }, { priority: "batch" });
    } catch (error) {
      // Of a worker that is gone meanwhile nothing is left to free.
      if (!this.#thread.disposed && this.#isOpen) throw error;
    }
  }

  get #isOpen(): boolean {
    return this.#opened !== undefined && this.#opened.generation === this.#thread.generation;
  }

  async #ready(priority: Priority = "interactive"): Promise<SessionDescription> {
    if (this.#closing !== undefined) throw new DisposedError("The inference session");
    if (this.#opened === undefined || !this.#isOpen) {
      const description = this.#thread.call<SessionDescription>(
        { kind: "open", session: this.#id, model: this.#model, options: this.#options },
        { priority },
      );
      const opened = { generation: this.#thread.generation, description };
      this.#opened = opened;
      description.catch(() => {
        if (this.#opened === opened) this.#opened = undefined;
      });
    }
    return this.#opened.description;
  }
}
