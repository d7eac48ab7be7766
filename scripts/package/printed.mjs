// What the checks printed, in docs/compatibility.md.
import { readFileSync, writeFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";

const PLACE = /(<!-- printed -->\n)[\s\S]*?(\n<!-- \/printed -->)/;

export function writePrinted(root, { lines, passed, failed }) {
  const path = join(root, "docs/compatibility.md");
  const page = readFileSync(path, "utf8");
  if (!PLACE.test(page)) throw new Error(`${path} has no place for what was printed.`);
  const when = new Date().toISOString().slice(0, 10);
  const glibc = process.report.getReport().header.glibcVersionRuntime;
  const machine = `${platform()} ${arch()}${glibc ? `, glibc ${glibc}` : ""}`;
  const sum = `${passed} passed, ${failed.length} failed`;
  const text = ["```text", `${when}, ${machine}`, "", ...lines, "", sum, "```"].join("\n");
  writeFileSync(
    path,
    page.replace(PLACE, (_, before, after) => `${before}\n${text}\n${after}`),
  );
}
