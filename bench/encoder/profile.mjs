// node bench/encoder/profile.mjs MODEL [--precision P] [--texts N] [--tokens N] [--threads N]: where the
// time of one batch goes, operator by operator, as ONNX Runtime's profiler tells. MODEL is a folder, for
// example the one of `part.mjs --model`; each operator's time is its shortest of ten runs.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import ort from "onnxruntime-node";

import { nativeOptions } from "../../.build/esm/onnx/runtime.js";
import { prepareModel } from "../../.build/esm/model/prepared_model.js";
import { markdownTable } from "../lib/markdown.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    precision: { type: "string", default: "int8" },
    texts: { type: "string", default: "10" },
    tokens: { type: "string", default: "94" },
    threads: { type: "string", default: String(availableParallelism()) },
  },
});
if (positionals.length !== 1) {
  process.stderr.write("Expected one MODEL, a folder: node bench/encoder/profile.mjs MODEL\n");
  process.exit(2);
}
const [texts, tokens] = [Number(values.texts), Number(values.tokens)];
const model = resolve(positionals[0]);
const { graph } = await prepareModel({
  model,
  precision: values.precision,
  cacheDir: join(model, "cache"),
});
const folder = mkdtempSync(join(tmpdir(), "tasb-profile-"));
const session = await ort.InferenceSession.create(graph.path, {
  ...nativeOptions({ threads: Number(values.threads) }),
  enableProfiling: true,
  profileFilePrefix: join(folder, "profile"),
});
const dims = [texts, tokens];
const ids = BigInt64Array.from({ length: texts * tokens }, (_, i) =>
  BigInt(1000 + ((i * 7919) % 20_000)),
);
const feeds = {
  input_ids: new ort.Tensor("int64", ids, dims),
  attention_mask: new ort.Tensor("int64", new BigInt64Array(ids.length).fill(1n), dims),
};
for (let run = 0; run < 10; run += 1) await session.run(feeds);
session.endProfiling();
const events = JSON.parse(readFileSync(join(folder, readdirSync(folder)[0]), "utf8"));
rmSync(folder, { recursive: true });

/** Operator → node → shortest time in µs. */
const operators = new Map();
for (const { cat, name, dur, args } of events) {
  // A choice's time is that of what it chose.
  if (cat !== "Node" || !name.endsWith("_kernel_time") || args.op_name === "If") continue;
  const nodes = operators.get(args.op_name) ?? new Map();
  nodes.set(name, Math.min(dur, nodes.get(name) ?? Infinity));
  operators.set(args.op_name, nodes);
}
const sums = [...operators].map(([name, nodes]) => {
  return { name, count: nodes.size, ms: [...nodes.values()].reduce((a, b) => a + b, 0) / 1e3 };
});
const whole = sums.reduce((sum, { ms }) => sum + ms, 0);
const rows = sums
  .toSorted((a, b) => b.ms - a.ms)
  .filter(({ ms }) => ms > 0.005 * whole)
  .map(({ name, count, ms }) => [name, count, ms.toFixed(1), ((100 * ms) / whole).toFixed(0)]);
const columns = ["operator", "number", "ms", "%"];
const title = `${values.precision}, ${texts} texts of ${tokens} tokens: ${whole.toFixed(1)} ms in all`;
process.stdout.write(`${markdownTable({ title, columns, rows })}\n`);
await session.release();
