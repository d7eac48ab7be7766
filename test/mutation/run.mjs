// Mutation tests: which changes of the code do the tests not notice?
//   npm run test:mutation                         all files below
//   npm run test:mutation -- src/ranking src/bm25/best_scores.ts
//   npm run test:mutation -- --survivors          again what survived last time without an explanation
//   npm run test:mutation -- --table              the table of the last results, without running anything
//
// StrykerJS changes one operator, condition, number or block at a time and runs the tests of the folder
// that reach it. A mutant is killed by a failing test, or by running into the time limit. What survives
// stands in explained.json with its reason, or is printed and makes the run fail.
import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const results = join(root, ".mutation");

/** Mutated files by folder, and the test files that have to notice. */
const FOLDERS = [
  { folder: "src/ranking", tests: ["ranking/*"] },
  {
    folder: "src/search",
    files: ["check_request.ts", "legs.ts", "search.ts"],
    tests: ["search/*"],
  },
  {
    folder: "src/bm25",
    files: [
      "accumulate.ts",
      "best_scores.ts",
      "inverted_index.ts",
      "length_code.ts",
      "posting.ts",
      "query_terms.ts",
      "scorer.ts",
      "scoring.ts",
      "segment.ts",
      "segment_builder.ts",
      "segment_merge.ts",
      "segment_search.ts",
      "segment_set.ts",
      "segment_windows.ts",
      "term_row.ts",
    ],
    // The quick ones first.
    tests: [
      "bm25/best_scores.test.ts",
      "bm25/scorer.test.ts",
      "bm25/segment_arrays.test.ts",
      "bm25/segment_set.test.ts",
      "bm25/term_row.test.ts",
      "bm25/skipping.test.ts",
      "bm25/snapshot.test.ts",
      "bm25/lucene_scores.test.ts",
      "bm25/inverted_index.test.ts",
    ],
  },
  {
    folder: "src/evaluation",
    files: ["comparison.ts", "evaluate.ts", "metrics", "significance"],
    tests: [
      "evaluation/metrics.test.ts",
      "evaluation/significance.test.ts",
      "evaluation/trec_eval.test.ts",
    ],
  },
];

