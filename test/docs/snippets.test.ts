import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseArguments } from "../../src/cli/arguments.js";
import { commands } from "../../src/cli/program.js";
import { root, snippets, type Snippet } from "./pages.js";
import { programsOf } from "./programs.js";
import { commandsIn } from "./shell.js";

const typed = snippets("ts", "js", "mjs", "typescript", "javascript");
const programs = programsOf(typed);
const shell = snippets("sh", "bash", "shell");
describe("the code in README and docs", () => {
  let folder = "";
  beforeAll(() => {
    // Inside the repository, so that `langchain-tasb` means this package.
    mkdirSync(join(root, ".build"), { recursive: true });
    folder = mkdtempSync(join(root, ".build/snippets-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("type-checks against the built package, as strictly as the package itself", () => {
    expect(typed.length).toBeGreaterThan(0);
    for (const [i, { code }] of programs.entries()) {
      writeFileSync(join(folder, `page_${i}.ts`), code);
    }
    const others = "other_packages.d.ts";
    copyFileSync(join(root, "test/docs", others), join(folder, others));
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
      output = String((error as { stdout?: unknown }).stdout).replaceAll(
        /^page_(\d+)\.ts\((\d+)/gm,
        (_, i: string, line: string) => `${programs[Number(i)]!.placeOf(Number(line))} (`,
      );
    }
    expect(output).toBe("");
  });

  it("runs, where it is in the README", () => {
    const failed: string[] = [];
    for (const [i, { place, code }] of typed.entries()) {
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

describe("the commands in README and docs", () => {
  it("are commands of tasb, with options that they have and values of the right number", () => {
    const wrong: string[] = [];
    let count = 0;
    for (const [words, { place }] of calls(shell)) {
      const rest = wordsOfTasb(words);
      if (rest === undefined) continue;
      count += 1;
      const problem = problemOf(rest);
      if (problem !== undefined) wrong.push(`${place}: tasb ${rest.join(" ")}: ${problem}`);
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(0);
  });

  it("name scripts of package.json and files that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const wrong: string[] = [];
    for (const [words, { place }] of calls(shell)) {
      const [program, first = "", second = ""] = words;
      if (program === "npm" && first === "run" && !Object.hasOwn(scripts, second)) {
        wrong.push(`${place}: npm run ${second}`);
      }
      if (program === "node" && /^[\w./-]+\.mjs$/.test(first) && !existsSync(join(root, first))) {
        wrong.push(`${place}: node ${first}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

function calls(blocks: readonly Snippet[]): [words: string[], block: Snippet][] {
  return blocks.flatMap((block) =>
    commandsIn(block.code).map((words): [string[], Snippet] => [words, block]),
  );
}

/** What follows `tasb` or `npx tasb`; `undefined` for another program. */
function wordsOfTasb(words: readonly string[]): string[] | undefined {
  const at = words[0] === "npx" ? 1 : 0;
  return words[at] === "tasb" ? words.slice(at + 1) : undefined;
}

function problemOf(words: readonly string[]): string | undefined {
  if (words.length === 1 && ["--help", "--version"].includes(words[0]!)) return undefined;
  const command = [2, 1]
    .map((n) => commands.find(({ name }) => name === words.slice(0, n).join(" ")))
    .find((found) => found !== undefined);
  if (command === undefined) return words[0] === "COMMAND" ? undefined : "no such command";
  const name = command.name.split(" ").length;
  try {
    const { values } = parseArguments(command, words.slice(name));
    // `--k TEN` would be refused when the command reads it; here its help tells what it expects.
    for (const [option, value] of Object.entries(values)) {
      const kind = command.options[option]?.placeholder;
      if (kind === "N" && !/^\d+$/.test(String(value))) return `--${option} ${String(value)}`;
    }
    return undefined;
  } catch (error) {
    return String(error);
  }
}

function stripTypes(code: string): string {
  return code
    .replaceAll(/^import type .*$/gm, "")
    .replaceAll(/, type \w+/g, "")
    .replaceAll(/(\w+): (?:TasbRetriever|BaseChatModel)\b/g, "$1")
    .replaceAll(/<string>/g, "");
}
