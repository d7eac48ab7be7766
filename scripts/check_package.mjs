// Installs the packed package into projects outside the repository and uses it as people would:
// npm run test:package [-- --all]. With --all also other versions of Node, Deno and Bun, which come
// from the npm registry. Prints one line a check, and fails if one that must pass does not.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({ options: { all: { type: "boolean", default: false } } });
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const bin = (name) => join(root, "node_modules/.bin", name);
const work = mkdtempSync(join(tmpdir(), "tasb-package-"));
const failures = [];

/** Without the built-in model. */
const MOST_BYTES = 1_000_000;

function run(command, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    timeout: 300_000,
    maxBuffer: 64 << 20,
  });
  if (status === 0) return stdout;
  const tail = `${stdout}\n${stderr}`.trim().split("\n").slice(-12).join("\n");
  throw new Error(error?.message ?? `exit code ${String(status)}\n${tail}`);
}

function check(title, action, { required = true } = {}) {
  try {
    const note = action();
    console.log(`OK    ${title}${note ? `: ${note}` : ""}`);
  } catch (error) {
    console.log(`${required ? "FAIL" : "NO  "}  ${title}: ${error.message}`);
    if (required) failures.push(title);
  }
}

function assert(condition, message) {
  if (!condition) throw new Error(message);
}

// The code blocks of the README: what a newcomer pastes.
const blocks = [
  ...readFileSync(join(root, "README.md"), "utf8").matchAll(/```ts\n([\s\S]*?)```/g),
].map(([, code]) => code);

const esm = `${blocks[0]}
import { deepStrictEqual } from "node:assert";
deepStrictEqual(documents.length, 2);
deepStrictEqual(hits[0].text.includes("dot product"), true);
`;
const esmWords = `${blocks[1]}
import { deepStrictEqual } from "node:assert";
import { ndcg } from "langchain-tasb/evaluation";
deepStrictEqual(first.pageContent, "TypeScript is a language.");
deepStrictEqual(typeof ndcg, "function");
deepStrictEqual((process.report.getReport().sharedObjects ?? []).filter((path) => path.includes("onnxruntime")), []);
`;
const cjs = `
const { Document } = require("@langchain/core/documents");
const { TasbEmbeddings, TasbRetriever } = require("langchain-tasb");
const { Bm25Retriever } = require("langchain-tasb/bm25");
const { ndcg } = require("langchain-tasb/evaluation");
const { deepStrictEqual } = require("node:assert");
(async () => {
  const embeddings = new TasbEmbeddings({ model: "tasb-mini" });
  const passages = ["Glaciers are rivers of ice.", "A cat sleeps."].map((pageContent) => new Document({ pageContent }));
  const retriever = await TasbRetriever.fromDocuments(passages, embeddings, { k: 1 });
  const [first] = await retriever.invoke("frozen water that flows");
  deepStrictEqual(first.pageContent, passages[0].pageContent);
  const [word] = await Bm25Retriever.fromTexts(["a cat", "a dog"], [], { k: 1 }).invoke("CAT?");
  deepStrictEqual(word.pageContent, "a cat");
  deepStrictEqual(typeof ndcg, "function");
  await embeddings.dispose();
})();
`;
const importOnly = `
import { TasbRetriever } from "langchain-tasb";
const objects = (process.report.getReport().sharedObjects ?? []).filter((path) => path.includes("onnxruntime"));
if (typeof TasbRetriever !== "function" || objects.length > 0) throw new Error(\`loaded \${objects}\`);
`;

function project(name, tarball, core) {
  const folder = join(work, name);
  mkdirSync(folder);
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name, private: true, type: "module" }),
  );
  // The install script of onnxruntime-node fetches GPU files; the package needs none of them.
  run(
    "npm",
    ["install", "--ignore-scripts", "--no-audit", "--no-fund", tarball, `@langchain/core@${core}`],
    folder,
  );
  writeFileSync(join(folder, "dense.mjs"), esm);
  writeFileSync(join(folder, "words.mjs"), esmWords);
  writeFileSync(join(folder, "import_only.mjs"), importOnly);
  writeFileSync(join(folder, "main.cjs"), cjs);
  const { version } = JSON.parse(
    readFileSync(join(folder, "node_modules/@langchain/core/package.json"), "utf8"),
  );
  return { folder, version };
}

function scripts(title, runtime, folder, before = [], settings = {}) {
  for (const file of ["dense.mjs", "words.mjs", "import_only.mjs", "main.cjs"]) {
    check(`${title}: ${file}`, () => void run(runtime, [...before, file], folder), settings);
  }
}

function types(title, folder, compilerOptions) {
  writeFileSync(join(folder, "readme.ts"), `${blocks[0]}\nexport {};\n`);
  writeFileSync(join(folder, "chain.ts"), blocks.slice(2).join("\n"));
  writeFileSync(join(folder, "words.ts"), `${blocks[1]}\nexport {};\n`);
  writeFileSync(
    join(folder, "old.cts"),
    `import tasb = require("langchain-tasb");\nimport words = require("langchain-tasb/bm25");\nexport const embeddings: tasb.TasbEmbeddings = new tasb.TasbEmbeddings({ model: "tasb-mini" });\nexport const retriever = new words.Bm25Retriever({ k: 1 });\n`,
  );
  const files = [
    "readme.ts",
    "chain.ts",
    "words.ts",
    ...(compilerOptions.module === "Node16" ? ["old.cts"] : []),
  ];
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: "ES2022",
        skipLibCheck: true,
        types: [],
        ...compilerOptions,
      },
      files,
    }),
  );
  check(
    title,
    () =>
      void run(
        process.execPath,
        [join(root, "node_modules/typescript/bin/tsc"), "-p", folder],
        folder,
      ),
  );
}