const { values, positionals } = parseArgs({
  options: {
    survivors: { type: "boolean", default: false },
    table: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const isIn = (file, path) => file === path || file.startsWith(`${path}/`);
const isChosen = (file) => positionals.length === 0 || positionals.some((path) => isIn(file, path));
const chosen = FOLDERS.map(({ folder, files: names = [""], tests }) => ({
  folder,
  files: names.flatMap((name) => filesOf(`${folder}/${name}`)).filter(isChosen),
  tests: tests.flatMap((name) => filesOf(`test/${name}`)),
})).filter(({ files }) => files.length > 0);
for (const path of positionals) {
  if (!chosen.some(({ files }) => files.some((file) => isIn(file, path)))) {
    throw new Error(`Expected files or folders that are mutated (FOLDERS), got ${path}`);
  }
}
if (!values.table) {
  install();
  mkdirSync(results, { recursive: true });
  for (const { files, tests } of chosen) (values.survivors ? runSurvivors : run)(files, tests);
}
if (!report()) process.exitCode = 1;

/** A file itself, or the TypeScript files of a folder. */
function filesOf(path) {
  if (path.endsWith(".ts")) return [path];
  const inside = path.replace(/\/\*?$/, "");
  return readdirSync(join(root, inside))
    .filter((name) => name.endsWith(inside.startsWith("src/") ? ".ts" : ".test.ts"))
    .map((name) => `${inside}/${name}`);
}

function install() {
  const installed = join(here, "node_modules/.package-lock.json");
  const lock = join(here, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  execFileSync(npm, ["ci", "--prefix", here, "--no-audit", "--no-fund"], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
}

/** Mutates files; the results of each are kept until it is mutated again. */
function run(files, tests) {
  for (const file of files) rmSync(resultOf(file), { force: true });
  const given = mutate(files, tests);
  for (const file of files) writeFileSync(resultOf(file), JSON.stringify(given[file]));
}

/**
 * Mutates the lines again where a mutant survived, and takes over what became of those. For sources that
 * are as they were, and tests that ask for more: what these killed before, they kill.
 */
function runSurvivors(files, tests) {
  const explained = explainedNames();
  const places = files.flatMap((file) =>
    mutantsOf(file)
      .filter(({ status, name }) => isOpen(status) && !explained.get(file)?.has(name))
      .map(({ line, lastLine }) => `${file}:${line}-${lastLine}`),
  );
  if (places.length === 0) return;
  const given = mutate([...new Set(places)], tests);
  for (const [file, { source, mutants }] of Object.entries(given)) {
    const known = JSON.parse(readFileSync(resultOf(file), "utf8"));
    if (known.source !== source) throw new Error(`${file} has changed: mutate it as a whole`);
    const keyOf = ({ location, replacement, mutatorName }) =>
      JSON.stringify([location, replacement, mutatorName]);
    const again = new Map(
      mutants.filter(({ status }) => status !== "Ignored").map((mutant) => [keyOf(mutant), mutant]),
    );
    known.mutants = known.mutants.map((mutant) => again.get(keyOf(mutant)) ?? mutant);
    writeFileSync(resultOf(file), JSON.stringify(known));
  }
}

/** What Stryker says of files, or of lines of them, by file. */
function mutate(places, tests) {
  const written = join(results, "last.json");
  rmSync(written, { force: true });
  const stryker = join(here, "node_modules/@stryker-mutator/core/bin/stryker.js");
  const config = join(here, "stryker.config.mjs");
  spawnSync(process.execPath, [stryker, "run", config, "--mutate", places.join(",")], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, TASB_MUTATION_TESTS: tests.join(",") },
  });
  if (!existsSync(written)) throw new Error(`Stryker gave no results for ${places.join(", ")}`);
  return JSON.parse(readFileSync(written, "utf8")).files;
}

function isOpen(status) {
  return status !== "Killed" && status !== "Timeout";
}

/** The names of the explained mutants by file. */
function explainedNames() {
  const { explained } = JSON.parse(readFileSync(join(here, "explained.json"), "utf8"));
  const names = new Map();
  for (const { file, mutants } of explained) {
    names.set(file, new Set([...(names.get(file) ?? []), ...mutants]));
  }
  return names;
}

function resultOf(file) {
  return join(results, `${file.replaceAll("/", "+")}.json`);
}

/** Prints the table and the survivors; false where one of them is not explained. */
function report() {
  const explained = explainedNames();
  const rows = new Map();
  const open = [];
  const stale = [];
  for (const { folder, files } of chosen) {
    const row = { mutants: 0, killed: 0, timeout: 0, explained: 0, open: 0 };
    rows.set(folder, row);
    for (const file of files) {
      const known = new Map([...(explained.get(file) ?? [])].map((name) => [name, false]));
      for (const { status, name, line } of mutantsOf(file)) {
        row.mutants += 1;
        if (status === "Killed") row.killed += 1;
        else if (status === "Timeout") row.timeout += 1;
        else if (known.has(name)) {
          row.explained += 1;
          known.set(name, true);
        } else {
          row.open += 1;
          open.push(`${file}:${line} ${status}: ${name}`);
        }
      }
      for (const [name, met] of known) if (!met) stale.push(`${file}: ${name}`);
    }
  }
  console.log(
    "\n| folder | mutants | killed by a test | by the time limit | survive, explained | survive |",
  );
  console.log("| --- | --: | --: | --: | --: | --: |");
  const line = (name, row) =>
    console.log(
      `| ${name} | ${row.mutants} | ${row.killed} | ${row.timeout} | ${row.explained} | ${row.open} |`,
    );
  const total = { mutants: 0, killed: 0, timeout: 0, explained: 0, open: 0 };
  for (const [folder, row] of rows) {
    line(`\`${folder}\``, row);
    for (const name of Object.keys(total)) total[name] += row[name];
  }
  line("all", total);
  if (open.length > 0) console.log(`\nSurvive without an explanation:\n${open.join("\n")}`);
  if (stale.length > 0) {
    console.log(`\nExplained, but killed now, or no longer there:\n${stale.join("\n")}`);
  }
  return open.length === 0 && stale.length === 0;
}

/** A mutant is known by its line, what it replaces there and by what, so that lines may move. */
function mutantsOf(file) {
  if (!existsSync(resultOf(file))) throw new Error(`${file} has not been mutated yet`);
  const { source, mutants } = JSON.parse(readFileSync(resultOf(file), "utf8"));
  const lines = source.split("\n");
  const short = (text) => text.replaceAll(/\s+/g, " ").trim();
  return mutants
    .filter(({ status }) => status !== "Ignored")
    .map(({ status, location: { start, end }, replacement, mutatorName }) => {
      const replaced = lines.slice(start.line - 1, end.line);
      replaced[replaced.length - 1] = replaced.at(-1).slice(0, end.column - 1);
      replaced[0] = replaced[0].slice(start.column - 1);
      const original = short(replaced.join("\n"));
      const cut = original.length > 60 ? `${original.slice(0, 57)}...` : original;
      const where = short(lines[start.line - 1]);
      return {
        status,
        line: start.line,
        lastLine: end.line,
        name: `${where} | ${cut} -> ${short(replacement ?? mutatorName)}`,
      };
    });
}
