// This package's dense index. `prepare`: { vectors, queries, n, d, how }, where `how` is "fp32", "mapped" (to read the vectors
// where they lie in their file), "int8" or "mapped int8"
import { readFileSync, openSync, readSync, closeSync } from "node:fs";
import { basename, dirname } from "node:path";

import { ExactIndex } from "../../.build/esm/dense/exact_index.js";
import { InferenceThread } from "../../.build/esm/onnx/inference_thread.js";
import { serve } from "../lib/serve.mjs";
import { latencies, residentBytes, timed } from "../lib/timing.mjs";
import { packageRoot } from "../../.build/esm/package_root.js";

let index;
let queries;
let dimension;

const queryAt = (i) => queries.slice(i * dimension, (i + 1) * dimension);

async function fill(path, n) {
  const rows = 32_768;
  const file = openSync(path, "r");
  for (let from = 0; from < n; from += rows) {
    const count = Math.min(rows, n - from);
    const part = new Float32Array(count * dimension);
    readSync(file, new Uint8Array(part.buffer), 0, part.byteLength, from * dimension * 4);
    await index.upsert(
      Uint32Array.from({ length: count }, (_, i) => from + i),
      part,
    );
  }
  closeSync(file);
}

await serve({
  async prepare({ vectors, queries: queryFile, n, d, how, largestNorm }) {
    dimension = d;
    const bytes = readFileSync(queryFile);
    queries = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    const workerPath = `${packageRoot}/dist/esm/onnx/inference_worker.js`;
    index = new ExactIndex({
      dimension,
      vectors: how.includes("int8") ? "int8" : "fp32",
      thread: new InferenceThread({ workerPath }),
    });
    // The engine itself, and what it needs once.
    await index.search(queryAt(0), 1);
    const before = await residentBytes();
    const { ms } = await timed(async () => {
      if (how.includes("mapped")) {
        const file = { folder: dirname(vectors), name: basename(vectors), largestNorm };
        await index.attachFile(
          file,
          Uint32Array.from({ length: n }, (_, i) => i),
        );
      } else {
        await fill(vectors, n);
      }
    });
    const { ms: copiesMs } = await timed(() => index.copiesMade());
    const perPassage = ((await residentBytes()) - before) / n;
    return { seconds: ms / 1e3, copiesSeconds: copiesMs / 1e3, perPassage };
  },
  /** Milliseconds of each of `count` queries from `from` on, one after the other. */
  async one({ from, count, k }) {
    const places = Array.from({ length: count }, (_, i) => from + i);
    return latencies(places, (i) => index.search(queryAt(i), k));
  },
  /** Milliseconds of `count` queries that are asked at once. */
  async many({ count, k }) {
    const places = Array.from({ length: count }, (_, i) => i);
    return (await timed(() => Promise.all(places.map((i) => index.search(queryAt(i), k))))).ms;
  },
  async hits({ count, k }) {
    const found = [];
    for (let i = 0; i < count; i += 1) {
      const { sequences, scores } = await index.search(queryAt(i), k);
      found.push({ places: [...sequences], scores: [...scores] });
    }
    return found;
  },
});
