// Known vulnerabilities of what the lock files name, for development too:
//
//   npm run audit                            asks the registry, as `npm audit` does
//   npm run audit -- --require               fails where the registry gives no advisories, or cannot be asked
//   npm run audit -- --advisories FOLDER     asks no registry: reads a copy of the GitLab Advisory Database
//   npm run audit -- --counts FILE FOLDER…   writes what was counted; other folders than this repository's
//
// Not every registry gives advisories. Where none does, each lock file is told as not audited and counted as
// skipped: "no vulnerability" is printed of what was looked up alone.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { AdvisoryFolder } from "./audit/advisory_folder.mjs";
import { lockedPackages } from "./audit/locked_packages.mjs";

/** Folders of this repository that have a lock file. */
const FOLDERS = [".", "bench", "docs", "notebooks", "test/mutation"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    require: { type: "boolean", default: false },
    advisories: { type: "string" },
    counts: { type: "string" },
  },
});
const root = fileURLToPath(new URL("..", import.meta.url));
const folders =
  positionals.length > 0
    ? positionals.map((name) => ({ name, path: name }))
    : FOLDERS.map((name) => ({ name, path: join(root, name) }));
const advisories = values.advisories && new AdvisoryFolder(values.advisories);
if (advisories) console.log(advisories.description());

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const { name, path } of folders) {
  const lockFile = `${name === "." ? "" : `${name}/`}package-lock.json`;
  const { found, looked, reason } = advisories
    ? advisories.look(lockedPackages(path))
    : askRegistry(path);
  if (reason !== undefined) {
    counts.skipped += 1;
    console.log(`${lockFile}: NOT AUDITED: ${reason}`);
    continue;
  }
  counts[found.length > 0 ? "failed" : "passed"] += 1;
  console.log(`${lockFile}: ${found.length} vulnerabilities in ${looked}`);
  for (const line of found) console.log(`  ${line}`);
}
if (counts.skipped > 0) {
  console.log(
    `${counts.skipped} of ${folders.length} lock files not audited: whether they name known vulnerabilities is not known`,
  );
}
if (values.counts) writeFileSync(values.counts, JSON.stringify(counts));
if (counts.failed > 0 || (values.require && counts.skipped > 0)) process.exitCode = 1;

/** What `npm audit` says of a folder's lock file; a reason instead, where it got no answer. */
function askRegistry(cwd) {
  // Fewer tries than npm's three, which take a minute a lock file where there is no network.
  const tries = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"];
  const { stdout, stderr, error } = spawnSync(
    process.platform === "win32" ? "npm.cmd" : "npm",
    ["audit", "--json", "--package-lock-only", ...tries],
    {
      cwd,
      encoding: "utf8",
      maxBuffer: 64 << 20,
      shell: process.platform === "win32",
    },
  );
  if (error !== undefined) return { reason: error.message };
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    return { reason: stderr.trim().split("\n").at(-1) || "npm audit printed no report" };
  }
  const { metadata, vulnerabilities } = report;
  if (metadata === undefined || vulnerabilities === undefined) {
    return { reason: report.message || report.error?.summary || "the registry gave no report" };
  }
  const found = Object.values(vulnerabilities).map(
    ({ name, severity, range }) => `${severity}  ${name} ${range}`,
  );
  return { found, looked: `${metadata.dependencies.total} packages` };
}
