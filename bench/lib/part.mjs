// What every part of the benchmark has in common: its options, its report, its exit status.
//
//   await part({ name: "dense", title: "Dense search" }, async ({ quick, threads, rounds, report }) => {
//     report.table({ columns: ["contestant", "ms"], rows: [["ours", summary(times)]] });
//     report.check("the hits of FAISS are ours", same, "10 of 10");
//   });
//
// The report goes to standard output, as Markdown or with --json as one JSON object; progress goes to
// standard error. The exit status is 1 where a check failed: a figure of a wrong result is worthless.
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { describeMachine, machineLine } from "./machine.mjs";
import { markdownTable } from "./markdown.mjs";

/** The Python of the virtual environment that `npm run bench:install` makes. */
const PYTHON = join(import.meta.dirname, "../.venv/bin/python");

/** The options of every part; a part adds its own. */
export const commonOptions = {
  quick: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  threads: { type: "string", default: String(availableParallelism()) },
  rounds: { type: "string" },
  python: { type: "string" },
};

/** What a part found: tables to read, checks that decide the exit status, remarks. */
class Report {
  tables = [];
  checks = [];
  notes = [];

  /** @param {{ title?: string, columns: string[], rows: unknown[][], note?: string }} table */
  table(table) {
    this.tables.push(table);
  }

  /** @param {string} name what must hold @param {boolean} ok @param {string} [found] what was found */
  check(name, ok, found = "") {
    this.checks.push({ name, ok, found });
  }

  /** @param {string} text a remark under the tables, for example why a contestant is missing */
  note(text) {
    this.notes.push(text);
  }
}

/**
 * Runs one part as a command.
 *
 * @param {{ name: string, title: string, options?: import("node:util").ParseArgsConfig["options"],
 *   rounds?: { full: number, quick: number } }} description `rounds`: interleaved repetitions
 * @param {(context: { quick: boolean, threads: number, rounds: number, python: string | undefined,
 *   values: Record<string, any>, report: Report, progress: (text: string) => void }) => unknown} run
 */
export async function part({ name, title, options = {}, rounds = { full: 5, quick: 3 } }, run) {
  const { values } = parseArgs({ options: { ...commonOptions, ...options } });
  const { quick, json } = values;
  const threads = Number(values.threads);
  const report = new Report();
  const started = performance.now();
  const progress = (text) => {
    const seconds = ((performance.now() - started) / 1e3).toFixed(0).padStart(4);
    process.stderr.write(`${seconds} s  ${name}: ${text}\n`);
  };
  await run({
    quick,
    threads,
    rounds: Number(values.rounds ?? (quick ? rounds.quick : rounds.full)),
    python: values.python ?? (existsSync(PYTHON) ? PYTHON : undefined),
    values,
    report,
    progress,
  });
  const machine = describeMachine();
  const seconds = Math.round((performance.now() - started) / 1e3);
  const { tables, checks, notes } = report;
  const command = commandLine();
  const whole = { name, title, command, quick, threads, seconds, machine, tables, checks, notes };
  process.stdout.write(json ? `${JSON.stringify(whole)}\n` : `${markdownReport(whole)}\n`);
  if (checks.some(({ ok }) => !ok)) process.exitCode = 1;
}

/** @param {{ title: string, command: string, [key: string]: any }} report of `part`, as --json */
export function markdownReport({ title, command, threads, seconds, machine, ...rest }) {
  const { tables, checks, notes } = rest;
  const head = `\`${command}\` (${seconds} s): ${machineLine(machine, threads)}`;
  const checked = checks.map(({ name, ok, found }) => {
    return `- ${ok ? "ok" : "FAILED"}: ${name}${found === "" ? "" : ` (${found})`}`;
  });
  return [
    `## ${title}`,
    head,
    ...tables.map(markdownTable),
    ...notes,
    ...(checked.length === 0 ? [] : [checked.join("\n")]),
  ].join("\n\n");
}

/** How it was called, without the way to the program and without where the user keeps Python. */
function commandLine() {
  const root = join(import.meta.dirname, "../..");
  const [, script, ...rest] = process.argv;
  const shown = rest.filter((argument, i) => {
    return argument !== "--json" && argument !== "--python" && rest[i - 1] !== "--python";
  });
  return ["node", script.replace(`${root}/`, ""), ...shown].join(" ");
}
