// Known vulnerabilities of what package-lock.json names: npm run audit [-- --require]
//
// Not every registry gives advisories. One that does not is told, and is a failure with --require alone.
import { spawnSync } from "node:child_process";

const { stdout, error } = spawnSync("npm", ["audit", "--json"], { encoding: "utf8" });
const report = error === undefined ? JSON.parse(stdout) : { message: error.message };
if (report.metadata === undefined) {
  console.log(`Not audited: ${report.message ?? report.error?.summary ?? "no answer"}`);
  process.exitCode = process.argv.includes("--require") ? 1 : 0;
} else {
  for (const { name, severity, range } of Object.values(report.vulnerabilities)) {
    console.log(`${severity}  ${name} ${range}`);
  }
  const { vulnerabilities, dependencies } = report.metadata;
  console.log(`${vulnerabilities.total} vulnerabilities in ${dependencies.total} packages`);
  process.exitCode = vulnerabilities.total > 0 ? 1 : 0;
}
