/** Messages between the calling thread and the inference worker. */

import type { ModelSource, SessionOptions } from "./session_options.js";
import type { NamedTensors } from "./tensor_data.js";
import type { WireError } from "./wire_error.js";

/** Interactive calls (queries, searches) go before batch calls (passages, changes to an index). */
export type Priority = "interactive" | "batch";

/** What a worker is started with. */
export interface WorkerSetup {
  guard: SharedArrayBuffer;
  /** Folder that programs are named below. */
  programRoot: string;
}

/** The work one call asks for. */
export type Work =
  | { kind: "open"; session: number; model: ModelSource; options: SessionOptions }
  | { kind: "run"; session: number; feeds: NamedTensors }
  | { kind: "close"; session: number }
  | { kind: "create"; instance: number; program: string; argument: unknown }
  | { kind: "invoke"; instance: number; method: string; argument: unknown }
  | { kind: "destroy"; instance: number };

export type Request =
  | { kind: "call"; call: number; priority: Priority; work: Work }
  | { kind: "cancel"; call: number }
  | { kind: "shutdown" };

export type Reply =
  | { call: number; ok: true; value: unknown }
  | { call: number; ok: false; error: WireError };

/** Answer to `open`. */
export interface SessionDescription {
  inputNames: string[];
  outputNames: string[];
}

export interface CallOptions {
  /** Default "interactive". */
  priority?: Priority;
  /** A waiting call leaves the queue; of a running one the result is discarded. */
  signal?: AbortSignal | undefined;
  /** Buffers in the argument that are moved to the worker: the caller must not use them again. */
  transfer?: ArrayBuffer[];
}

/** What sessions and program instances need of the thread. */
export interface WorkerCaller {
  /** Rises by one whenever a worker, and all it held, is lost. */
  readonly generation: number;
  readonly disposed: boolean;
  /** A number for a session or instance, never given twice. */
  nextId(): number;
  /** Hands work to the worker. For sessions and programs; others use their methods. */
  call<T>(work: Work, options?: CallOptions): Promise<T>;
}
