import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { thisHost } from "../../src/system/process_identity.js";
import { nodeFileSystem, type FileSystem } from "../../src/storage/file_system.js";
import { LOCK_NAME, withWriterLock, WriterLock } from "../../src/storage/writer_lock.js";

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-lock-"));
  path = join(directory, LOCK_NAME);
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

function lockOf(pid: number, host = thisHost()): string {
  return JSON.stringify({ host, pid, started: "2026-01-01T00:00:00.000Z", token: "another" });
}

/** A process id that was in use and is no more. */
let ended: number | undefined;
function endedProcess(): number {
  ended ??= spawnSync(process.execPath, ["-e", ""]).pid;
  return ended;
}

async function age(seconds: number): Promise<void> {
  const then = new Date(Date.now() - seconds * 1000);
  await utimes(path, then, then);
}

describe("the writer's lock", () => {
  it("names host, process and start time, and leaves nothing when it is released", async () => {
    const lock = await WriterLock.acquire(directory);
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({
      host: thisHost(),
      pid: process.pid,
      started: expect.stringMatching(/^\d{4}-/) as string,
      token: expect.any(String) as string,
    });
    await lock.verify();
    await lock.release();
    expect(await readdir(directory)).toEqual([]);
  });

  it("is held by one of many that ask at the same time", async () => {
    const asked = await Promise.allSettled(
      Array.from({ length: 20 }, () => WriterLock.acquire(directory)),
    );
    const held = asked.filter((one) => one.status === "fulfilled");
    expect(held).toHaveLength(1);
    for (const one of asked) {
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "SNAPSHOT_LOCKED" });
    }
    await held[0]!.value.release();
    expect(await readdir(directory)).toEqual([]);
  });

  it("is taken over from a process of this machine that ended, by one of many", async () => {
    for (let round = 0; round < 10; round += 1) {
      await writeFile(path, lockOf(endedProcess()));
      const asked = await Promise.allSettled(
        Array.from({ length: 8 }, () => WriterLock.acquire(directory)),
      );
      const sure: WriterLock[] = [];
      for (const one of asked) {
        if (one.status === "rejected") continue;
        // Of two that took over the same dead lock one finds out before it makes anything visible.
        await one.value.verify().then(
          () => sure.push(one.value),
          () => undefined,
        );
      }
      expect(sure).toHaveLength(1);
      for (const one of asked) if (one.status === "fulfilled") await one.value.release();
      expect(await readdir(directory)).toEqual([]);
    }
  });

  it("of another machine is taken over only when it was not touched for a minute", async () => {
    await writeFile(path, lockOf(1, "elsewhere"));
    await age(50);
    await expect(WriterLock.acquire(directory)).rejects.toThrow(/process 1 on elsewhere/);
    await age(61);
    const lock = await WriterLock.acquire(directory);
    await lock.verify();
    await lock.release();
  });

  it("of a running process of this machine is taken over when it was not touched for a minute", async () => {
    await writeFile(path, lockOf(process.pid));
    await expect(WriterLock.acquire(directory)).rejects.toMatchObject({ code: "SNAPSHOT_LOCKED" });
    await age(61);
    await (await WriterLock.acquire(directory)).release();
  });

  it.each(["", "{", "null", "[]", '{"host":1}', '{"host":"a","pid":-1,"token":"t"}'])(
    "that reads %j counts by its age alone",
    async (text) => {
      await writeFile(path, text);
      await expect(WriterLock.acquire(directory)).rejects.toThrow(/a writer is writing/);
      await age(61);
      await (await WriterLock.acquire(directory)).release();
      expect(await readdir(directory)).toEqual([]);
    },
  );

  it("that was lost is noticed, and is left to who has it now", async () => {
    const lock = await WriterLock.acquire(directory);
    await writeFile(path, lockOf(process.pid));
    await expect(lock.verify()).rejects.toThrow(/was lost to process/);
    await lock.release();
    expect(await readdir(directory)).toEqual([LOCK_NAME]);
    await rm(path);
    await expect(lock.verify()).rejects.toThrow(/was lost; open/);
  });

  it("that someone puts in place of the stale one meanwhile is put back", async () => {
    await writeFile(path, lockOf(endedProcess()));
    const live = lockOf(process.pid).replace("another", "live");
    const racing: FileSystem = {
      ...nodeFileSystem,
      rename: async (from, to) => {
        await writeFile(path, live);
        await nodeFileSystem.rename(from, to);
      },
    };
    await expect(WriterLock.acquire(directory, racing)).rejects.toMatchObject({
      code: "SNAPSHOT_LOCKED",
    });
    expect(await readFile(path, "utf8")).toBe(live);
    expect(await readdir(directory)).toEqual([LOCK_NAME]);
  });

  it("is given up when others keep taking it, or the stale one cannot be moved", async () => {
    await writeFile(path, lockOf(endedProcess()));
    const gone: FileSystem = {
      ...nodeFileSystem,
      rename: () => Promise.reject(Object.assign(new Error("gone"), { code: "ENOENT" })),
    };
    await expect(WriterLock.acquire(directory, gone)).rejects.toThrow(/keep taking/);
    const denied: FileSystem = {
      ...nodeFileSystem,
      rename: () => Promise.reject(Object.assign(new Error("denied"), { code: "EACCES" })),
    };
    await expect(WriterLock.acquire(directory, denied)).rejects.toThrow("denied");
    const full: FileSystem = {
      ...nodeFileSystem,
      link: () => Promise.reject(Object.assign(new Error("full"), { code: "ENOSPC" })),
    };
    await expect(WriterLock.acquire(directory, full)).rejects.toThrow("full");
    expect(await readdir(directory)).toEqual([LOCK_NAME]);
  });

  it("is released when the work under it fails", async () => {
    const folder = join(directory, "new", "folder");
    const failure = withWriterLock(folder, () => Promise.reject(new Error("no")));
    await expect(failure).rejects.toThrow("no");
    expect(await readdir(folder)).toEqual([]);
  });
});
