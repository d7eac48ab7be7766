import { describe, expect, it } from "vitest";
import { holderHere, isGone, parseHolder } from "../../src/system/lock_holder.js";

/** A process id that no process has: Linux allows at most 2^22. */
const nobody = 2 ** 22 + 1;
const here = holderHere("t");

describe("the holder of a lock", () => {
  it("is read back as it was written", () => {
    expect(parseHolder(JSON.stringify(here))).toEqual(here);
  });

  it.each([
    ["an empty file", ""],
    ["half a file", JSON.stringify(here).slice(0, -3)],
    ["another program's", "12345"],
    ["null", "null"],
    ["a list", "[]"],
    ["no token", JSON.stringify({ host: "h", pid: 1 })],
    ["a group of processes", JSON.stringify({ ...here, pid: 0 })],
    ["a negative process", JSON.stringify({ ...here, pid: -1 })],
    ["half a process", JSON.stringify({ ...here, pid: 1.5 })],
    ["a process in words", JSON.stringify({ ...here, pid: "1" })],
  ])("is unknown from %s", (_, text) => {
    expect(parseHolder(text)).toBeUndefined();
  });

  it("is gone when its process is, and only on this host", () => {
    expect(isGone(here)).toBe(false);
    expect(isGone({ ...here, pid: nobody })).toBe(true);
    expect(isGone({ ...here, pid: nobody, host: "another" })).toBe(false);
    expect(isGone(undefined)).toBe(false);
  });
});
