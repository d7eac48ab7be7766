import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { specifiersOf, violations, withoutComments, type Architecture } from "./architecture.js";

/** The order of docs/design.md: a file imports only from layers before its own, or from its own. */
const architecture: Architecture = {
  layers: [
    "errors.ts",
    "public_errors.ts",
    "option_checks.ts",
    "json_object.ts",
    "package_root.ts",
    "system/",
    "pause.ts",
    "steps.ts",
    "waiting_calls.ts",
    "linalg/",
    "ranking/",
    "bm25/",
    "evaluation/",
    "onnx/",
    "model/",
    "encoder/",
    "dense/",
    "passages/",
    "storage/",
    "collection/",
    "weaviate/",
    "search/",
    "langchain/",
    "cli/",
    "bm25.ts",
    "evaluation.ts",
    "weaviate.ts",
    "index.ts",
  ],
  importers: {
    "onnxruntime-node": "onnx/runtime.ts",
    "@huggingface/tokenizers": "encoder/library_tokenizer.ts",
    "@langchain/core": "langchain/",
    "weaviate-client": "weaviate/",
    "snowball-stemmers": "bm25/",
    htmlparser2: "passages/",
    "csv-parse": "passages/csv_records.ts",
    unpdf: "passages/pdf_text.ts",
    "@mozilla/readability": "passages/article.ts",
    linkedom: "passages/article.ts",
  },
  owners: {
    "process.env": "system/environment.ts",
    "import.meta": "package_root.ts",
  },
};

function sourcesUnder(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((file) => file.isFile() && file.name.endsWith(".ts"))
      .map((file) => {
        const path = join(file.parentPath, file.name);
        return [relative(folder, path).split(sep).join("/"), readFileSync(path, "utf8")];
      }),
  );
}

describe("the sources", () => {
  it("import only from layers above, without cycles, each engine in one place", () => {
    const source = fileURLToPath(new URL("../src", import.meta.url));
    expect(violations(sourcesUnder(source), architecture)).toEqual([]);
  });
});

describe("the check itself", () => {
  const small: Architecture = {
    layers: ["base.ts", "low/", "high/"],
    importers: { engine: "low/engine.ts", "@scope/host": "high/" },
    owners: { "process.env": "base.ts" },
  };
  const check = (files: Record<string, string>): string[] =>
    violations(new Map(Object.entries(files)), small);

  it("accepts imports upwards and within a folder", () => {
    const files = {
      "base.ts": "process.env;",
      "low/a.ts": 'import { b } from "./b.js";\nimport { x } from "../base.js";',
      "low/b.ts": 'import fs from "node:fs";',
      "low/engine.ts": 'const engine = await import("engine/sub");',
      "high/c.ts": 'export * from "../low/a.js";\nimport type { H } from "@scope/host/part";',
    };
    expect(check(files)).toEqual([]);
  });

  it.each<[string, string, string]>([
    ["an import downwards", 'import { c } from "../high/c.js";', "from a layer below"],
    ["a type import downwards", 'import type { C } from "../high/c.js";', "from a layer below"],
    ["a type in brackets downwards", 'let c: import("../high/c.js").C;', "from a layer below"],
    ["a re-export downwards", 'export {\n  c,\n} from "../high/c.js";', "from a layer below"],
    ["a late import downwards", 'await import("../high/c.js");', "from a layer below"],
    ["a second importer of an engine", 'import "engine";', "only low/engine.ts may"],
    ["a host outside its folder", 'import { H } from "@scope/host";', "only high/ may"],
    ["a package without a rule", 'import left from "left-pad";', "which no rule allows"],
    ["a file that does not exist", 'import "./gone.js";', "does not exist"],
    ["a use of what another file owns", "process.env.HOME;", "only base.ts may"],
  ])("finds %s", (_, source, message) => {
    const found = check({ "low/a.ts": source, "high/c.ts": "" });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  it("finds a cycle, through types too", () => {
    const found = check({
      "low/a.ts": 'import { b } from "./b.js";',
      "low/b.ts": 'import type { C } from "./c.js";',
      "low/c.ts": 'import { a } from "./a.js";',
    });
    expect(found).toEqual(["A cycle of imports: low/a.ts → low/b.ts → low/c.ts → low/a.ts."]);
  });

  it("finds a file outside every layer", () => {
    expect(check({ "elsewhere/a.ts": "" })).toEqual(["elsewhere/a.ts stands in no layer."]);
  });

  it("does not take comments and texts for imports", () => {
    const source =
      '// import "engine";\n/* import "engine"; process.env */\nconst s = "import x from";';
    expect(check({ "low/a.ts": source })).toEqual([]);
  });

  it("reads every form of import", () => {
    const source = `import a from "1";
import { b,
  c } from '2';
import * as d from "3";
import "4";
export { e } from "5";
export type { F } from "6";
const g = await import("7");
const h = require("8");`;
    expect(specifiersOf(withoutComments(source)).toSorted()).toEqual(Array.from("12345678"));
  });
});
