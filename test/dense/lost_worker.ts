import { expect } from "vitest";
import { ExactIndex } from "../../src/dense/exact_index.js";
import { InferenceThread } from "../../src/onnx/inference_thread.js";

/** What the engine's callers are told of a worker that died. */
export const LOST = { code: "INFERENCE_WORKER_LOST" };

/** An index of one passage in a thread of its own, whose worker has died. */
export async function indexOfLostWorker(): Promise<{ index: ExactIndex; thread: InferenceThread }> {
  const thread = new InferenceThread();
  const index = new ExactIndex({ dimension: 1, thread });
  await index.upsert(Uint32Array.of(1), Float32Array.of(1));
  const killer = await thread.startProgram(
    `${import.meta.dirname}/../onnx/fixtures/failing_program.mjs`,
    undefined,
  );
  await expect(killer.call("exit", undefined)).rejects.toMatchObject(LOST);
  return { index, thread };
}
