// Projects outside the repository that install the packed package and use it as people would.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, run } from "./checks.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** Of npm: quiet, and no script of any dependency runs. */
export const NPM_INSTALL = ["install", "--ignore-scripts", "--no-audit", "--no-fund"];

/** The programs that every runtime is tried with. */
const PROGRAMS = {
  "first.mjs": "the README's first program prints what stands there",
  "whole.mjs": "the README's program with files, filter and grain",
  "words.mjs": "the README's /bm25, and /evaluation: no native library after use",
  "import_only.mjs": "importing each entry loads no native library",
  "int8.mjs": "int8 model and int8 vectors",
  "main.cjs": "CommonJS, every entry",
};

export class Consumer {
  /**
   * @param readme what a newcomer pastes: the README's programs, and what the first one prints
   * @param cache where converted models are kept, so that the machine's own cache plays no part
   */
  constructor(folder, { readme, cache }) {
    this.folder = folder;
    this.readme = readme;
    this.settings = { TASB_CACHE: cache, HF_HUB_OFFLINE: "1" };
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
    cpSync(join(here, "programs"), folder, { recursive: true });
    writeFileSync(
      join(folder, "whole.mjs"),
      `${readme.whole}
import { deepStrictEqual } from "node:assert";
deepStrictEqual(documents.length, 2);
deepStrictEqual(hits[0].text.includes("dot product"), true);
`,
    );
    writeFileSync(
      join(folder, "words.mjs"),
      `${readme.words}
import { deepStrictEqual } from "node:assert";
import { evaluateRetriever } from "langchain-tasb/evaluation";
import { nativeLibraries } from "./native_libraries.mjs";
deepStrictEqual(first.pageContent, "TypeScript is a language.");
const queries = new Map([["1", "typescript?"]]);
const qrels = new Map([["1", new Map([[first.id, 1]])]]);
const { evaluation } = await evaluateRetriever(bm25, queries, qrels, { metrics: "ndcg@10" });
deepStrictEqual(evaluation.means.get("ndcg@10"), 1);
deepStrictEqual(nativeLibraries(), []);
`,
    );
    writeFileSync(join(folder, "first.mjs"), readme.first);
  }

  /** The version of an installed package. */
  version(name) {
    const path = join(this.folder, "node_modules", name, "package.json");
    return JSON.parse(readFileSync(path, "utf8")).version;
  }

  /** Runs a command in the project. */
  run(command, args, settings = {}) {
    return run(command, args, this.folder, { ...this.settings, ...settings });
  }

  /** Every program in one runtime. @param runtime the command with its first arguments */
  checkPrograms(checks, title, [runtime, ...first]) {
    for (const [file, what] of Object.entries(PROGRAMS)) {
      checks.check(`${title}: ${what}`, () => {
        const printed = this.run(runtime, [...first, file]);
        if (file === "first.mjs") assert(printed === this.readme.printed, `printed ${printed}`);
      });
    }
  }

  /**
   * The README, and a program that uses `require`, as a compiler sees them. What is wrong in other
   * packages' declarations is theirs.
   */
  checkTypes(checks, title, tsc, compilerOptions) {
    const esm = `export {};\n`;
    const { whole, words, chain } = this.readme;
    writeFileSync(join(this.folder, "whole.ts"), `${whole}\n${esm}`);
    writeFileSync(join(this.folder, "words.ts"), `${words}\n${esm}`);
    writeFileSync(join(this.folder, "chain.ts"), chain);
    const isNode = /^node/i.test(compilerOptions.module);
    const files = ["whole.ts", "words.ts", "chain.ts", ...(isNode ? ["required.cts"] : [])];
    const options = { strict: true, noEmit: true, target: "ES2022", types: [], ...compilerOptions };
    writeFileSync(
      join(this.folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, files }),
    );
    checks.check(title, () => {
      const project = ["-p", "."];
      try {
        this.run(process.execPath, [tsc, ...project]);
      } catch (error) {
        const found = error.output.split("\n").filter((line) => /error TS/.test(line));
        const own = found.filter((line) => !/node_modules\/(?!langchain-tasb\/)/.test(line));
        assert(found.length > 0 && own.length === 0, own.slice(0, 4).join("\n") || error.message);
      }
    });
  }
}
