// npm run bench:install [-- --no-python]: the libraries that the benchmarks measure beside this
// package: those of package.json into node_modules, those of requirements.txt into .venv. Neither is
// part of the product's own dependencies.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { "no-python": { type: "boolean", default: false } } });
const here = import.meta.dirname;
const run = (command, args) => execFileSync(command, args, { cwd: here, stdio: "inherit" });

run(process.platform === "win32" ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund"]);
if (!values["no-python"]) {
  const python = join(here, ".venv/bin/python");
  if (!existsSync(python)) run("python3", ["-m", "venv", ".venv"]);
  run(python, ["-m", "pip", "install", "-r", "requirements.txt"]);
}
