// npm run bench [-- PART...] [--quick] [--json] [--threads N] [--rounds N] [--python PATH]
// Every part of the benchmark, one after the other, each in a process of its own. The exit status is
// that of the worst part: 1 where a contestant's result was wrong or a part failed.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { commonOptions, markdownReport } from "./lib/part.mjs";

const here = import.meta.dirname;
/** In this order; a part is a folder with a part.mjs that calls `part`. */
const ORDER = ["bm25", "encoder", "dense", "end_to_end", "growth", "event_loop", "start_up"];
const known = readdirSync(here).filter((name) => existsSync(join(here, name, "part.mjs")));
const parts = ORDER.filter((name) => known.includes(name));

const { values, positionals } = parseArgs({ options: commonOptions, allowPositionals: true });
for (const name of positionals) {
  if (!parts.includes(name))
    throw new Error(`Expected a part of ${parts.join(", ")}, got ${name}.`);
}
if (!existsSync(join(here, "../.build/esm"))) throw new Error("Run `npm run build` before.");
if (!existsSync(join(here, "node_modules"))) {
  process.stderr.write("Peers are not installed, they are left out: npm run bench:install\n");
}

/** @returns the report of a part, or undefined where it broke off */
async function reportOf(name) {
  const flags = ["quick"].flatMap((flag) => (values[flag] ? [`--${flag}`] : []));
  const given = ["threads", "rounds", "python"].flatMap((option) => {
    return values[option] === undefined ? [] : [`--${option}`, values[option]];
  });
  const child = spawn(
    process.execPath,
    [join(here, name, "part.mjs"), "--json", ...flags, ...given],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => (output += chunk));
  const status = await new Promise((resolve) => child.once("close", resolve));
  if (status !== 0) process.exitCode = 1;
  try {
    return JSON.parse(output);
  } catch {
    process.stderr.write(`${name} broke off with status ${status}.\n`);
    process.exitCode = 1;
    return undefined;
  }
}

const reports = [];
for (const name of positionals.length === 0 ? parts : positionals) {
  const report = await reportOf(name);
  if (report === undefined) continue;
  reports.push(report);
  if (!values.json) process.stdout.write(`${markdownReport(report)}\n\n`);
}
if (values.json) process.stdout.write(`${JSON.stringify(reports)}\n`);
