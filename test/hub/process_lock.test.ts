import { existsSync } from "node:fs";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TasbError } from "../../src/errors.js";
import { withLock } from "../../src/model/hub/process_lock.js";
import { thisHost } from "../../src/system/process_identity.js";

const timing = { heartbeat: 20, staleAfter: 400, deadAfter: 100, poll: 10 };

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-lock-"));
  path = join(folder, "deep", "down.lock");
});
afterEach(() => rm(folder, { recursive: true }));

/** A process id that no process has: Linux allows at most 2^22. */
const nobody = 2 ** 22 + 1;

async function leaveLock(content: string): Promise<void> {
  await withLock(path, async () => undefined);
  await writeFile(path, content);
}

async function timeToLock(): Promise<number> {
  const start = performance.now();
  await withLock(path, async () => undefined, { timing });
  return performance.now() - start;
}

describe("withLock", () => {
  it("lets one at a time in, and all of them in the end", async () => {
    let inside = 0;
    let most = 0;
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        withLock(
          path,
          async () => {
            most = Math.max(most, ++inside);
            await sleep(5);
            inside--;
            order.push(index);
          },
          { timing },
        ),
      ),
    );
    expect(most).toBe(1);
    expect(order.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(existsSync(path)).toBe(false);
  });

  it("releases the lock when the work fails", async () => {
    const work = withLock(path, () => Promise.reject(new Error("no")), { timing });
    await expect(work).rejects.toThrow("no");
    expect(existsSync(path)).toBe(false);
  });

  it("does not take a lock whose holder gives signs of life", async () => {
    const holder = withLock(path, () => sleep(1000), { timing });
    await sleep(50);
    expect(await timeToLock()).toBeGreaterThan(800);
    await holder;
  });

  it("takes the lock of a process that is gone sooner than another silent one", async () => {
    await leaveLock(JSON.stringify({ token: "a", pid: nobody, host: thisHost() }));
    const gone = await timeToLock();
    expect(gone).toBeGreaterThan(90);
    await leaveLock(JSON.stringify({ token: "a", pid: nobody, host: "another-host" }));
    const silent = await timeToLock();
    expect(silent).toBeGreaterThan(390);
  });

  it.each(["", "not json", "[1]", '{"token": 1}', "x".repeat(20_000)])(
    "takes over a silent lock whose content is damaged (case %#)",
    async (content) => {
      await leaveLock(content);
      expect(await timeToLock()).toBeGreaterThan(390);
    },
  );

  it("does not compare clocks: a lock touched from the past or the future is live", async () => {
    await leaveLock(JSON.stringify({ token: "a", pid: process.pid, host: "another-host" }));
    let year = 2001;
    const touch = setInterval(() => {
      year = year === 2001 ? 2100 : 2001;
      const date = new Date(year, 1, 1, 0, 0, 0, Math.floor(Math.random() * 1000));
      utimes(path, date, date).catch(() => undefined);
    }, 20);
    const waited = timeToLock();
    await sleep(800);
    expect(existsSync(path)).toBe(true);
    clearInterval(touch);
    await waited;
  });

  it("lets exactly one of many waiters in after a take-over", async () => {
    await leaveLock(JSON.stringify({ token: "a", pid: nobody, host: thisHost() }));
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 10 }, () =>
        withLock(
          path,
          async () => {
            most = Math.max(most, ++inside);
            await sleep(10);
            inside--;
          },
          { timing },
        ),
      ),
    );
    expect(most).toBe(1);
  });

  it("stops waiting when the caller aborts", async () => {
    await leaveLock(JSON.stringify({ token: "a", pid: process.pid, host: thisHost() }));
    const signal = AbortSignal.timeout(50);
    const error: unknown = await withLock(path, async () => undefined, { timing, signal }).catch(
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(TasbError);
    expect(error).toMatchObject({ code: "ABORTED" });
    expect(existsSync(path)).toBe(true);
  });
});
