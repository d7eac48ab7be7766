import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { commands, helpOf, runProgram } from "../../src/cli/program.js";
import { printable, Terminal } from "../../src/cli/terminal.js";
import { ended, start, tasb, withFolder } from "./run_tasb.js";

async function run(...argv: string[]) {
  const written = { stdout: "", stderr: "" };
  const terminal = (name: "stdout" | "stderr") => {
    return new Terminal({ write: (text) => (written[name] += text) }, false);
  };
  const { signal } = new AbortController();
  const io = { stdout: terminal("stdout"), stderr: terminal("stderr"), signal };
  return { code: await runProgram(argv, io), ...written };
}

describe("tasb", () => {
  it("lists its commands for --help, and for nothing with the code of wrong usage", async () => {
    const help = await run("--help");
    for (const { name } of commands) expect(help.stdout).toContain(name);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(await run()).toMatchObject({ code: 2, stderr: "" });
  });

  it("tells every command's usage and options", async () => {
    for (const command of commands) {
      const { code, stdout } = await run(...command.name.split(" "), "--help");
      expect(code).toBe(0);
      expect(stdout).toBe(helpOf(command));
      for (const name of Object.keys(command.options)) expect(stdout).toContain(`--${name}`);
    }
  });

  it("tells its version", async () => {
    expect((await run("--version")).stdout).toMatch(/^\d+\.\d+\.\d+/);
  });

  it("ends with code 2 and the usage for arguments it does not understand", async () => {
    for (const argv of [
      ["dance"],
      ["search", "question"],
      ["search", "--index", "x"],
      ["search", "--index", "x", "two", "words"],
      ["search", "--index", "x", "q", "--mode", "fuzzy"],
      ["search", "--index", "x", "q", "-k", "0"],
      ["search", "--index", "x", "q", "-k", "many"],
      ["search", "--index", "x", "q", "--bogus"],
      ["index", "docs"],
      ["index", "--index", "x"],
      ["index", "docs", "--index", "x", "--precision", "fp8"],
      ["model", "info"],
    ]) {
      const { code, stdout, stderr } = await run(...argv);
      expect({ argv, code, stdout }).toEqual({ argv, code: 2, stdout: "" });
      expect(stderr).toMatch(/^tasb: .*\[INVALID_ARGUMENT\]\nUsage: tasb/);
    }
  });

  it("ends with code 1, a message and a stable code for what fails; the stack with --debug", async () => {
    const failed = await run("search", "--index", "/no/such/index", "question");
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/^tasb: There is no index at .* \[SNAPSHOT_NOT_FOUND\]\n$/);
    const debugged = await run("search", "--index", "/no/such/index", "question", "--debug");
    expect(debugged.stderr).toContain("    at ");
  });

  it("ends a process with the same codes, results on stdout, messages on stderr", async () => {
    await withFolder(async (folder) => {
      expect(await tasb(folder, "--version")).toMatchObject({ code: 0, stderr: "" });
      expect(await tasb(folder, "dance")).toMatchObject({ code: 2, stdout: "" });
      expect(await tasb(folder, "index", "none", "--index", "x")).toMatchObject({
        code: 1,
        stderr: "tasb: none: No such file or folder. [FILE_UNREADABLE]\n",
      });
    });
  });

  it.skipIf(!existsSync("/dev/full"))("fails where its output cannot be written", async () => {
    const full = await open("/dev/full", "w");
    try {
      const failed = await ended(start(".", ["--version"], ["ignore", full.fd, "pipe"]));
      expect(failed.code).toBe(1);
      expect(failed.stderr).toMatch(/^tasb: The output cannot be written: ENOSPC.*\n$/);
    } finally {
      await full.close();
    }
  });

  it("ends as its work does where nobody reads its output or its messages", async () => {
    const unread = start(".", ["--help"]);
    unread.stdout?.destroy();
    expect(await ended(unread)).toMatchObject({ code: 0, stderr: "" });
    const unheard = start(".", ["dance"]);
    unheard.stderr?.destroy();
    expect(await ended(unheard)).toMatchObject({ code: 2, stdout: "" });
  });
});

function write(): void {}

describe("Terminal", () => {
  it("colors a terminal that wants colors, and nothing else", () => {
    const colors = (has: boolean) => new Terminal({ write, isTTY: true, hasColors: () => has });
    expect(colors(true).style("red", "x")).toBe("\u001b[31mx\u001b[39m");
    expect(colors(false).style("red", "x")).toBe("x");
    expect(new Terminal({ write }).style("red", "x")).toBe("x");
  });

  it("lets no control character of a document through", () => {
    expect(printable("a\u001b[2Jb\u009bc\rd\te\nf\r\ng")).toBe(
      "a\uFFFD[2Jb\uFFFDc\uFFFDd\te\nf\ng",
    );
  });
});
