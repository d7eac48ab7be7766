/** The calling thread's side of the inference worker. */

import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";

import type { CallOptions, Reply, Request, Work, WorkerCaller } from "./inference_protocol.js";
import type { ModelSource, SessionOptions } from "./session_options.js";

import {
  AbortedError,
  DisposedError,
  expected,
  InferenceError,
  throwIfAborted,
} from "../errors.js";
import { InferenceSession } from "./inference_session.js";
import { resolveThreadOptions, type InferenceThreadOptions } from "./inference_thread_options.js";
import { ProgramInstance } from "./program_instance.js";
import { startWorker } from "./start_worker.js";
import { fromWire } from "./wire_error.js";

interface PendingCall {
  work: Work;
  /** Takes what the worker answers to this kind of work. */
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const SHARED = Symbol.for("langchain-tasb.inference-thread");

/**
 * One worker thread in which every native call of the process is made, because such a call blocks
 * the thread it is made on.
 *
 * - The worker starts at the first call and keeps the process alive only while calls are pending.
 * - Interactive calls go before batch calls; within a priority, first come, first served.
 * - When the worker dies, its pending calls fail with `INFERENCE_WORKER_LOST` and the next call
 *   starts a new one. Sessions re-open by themselves; a program's memory is gone, and its calls
 *   fail with `INFERENCE_WORKER_LOST` from then on.
 * - The process may end at any moment: its end waits for the native call in progress, at most.
 *   (Inside a worker thread of the caller's own, `terminate()` on that thread gives no such chance:
 *   dispose first.)
 * - A worker in which nothing is open any more ends after a while; the next call starts a new one.
 */
export class InferenceThread implements WorkerCaller {
  readonly #workerPath: string;
  readonly #maxPending: number;
  readonly #maxHeapMegabytes: number | undefined;
  readonly #lingerMs: number;
  readonly #pending = new Map<number, PendingCall>();
  /** Sessions and programs that the worker holds, or is about to. */
  readonly #held = new Set<number>();
  #lingering: NodeJS.Timeout | undefined;
  /** Ends of the workers that are not used any more. */
  #ending: Promise<void> = Promise.resolve();
  #worker: Worker | undefined;
  #generation = 0;
  #lastId = 0;
  #disposal: Promise<void> | undefined;

  constructor(options: InferenceThreadOptions = {}) {
    const { workerPath, maxPending, maxHeapMegabytes, lingerMs } = resolveThreadOptions(options);
    this.#workerPath = workerPath;
    this.#maxPending = maxPending;
    this.#maxHeapMegabytes = maxHeapMegabytes;
    this.#lingerMs = lingerMs;
  }

  /**
   * The thread that all of this package's objects use, in ESM and CommonJS alike: one per process,
   * made on first use and again after it was disposed. `options` count when it is made.
   */
  static shared(options: InferenceThreadOptions = {}): InferenceThread {
    const existing: InferenceThread | undefined = Reflect.get(globalThis, SHARED);
    if (existing !== undefined && !existing.disposed) return existing;
    const thread = new InferenceThread(options);
    Reflect.set(globalThis, SHARED, thread);
    return thread;
  }

  get disposed(): boolean {
    return this.#disposal !== undefined;
  }

  /** Calls waiting or running now. */
  get pendingCalls(): number {
    return this.#pending.size;
  }

  /** Rises by one whenever a worker, and all it held, is lost. */
  get generation(): number {
    return this.#generation;
  }

  /**
   * Loads a graph. `{ bytes }` are copied to the worker; the session keeps the given array, and
   * `{ path }`, for opening it again should the worker die.
   *
   * @throws InferenceError `INFERENCE_FAILED` where the graph is not valid, `ENGINE_UNAVAILABLE`
   *   where the engine cannot be loaded
   */
  async openSession(model: ModelSource, options: SessionOptions = {}): Promise<InferenceSession> {
    const { threads = availableParallelism() } = options;
    if (!Number.isSafeInteger(threads) || threads < 1) {
      throw expected("threads", "a positive integer", threads);
    }
    return InferenceSession.open(this, model, { ...options, threads });
  }

