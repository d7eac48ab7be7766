import { lstatSync, readFileSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { resolveModel } from "../../src/model/resolve_model.js";
import { TestHub } from "./test_hub.js";

vi.mock("node:fs/promises", async (importOriginal) => ({
  ...(await importOriginal<object>()),
  symlink: () => Promise.reject(Object.assign(new Error("not permitted"), { code: "EPERM" })),
}));

it("where symlinks are impossible the files themselves lie in the snapshot", async () => {
  const hub = await TestHub.start();
  const cacheDir = await mkdtemp(join(tmpdir(), "tasb-nolinks-"));
  try {
    const options = { cacheDir, endpoint: hub.url };
    const { directory } = await resolveModel("owner/tiny", options);
    for (const [file, content] of hub.files) {
      expect(lstatSync(join(directory, file)).isFile()).toBe(true);
      expect(readFileSync(join(directory, file)).equals(content)).toBe(true);
    }
    expect(readdirSync(directory).toSorted()).toEqual([...hub.files.keys()].toSorted());
    const before = hub.requests.length;
    await resolveModel("owner/tiny", options);
    expect(hub.requests.length).toBe(before);
  } finally {
    await hub.close();
    await rm(cacheDir, { recursive: true });
  }
});
