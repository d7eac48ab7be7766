import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { removeAbandoned, replaceFile } from "../../src/system/replace_file.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-replace-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("replaceFile", () => {
  it("writes a text, or what a function writes, in folders that it makes", async () => {
    const path = join(folder, "a", "b", "file");
    expect(await replaceFile(path, "old")).toBeUndefined();
    expect(await readFile(path, "utf8")).toBe("old");
    const written = await replaceFile(path, async (file) => {
      // A reader sees the old file until the new one is whole.
      await file.write("n");
      expect(await readFile(path, "utf8")).toBe("old");
      return (await file.write("ew")).bytesWritten;
    });
    expect(written).toBe(2);
    expect(await readFile(path, "utf8")).toBe("new");
    expect(await readdir(join(folder, "a", "b"))).toEqual(["file"]);
  });

  it("leaves the old file, and nothing else, when writing or renaming fails", async () => {
    const path = join(folder, "file");
    await replaceFile(path, "old");
    const failing = replaceFile(path, async (file) => {
      await file.write("half");
      throw new Error("no more");
    });
    await expect(failing).rejects.toThrow("no more");
    expect(await readFile(path, "utf8")).toBe("old");
    await mkdir(join(folder, "taken"));
    await expect(replaceFile(join(folder, "taken"), "text")).rejects.toThrow();
    expect((await readdir(folder)).toSorted()).toEqual(["file", "taken"]);
  });
});

describe("removeAbandoned", () => {
  it("removes temporary files that are older than a day, and no others", async () => {
    const old = new Date(Date.now() - 25 * 3600 * 1000);
    const names = [".graph.onnx.1.part", ".graph.onnx.2.part", "graph.part", ".graph.onnx"];
    for (const name of names) await writeFile(join(folder, name), "");
    for (const name of names.filter((one) => !one.includes("2"))) {
      await utimes(join(folder, name), old, old);
    }
    await removeAbandoned(folder);
    expect((await readdir(folder)).toSorted()).toEqual(names.slice(1).toSorted());
  });

  it("takes a folder that is not there for an empty one", async () => {
    await expect(removeAbandoned(join(folder, "none"))).resolves.toBeUndefined();
  });

  it("takes a folder that is not there for an empty one", async () => {
    await expect(removeAbandoned(join(folder, "none"))).resolves.toBeUndefined();
  });
});