  /**
   * Starts a program inside the worker.
   *
   * @param program path of its module, relative to the worker's build: `dense/exact_program.js`.
   *   It is executed: never a name that came from outside this package.
   */
  async startProgram(program: string, argument: unknown): Promise<ProgramInstance> {
    return ProgramInstance.start(this, program, argument);
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  async call<T>(work: Work, options: CallOptions = {}): Promise<T> {
    const { signal, priority = "interactive", transfer = [] } = options;
    throwIfAborted(signal);
    if (this.disposed) throw new DisposedError("The inference thread");
    if (this.#pending.size >= this.#maxPending) {
      throw new InferenceError(
        "QUEUE_FULL",
        `${this.#pending.size} calls are waiting for the inference engine. Await earlier calls before making more.`,
      );
    }
    const worker = this.#start();
    clearTimeout(this.#lingering);
    const call = this.nextId();
    const post = (request: Request, moved: ArrayBuffer[]): void =>
      worker.postMessage(request, moved);
    return new Promise<T>((resolveCall, rejectCall) => {
      const abort = (): void => {
        post({ kind: "cancel", call }, []);
        this.#settle(worker, call, false);
        rejectCall(new AbortedError(undefined, { cause: signal?.reason }));
      };
      const finish = (): void => signal?.removeEventListener("abort", abort);
      // A value that cannot be sent throws here, before anything is pending.
      post({ kind: "call", call, priority, work }, transfer);
      this.#count(work, true);
      this.#pending.set(call, {
        work,
        resolve: (value: T) => {
          finish();
          resolveCall(value);
        },
        reject: (error) => {
          finish();
          rejectCall(error);
        },
      });
      worker.ref();
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  /**
   * Ends the worker after the native call in progress. Calls still waiting fail with `DISPOSED`,
   * and so does every later one. Idempotent.
   */
  dispose(): Promise<void> {
    this.#disposal ??= this.#shutDown();
    return this.#disposal;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  async #shutDown(): Promise<void> {
    clearTimeout(this.#lingering);
    if (this.#worker !== undefined) {
      // From here on its calls are settled, whatever it still answers.
      this.#failAll(() => new DisposedError("The inference thread"));
      this.#worker.ref();
      this.#end(this.#worker);
    }
    await this.#ending;
  }

  /** Lets a worker come to its end; the next call starts another one. */
  #end(worker: Worker): void {
    this.#worker = undefined;
    this.#generation += 1;
    const ended = new Promise<void>((done) => {
      worker.once("exit", () => done());
    });
    this.#ending = this.#ending.then(() => ended);
    worker.postMessage({ kind: "shutdown" } satisfies Request, []);
  }

  #start(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = startWorker(this.#workerPath, {
      maxHeapMegabytes: this.#maxHeapMegabytes,
      onReply: (reply) => this.#receive(worker, reply),
      onEnd: (why, cause) => {
        if (this.#worker !== worker) return;
        this.#worker = undefined;
        this.#generation += 1;
        const message = `The inference worker was lost: ${why}. The next call starts a new one.`;
        this.#failAll(() => new InferenceError("INFERENCE_WORKER_LOST", message, { cause }));
      },
    });
    this.#worker = worker;
    return worker;
  }

  #receive(worker: Worker, reply: Reply): void {
    const pending = this.#pending.get(reply.call);
    // An aborted call: its result is discarded.
    if (pending === undefined || !this.#settle(worker, reply.call, reply.ok)) return;
    if (reply.ok) pending.resolve(reply.value);
    else pending.reject(fromWire(reply.error));
  }

  /** Takes a call off the list; the worker holds the process only while the list is not empty. */
  #settle(worker: Worker, call: number, succeeded: boolean): boolean {
    const pending = this.#pending.get(call);
    if (pending === undefined) return false;
    this.#pending.delete(call);
    if (!succeeded) this.#count(pending.work, false);
    if (this.#pending.size === 0 && !this.disposed) {
      worker.unref();
      if (this.#held.size === 0) this.#linger(worker);
    }
    return true;
  }

  /** Keeps the list of what the worker holds, as the work is handed over, and where it failed. */
  #count(work: Work, handedOver: boolean): void {
    if (work.kind === "open" || work.kind === "create") {
      const id = work.kind === "open" ? work.session : work.instance;
      if (handedOver) this.#held.add(id);
      else this.#held.delete(id);
    } else if (work.kind === "close" || work.kind === "destroy") {
      this.#held.delete(work.kind === "close" ? work.session : work.instance);
    }
  }

  #linger(worker: Worker): void {
    clearTimeout(this.#lingering);
    this.#lingering = setTimeout(() => this.#end(worker), this.#lingerMs);
    this.#lingering.unref();
  }

  #failAll(error: () => Error): void {
    clearTimeout(this.#lingering);
    const calls = [...this.#pending.values()];
    this.#pending.clear();
    this.#held.clear();
    for (const call of calls) call.reject(error());
  }
}
