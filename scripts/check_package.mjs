// Installs the packed package into projects outside the repository and uses it as people would.
// Prints one line a check, and fails where one does.
//
//   npm run test:package                     with this Node.js, by npm, esbuild and this TypeScript
//   npm run test:compatibility               also with other versions of all of these, Deno and Bun
//   npm run test:compatibility -- --write    and puts what was printed into docs/compatibility.md
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { checkBundles } from "./package/bundles.mjs";
import { Checks } from "./package/checks.mjs";
import { Consumer, NPM_INSTALL } from "./package/consumer.mjs";
import { checkDoctor } from "./package/doctor.mjs";
import { checkOthers } from "./package/others.mjs";
import { writePrinted } from "./package/printed.mjs";
import { checkTarball, pack } from "./package/tarball.mjs";

const { values: options } = parseArgs({
  options: { all: { type: "boolean" }, write: { type: "boolean" }, counts: { type: "string" } },
});
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const work = mkdtempSync(join(tmpdir(), "tasb-package-"));
const checks = new Checks();
// Dependencies of development that this repository has installed already.
const esbuild = join(root, "node_modules/.bin/esbuild");
const tsc = join(root, "node_modules/typescript/bin/tsc");
const { version: typescript } = JSON.parse(
  readFileSync(join(root, "node_modules/typescript/package.json"), "utf8"),
);
const page = readFileSync(join(root, "README.md"), "utf8");
const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
/** The README's programs, each found by what it alone has, and what the first of them prints. */
function program(mark) {
  const found = blocks.find((code) => code.includes(mark));
  if (found === undefined) throw new Error(`No program of the README has ${mark}`);
  return found;
}
const readme = {
  first: program("const question of"),
  whole: program("new PassageSplitter("),
  words: program('"langchain-tasb/bm25"'),
  chain: program("export function ragChain"),
  printed: /```text\n([\s\S]*?)```/.exec(page)[1],
};

function newConsumer(name) {
  return new Consumer(join(work, name), { readme, cache: join(work, "cache") });
}

/** The versions of LangChain's core between which everything must work. */
const CORES = ["latest", "1.0.0"];

try {
  const tarball = pack(root, work);
  checkTarball(checks, root, tarball);

  const consumers = CORES.map((core) => {
    const consumer = newConsumer(`core-${core}`);
    consumer.run("npm", [...NPM_INSTALL, tarball.path, `@langchain/core@${core}`]);
    const title = `@langchain/core ${consumer.version("@langchain/core")}`;
    consumer.checkPrograms(checks, `Node.js ${process.versions.node}, ${title}`, [
      process.execPath,
    ]);
    for (const [module, moduleResolution] of [
      ["NodeNext", "NodeNext"],
      ["Node16", "Node16"],
      ["ESNext", "Bundler"],
    ]) {
      consumer.checkTypes(checks, `TypeScript ${typescript}, ${moduleResolution}, ${title}`, tsc, {
        module,
        moduleResolution,
      });
    }
    return consumer;
  });
  const [newest] = consumers;
  checkBundles(checks, newest, esbuild);
  checkDoctor(checks, newest);
  if (options.all) {
    const runtimes = join(work, "runtimes");
    mkdirSync(runtimes);
    checkOthers(checks, { tarball: tarball.path, newest, newConsumer, runtimes });
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
const { passed, failed } = checks;
console.log(`\nPackage: ${passed} passed, ${failed.length} failed`);
// For the sum of .ci/run.
if (options.counts) {
  writeFileSync(options.counts, JSON.stringify({ passed, failed: failed.length }));
}
if (options.write) writePrinted(root, checks);
if (failed.length > 0) process.exitCode = 1;
