/** How an inference worker comes to life, and how its end is noticed. */

import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";

import type { Reply, WorkerSetup } from "./inference_protocol.js";

import { InferenceError } from "../errors.js";
import { createGuardMemory, guardProcessExit, releaseProcessExit } from "./exit_guard.js";

export interface WorkerHandlers {
  /** Limit of its JavaScript heap in MiB; Node's own where there is none. */
  maxHeapMegabytes: number | undefined;
  onReply: (reply: Reply) => void;
  /** Called once. @param cause what it threw, if anything. */
  onEnd: (why: string, cause: unknown) => void;
}

/**
 * The worker does not hold the process: `ref` it while calls are pending.
 *
 * @throws InferenceError `ENGINE_UNAVAILABLE` where its file is missing
 */
export function startWorker(path: string, handlers: WorkerHandlers): Worker {
  const { maxHeapMegabytes, onReply, onEnd } = handlers;
  if (!existsSync(path)) {
    throw new InferenceError(
      "ENGINE_UNAVAILABLE",
      `The inference worker's file ${path} does not exist. In a source checkout run ` +
        "`npm run build`; in a bundle keep `langchain-tasb` external, or set `workerPath`.",
    );
  }
  const guard = createGuardMemory();
  const setup: WorkerSetup = { guard, programRoot: dirname(dirname(path)) };
  const worker = new Worker(path, {
    name: "langchain-tasb-inference",
    workerData: setup,
    // Loaders and inspector flags of the main thread have no business here.
    execArgv: [],
    ...(maxHeapMegabytes === undefined
      ? {}
      : { resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes } }),
  });
  guardProcessExit(guard);
  let reason: unknown;
  worker.on("message", onReply);
  worker.on("error", (error) => {
    reason = error;
  });
  worker.once("exit", (exitCode) => {
    releaseProcessExit(guard);
    onEnd(reason instanceof Error ? reason.message : `it ended with exit code ${exitCode}`, reason);
  });
  worker.unref();
  return worker;
}
