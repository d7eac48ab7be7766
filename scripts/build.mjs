// Builds dist/esm and dist/cjs. Two passes of tsc over the same sources; only package_root differs.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const tsc = join(root, "node_modules/typescript/bin/tsc");
const at = (...parts) => join(root, ...parts);

function compile(args) {
  execFileSync(process.execPath, [tsc, ...args], { cwd: root, stdio: "inherit" });
}

// Built beside the old output and swapped in, so that a failed build leaves the last good one.
const stagingName = `.build/${process.pid}`;
const staging = at(stagingName);
rmSync(staging, { recursive: true, force: true });
mkdirSync(staging, { recursive: true });

compile(["-p", "tsconfig.json", "--outDir", join(staging, "dist/esm")]);

cpSync(at("src"), join(staging, "src"), { recursive: true });
cpSync(at("src/package_root.cjs.txt"), join(staging, "src/package_root.ts"));
writeFileSync(
  join(staging, "tsconfig.json"),
  JSON.stringify({
    extends: "../../tsconfig.json",
    compilerOptions: {
      module: "CommonJS",
      moduleResolution: "Bundler",
      verbatimModuleSyntax: false,
      rootDir: "src",
      outDir: "dist/cjs",
      typeRoots: ["../../node_modules/@types"],
    },
    include: ["src"],
  }),
);
compile(["-p", join(staging, "tsconfig.json")]);
writeFileSync(join(staging, "dist/cjs/package.json"), '{ "type": "commonjs" }\n');

const cli = join(staging, "dist/esm/cli/main.js");
if (existsSync(cli)) chmodSync(cli, 0o755);

if (existsSync(at("dist"))) renameSync(at("dist"), join(staging, "dist-old"));
renameSync(join(staging, "dist"), at("dist"));
rmSync(staging, { recursive: true, force: true });
