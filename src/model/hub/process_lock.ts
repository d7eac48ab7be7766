/**
 * A lock between processes: a file made exclusively, touched while its holder lives.
 *
 * A waiter takes over a lock that has not been touched for `staleAfter`, or for a shorter time when
 * it names a process of this host that is gone. Ages are measured by watching, not by comparing
 * clocks, so two hosts may disagree on the time. On network file systems without exclusive
 * creation two holders are possible; what the lock guards must then still be right, if done twice.
 * So it needs no file system with hard links, as `storage/writer_lock.ts` does, which refuses a second
 * writer at once.
 */

import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname } from "node:path";
import { holderHere, isGone, parseHolder, type LockHolder } from "../../system/lock_holder.js";
import { systemErrorCode } from "../../system/system_error.js";
import { readBoundedFile } from "../json_file.js";
import { pause } from "./retry.js";

/** Times in milliseconds. */
export interface LockTiming {
  /** Between two signs of life. */
  readonly heartbeat: number;
  /** Without a sign of life for this long, the lock is anyone's. */
  readonly staleAfter: number;
  /** The same when the holder is a process of this host that no longer exists. */
  readonly deadAfter: number;
  /** Between two looks at a lock that somebody holds. */
  readonly poll: number;
}

export const DEFAULT_LOCK_TIMING: LockTiming = {
  heartbeat: 1_000,
  staleAfter: 30_000,
  deadAfter: 3_000,
  poll: 100,
};

/** Runs `work` while holding the lock; waits for it as long as its holder lives. */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  options: { signal?: AbortSignal | undefined; timing?: LockTiming } = {},
): Promise<T> {
  const timing = options.timing ?? DEFAULT_LOCK_TIMING;
  const token = randomUUID();
  await mkdir(dirname(path), { recursive: true });
  await acquire(path, token, timing, options.signal);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, timing.heartbeat);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if ((await readHolder(path))?.token === token) await rm(path, { force: true });
  }
}

async function acquire(
  path: string,
  token: string,
  timing: LockTiming,
  signal: AbortSignal | undefined,
): Promise<void> {
  let seen = "";
  let seenSince = 0;
  for (;;) {
    if (await create(path, token)) return;
    const state = await observe(path);
    if (state === undefined) continue;
    const now = performance.now();
    if (state.sign !== seen) {
      seen = state.sign;
      seenSince = now;
    }
    const limit = isGone(state.holder) ? timing.deadAfter : timing.staleAfter;
    if (now - seenSince > limit) await removeStale(path, state.sign, timing);
    await pause(timing.poll * (0.5 + Math.random()), signal);
  }
}

async function create(path: string, token: string): Promise<boolean> {
  let handle;
  try {
    handle = await open(path, "wx");
  } catch (cause) {
    // Windows answers EPERM while another process is deleting the file.
    if (systemErrorCode(cause) === "EEXIST") return false;
    if (systemErrorCode(cause) === "EPERM" && process.platform === "win32") return false;
    throw cause;
  }
  try {
    await handle.writeFile(JSON.stringify(holderHere(token)));
  } finally {
    await handle.close();
  }
  return true;
}

/** What distinguishes one sign of life from the next. */
async function observe(
  path: string,
): Promise<{ sign: string; holder: LockHolder | undefined } | undefined> {
  try {
    const { mtimeMs } = await stat(path);
    const holder = await readHolder(path);
    return { sign: `${holder?.token ?? ""} ${mtimeMs}`, holder };
  } catch (cause) {
    if (systemErrorCode(cause) === "ENOENT") return undefined;
    throw cause;
  }
}

async function readHolder(path: string): Promise<LockHolder | undefined> {
  const bytes = await readBoundedFile(path, 10_000).catch(() => undefined);
  return parseHolder(bytes?.toString() ?? "");
}

/**
 * Moves a stale lock out of the way. A guard file lets one waiter do it at a time, and it looks
 * again under the guard, so a lock just taken over by another waiter is left alone.
 */
async function removeStale(path: string, sign: string, timing: LockTiming): Promise<void> {
  const guard = `${path}.guard`;
  if (!(await create(guard, randomUUID()))) {
    const age = await stat(guard).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > timing.staleAfter * 4) await rm(guard, { force: true });
    return;
  }
  try {
    if ((await observe(path))?.sign !== sign) return;
    const aside = `${path}.${randomUUID()}.stale`;
    await rename(path, aside);
    await rm(aside, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}
