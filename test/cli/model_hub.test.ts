import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TestHub, commit } from "../hub/test_hub.js";
import { TASB_REPOSITORIES } from "../../src/model/resolve_model.js";
import { goldenFolder } from "../model/golden_encoder.js";
import { FULL_SIZE, writeRandomModel } from "../model/random_model.js";
import { tasb, withFolder } from "./run_tasb.js";

const names = ["config.json", "tokenizer.json", "model.safetensors"];
const tiny = join(goldenFolder, "distilbert-f32");

async function filesOf(folder: string): Promise<Map<string, Buffer>> {
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name))));
  return new Map(names.map((name, i) => [name, contents[i]!]));
}

let hub: TestHub;
beforeEach(async () => {
  hub = await TestHub.start(await filesOf(tiny));
  vi.stubEnv("HF_ENDPOINT", hub.url);
  vi.stubEnv("HF_HUB_OFFLINE", "0");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await hub.close();
});

describe("tasb model, with a hub", () => {
  it("downloads once, converts, says what the model is, and verifies int8", async () => {
    await withFolder(async (folder) => {
      const model = (command: string, ...more: string[]): ReturnType<typeof tasb> =>
        tasb(folder, "model", command, "owner/tiny", "--cache-dir", folder, ...more);
      const downloaded = await model("download");
      expect(downloaded).toMatchObject({ code: 0 });
      expect(downloaded.stdout.trim()).toMatch(new RegExp(`snapshots.${commit}$`));
      expect(downloaded.stderr).toContain(`Commit ${commit}`);
      hub.requests.length = 0;
      const converted = await model("convert");
      expect(converted.stdout).toMatch(/fp32-[0-9a-f]{16}\.onnx\n$/);
      const info = await model("info", "--offline");
      expect(info.stdout).toMatch(new RegExp(`model +owner/tiny\ncommit +${commit}\n`));
      const verified = await model("verify", "--precision", "int8");
      // Whether so small a random model reaches the limits is not the matter here.
      expect(verified.stdout).toMatch(/^(PASS|FAIL) int8 .*\n\1\n$/);
      expect(verified.code).toBe(verified.stdout.startsWith("PASS") ? 0 : 1);
      expect(hub.requests).toEqual([]);
    });
  }, 60_000);

  it("prints each difference and FAIL for weights under TAS-B's name that are not TAS-B's", async () => {
    await withFolder(async (folder) => {
      const { vocab_size: vocabularySize } = JSON.parse(
        await readFile(join(tiny, "config.json"), "utf8"),
      ) as { vocab_size: number };
      const other = join(folder, "other");
      await writeRandomModel(other, { ...FULL_SIZE, layers: 1, feedForward: 64, vocabularySize });
      await cp(join(tiny, "tokenizer.json"), join(other, "tokenizer.json"));
      hub.files = await filesOf(other);
      hub.repositories = new Set(TASB_REPOSITORIES);
      const source = ["tas-b", "--cache-dir", folder];
      const verified = await tasb(folder, "model", "verify", ...source);
      const lines = verified.stdout.trimEnd().split("\n");
      expect(lines).toHaveLength(14);
      expect(lines[0]).toMatch(/^FAIL passage .*off by \d.*cosine/);
      for (const line of lines.slice(1, 11)) expect(line).toMatch(/^FAIL query .*off by \d/);
      expect(lines.slice(11, 13).join()).toMatch(/known 103\.3397,FAIL .*known 97\.6973$/);
      expect(lines[13]).toBe("FAIL");
      expect(verified.code).toBe(1);
      // Nor is it used unasked: the check after the conversion refuses it.
      const converted = await tasb(folder, "model", "convert", ...source);
      expect(converted.code).toBe(1);
      expect(converted.stderr).toContain("[MODEL_CHECK_FAILED]");
    });
  }, 60_000);

  it("names the reason where the hub has no such model", async () => {
    await withFolder(async (folder) => {
      const run = await tasb(folder, "model", "download", "owner/none", "--cache-dir", folder);
      expect(run.code).toBe(1);
      expect(run.stderr).toContain("[DOWNLOAD_UNAUTHORIZED]");
      expect(run.stderr).toContain("--model tasb-mini");
    });
  });
});
