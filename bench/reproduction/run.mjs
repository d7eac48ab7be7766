// node bench/reproduction/run.mjs TABLE FOLDER [--results FILE]
// Runs `tasb evaluate` on the files of FOLDER and compares what it prints with the published values in
// expected.json: OK or FAIL for each row, and exit code 1 where one fails. --results: compare what an
// earlier `tasb evaluate --json` printed into FILE, and run nothing.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const tables = JSON.parse(readFileSync(join(import.meta.dirname, "expected.json"), "utf8"));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { results: { type: "string" } },
});
const [name, folder] = positionals;
const table = Object.hasOwn(tables, name ?? "") ? tables[name] : undefined;
if (table === undefined || (folder === undefined && values.results === undefined)) {
  console.error("Expected: node bench/reproduction/run.mjs TABLE FOLDER [--results FILE]");
  for (const [known, { folder: files }] of Object.entries(tables)) {
    console.error(`  ${known}: ${files}`);
  }
  process.exit(2);
}

const { runs } = JSON.parse(
  values.results === undefined ? evaluated() : readFileSync(values.results, "utf8"),
);
const lines = table.rows.map(({ run, metric, value, tolerance, source }) => {
  const found = runs.find((other) => other.name === run)?.metrics[metric];
  const difference = found === undefined ? Number.NaN : found - value;
  const verdict = tolerance === null ? "shown" : Math.abs(difference) <= tolerance ? "OK" : "FAIL";
  const cells = [run, metric, number(found), value, signed(difference), tolerance ?? "", source];
  return { verdict, text: `| ${[...cells, verdict].join(" | ")} |` };
});
console.log("| run | metric | here | expected | difference | tolerance | source | |");
console.log("| --- | --- | --: | --: | --: | --: | --- | --- |");
for (const { text } of lines) console.log(text);
const failed = lines.filter(({ verdict }) => verdict === "FAIL").length;
console.log(`\n${name}: ${failed === 0 ? "OK" : `FAIL, ${failed} of ${lines.length} rows`}`);
process.exitCode = failed === 0 ? 0 : 1;

function evaluated() {
  const program = join(import.meta.dirname, "../../dist/esm/cli/main.js");
  const options = table.options.map((option) => option.replace("{folder}", () => folder));
  const { status, stdout } = spawnSync(
    process.execPath,
    [program, "evaluate", ...options, "--json"],
    {
      encoding: "utf8",
      maxBuffer: 1 << 30,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  if (status !== 0) process.exit(status ?? 1);
  return stdout;
}

function number(value) {
  return value === undefined ? "missing" : value.toFixed(4);
}

function signed(value) {
  return Number.isNaN(value) ? "" : `${value < 0 ? "" : "+"}${value.toFixed(4)}`;
}
