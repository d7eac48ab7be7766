import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "@typescript/typescript6";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const node = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" });

/** Loaded native libraries of this process, as the operating system tells. */
const report = `
  const { sharedObjects } = process.report.getReport();
  const native = sharedObjects.filter((path) => /onnxruntime|\\.node$/.test(path));
  console.log(JSON.stringify({ names: Object.keys(entry).length > 0, native }));`;

describe("the entry points", () => {
  const names = ["bm25", "evaluation", "weaviate"].map((name) => `langchain-tasb/${name}`);
  for (const entry of ["langchain-tasb", ...names]) {
    it(`${entry} loads no native library, by import and by require`, () => {
      const imported = node(
        "--input-type=module",
        "-e",
        `import * as entry from "${entry}"; ${report}`,
      );
      const required = node(
        "--input-type=commonjs",
        "-e",
        `const entry = require("${entry}"); ${report}`,
      );
      for (const output of [imported, required]) {
        expect(JSON.parse(output)).toEqual({ names: true, native: [] });
      }
    });
  }

  it("langchain-tasb/evaluation imports no package, and of Node.js only small modules", () => {
    const outside = new Set<string>();
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const code = readFileSync(path, "utf8");
      for (const { fileName } of ts.preProcessFile(code).importedFiles) {
        if (fileName.startsWith(".")) visit(join(dirname(path), fileName));
        else outside.add(fileName);
      }
    };
    visit(join(root, "dist/esm/evaluation.js"));
    const allowed = [
      "crypto",
      "fs",
      "fs/promises",
      "path",
      "stream",
      "stream/promises",
      "timers",
      "timers/promises",
      "zlib",
    ];
    const others = [...outside].filter((name) => !allowed.includes(name.replace(/^node:/, "")));
    expect(others).toStrictEqual([]);
    expect(outside.size).toBeGreaterThan(0);
  });

  it("load weaviate-client only when a collection is connected", () => {
    const loader = `export const resolve = (name, context, next) => {
      if (name === "weaviate-client") throw new Error("not installed");
      return next(name, context);
    };`;
    const code = `
      import { register } from "node:module";
      register("data:text/javascript,${encodeURIComponent(loader)}");
      await import("langchain-tasb");
      const { WeaviateCollection } = await import("langchain-tasb/weaviate");
      const options = { hosts: "http://127.0.0.1:1", name: "A", dimension: 1, fingerprint: "x" };
      await WeaviateCollection.connect(options).catch((error) => {
        console.log(error.code, error.message);
      });`;
    expect(node("--input-type=module", "-e", code)).toMatch(
      /^COLLECTION_UNAVAILABLE .*npm install "weaviate-client@~3\.12\.1"\n$/,
    );
  });

  it("give out what their declarations promise: no name is a value for the compiler alone", async () => {
    const entries = ["index", "bm25", "evaluation", "weaviate"];
    const paths = entries.map((name) => join(root, "dist/esm", name));
    const declarations = paths.map((path) => `${path}.d.ts`);
    const program = ts.createProgram(declarations, {
      module: ts.ModuleKind.NodeNext,
      skipLibCheck: true,
      noLib: true,
    });
    const checker = program.getTypeChecker();
    for (const [i, path] of paths.entries()) {
      const file = checker.getSymbolAtLocation(program.getSourceFile(declarations[i]!)!)!;
      const isValue = (symbol: ts.Symbol): boolean => {
        const { Alias, Value } = ts.SymbolFlags;
        const one = symbol.flags & Alias ? checker.getAliasedSymbol(symbol) : symbol;
        return (one.flags & Value) !== 0;
      };
      const declared = checker.getExportsOfModule(file).filter(isValue);
      const given: object = await import(pathToFileURL(`${path}.js`).href);
      expect(declared.map(({ name }) => name).toSorted()).toEqual(Object.keys(given).toSorted());
    }
  });

  it("work together: a store of one build in a retriever of the other", () => {
    const code = `
      import { createRequire } from "node:module";
      import { TasbRetriever } from "langchain-tasb";
      const { TasbEmbeddings, TasbVectorStore } = createRequire(process.cwd() + "/x.js")("langchain-tasb");
      const embeddings = new TasbEmbeddings({ model: "tasb-mini" });
      const store = await TasbVectorStore.fromTexts(["Cats sleep."], {}, embeddings);
      const { hits } = await new TasbRetriever({ store }).search("cat");
      console.log(hits.length, hits[0].stages.dense.rank, hits[0].stages.bm25.rank);`;
    expect(node("--input-type=module", "-e", code)).toBe("1 1 1\n");
  });

  it("give the same names by import and by require", () => {
    const code = "console.log(Object.keys(entry).sort().join())";
    const imported = node(
      "--input-type=module",
      "-e",
      `import * as entry from "langchain-tasb"; ${code}`,
    );
    const required = node(
      "--input-type=commonjs",
      "-e",
      `const entry = require("langchain-tasb"); ${code}`,
    );
    expect(imported).toBe(required);
  });
});
