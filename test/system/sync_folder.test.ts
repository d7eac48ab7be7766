import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { syncFolder } from "../../src/system/sync_folder.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tasb-sync-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A file system whose folders answer `code` to being synced; counts the handles that are closed. */
function answering(code: string): { open: typeof open; closed: () => number } {
  let closed = 0;
  const answer = async (...args: Parameters<typeof open>): ReturnType<typeof open> => {
    const handle = await open(...args);
    const close = handle.close.bind(handle);
    handle.sync = () => Promise.reject(Object.assign(new Error(code), { code }));
    handle.close = () => {
      closed += 1;
      return close();
    };
    return handle;
  };
  return { open: answer, closed: () => closed };
}

// Windows has no such call for folders, and none is made there.
describe.skipIf(process.platform === "win32")("syncFolder", () => {
  it("syncs a folder", async () => {
    await expect(syncFolder(folder)).resolves.toBeUndefined();
  });

  it.each(["EINVAL", "ENOTSUP"])("takes %s as a file system without such a call", async (code) => {
    const system = answering(code);
    await expect(syncFolder(folder, system)).resolves.toBeUndefined();
    expect(system.closed()).toBe(1);
  });

  it.each(["EIO", "ENOSPC", "EACCES"])("fails with the disk's own %s", async (code) => {
    const system = answering(code);
    await expect(syncFolder(folder, system)).rejects.toMatchObject({ code });
    expect(system.closed()).toBe(1);
  });

  it("fails where there is no folder", async () => {
    await expect(syncFolder(join(folder, "none"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});
