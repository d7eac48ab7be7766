import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { LocalCollection, type OpenOptions } from "../../src/collection/local_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { nodeFileSystem, type FileSystem } from "../../src/storage/file_system.js";
import { readManifest } from "../../src/storage/read_snapshot.js";

let directory: string;

const dense = (dimension: number): ReferenceIndex => new ReferenceIndex({ dimension });
const open = (options: OpenOptions = {}): Promise<LocalCollection> =>
  LocalCollection.open(directory, { dense, dimension: 2, fingerprint: "test/fp32", ...options });

/** Node's file system; what `refuses` says fails with an error of the operating system. */
function refusing(
  code: string,
  refuses: (name: keyof FileSystem, path: string) => boolean,
): FileSystem {
  return new Proxy(nodeFileSystem, {
    get: (target, name: keyof FileSystem) => {
      return async (...args: never[]): Promise<unknown> => {
        if (refuses(name, String(args[0]))) {
          throw Object.assign(new Error(`${code}: refused`), { code });
        }
        return Reflect.apply(target[name], target, args);
      };
    },
  });
}

async function add(collection: LocalCollection, id: string): Promise<void> {
  await collection.add([{ id, text: id }], Float32Array.of(1, 2));
}

async function savedIds(): Promise<string[]> {
  const collection = await LocalCollection.load(directory, { dense });
  const ids: string[] = [];
  for await (const { passage } of collection.scan()) ids.push(passage.id);
  await collection.close();
  return ids;
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-unreadable-"));
  const collection = await open();
  await add(collection, "a");
  await collection.save(directory);
  await add(collection, "b");
  await collection.close();
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe("a collection whose files cannot be read for the moment", () => {
  it.each([
    ["EIO", "readFile"],
    ["EMFILE", "readFile"],
    ["EACCES", "stat"],
  ] as const)(
    "is not taken for none (%s), and nothing of it is touched",
    async (code, operation) => {
      const before = (await readdir(directory)).toSorted();
      const fileSystem = refusing(
        code,
        (name, path) => name === operation && path.endsWith("manifest.json"),
      );
      await expect(open({ fileSystem })).rejects.toMatchObject({
        code: "SNAPSHOT_READ_FAILED",
        message: expect.stringContaining(code) as string,
      });
      expect((await readdir(directory)).toSorted()).toEqual(before);
      expect(await savedIds()).toEqual(["a", "b"]);
    },
  );

  it("is refused with the operating system's reason, whichever file it is", async () => {
    const { vectorFile, passageFile, bm25File } = await readManifest(directory);
    const names = ["manifest.json", vectorFile.name, passageFile.name, bm25File!.name];
    const log = (await readdir(directory)).find((name) => name.startsWith("log-"))!;
    for (const name of [...names, log]) {
      const path = join(directory, name);
      const bytes = await readFile(path);
      await rm(path);
      // A link to itself: it is there, and cannot be opened.
      await symlink(name, path);
      for (const opening of [LocalCollection.load(directory, { dense }), open()]) {
        await expect(opening).rejects.toMatchObject({
          name: "SnapshotError",
          code: "SNAPSHOT_READ_FAILED",
          message: expect.stringContaining("ELOOP") as string,
        });
      }
      await rm(path);
      await writeFile(path, bytes);
    }
    expect(await savedIds()).toEqual(["a", "b"]);
  });

  it("keeps a new snapshot that is in force where the disk fails right after, for good", async () => {
    let renamed = false;
    const fileSystem = refusing("EIO", (name, path) => {
      // Removing needs neither room nor a file that can be read.
      if (renamed) return !["rm", "readdir"].includes(name);
      if (name === "rename" && path.includes("manifest.json")) renamed = true;
      return false;
    });
    // The rename itself still works.
    const collection = await open({ fileSystem });
    await add(collection, "c");
    await collection.save(directory).catch(() => undefined);
    expect(renamed).toBe(true);
    await collection.close().catch(() => undefined);
    expect(await savedIds()).toEqual(["a", "b", "c"]);
  });
});
