/** What an inference thread can be told, checked and with its defaults. */

import { join, resolve } from "node:path";

import { expected } from "../errors.js";
import { packageRoot } from "../package_root.js";

const DEFAULT_MAX_PENDING = 10_000;
/** Long enough for one model to be closed and the next one opened in the same worker. */
const DEFAULT_LINGER_MS = 1_000;

export interface InferenceThreadOptions {
  /**
   * The worker's entry file. Default: `dist/esm/onnx/inference_worker.js` of this package, also
   * from CommonJS. Set it where a bundler has moved the package's files; the rest of `dist/esm`
   * is looked up beside it.
   */
  workerPath?: string;
  /**
   * Calls waiting or running at one time; a call beyond it fails with `QUEUE_FULL` at once. Its
   * purpose is to stop a caller that never awaits. Default 10,000, at least 1.
   */
  maxPending?: number;
  /**
   * Limit of the worker's JavaScript heap in MiB; graphs and vectors lie outside of it. A worker
   * that exceeds it dies and is replaced. Default: Node's own. At least 16.
   */
  maxHeapMegabytes?: number;
  /**
   * Milliseconds after which a worker that holds no session and no program ends, and gives its
   * memory back: a thread that has nothing to do collects no garbage. Default 1,000.
   */
  lingerMs?: number;
}

/** `InferenceThreadOptions` where every default is filled in. */
export interface ResolvedThreadOptions {
  /** Absolute. */
  readonly workerPath: string;
  readonly maxPending: number;
  readonly maxHeapMegabytes: number | undefined;
  readonly lingerMs: number;
}

/** @throws InvalidArgumentError */
export function resolveThreadOptions(options: InferenceThreadOptions): ResolvedThreadOptions {
  const { maxPending = DEFAULT_MAX_PENDING, maxHeapMegabytes } = options;
  const { lingerMs = DEFAULT_LINGER_MS } = options;
  if (!Number.isSafeInteger(maxPending) || maxPending < 1) {
    throw expected("maxPending", "a positive integer", maxPending);
  }
  if (maxHeapMegabytes !== undefined && !(maxHeapMegabytes >= 16)) {
    throw expected("maxHeapMegabytes", "a number of at least 16", maxHeapMegabytes);
  }
  if (!(lingerMs >= 0)) throw expected("lingerMs", "a number of at least 0", lingerMs);
  const built = join(packageRoot, "dist/esm/onnx/inference_worker.js");
  return {
    workerPath: resolve(options.workerPath ?? built),
    maxPending,
    maxHeapMegabytes,
    lingerMs,
  };
}
