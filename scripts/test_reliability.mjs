// Runs the tests of reliability in full: kills, failing disks, damaged bytes, random operations.
//   npm run test:reliability                     all of them
//   npm run test:reliability -- test/storage     some of them
// Prints the figures that docs/reliability.md holds. `npm test` runs the same tests with small counts.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";

const usual = [
  "test/storage",
  "test/collection",
  "test/langchain/tasb_record_manager.test.ts",
  "test/langchain/soak.test.ts",
  "test/cli/killed_index.test.ts",
  "test/encoder/tokenizer_fuzz.test.ts",
  "test/evaluation/files_fuzz.test.ts",
  "test/model/weights_fuzz.test.ts",
  "test/hub/two_processes.test.ts",
];
const chosen = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "tasb-reliability-"));
const report = join(folder, "report");
const started = Date.now();
const { status } = spawnSync(
  process.execPath,
  [
    join("node_modules", "vitest", "vitest.mjs"),
    "run",
    "--testTimeout=1800000",
    ...(chosen.length > 0 ? chosen : usual),
  ],
  {
    stdio: "inherit",
    env: { ...process.env, PROPERTY_RUNS: "full", RELIABILITY_REPORT: report },
  },
);
const lines = existsSync(report) ? readFileSync(report, "utf8").trim().split("\n") : [];
console.log(`\nNode ${process.version}, ${process.platform}, ${cpus()[0]?.model.trim()}`);
console.log(`${Math.round((Date.now() - started) / 1000)} seconds\n`);
console.log("| what | figures |\n| --- | --- |");
for (const line of lines.toSorted()) console.log(`| ${line} |`);
rmSync(folder, { recursive: true });
process.exitCode = status ?? 1;
