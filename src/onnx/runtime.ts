/**
 * The only importer of onnxruntime-node. Runs inside the inference worker: every call below blocks
 * the thread it is made on.
 */

import type { InferenceSession as NativeSession, Tensor } from "onnxruntime-node";

import { availableParallelism } from "node:os";

import type { NativeCallGuard } from "./exit_guard.js";
import type { ModelSource, SessionOptions } from "./session_options.js";
import type { NamedTensors, TensorData, TensorType } from "./tensor_data.js";

import { InferenceError } from "../errors.js";

type Engine = typeof import("onnxruntime-node");

const TENSOR_TYPES: Record<TensorType, true> = {
  float32: true,
  int64: true,
  int32: true,
  int8: true,
  uint8: true,
};

function isTensorType(type: string): type is TensorType {
  return Object.hasOwn(TENSOR_TYPES, type);
}

function whatToDo(reason: string): string {
  const here = `${process.platform}-${process.arch}`;
  if (process.platform === "darwin" && process.arch === "x64") {
    return "onnxruntime-node has no build for Macs with Intel processors; run on Apple silicon, Linux or Windows.";
  }
  if (/musl|ld-linux|Error relocating/u.test(reason)) {
    return "onnxruntime-node has no build for musl (Alpine Linux); use an image with glibc, for example node:22-slim.";
  }
  if (/Cannot find (package|module) .*onnxruntime-node/u.test(reason)) {
    return "Install it with `ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node`; in a bundle keep `onnxruntime-node` external.";
  }
  return `Reinstall it with \`ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node\`, and check that it has a build for ${here}.`;
}

interface Entries {
  [part: string]: string | Entries;
}

/** `a.b.c: v` → the nested objects onnxruntime-node flattens again into configuration entries. */
function nested(entries: Record<string, string>): Entries {
  const root: Entries = {};
  for (const [name, value] of Object.entries(entries)) {
    const parts = name.split(".");
    const last = parts.pop() ?? name;
    let node = root;
    for (const part of parts) {
      const existing = node[part];
      const child = typeof existing === "object" ? existing : {};
      node[part] = child;
      node = child;
    }
    node[last] = value;
  }
  return root;
}

/** The engine's own options. Exported for the benchmarks, which call the engine directly. */
export function nativeOptions(options: SessionOptions): NativeSession.SessionOptions {
  return {
    executionProviders: ["cpu"],
    intraOpNumThreads: options.threads ?? availableParallelism(),
    interOpNumThreads: 1,
    graphOptimizationLevel: options.optimization ?? "all",
    enableCpuMemArena: options.memoryPool ?? true,
    // Batches differ in shape; a pattern remembered for each shape only holds memory.
    enableMemPattern: false,
    // Failures come back as exceptions; nothing may be printed beside them.
    logSeverityLevel: 4,
    extra: nested({
      // The engine's threads wait for their next part of a run awake, for 50 µs at most, since to wake
      // one takes longer than many an operator. Between two runs they sleep: on a machine with few
      // cores a thread that spins has the event loop's.
      "session.intra_op.allow_spinning": "1",
      "session.intra_op.spin_duration_us": "50",
      "session.force_spinning_stop": "1",
      ...(options.externalFolder !== undefined && {
        "session.model_external_initializers_file_folder_path": options.externalFolder,
      }),
    }),
  };
}

/** One graph, loaded and optimised. */
export class RuntimeSession {
  readonly #engine: Engine;
  readonly #guard: NativeCallGuard;
  readonly #session: NativeSession;
  #released = false;

  constructor(engine: Engine, guard: NativeCallGuard, session: NativeSession) {
    this.#engine = engine;
    this.#guard = guard;
    this.#session = session;
  }

  get inputNames(): readonly string[] {
    return this.#session.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.#session.outputNames;
  }

  /**
   * Runs the graph. Inputs are read in place, without a copy. With `into` the engine writes an
   * output straight into the given tensor's memory; other outputs are fresh.
   */
  async run(feeds: NamedTensors, into?: NamedTensors): Promise<NamedTensors> {
    const { Tensor: NativeTensor } = this.#engine;
    const natives: Tensor[] = [];
    const wrap = ({ type, data, dims }: TensorData): Tensor => {
      // The constructor's overloads do not distribute over the union; `type` fits `data`.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const tensor: Tensor = new NativeTensor(type, data as Float32Array, dims);
      natives.push(tensor);
      return tensor;
    };
    const inputs: Record<string, Tensor> = {};
    const fetches: Record<string, Tensor | null> = {};
    try {
      for (const [name, tensor] of Object.entries(feeds)) inputs[name] = wrap(tensor);
      for (const name of this.#session.outputNames) {
        const target = into?.[name];
        fetches[name] = target === undefined ? null : wrap(target);
      }
      const outputs = await this.#guard.during(() => this.#session.run(inputs, fetches));
      const results: NamedTensors = {};
      for (const [name, tensor] of Object.entries(outputs)) {
        const target = into?.[name];
        if (target !== undefined) {
          results[name] = target;
          continue;
        }
        if (!isTensorType(tensor.type)) {
          throw new InferenceError(
            "INFERENCE_FAILED",
            `Output \`${name}\` has the unsupported type ${tensor.type}.`,
          );
        }
        natives.push(tensor);
        // A copy: the engine's memory goes back to its pool when the tensor is disposed.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        const data = tensor.data.slice() as Float32Array;
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        results[name] = { type: tensor.type, dims: [...tensor.dims], data } as TensorData;
      }
      return results;
    } finally {
      for (const tensor of natives) tensor.dispose();
    }
  }

  /** Frees the graph and its scratch memory. A second call does nothing. */
  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    await this.#guard.during(() => this.#session.release());
  }
}

/** ONNX Runtime, loaded at the first session. */
export class Runtime {
  readonly #guard: NativeCallGuard;
  #engine: Promise<Engine> | undefined;

  constructor(guard: NativeCallGuard) {
    this.#guard = guard;
  }

  async openSession(model: ModelSource, options: SessionOptions = {}): Promise<RuntimeSession> {
    this.#engine ??= import("onnxruntime-node");
    let engine: Engine;
    try {
      engine = await this.#engine;
    } catch (cause) {
      this.#engine = undefined;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new InferenceError(
        "ENGINE_UNAVAILABLE",
        `onnxruntime-node could not be loaded on ${process.platform}-${process.arch}: ${reason}. ${whatToDo(reason)}`,
        { cause },
      );
    }
    engine.env.logLevel = "fatal";
    const native = nativeOptions(options);
    const session = await this.#guard.during(() =>
      "path" in model
        ? engine.InferenceSession.create(model.path, native)
        : engine.InferenceSession.create(model.bytes, native),
    );
    return new RuntimeSession(engine, this.#guard, session);
  }
}
