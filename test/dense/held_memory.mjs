// What a process holds for the vectors of a file; prints JSON, in bytes.
//   node --expose-gc held_memory.mjs <file> <rows> <dimension> <fp32 or int8>
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";

import { createProgram } from "../../.build/esm/dense/exact_program.js";
import { Runtime } from "../../.build/esm/onnx/runtime.js";

const [path, ...others] = process.argv.slice(2);
const [rows, dimension] = others.map(Number);
const vectors = others[2];

/** What is the process's own: of a mapped file the system keeps what fits. */
async function held() {
  for (let i = 0; i < 3; i += 1) {
    globalThis.gc();
    await new Promise(setImmediate);
  }
  return Number(/RssAnon:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
}

// In this thread instead of the worker, whose garbage could not be collected at will.
const runtime = new Runtime({ during: (call) => call() });
const call = { cancelled: false, turn: () => Promise.resolve() };
const program = await createProgram(runtime, { dimension, vectors, blockRows: undefined });
const query = Float32Array.from({ length: dimension }, (_, i) => Math.sin(i));
const search = async () => {
  const request = { query, k: 10, allowed: undefined };
  return (await program.handle("search", [request], call)).value[0];
};
await search();
const before = await held();
const sequences = Uint32Array.from({ length: rows }, (_, i) => i);
const file = { folder: dirname(path), name: basename(path), largestNorm: Math.sqrt(dimension) };
await program.handle("attach", { ...file, sequences }, call);
while ((await program.handle("copyNext", undefined, call)).value);
const { sequences: found, scores } = await search();
const grown = (await held()) - before;
console.log(JSON.stringify({ grown, found: [...found], scores: [...scores] }));
await program.dispose();
