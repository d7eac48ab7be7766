import { describe, expect, it } from "vitest";

import {
  AbortedError,
  InferenceError,
  InvalidArgumentError,
  ModelError,
  type TasbError,
} from "../../src/errors.js";
import { fromWire, toWire } from "../../src/onnx/wire_error.js";

/** As `postMessage` would hand it over. */
const sent = (error: unknown): Error => fromWire(structuredClone(toWire(error)));

describe("an error on its way out of the worker", () => {
  it.each<TasbError>([
    new InferenceError("ENGINE_UNAVAILABLE", "no engine"),
    new InferenceError("INFERENCE_FAILED", "no result"),
    new InferenceError("INFERENCE_WORKER_LOST", "no worker"),
    new InvalidArgumentError("no number"),
    new AbortedError("no longer"),
  ])("keeps class, code and message, and has the worker's stack as its cause: $code", (error) => {
    const received = sent(error);
    expect(received).toBeInstanceOf(error.constructor);
    expect(received).toMatchObject({ code: error.code, message: error.message });
    expect(received.cause).toBe(error.stack);
  });

  it("is one of the engine where it is no error of this package that the worker makes", () => {
    const engine = { code: "INFERENCE_FAILED", message: "The inference engine failed: bad shape" };
    expect(sent(new TypeError("bad shape"))).toMatchObject(engine);
    expect(sent("bad shape")).toMatchObject(engine);
    expect(sent("bad shape").cause).toBeUndefined();
    const other = sent(new ModelError("MODEL_NOT_FOUND", "no model"));
    expect(other).toBeInstanceOf(InferenceError);
    expect(other).toMatchObject({ code: "INFERENCE_FAILED", message: "no model" });
  });
});
