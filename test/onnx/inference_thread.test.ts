import { relative, join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";

import type { NamedTensors } from "../../src/onnx/tensor_data.js";

import { GraphBuilder } from "../../src/onnx/graph_builder.js";
import { InferenceThread } from "../../src/onnx/inference_thread.js";
import type { InferenceThreadOptions } from "../../src/onnx/inference_thread_options.js";
import { writeModel } from "../../src/onnx/model_writer.js";
import { packageRoot } from "../../src/package_root.js";

const FAILING = relative(
  join(packageRoot, "dist/esm"),
  join(import.meta.dirname, "fixtures/failing_program.mjs"),
);

const threads: InferenceThread[] = [];

function newThread(options: InferenceThreadOptions = {}): InferenceThread {
  const thread = new InferenceThread(options);
  threads.push(thread);
  return thread;
}

afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.dispose();
});

/** y = x · w, with w the constant [[1], [10]]. */
function tinyModel(): Uint8Array {
  const graph = new GraphBuilder();
  graph.input("x", "float32", ["n", 2]);
  graph.constant({ name: "w", type: "float32", dims: [2, 1], data: new Float32Array([1, 10]) });
  graph.node("MatMul", ["x", "w"], { output: "y" });
  graph.output("y", "float32", ["n", 1]);
  return writeModel(graph.build());
}

/** A run takes about `steps` times 10 ms. */
function slowModel(steps: number): Uint8Array {
  const graph = new GraphBuilder();
  graph.input("x", "float32", ["n", "n"]);
  let value = "x";
  for (let step = 0; step < steps; step += 1) value = graph.node("MatMul", [value, "x"]);
  graph.node("ReduceSum", [value], { output: "y", attributes: { keepdims: { int: 0 } } });
  graph.output("y", "float32", []);
  return writeModel(graph.build());
}

function slowInput(): NamedTensors {
  return { x: { type: "float32", dims: [700, 700], data: new Float32Array(700 * 700) } };
}

const pair = (a: number, b: number): NamedTensors => ({
  x: { type: "float32", dims: [1, 2], data: new Float32Array([a, b]) },
});