try {
  const [packed] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", work], root));
  const tarball = join(work, packed.filename);
  const isModel = ({ path }) => path.startsWith("models/tasb-mini/");
  const bytes = packed.files
    .filter((file) => !isModel(file))
    .reduce((sum, { size }) => sum + size, 0);

  check("files: dist, the model, and the texts that npm shows", () => {
    const known =
      /^(dist\/(esm|cjs)\/.*\.(js|d\.ts)|dist\/cjs\/package\.json|models\/[\w-]+\/[\w.]+|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/;
    const strange = packed.files.filter(({ path }) => !known.test(path)).map(({ path }) => path);
    assert(strange.length === 0, `unexpected ${strange.join(", ")}`);
    return `${packed.files.length} files`;
  });
  check(`size: at most ${MOST_BYTES} bytes unpacked without the built-in model`, () => {
    assert(bytes <= MOST_BYTES, `${bytes} bytes`);
    return `${bytes} bytes, and ${packed.unpackedSize - bytes} of model`;
  });
  check("no install script", () => {
    const { scripts: own = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    for (const name of ["preinstall", "install", "postinstall"]) assert(!(name in own), name);
  });
  check("publint --strict", () => void run(bin("publint"), ["--strict", tarball], root));
  check(
    "are the types wrong (node16, bundler)",
    () => void run(bin("attw"), ["--profile", "node16", tarball], root),
  );

  const newest = project("newest", tarball, "^1.2.13");
  const lowest = project("lowest", tarball, "~1.0.1");
  scripts(
    `Node ${process.versions.node}, @langchain/core ${newest.version}`,
    process.execPath,
    newest.folder,
  );
  scripts(
    `Node ${process.versions.node}, @langchain/core ${lowest.version}`,
    process.execPath,
    lowest.folder,
  );
  types("TypeScript, moduleResolution node16", newest.folder, {
    module: "Node16",
    moduleResolution: "Node16",
  });
  types("TypeScript, moduleResolution bundler", newest.folder, {
    module: "ESNext",
    moduleResolution: "bundler",
  });
  types(`TypeScript, @langchain/core ${lowest.version}`, lowest.folder, {
    module: "Node16",
    moduleResolution: "Node16",
  });
  check("esbuild, one file, native package external", () => {
    execFileSync(
      bin("esbuild"),
      [
        "words.mjs",
        "--bundle",
        "--platform=node",
        "--format=esm",
        "--packages=bundle",
        "--external:onnxruntime-node",
        "--outfile=bundled/words.mjs",
        "--log-level=error",
        "--banner:js=import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);",
      ],
      { cwd: newest.folder },
    );
    run(process.execPath, ["bundled/words.mjs"], newest.folder);
  });
  check("esbuild, langchain-tasb and onnxruntime-node external", () => {
    execFileSync(
      bin("esbuild"),
      [
        "dense.mjs",
        "--bundle",
        "--platform=node",
        "--format=esm",
        "--external:onnxruntime-node",
        "--external:langchain-tasb",
        "--outfile=bundled/dense.mjs",
        "--log-level=error",
        "--banner:js=import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);",
      ],
      { cwd: newest.folder },
    );
    run(process.execPath, ["bundled/dense.mjs"], newest.folder);
  });
  check(
    "npx tasb --help",
    () => void run("npx", ["--no-install", "tasb", "--help"], newest.folder),
  );

  if (options.all) {
    const fetched = join(work, "runtimes");
    mkdirSync(fetched);
    const get = (name, spec, file) => {
      const folder = join(fetched, name);
      mkdirSync(folder);
      writeFileSync(join(folder, "package.json"), "{}");
      run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", spec], folder);
      return join(folder, "node_modules", file);
    };
    const platform = `${process.platform}-${process.arch}`;
    for (const version of ["20.0.0", "22", "24"]) {
      const node = get(
        `node${version}`,
        `node-${platform}@${version}`,
        `node-${platform}/bin/node`,
      );
      const exact = run(node, ["--version"], work).trim();
      scripts(`Node ${exact}`, node, newest.folder);
    }
    const deno = get("deno", "deno", `@deno/${platform}-glibc/deno`);
    scripts(run(deno, ["--version"], work).split("\n")[0], deno, newest.folder, ["run", "-A"], {
      required: false,
    });
    const bun = get("bun", "bun", `@oven/bun-${platform}/bin/bun`);
    scripts(`bun ${run(bun, ["--version"], work).trim()}`, bun, newest.folder, [], {
      required: false,
    });
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
if (failures.length > 0) {
  console.error(`${failures.length} failed`);
  process.exitCode = 1;
}
