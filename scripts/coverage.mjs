// How much of src the tests run, also in the worker thread and in the processes they start:
//   npm run coverage [-- FOLDER_OF_TESTS…]
//
// vitest counts what runs in its own processes, from the sources. What it does not see runs the build:
// for this one it has source maps, and each process and thread leaves V8's counts in a folder.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { mergeProcessCovs } from "@bcoe/v8-coverage";
import { convert } from "ast-v8-to-istanbul";
import coverageLibrary from "istanbul-lib-coverage";
import reportLibrary from "istanbul-lib-report";
import reports from "istanbul-reports";
import { parseAst } from "rolldown/parseAst";
import { addCounts } from "./coverage_counts.mjs";
import { coverageTable } from "./coverage_table.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "coverage");
const raw = join(folder, "processes");
const build = join(root, "scripts/build.mjs");

function run(args, environment = {}) {
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  return status ?? 1;
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(raw, { recursive: true });
if (run([build, "--source-maps"]) !== 0) process.exit(1);
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const status = run(
  [vitest, "run", "--config", "vitest.coverage.config.ts", ...process.argv.slice(2)],
  { TASB_PROCESS_COVERAGE: raw },
);

/**
 * The counts of every process and thread, those of one file added up. A copy of the build, such as some
 * tests make, counts as the build.
 */
function countsOfProcesses() {
  const ours = /\/((?:dist|\.build)\/esm\/.*\.js)$/;
  const all = readdirSync(raw).map((name) => {
    const { result } = JSON.parse(readFileSync(join(raw, name), "utf8"));
    return {
      result: result.flatMap((script) => {
        const place = ours.exec(script.url)?.[1];
        return place === undefined
          ? []
          : [{ ...script, url: pathToFileURL(join(root, place)).href }];
      }),
    };
  });
  return mergeProcessCovs(all).result;
}

try {
  const finalPath = join(folder, "coverage-final.json");
  const map = coverageLibrary.createCoverageMap(JSON.parse(readFileSync(finalPath, "utf8")));
  for (const script of countsOfProcesses()) {
    const path = fileURLToPath(script.url);
    if (!existsSync(`${path}.map`)) continue;
    const code = readFileSync(path, "utf8");
    const sourceMap = JSON.parse(readFileSync(`${path}.map`, "utf8"));
    // Built in a folder that has been moved since: what tells the source is its path below src.
    sourceMap.sources = sourceMap.sources.map(
      (source) => pathToFileURL(join(root, source.slice(source.lastIndexOf("/src/") + 1))).href,
    );
    const ast = parseAst(code);
    const built = await convert({ ast, code, wrapperLength: 0, coverage: script, sourceMap });
    for (const [source, counts] of Object.entries(built)) {
      if (map.data[source] !== undefined) addCounts(map.data[source].data, counts);
    }
  }
  writeFileSync(finalPath, JSON.stringify(map));

  const context = reportLibrary.createContext({ dir: folder, coverageMap: map });
  for (const name of ["html", "json-summary"]) reports.create(name).execute(context);
  reports.create("text", { skipEmpty: true, maxCols: 100 }).execute(context);
  console.log(`\n${coverageTable(map, join(root, "src"))}\n`);
} finally {
  // The build that others expect to find.
  if (run([build]) !== 0) process.exit(1);
}
process.exitCode = status;