describe("a session", () => {
  test("runs its graph in the worker", async () => {
    const session = await newThread().openSession({ bytes: tinyModel() });
    expect(session.inputNames).toEqual(["x"]);
    expect(session.outputNames).toEqual(["y"]);
    const { y } = await session.run(pair(2, 3));
    expect(y).toEqual({ type: "float32", dims: [1, 1], data: new Float32Array([32]) });
  });

  test("copies its feeds by default and moves them on request", async () => {
    const session = await newThread().openSession({ bytes: tinyModel() });
    const feeds = pair(1, 1);
    await session.run(feeds);
    expect(feeds["x"]!.data.length).toBe(2);
    await session.run(feeds, { transfer: true });
    expect(feeds["x"]!.data.length).toBe(0);
  });

  test("fails with INFERENCE_FAILED on bytes that are no model, and prints nothing", async () => {
    await expect(newThread().openSession({ bytes: new Uint8Array(100) })).rejects.toMatchObject({
      name: "InferenceError",
      code: "INFERENCE_FAILED",
    });
  });

  test("fails with INFERENCE_FAILED on feeds that do not fit the graph, then goes on", async () => {
    const session = await newThread().openSession({ bytes: tinyModel() });
    const wrong: NamedTensors = { x: { type: "float32", dims: [1, 3], data: new Float32Array(3) } };
    await expect(session.run(wrong)).rejects.toMatchObject({ code: "INFERENCE_FAILED" });
    await expect(session.run({})).rejects.toMatchObject({ code: "INFERENCE_FAILED" });
    expect((await session.run(pair(0, 1)))["y"]!.data[0]).toBe(10);
  });

  test("refuses a tensor whose length is not the product of its dimensions", async () => {
    const session = await newThread().openSession({ bytes: tinyModel() });
    const wrong: NamedTensors = { x: { type: "float32", dims: [2, 2], data: new Float32Array(3) } };
    await expect(session.run(wrong)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  test("fails with DISPOSED after it was closed; closing twice is closing once", async () => {
    const session = await newThread().openSession({ bytes: tinyModel() });
    await session.close();
    await session.close();
    await expect(session.run(pair(1, 1))).rejects.toMatchObject({ code: "DISPOSED" });
  });

  test("copies what its feeds are views into, also where they are to be moved", async () => {
    const session = await newThread().openSession({ bytes: tinyModel() });
    const buffer = new Float32Array([9, 2, 3, 9]);
    const x = { type: "float32", dims: [1, 2], data: buffer.subarray(1, 3) } as const;
    const { y } = await session.run({ x }, { transfer: true });
    expect(y!.data[0]).toBe(32);
    expect([...buffer]).toEqual([9, 2, 3, 9]);
  });

  test("fails with INFERENCE_FAILED where an output is of a type that it does not know", async () => {
    const graph = new GraphBuilder();
    graph.input("x", "float32", ["n", 2]);
    graph.node("IsNaN", ["x"], { output: "y" });
    graph.output("y", "uint8", ["n", 2]);
    const bytes = writeModel(graph.build());
    // The declared type is the engine's to check: `bool` is 9 in ONNX, `uint8` 2.
    const at = bytes.lastIndexOf(2, bytes.lastIndexOf("n".charCodeAt(0)));
    const bool = bytes.slice();
    bool[at] = 9;
    const session = await newThread().openSession({ bytes: bool });
    await expect(session.run(pair(1, 2))).rejects.toMatchObject({
      code: "INFERENCE_FAILED",
      message: "Output `y` has the unsupported type bool.",
    });
  });

  test("that was closed is not opened again, though its worker was lost", async () => {
    const thread = newThread();
    const session = await thread.openSession({ bytes: tinyModel() });
    const killer = await thread.startProgram(FAILING, undefined);
    await expect(killer.call("exit", undefined)).rejects.toThrow("lost");
    await session.close();
    await expect(session.run(pair(1, 1))).rejects.toMatchObject({ code: "DISPOSED" });
    expect(thread.pendingCalls).toBe(0);
  });

  test("takes 1 or more threads", async () => {
    const bytes = tinyModel();
    await expect(newThread().openSession({ bytes }, { threads: 0 })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });
});

describe("the queue", () => {
  test("runs interactive calls before the batch calls that wait", async () => {
    const thread = newThread();
    const slow = await thread.openSession({ bytes: slowModel(4) });
    const fast = await thread.openSession({ bytes: tinyModel() });
    const order: string[] = [];
    const calls = [1, 2, 3].map((n) =>
      slow.run(slowInput(), { priority: "batch" }).then(() => order.push(`batch ${n}`)),
    );
    calls.push(fast.run(pair(1, 1)).then(() => order.push("query")));
    await Promise.all(calls);
    expect(order.indexOf("query")).toBeLessThanOrEqual(1);
    expect(order.filter((name) => name !== "query")).toEqual(["batch 1", "batch 2", "batch 3"]);
  });

  test("rejects an aborted call at once, whether it waits or runs, and goes on", async () => {
    const thread = newThread();
    const session = await thread.openSession({ bytes: slowModel(20) });
    const abort = new AbortController();
    const calls = [1, 2, 3].map(() => session.run(slowInput(), { signal: abort.signal }));
    const start = performance.now();
    setTimeout(() => abort.abort(new Error("no longer wanted")), 20);
    for (const { reason } of (await Promise.allSettled(calls)) as PromiseRejectedResult[]) {
      expect(reason).toMatchObject({ code: "ABORTED", cause: new Error("no longer wanted") });
    }
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(thread.pendingCalls).toBe(0);
    const fast = await thread.openSession({ bytes: tinyModel() });
    expect((await fast.run(pair(1, 0)))["y"]!.data[0]).toBe(1);
    const already = fast.run(pair(1, 0), { signal: AbortSignal.abort() });
    await expect(already).rejects.toMatchObject({ code: "ABORTED" });
  });

  test("fails with QUEUE_FULL beyond maxPending calls", async () => {
    const thread = newThread({ maxPending: 2 });
    const session = await thread.openSession({ bytes: tinyModel() });
    const calls = await Promise.allSettled([1, 2, 3].map(() => session.run(pair(1, 1))));
    expect(calls.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    expect((calls[2] as PromiseRejectedResult).reason).toMatchObject({ code: "QUEUE_FULL" });
  });
});

describe("a worker that dies", () => {
  test.each(["exit", "throw"])("by %s fails its pending calls with a typed error", async (how) => {
    const thread = newThread();
    const program = await thread.startProgram(FAILING, undefined);
    const fatal = program.call(how, undefined);
    const waiting = program.call("echo", 1, { priority: "batch" });
    await expect(fatal).rejects.toMatchObject({ code: "INFERENCE_WORKER_LOST" });
    await expect(waiting).rejects.toMatchObject({ code: "INFERENCE_WORKER_LOST" });
    expect(thread.pendingCalls).toBe(0);
  });

  test("is replaced at the next call: sessions open again, a program stays lost", async () => {
    const thread = newThread();
    const session = await thread.openSession({ bytes: tinyModel() });
    const program = await thread.startProgram(FAILING, undefined);
    for (let death = 1; death <= 2; death += 1) {
      const killer = await thread.startProgram(FAILING, undefined);
      await expect(killer.call("exit", undefined)).rejects.toMatchObject({
        code: "INFERENCE_WORKER_LOST",
      });
      const results = await Promise.all([session.run(pair(1, 1)), session.run(pair(2, 0))]);
      expect(results.map(({ y }) => y!.data[0])).toEqual([11, 2]);
      expect(program.lost).toBe(true);
      await expect(program.call("echo", 1)).rejects.toMatchObject({
        code: "INFERENCE_WORKER_LOST",
      });
    }
    await program.close();
  });

  test("frees what is being closed: closing does not fail", async () => {
    const thread = newThread();
    const session = await thread.openSession({ bytes: tinyModel() });
    const [program, killer] = [
      await thread.startProgram(FAILING, undefined),
      await thread.startProgram(FAILING, undefined),
    ];
    const killing = killer.call("exit", undefined);
    const closing = [session.close(), program.close()];
    await expect(killing).rejects.toMatchObject({ code: "INFERENCE_WORKER_LOST" });
    await expect(Promise.all(closing)).resolves.toEqual([undefined, undefined]);
  });

  test("is not what one failed call makes of it", async () => {
    const program = await newThread().startProgram(FAILING, undefined);
    await expect(program.call("fail", undefined)).rejects.toMatchObject({
      code: "INFERENCE_FAILED",
    });
    await expect(program.call("echo", 7)).resolves.toBe(7);
  });

  test("is not what a graph makes of it that asks for more memory than there is", async () => {
    const graph = new GraphBuilder();
    graph.input("x", "float32", [1]);
    graph.input("shape", "int64", [1]);
    graph.node("Expand", ["x", "shape"], { output: "z" });
    graph.output("z", "float32", ["n"]);
    const session = await newThread().openSession({ bytes: writeModel(graph.build()) });
    const feeds = (n: bigint): NamedTensors => ({
      x: { type: "float32", dims: [1], data: new Float32Array([7]) },
      shape: { type: "int64", dims: [1], data: new BigInt64Array([n]) },
    });
    // 256 TiB: more than a process can address.
    await expect(session.run(feeds(2n ** 46n))).rejects.toMatchObject({ code: "INFERENCE_FAILED" });
    expect((await session.run(feeds(2n)))["z"]!.data).toEqual(new Float32Array([7, 7]));
  });

  test("for want of memory gives the same typed error", async () => {
    const thread = newThread({ maxHeapMegabytes: 32 });
    const program = await thread.startProgram(FAILING, undefined);
    await expect(program.call("exhaust", undefined)).rejects.toMatchObject({
      code: "INFERENCE_WORKER_LOST",
    });
    const session = await thread.openSession({ bytes: tinyModel() });
    expect((await session.run(pair(1, 0)))["y"]!.data[0]).toBe(1);
  });
});

describe("a worker that holds nothing any more", () => {
  /** Once the worker has gone its number is another. */
  async function gone(thread: InferenceThread, generation: number): Promise<void> {
    await vi.waitFor(() => expect(thread.generation).toBe(generation), { timeout: 10_000 });
  }

  test("ends after a while; the next call starts another one", async () => {
    const thread = newThread({ lingerMs: 0 });
    for (let life = 1; life <= 3; life += 1) {
      const session = await thread.openSession({ bytes: tinyModel() });
      const program = await thread.startProgram(FAILING, undefined);
      expect((await session.run(pair(life, 0)))["y"]!.data[0]).toBe(life);
      await program.close();
      await session.close();
      await gone(thread, life);
    }
  });

  test("ends as well where nothing could be opened", async () => {
    const thread = newThread({ lingerMs: 0 });
    await expect(thread.openSession({ bytes: new Uint8Array(9) })).rejects.toThrow("engine");
    await gone(thread, 1);
  });

  test("goes on while anything is open, and when it is asked again in time", async () => {
    const thread = newThread({ lingerMs: 0 });
    const [kept, closed] = await Promise.all([
      thread.startProgram(FAILING, undefined),
      thread.openSession({ bytes: tinyModel() }),
    ]);
    await closed.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await kept.call("echo", 1)).toBe(1);
    const patient = newThread({ lingerMs: 60_000 });
    await (await patient.openSession({ bytes: tinyModel() })).close();
    await (await patient.openSession({ bytes: tinyModel() })).close();
    expect([thread.generation, patient.generation]).toEqual([0, 0]);
  });

  test("takes a time of 0 or more", () => {
    expect(() => new InferenceThread({ lingerMs: -1 })).toThrow("lingerMs");
    expect(() => new InferenceThread({ lingerMs: Number.NaN })).toThrow("lingerMs");
  });
});

test("a program fails with DISPOSED after it was closed; closing twice is closing once", async () => {
  const program = await newThread().startProgram(FAILING, undefined);
  expect(await program.call("echo", 5)).toBe(5);
  await program.close();
  await program.close();
  await expect(program.call("echo", 5)).rejects.toMatchObject({ code: "DISPOSED" });
});

test.each<[InferenceThreadOptions, RegExp]>([
  [{ maxPending: 0 }, /`maxPending` to be a positive integer/],
  [{ maxPending: 1.5 }, /`maxPending`/],
  [{ maxHeapMegabytes: 8 }, /`maxHeapMegabytes` to be a number of at least 16/],
  [{ maxHeapMegabytes: Number.NaN }, /`maxHeapMegabytes`/],
])("a thread with %j is refused", (options, message) => {
  expect(() => new InferenceThread(options)).toThrow(message);
});

describe("dispose", () => {
  test("waits for the native call in progress, and fails all calls from then on", async () => {
    const thread = newThread();
    const session = await thread.openSession({ bytes: slowModel(8) });
    const running = session.run(slowInput());
    const outcome = running.catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await thread.dispose();
    expect(await outcome).toMatchObject({ code: "DISPOSED" });
    await expect(session.run(slowInput())).rejects.toMatchObject({ code: "DISPOSED" });
    await expect(thread.openSession({ bytes: tinyModel() })).rejects.toMatchObject({
      code: "DISPOSED",
    });
    await session.close();
  });

  test("can be repeated 10 times over", async () => {
    for (let cycle = 0; cycle < 10; cycle += 1) {
      const thread = newThread();
      const session = await thread.openSession({ bytes: tinyModel() });
      expect((await session.run(pair(cycle, 0)))["y"]!.data[0]).toBe(cycle);
      await thread[Symbol.asyncDispose]();
    }
    expect(process.listenerCount("exit")).toBeLessThan(10);
  });

  test("of the shared thread makes room for a new one", async () => {
    const first = InferenceThread.shared();
    expect(InferenceThread.shared()).toBe(first);
    await first.dispose();
    const second = InferenceThread.shared();
    expect(second).not.toBe(first);
    await second.dispose();
  });
});

test("a worker file that is not there is named, with the cure", async () => {
  const thread = newThread({ workerPath: "/nowhere/worker.js" });
  await expect(thread.openSession({ bytes: tinyModel() })).rejects.toMatchObject({
    code: "ENGINE_UNAVAILABLE",
    message: expect.stringContaining("/nowhere/worker.js"),
  });
});
