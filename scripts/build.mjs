// Builds the package: tsc compiles src to .build/esm (tests and benchmarks look inside there), and
// rolldown makes dist of it: one ESM and one CommonJS form of each entry, sharing chunks; rollup does
// the same with the declarations.
//
//   --source-maps   readable code with maps back to src, for scripts/coverage.mjs
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { compactDeclarations } from "./compact_declarations.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const at = (...parts) => join(root, ...parts);
const compiled = at(".build/esm");

/** The entries of `exports` in package.json: `.` is index, `./bm25` is bm25. */
const { exports } = JSON.parse(readFileSync(at("package.json"), "utf8"));
const entries = Object.keys(exports)
  .filter((path) => path !== "./package.json")
  .map((path) => (path === "." ? "index" : path.slice("./".length)));
/** Files that are started by name: the command, the worker thread and the programs it loads. */
const started = ["cli/main", "onnx/inference_worker", "dense/exact_program"];

// Built beside the old output and swapped in, so that a failed build leaves the last good one.
const staging = at(`.build/staging-${process.pid}`);
rmSync(staging, { recursive: true, force: true });
mkdirSync(staging, { recursive: true });
// Also where the build fails.
process.on("exit", () => rmSync(staging, { recursive: true, force: true }));

function swap(from, to) {
  const old = join(staging, "old", relative(root, to));
  mkdirSync(dirname(old), { recursive: true });
  mkdirSync(dirname(to), { recursive: true });
  if (existsSync(to)) renameSync(to, old);
  renameSync(from, to);
}

const sourceMaps = process.argv.includes("--source-maps");
const tsc = at("node_modules/typescript/bin/tsc");
const compile = [tsc, "-p", "tsconfig.json", "--outDir", join(staging, "esm")];
execFileSync(process.execPath, sourceMaps ? [...compile, "--sourceMap"] : compile, {
  cwd: root,
  stdio: "inherit",
});
swap(join(staging, "esm"), compiled);

// Comments are for readers of src and of the declarations. Names of classes are kept: errors and
// embeddings show themselves by them.
const minify = {
  compress: { target: "node20", keepNames: { function: false, class: true } },
  mangle: { keepNames: { function: false, class: true } },
  codegen: { removeWhitespace: true },
};

/** In CommonJS the package's root is found by `__dirname`. */
const commonJsRoot = {
  name: "package-root",
  load: (id) =>
    id === join(compiled, "package_root.js")
      ? readFileSync(at("src/package_root.cjs.txt"), "utf8").replace(": string", "")
      : undefined,
};

/**
 * What chunks of CommonJS give each other, as values: nothing that src exports is assigned again, and no
 * chunk is needed while it is being read.
 */
const plainExports = {
  name: "plain-exports",
  renderChunk: (code) =>
    code.replaceAll(
      /Object\.defineProperty\(exports, (["'])(\w+)\1, \{\s*enumerable: true,\s*get: function\s*\(\) \{\s*return (\w+);\s*\}\s*\}\);/g,
      "exports.$2 = $3;",
    ),
};

/** rolldown does not look for the maps of what it reads. */
const inputMaps = {
  name: "input-maps",
  load: (id) =>
    existsSync(`${id}.map`)
      ? { code: readFileSync(id, "utf8"), map: readFileSync(`${id}.map`, "utf8") }
      : undefined,
};

async function bundle(format, names) {
  const input = Object.fromEntries(names.map((name) => [name, join(compiled, `${name}.js`)]));
  const built = await rolldown({
    input,
    external: (id) => !id.startsWith(".") && !id.startsWith("/"),
    platform: "node",
    transform: { target: "node20" },
    logLevel: "warn",
    plugins: format === "cjs" ? [commonJsRoot, plainExports] : sourceMaps ? [inputMaps] : [],
  });
  await built.write({
    dir: join(staging, "dist", format),
    format,
    minify: sourceMaps ? false : minify,
    sourcemap: sourceMaps,
    // `sideEffects: false` says to bundlers what these would say call by call.
    comments: { annotation: false },
    chunkFileNames: "[name]-[hash].js",
    exports: "named",
  });
  await built.close();
}
await bundle("esm", [...entries, ...started]);
await bundle("cjs", entries);
writeFileSync(join(staging, "dist/cjs/package.json"), '{ "type": "commonjs" }\n');
chmodSync(join(staging, "dist/esm/cli/main.js"), 0o755);

// Of the declarations only what the entries give out is kept, one file for each entry.
const types = await rollup({
  input: Object.fromEntries(entries.map((name) => [name, join(compiled, `${name}.d.ts`)])),
  external: (id) => !id.startsWith(".") && !id.startsWith("/"),
  plugins: [dts()],
  onwarn: ({ message }) => {
    throw new Error(message);
  },
});
for (const format of ["esm", "cjs"]) {
  await types.write({
    dir: join(staging, "dist", format),
    plugins: [{ name: "compact", renderChunk: compactDeclarations }],
    // `Symbol.asyncDispose`, which a consumer's own `lib` may lack.
    banner: '/// <reference lib="esnext.disposable" />',
    entryFileNames: "[name].d.ts",
    chunkFileNames: "types-[hash].d.ts",
  });
}
await types.close();
swap(join(staging, "dist"), at("dist"));
