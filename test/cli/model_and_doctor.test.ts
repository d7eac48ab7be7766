import { describe, expect, it, vi } from "vitest";
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

describe("tasb model, in int8", () => {
  it("converts, says what that costs, and verifies it against fp32", async () => {
    await withFolder(async (folder) => {
      const int8 = ["tasb-mini", "--precision", "int8", "--cache-dir", folder];
      const converted = await tasb(folder, "model", "convert", ...int8);
      expect(converted.code).toBe(0);
      expect(converted.stdout).toMatch(/int8-[0-9a-f]{16}\.onnx\n$/);
      expect(converted.stderr).toMatch(/^cosine to fp32 at least 0\.999\d\d, 0\.99\d+ without/);
      const info = await tasb(folder, "model", "info", ...int8);
      expect(info.stdout).toMatch(/checked +cosine to fp32/);
      const verified = await tasb(folder, "model", "verify", ...int8);
      expect(verified.code).toBe(0);
      expect(verified.stdout).toMatch(/^PASS int8 .*\nPASS\n$/);
      const json = await tasb(folder, "model", "verify", ...int8, "--json");
      expect(JSON.parse(json.stdout)).toMatchObject({ passed: true, precision: "int8" });
    });
  });

  it("says where there is nothing to compare with", async () => {
    await withFolder(async (folder) => {
      const run = await tasb(folder, "model", "verify", "tasb-mini");
      expect(run.code).toBe(1);
      expect(run.stderr).toMatch(/known for TAS-B only.*\[NOT_SUPPORTED\]/s);
    });
  });
});

describe("tasb doctor", () => {
  it("says why the hub cannot be used, and shows no password of its address", async () => {
    await withFolder(async (folder) => {
      vi.stubEnv("HF_ENDPOINT", "http://user:secret@127.0.0.1:9");
      const { stdout } = await tasb(folder, "doctor", "--json");
      vi.unstubAllEnvs();
      const findings = JSON.parse(stdout) as { what: string; state: string; detail: string }[];
      const hub = findings.find(({ what }) => what === "Hub");
      expect(hub).toMatchObject({
        state: "warning",
        detail: expect.stringContaining("127.0.0.1:9"),
      });
      expect(stdout).not.toContain("secret");
    });
  });

  it("tries the engine, and gives findings as JSON", async () => {
    await withFolder(async (folder) => {
      const { code, stdout } = await tasb(folder, "doctor", "--json");
      const findings = JSON.parse(stdout) as { what: string; state: string }[];
      const problems = findings.filter(({ state }) => state === "problem");
      expect({ code, problems }).toEqual({ code: 0, problems: [] });
      expect(findings.map(({ what }) => what)).toEqual(
        expect.arrayContaining([
          "Node.js",
          "Platform",
          "Engine",
          "int8",
          "Memory",
          "Cache",
          "TAS-B",
          "Hub",
        ]),
      );
    });
  });
});
