// Builds the documentation site whole: npm run docs:build [-- --base /path/]
//
// 1. installs what the site needs (docs/package-lock.json), where it is missing or older than the lock
// 2. typedoc: the API reference into docs/api; the notebooks, with their outputs, into docs/notebooks
// 3. vitepress: the site into docs/.vitepress/dist; a link to a page that does not exist stops it
// 4. every link of the built site: its file, and the place in it
// 5. where there is a Chromium: pages of each kind opened, in light and dark, wide and narrow, with axe
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { accessibilityProblems } from "./accessibility.mjs";
import { writeNotebookPages } from "./notebook_pages.mjs";

const docs = dirname(fileURLToPath(import.meta.url));
const site = join(docs, ".vitepress/dist");
const { values } = parseArgs({ options: { base: { type: "string", default: "/" } } });

function run(file, ...args) {
  execFileSync(process.execPath, [join(docs, "node_modules", file), ...args], {
    cwd: docs,
    stdio: "inherit",
  });
}

const installed = join(docs, "node_modules/.package-lock.json");
const lock = join(docs, "package-lock.json");
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  execFileSync(npm, ["ci", "--prefix", docs, "--no-audit", "--no-fund"], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
}

rmSync(join(docs, "api"), { recursive: true, force: true });
run("typedoc/bin/typedoc", "--logLevel", "Warn");
writeNotebookPages(join(docs, "../notebooks"), join(docs, "notebooks"));
run("vitepress/bin/vitepress.js", "build", docs, "--base", values.base);

const pages = new Map(
  readdirSync(site, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".html"))
    .map((name) => [name, readFileSync(join(site, name), "utf8")]),
);
const ids = new Map(
  [...pages].map(([name, html]) => [
    name,
    new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => decodeEntities(id))),
  ]),
);
const broken = [];
let links = 0;
for (const [page, html] of pages) {
  for (const [, written] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
    const href = decodeEntities(written);
    if (/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(href)) continue;
    links += 1;
    const [path, hash = ""] = href.split("#", 2);
    const target = fileOf(path, page);
    const known = pages.has(target) ? ids.get(target) : undefined;
    if (
      known === undefined
        ? !existsSync(join(site, target))
        : hash !== "" && !known.has(decodeURIComponent(hash))
    ) {
      broken.push(`${page}: ${href}`);
    }
  }
}
console.log(`${pages.size} pages, ${links} links within the site, ${broken.length} broken`);
for (const line of broken) console.log(`  ${line}`);
if (broken.length > 0) process.exitCode = 1;

const looked = [
  "index.html",
  "getting_started.html",
  "hybrid.html",
  "evaluation.html",
  "model_card.html",
  "notebooks/02_vectors.html",
  "notebooks/03_dense_bm25_hybrid.html",
  "changelog.html",
  "api/index.html",
  [...pages.keys()].find((name) => name.endsWith("/TasbRetriever.html")),
  "404.html",
];
const problems = await accessibilityProblems(site, values.base, looked);
if (problems === undefined) {
  console.log("No Chromium on this machine (CHROMIUM names one): the pages were not opened");
} else {
  console.log(
    `${looked.length} pages opened in two themes and widths, ${problems.length} problems`,
  );
  for (const line of problems) console.log(`  ${line}`);
  if (problems.length > 0) process.exitCode = 1;
}

/** The file of the site that an address means. */
function fileOf(path, page) {
  if (path === "") return page;
  const local = path.startsWith(values.base)
    ? path.slice(values.base.length)
    : posix.join(posix.dirname(page), path);
  const file = decodeURIComponent(local.split("?", 1)[0]);
  return file === "" || file.endsWith("/") ? `${file}index.html` : file;
}

function decodeEntities(text) {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
