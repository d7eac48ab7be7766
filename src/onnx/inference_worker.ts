/**
 * Entry file of the inference worker: the one thread of the process in which native code runs. It
 * owns the sessions and, through programs, the vectors. Not to be imported; see InferenceThread.
 */

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";

import type { Request, Reply, Work, WorkerSetup } from "./inference_protocol.js";
import type {
  ProgramCall,
  ProgramResult,
  WorkerProgram,
  WorkerProgramModule,
} from "./worker_program.js";

import { InferenceError } from "../errors.js";
import { NativeCallGuard } from "./exit_guard.js";
import { Runtime, type RuntimeSession } from "./runtime.js";
import { TaskScheduler } from "./task_scheduler.js";
import { transferableBuffers } from "./tensor_data.js";
import { toWire } from "./wire_error.js";

class InferenceWorker {
  readonly #port: NonNullable<typeof parentPort>;
  readonly #programRoot: string;
  readonly #runtime: Runtime;
  readonly #scheduler = new TaskScheduler();
  readonly #sessions = new Map<number, RuntimeSession>();
  readonly #programs = new Map<number, WorkerProgram>();

  constructor(port: NonNullable<typeof parentPort>, setup: WorkerSetup) {
    this.#port = port;
    this.#programRoot = setup.programRoot;
    this.#runtime = new Runtime(new NativeCallGuard(setup.guard));
  }

  receive(request: Request): void {
    if (request.kind === "cancel") {
      this.#scheduler.cancel(request.call);
    } else if (request.kind === "shutdown") {
      void this.#shutDown();
    } else {
      this.#scheduler.push(request.call, request.priority, (call) =>
        this.#answer(request.call, request.work, call),
      );
    }
  }

  async #answer(id: number, work: Work, call: ProgramCall): Promise<void> {
    try {
      const { value, transfer } = await this.#perform(work, call);
      this.#port.postMessage({ call: id, ok: true, value } satisfies Reply, transfer ?? []);
    } catch (error) {
      this.#port.postMessage({ call: id, ok: false, error: toWire(error) } satisfies Reply, []);
    }
  }

  async #perform(work: Work, call: ProgramCall): Promise<ProgramResult> {
    switch (work.kind) {
      case "open": {
        const session = await this.#runtime.openSession(work.model, work.options);
        this.#sessions.set(work.session, session);
        return {
          value: { inputNames: [...session.inputNames], outputNames: [...session.outputNames] },
        };
      }
      case "run": {
        const session = this.#sessions.get(work.session);
        if (session === undefined) throw new InferenceError("INFERENCE_FAILED", "No such session.");
        const outputs = await session.run(work.feeds);
        return { value: outputs, transfer: transferableBuffers(outputs) };
      }
      case "close": {
        const session = this.#sessions.get(work.session);
        this.#sessions.delete(work.session);
        await session?.release();
        return { value: undefined };
      }
      case "create": {
        const module = await this.#loadProgram(work.program);
        const program = await module.createProgram(this.#runtime, work.argument);
        this.#programs.set(work.instance, program);
        return { value: undefined };
      }
      case "invoke": {
        const program = this.#programs.get(work.instance);
        if (program === undefined) throw new InferenceError("INFERENCE_FAILED", "No such program.");
        return program.handle(work.method, work.argument, call);
      }
      // "destroy"
      default: {
        const program = this.#programs.get(work.instance);
        this.#programs.delete(work.instance);
        await program?.dispose();
        return { value: undefined };
      }
    }
  }

  async #loadProgram(name: string): Promise<WorkerProgramModule> {
    const path = resolve(this.#programRoot, name);
    const module: WorkerProgramModule = await import(pathToFileURL(path).href);
    return module;
  }

  async #shutDown(): Promise<void> {
    await this.#scheduler.stop();
    for (const program of this.#programs.values()) await program.dispose();
    for (const session of this.#sessions.values()) await session.release();
    // Nothing else holds the thread: it ends by itself, outside any native call.
    this.#port.close();
  }
}

if (parentPort !== null) {
  const setup: WorkerSetup = workerData;
  const worker = new InferenceWorker(parentPort, setup);
  parentPort.on("message", (request: Request) => worker.receive(request));
}
