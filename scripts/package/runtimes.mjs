// Other versions of Node.js, Deno, Bun and TypeScript, all from the npm registry.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./checks.mjs";
import { NPM_INSTALL } from "./consumer.mjs";

const platform = `${process.platform}-${process.arch}`;

/** Installs one package into a folder of its own; gives the path of one of its files. */
function fetchPackage(work, name, specifier, file) {
  const folder = join(work, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), "{}");
  run("npm", [...NPM_INSTALL, specifier], folder);
  return join(folder, "node_modules", file);
}

/** The binaries' packages are named outright: without scripts, `node` and `bun` do not choose theirs. */
export function fetchNode(work, version) {
  const name = `node-${platform}`;
  const path = fetchPackage(work, `node-${version}`, `${name}@${version}`, `${name}/bin/node`);
  return { title: `Node.js ${run(path, ["--version"], work).trim().slice(1)}`, command: [path] };
}

export function fetchDeno(work) {
  const name = `@deno/${platform}-glibc`;
  const path = fetchPackage(work, "deno", name, `${name}/deno`);
  const [, version] = run(path, ["--version"], work).split(/\s+/);
  return { title: `Deno ${version}`, command: [path, "run", "-A"] };
}

export function fetchBun(work) {
  const name = `@oven/bun-${platform}`;
  const path = fetchPackage(work, "bun", name, `${name}/bin/bun`);
  return { title: `Bun ${run(path, ["--version"], work).trim()}`, command: [path] };
}

export function fetchTypescript(work, version) {
  const path = fetchPackage(
    work,
    `typescript-${version}`,
    `typescript@${version}`,
    "typescript/bin/tsc",
  );
  return { title: run(process.execPath, [path, "--version"], work).trim(), path };
}

/** pnpm puts a package's dependencies where others cannot see them. */
export function fetchPnpm(work) {
  const path = fetchPackage(work, "pnpm", "pnpm@10", "pnpm/bin/pnpm.cjs");
  return { title: `pnpm ${run(process.execPath, [path, "--version"], work).trim()}`, path };
}
