/**
 * Programs: code of higher layers that runs inside the inference worker, beside the memory it
 * works on (the dense index is one). The worker loads a program by its file's name below the
 * build's root, so that this layer imports none of them.
 */

import type { RuntimeSession } from "./runtime.js";
import type { ModelSource, SessionOptions } from "./session_options.js";

/** What the worker offers to a program. */
export interface ProgramHost {
  openSession(model: ModelSource, options?: SessionOptions): Promise<RuntimeSession>;
}

/** The call a program is working on. */
export interface ProgramCall {
  /** Whether the caller has given up; the result will be discarded. */
  readonly cancelled: boolean;
  /**
   * Lets waiting interactive calls of other tasks run first. Long work calls this between pieces
   * of a few milliseconds. In an interactive call it only lets messages in.
   */
  turn(): Promise<void>;
}

/** A result, and the buffers in it that are moved to the caller instead of copied. */
export interface ProgramResult {
  value: unknown;
  transfer?: ArrayBuffer[];
}

/** One living instance, addressed by its handle on the calling thread. */
export interface WorkerProgram {
  handle(method: string, argument: unknown, call: ProgramCall): Promise<ProgramResult>;
  dispose(): Promise<void>;
}

/** What a program's module exports. */
export interface WorkerProgramModule {
  createProgram(host: ProgramHost, argument: unknown): WorkerProgram | Promise<WorkerProgram>;
}
