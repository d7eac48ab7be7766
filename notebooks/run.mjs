// Executes the notebooks from top to bottom and compares what they print with what is kept in them:
// npm run notebooks [-- --to FOLDER] [-- --where-possible] [-- NAME…]
//
// 1. installs what executing needs, in this folder: Deno and Plot from npm, nbclient from PyPI
// 2. type-checks the cells, with the types of the built package
// 3. executes each notebook; with --to, writes them executed to FOLDER instead of comparing: `--to
//    notebooks` keeps new outputs. TASB_MODEL and COLLECTION name another model and collection then.
//
// --where-possible: where this machine has no Python 3 with venv and pip, says so and ends well.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cellsOf, moduleOf } from "./lib/cells.mjs";
import { differences } from "./lib/compare_outputs.mjs";
import { denoProgram, installPackages, pythonProgram, writeKernel } from "./lib/tools.mjs";

const folder = dirname(fileURLToPath(import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { to: { type: "string" }, "where-possible": { type: "boolean", default: false } },
});
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".ipynb"))
  .filter((name) => positionals.length === 0 || positionals.some((part) => name.startsWith(part)))
  .toSorted();
if (names.length === 0) throw new Error(`No notebook is named ${positionals.join(" or ")}.`);

installPackages(folder);
const deno = denoProgram(folder);
if (!typesAreRight()) process.exit(1);

const python = pythonProgram(folder);
if (python === undefined) {
  const message = "Executing notebooks needs Python 3 with venv, and pip's access to PyPI.";
  if (!values["where-possible"]) throw new Error(message);
  console.log(`Skipped: ${message}`);
} else {
  const work = mkdtempSync(join(tmpdir(), "tasb-notebooks-"));
  try {
    execute(python, work);
  } finally {
    rmSync(work, { recursive: true });
  }
}

function typesAreRight() {
  const modules = names.map((name) => [
    join(folder, `.${name.replace(".ipynb", ".check.ts")}`),
    moduleOf(cellsOf(join(folder, name))),
  ]);
  try {
    for (const [path, code] of modules) writeFileSync(path, code);
    const tsc = join(folder, "../node_modules/typescript/bin/tsc");
    const { status } = spawnSync(process.execPath, [tsc, "-p", folder], { stdio: "inherit" });
    if (status === 0) console.log(`${names.length} notebooks: types checked`);
    return status === 0;
  } finally {
    for (const [path] of modules) rmSync(path, { force: true });
  }
}

function execute(program, work) {
  writeKernel(work, deno);
  const to = values.to === undefined ? work : resolve(values.to);
  mkdirSync(to, { recursive: true });
  const environment = {
    ...process.env,
    JUPYTER_PATH: work,
    DENO_NO_UPDATE_CHECK: "1",
    NO_COLOR: "1",
  };
  if (values.to === undefined) {
    delete environment.TASB_MODEL;
    delete environment.COLLECTION;
  }
  const paths = names.map((name) => join(folder, name));
  const { status } = spawnSync(program, [join(folder, "execute.py"), to, ...paths], {
    env: environment,
    stdio: "inherit",
  });
  if (status !== 0) {
    process.exitCode = 1;
    return;
  }
  if (values.to !== undefined) return;
  let different = 0;
  for (const name of names) {
    for (const line of differences(cellsOf(join(folder, name)), cellsOf(join(to, name)))) {
      different += 1;
      console.log(`${name}: ${line}`);
    }
  }
  console.log(
    different === 0
      ? `${names.length} notebooks print what is kept in them`
      : "Look at what changed; `npm run notebooks -- --to notebooks` keeps it.",
  );
  if (different > 0) process.exitCode = 1;
}
