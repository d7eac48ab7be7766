import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const script = join(import.meta.dirname, "fixtures/ending_process.mjs");

function run(mode: string): {
  code: number | null;
  signal: string | null;
  out: string;
  err: string;
} {
  const child = spawnSync(process.execPath, [script, mode], { encoding: "utf8", timeout: 50_000 });
  return { code: child.status, signal: child.signal, out: child.stdout, err: child.stderr };
}

describe("a process that ends while the worker is inside a native call", () => {
  test("at the end of its script waits for the call's result", () => {
    expect(run("natural end")).toEqual({ code: 3, signal: null, out: "ran to its end", err: "" });
  });

  test("at the end of its script, the call aborted, ends with its own exit code", () => {
    expect(run("natural end after abort")).toEqual({
      code: 4,
      signal: null,
      out: "ABORTED",
      err: "",
    });
  });

  test("by process.exit() ends with that code", () => {
    expect(run("process.exit")).toEqual({ code: 5, signal: null, out: "", err: "" });
  });

  test("by an uncaught exception ends with code 1 and prints only that exception", () => {
    const { code, signal, err } = run("uncaught exception");
    expect({ code, signal }).toEqual({ code: 1, signal: null });
    expect(err).toContain("thrown on purpose");
    expect(err).not.toMatch(/terminate called|Aborted|SIGABRT/u);
  });

  test("by an unhandled rejection ends with code 1", () => {
    const { code, signal } = run("unhandled rejection");
    expect({ code, signal }).toEqual({ code: 1, signal: null });
  });

  test("by dispose() fails the call as disposed, waits for it and ends normally", () => {
    expect(run("dispose")).toEqual({ code: 6, signal: null, out: "DISPOSED", err: "" });
  });

  test("by process.exit() while dispose() is under way ends with that code", () => {
    expect(run("dispose, then process.exit")).toEqual({
      code: 7,
      signal: null,
      out: "",
      err: "",
    });
  });
});
