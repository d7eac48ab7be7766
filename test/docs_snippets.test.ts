import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

interface Snippet {
  /** `README.md:57` */
  place: string;
  code: string;
}

/** The blocks of TypeScript and JavaScript in a Markdown file. */
function snippetsOf(path: string): Snippet[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/^```(?:ts|js|mjs|typescript|javascript)\n([^]*?)^```$/gm)].map(
    (match) => ({
      place: `${relative(root, path)}:${text.slice(0, match.index).split("\n").length}`,
      code: match[1] ?? "",
    }),
  );
}

const pages = [
  join(root, "README.md"),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(root, "docs", name)),
];
const snippets = pages.flatMap(snippetsOf);

describe("the code in README and docs", () => {
  let folder = "";
  beforeAll(() => {
    // Inside the repository, so that `langchain-tasb` means this package.
    mkdirSync(join(root, ".build"), { recursive: true });
    folder = mkdtempSync(join(root, ".build/snippets-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("type-checks against the built package", () => {
    expect(snippets.length).toBeGreaterThan(0);
    for (const [i, { place, code }] of snippets.entries()) {
      writeFileSync(join(folder, `snippet_${i}.ts`), `// ${place}\nexport {};\n${code}`);
    }
    const config = {
      extends: "../../tsconfig.json",
      compilerOptions: {
        noEmit: true,
        rootDir: "../..",
        noUnusedLocals: false,
        typeRoots: ["../../node_modules/@types"],
      },
      include: ["."],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    let output = "";
    try {
      execFileSync(
        process.execPath,
        [join(root, "node_modules/typescript/bin/tsc"), "-p", folder],
        { cwd: folder, encoding: "utf8" },
      );
    } catch (error) {
      output = String((error as { stdout?: unknown }).stdout);
    }
    expect(output).toBe("");
  });

  it("runs, where it is in the README", () => {
    const failed: string[] = [];
    for (const [i, { place, code }] of snippets.entries()) {
      if (!place.startsWith("README.md")) continue;
      // Types are the only TypeScript in them.
      const file = join(folder, `snippet_${i}.mjs`);
      writeFileSync(file, stripTypes(code));
      const { status, stderr } = spawnSync(process.execPath, [file], {
        cwd: folder,
        encoding: "utf8",
      });
      if (status !== 0) failed.push(`${place}: ${stderr}`);
    }
    expect(failed).toEqual([]);
  });
});

function stripTypes(code: string): string {
  return code
    .replaceAll(/^import type .*$/gm, "")
    .replaceAll(/, type \w+/g, "")
    .replaceAll(/(\w+): (?:TasbRetriever|BaseChatModel)\b/g, "$1")
    .replaceAll(/<string>/g, "");
}
