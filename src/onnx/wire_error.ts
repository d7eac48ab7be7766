/** Errors on their way between threads, where their classes would be lost. */

import {
  AbortedError,
  InferenceError,
  InvalidArgumentError,
  TasbError,
  type ErrorCode,
} from "../errors.js";

export interface WireError {
  code: ErrorCode;
  message: string;
  stack: string | undefined;
}

/** What the worker sends for an error of its own, or of the engine. */
export function toWire(error: unknown): WireError {
  if (error instanceof TasbError) {
    return { code: error.code, message: error.message, stack: error.stack };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "INFERENCE_FAILED",
    message: `The inference engine failed: ${message}`,
    stack: error instanceof Error ? error.stack : undefined,
  };
}

/** The error that the caller gets; the worker's stack is its cause. */
export function fromWire({ code, message, stack }: WireError): Error {
  const cause = stack === undefined ? undefined : { cause: stack };
  switch (code) {
    case "ENGINE_UNAVAILABLE":
    case "INFERENCE_FAILED":
    case "INFERENCE_WORKER_LOST":
      return new InferenceError(code, message, cause);
    case "INVALID_ARGUMENT":
      return new InvalidArgumentError(message, cause);
    case "ABORTED":
      return new AbortedError(message, cause);
    default:
      return new InferenceError("INFERENCE_FAILED", message, cause);
  }
}
