import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Change } from "../../src/collection/change_record.js";
import { Journal, replayLog, verifyLog } from "../../src/collection/journal.js";
import type { SnapshotSource } from "../../src/collection/local_snapshot.js";
import { logName } from "../../src/storage/replace_snapshot.js";
import { FailingFileSystem } from "../storage/failing_file_system.js";

const addition: Change = {
  kind: "add",
  passages: [{ id: "a", sequence: 0, windows: 1, text: "a", metadata: {} }],
  vectors: Float32Array.of(1, 2),
};

/** A collection without passages. `writing` runs while it is saved. */
function emptySource(writing: () => Promise<void> = () => Promise.resolve()): SnapshotSource {
  return {
    dimension: 2,
    fingerprint: "f",
    async *batches() {
      await writing();
      yield* [];
    },
    nextSequence: () => 0,
  };
}

let directory = "";
const manifestPath = (): string => join(directory, "manifest.json");

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-journal-"));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** A folder with an empty snapshot and a log of one change; the journal is closed. */
async function written(): Promise<NonNullable<Journal["manifest"]>> {
  const journal = await Journal.open(directory);
  await journal.compact(emptySource(), {});
  await journal.append(addition);
  await journal.close();
  return journal.manifest!;
}

/** What a reader finds in the log. */
async function changes({ manifest }: Journal): Promise<Change[]> {
  const found: Change[] = [];
  await replayLog(directory, manifest!, async (change) => void found.push(change));
  return found;
}

describe("the log that a reader replays", () => {
  it("gives the changes since the snapshot; where there is no log there are none", async () => {
    const manifest = await written();
    const replayed: Change[] = [];
    const replay = async (change: Change): Promise<void> => void replayed.push(change);
    await replayLog(directory, manifest, replay);
    expect(replayed).toEqual([addition]);
    await rm(join(directory, logName(manifest)));
    await verifyLog(directory, manifest);
    await replayLog(directory, manifest, replay);
    expect(replayed).toHaveLength(1);
  });

  it("that went with its snapshot while it was read makes the reader start anew", async () => {
    const old = await written();
    const writer = await Journal.open(directory);
    await writer.compact(emptySource(), {});
    await writer.close();
    await expect(replayLog(directory, old, async () => undefined)).rejects.toMatchObject({
      code: "SNAPSHOT_CORRUPT",
      message: expect.stringMatching(/written anew while it was read/) as unknown,
    });
  });

  it("that cannot be read is not taken for none", async () => {
    const manifest = await written();
    const path = join(directory, logName(manifest));
    await rm(path);
    await mkdir(path);
    for (const read of [
      () => verifyLog(directory, manifest),
      () => replayLog(directory, manifest, async () => undefined),
    ]) {
      await expect(read()).rejects.toMatchObject({ code: "EISDIR" });
    }
    const journal = await Journal.open(directory);
    await expect(journal.replay(async () => undefined)).rejects.toMatchObject({ code: "EISDIR" });
    await journal.close();
  });
});

describe("a journal", () => {
  it("knows its folder by any of its names", async () => {
    const journal = await Journal.open(directory);
    expect(journal.isAt(join(directory, "x", ".."))).toBe(true);
    expect(journal.isAt(join(directory, "x"))).toBe(false);
    await journal.close();
  });

  it("goes on with the old snapshot after a save that failed", async () => {
    const before = await written();
    const journal = await Journal.open(directory);
    await journal.replay(async () => undefined);
    const full = (): Promise<never> => Promise.reject(new Error("no more"));
    await expect(journal.compact(emptySource(full), {})).rejects.toThrowError("no more");
    expect(journal.manifest).toEqual(before);
    await journal.append({ kind: "delete", sequences: Uint32Array.of(0) });
    await journal.close();
    const replayed: Change[] = [];
    await replayLog(directory, before, async (change) => void replayed.push(change));
    expect(replayed).toHaveLength(2);
  });

  it("writes no more where a failed save leaves it unknown which snapshot is in force", async () => {
    await written();
    const whole = await readFile(manifestPath());
    const journal = await Journal.open(directory);
    await journal.replay(async () => undefined);
    const damaging = async (): Promise<void> => {
      await writeFile(manifestPath(), "{");
      throw new Error("no more");
    };
    await expect(journal.compact(emptySource(damaging), {})).rejects.toThrowError("no more");
    const code = "SNAPSHOT_WRITE_FAILED";
    await expect(journal.append(addition)).rejects.toMatchObject({ code });
    await expect(journal.compact(emptySource(), {})).rejects.toMatchObject({ code });
    await journal.close();
    await writeFile(manifestPath(), whole);
    const again = await Journal.open(directory);
    await again.replay(async () => undefined);
    await again.append(addition);
    await again.close();
  });

  it("leaves an empty folder empty where the first save fails, and saves when it is repeated", async () => {
    const journal = await Journal.open(directory);
    const full = (): Promise<never> => Promise.reject(new Error("no more"));
    await expect(journal.compact(emptySource(full), {})).rejects.toThrowError("no more");
    expect(journal.manifest).toBeUndefined();
    await journal.compact(emptySource(), {});
    expect(journal.manifest).toMatchObject({ fingerprint: "f" });
    await journal.close();
  });

  it("makes its log at the first change; where that fails, at the next", async () => {
    const disk = new FailingFileSystem();
    const journal = await Journal.open(directory, disk.fileSystem);
    await journal.compact(emptySource(), {});
    expect(await changes(journal)).toEqual([]);
    expect(journal.wantsCompaction).toBe(false);
    for (let at = 0; ; at += 1) {
      disk.fail(at);
      const outcome = await journal.append(addition).catch((error: unknown) => error);
      if (outcome === undefined) break;
      expect(outcome).toMatchObject({ code: "SNAPSHOT_WRITE_FAILED" });
      expect(await changes(journal)).toEqual([]);
    }
    disk.heal();
    expect(await changes(journal)).toEqual([addition]);
    await journal.undo();
    expect(await changes(journal)).toEqual([]);
    await journal.close();
  });

  it("gives the lock back where the manifest cannot be read", async () => {
    await written();
    const whole = await readFile(manifestPath());
    await writeFile(manifestPath(), "{");
    await expect(Journal.open(directory)).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
    await writeFile(manifestPath(), whole);
    await (await Journal.open(directory)).close();
  });
});
