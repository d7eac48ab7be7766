// node bench/bm25/run.mjs PASSAGES QUERIES [--python PYTHON] [--seconds N] [--rounds N] [--engines A,B]
// BM25 of this package beside others, as a Markdown table. Build the package, and run
// `npm run bench:install`, before.
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { engines } from "./engines.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: "string" },
    seconds: { type: "string", default: "10" },
    rounds: { type: "string", default: "1" },
    engines: { type: "string" },
  },
});
const [passages, queries] = positionals;
if (passages === undefined || queries === undefined) {
  throw new Error("Expected a file of passages and a file of queries (.jsonl or .jsonl.gz).");
}
const here = import.meta.dirname;
const { seconds, python } = values;
const python3 =
  python === undefined ? [] : ["bm25s (numpy)", "bm25s (numba)", "bm25s (numba-tokenized)"];
const names = values.engines?.split(",") ?? [...Object.keys(engines), ...python3];

/** One engine in a process of its own: what it measured, or why it could not. */
function measured(name) {
  const backend = /^bm25s \((.*)\)$/.exec(name)?.[1];
  const [command, args] =
    backend === undefined
      ? [
          process.execPath,
          ["--expose-gc", "--max-old-space-size=6000", join(here, "measure.mjs"), name],
        ]
      : [python, [join(here, "measure_bm25s.py"), backend]];
  const { stdout, stderr } = spawnSync(command, [...args, passages, queries, seconds], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const line = stdout.trim().split("\n").at(-1);
  return line?.startsWith("{") ? JSON.parse(line) : { failed: stderr.trim().split("\n").at(-1) };
}

// The engines take turns, so that a slow minute of the machine falls on all of them.
const results = new Map(names.map((name) => [name, []]));
for (let round = 0; round < Number(values.rounds); round++) {
  for (const name of names) results.get(name).push(measured(name));
}

const number = (value) => value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
/** The median, and the range where there are several. */
function cell(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const median = number(sorted[sorted.length >> 1]);
  return sorted.length < 2 ? median : `${median} (${number(sorted[0])}–${number(sorted.at(-1))})`;
}

console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}\n`);
console.log("| engine | build, s | memory, MB | queries/s, k = 10 | queries/s, k = 1000 |");
console.log("| --- | --: | --: | --: | --: |");
for (const [name, rounds] of results) {
  const failed = rounds.find((round) => round.failed !== undefined);
  const cells =
    failed === undefined
      ? ["buildSeconds", "megabytes", "at10", "at1000"].map((key) =>
          cell(rounds.map((round) => round[key])),
        )
      : [`failed: ${failed.failed}`, "", "", ""];
  console.log(`| ${[name, ...cells].join(" | ")} |`);
}
