import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Encoder } from "../../src/encoder/encoder.js";
import { prepareModel } from "../../src/model/prepared_model.js";
import { InferenceThread } from "../../src/onnx/inference_thread.js";
import { packageRoot } from "../../src/package_root.js";

const FAILING = relative(
  join(packageRoot, "dist/esm"),
  join(packageRoot, "test/onnx/fixtures/failing_program.mjs"),
);

/** Ends the worker that all encoders of this process share, as a crash would. */
async function killWorker(): Promise<void> {
  const program = await InferenceThread.shared().startProgram(FAILING, undefined);
  await expect(program.call("exit", undefined)).rejects.toMatchObject({
    code: "INFERENCE_WORKER_LOST",
  });
}

describe("an encoder whose worker dies", () => {
  const texts = Array.from({ length: 400 }, (_, i) => `passage ${i} ${"of some words ".repeat(9)}`);
  let encoder: Encoder;
  beforeAll(async () => {
    encoder = await Encoder.open(await prepareModel({ model: "tasb-mini" }));
  });
  afterAll(() => encoder.dispose());

  it("fails the calls in progress with a typed error that says what happens next", async () => {
    let started = (): void => undefined;
    const firstBatch = new Promise<void>((resolve) => (started = resolve));
    const passages = encoder.encode(texts, { kind: "passage", onProgress: () => started() });
    const outcome = passages.then(
      () => undefined,
      (error: unknown) => error,
    );
    await firstBatch;
    await killWorker();
    expect(await outcome).toMatchObject({
      code: "INFERENCE_WORKER_LOST",
      message: expect.stringContaining("The next call starts a new one."),
    });
  });

  it("works again at the next call, and gives the same vectors, time after time", async () => {
    const before = await encoder.encode(["a cat", "a dog"], { kind: "query" });
    for (let death = 1; death <= 3; death += 1) {
      await killWorker();
      expect(await encoder.encode(["a cat", "a dog"], { kind: "query" })).toEqual(before);
    }
  });

  it("can be disposed of while its worker is gone", async () => {
    const other = await Encoder.open(await prepareModel({ model: "tasb-mini" }));
    await killWorker();
    await other.dispose();
    await expect(other.encode(["a"], { kind: "query" })).rejects.toMatchObject({
      code: "DISPOSED",
    });
  });
});
