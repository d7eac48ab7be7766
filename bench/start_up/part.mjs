// node bench/start_up/part.mjs and the common options: from the start of a program to its first query
// vector, the model in the cache; each time in a fresh process.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { part } from "../lib/part.mjs";
import { summary } from "../lib/statistics.mjs";

const script = join(import.meta.dirname, "first_vector.mjs");
const rounds = { full: 15, quick: 5 };
const STEPS = [
  ["start of Node.js, before any of this package", "node"],
  ["import of the package", "import"],
  ["opening the model and the first vector", "model"],
  ["import to first vector", "total"],
  ["second vector", "second"],
];

await part({ name: "start_up", title: "Start-up", rounds }, ({ rounds: count, report }) => {
  const precisions = ["fp32", "int8"];
  const runs = new Map(precisions.map((precision) => [precision, []]));
  // The first makes the converted model, which stays in the cache.
  for (const precision of precisions) fresh(precision);
  for (let round = 0; round < count; round += 1) {
    for (const precision of precisions) runs.get(precision).push(fresh(precision));
  }
  report.table({
    columns: ["ms", ...precisions],
    rows: STEPS.map(([name, step]) => {
      return [name, ...precisions.map((p) => summary(runs.get(p).map((run) => run[step])))];
    }),
    note: "tasb-mini, a fresh process each time; medians and range.",
  });
  const all = [...runs.values()].flat();
  const sound = all.every(({ norm }) => Number.isFinite(norm) && norm > 0);
  report.check(
    "every process got a vector",
    sound && all.every(({ dimension }) => dimension === 384),
  );
});

function fresh(precision) {
  return JSON.parse(execFileSync(process.execPath, [script, precision], { encoding: "utf8" }));
}
