import { describe, expect, it } from "vitest";
import { tasb, withFolder } from "./run_tasb.js";

describe("tasb model", () => {
  it("tells what the built-in model is", async () => {
    await withFolder(async (folder) => {
      const { code, stdout } = await tasb(folder, "model", "info", "tasb-mini");
      expect(code).toBe(0);
      for (const word of ["architecture", "dimension", "pooling", "fingerprint"]) {
        expect(stdout).toContain(word);
      }
    });
  });

  it("finds a model's folder, and refuses a name that is none", async () => {
    await withFolder(async (folder) => {
      const found = await tasb(folder, "model", "download", "tasb-mini");
      expect(found.stdout).toMatch(/models.tasb-mini\n$/);
      const bad = await tasb(folder, "model", "info", "./nothing");
      expect(bad.code).toBe(1);
      expect(bad.stderr).toMatch(/\[MODEL_/);
      const offline = await tasb(
        folder,
        "model",
        "download",
        "nobody/nothing",
        "--offline",
        "--cache-dir",
        folder,
      );
      expect(offline.stderr).toContain("[OFFLINE]");
    });
  });
});

describe("tasb doctor", () => {
  it("tries the engine, and gives findings as JSON", async () => {
    await withFolder(async (folder) => {
      const { code, stdout } = await tasb(folder, "doctor", "--json");
      const findings = JSON.parse(stdout) as { what: string; state: string }[];
      const problems = findings.filter(({ state }) => state === "problem");
      expect({ code, problems }).toEqual({ code: 0, problems: [] });
      expect(findings.map(({ what }) => what)).toEqual(
        expect.arrayContaining(["Node.js", "Platform", "Engine", "Memory", "Cache", "Hub"]),
      );
    });
  });
});
