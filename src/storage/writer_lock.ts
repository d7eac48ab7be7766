/** One writer at a time in a folder, across processes. */

import { randomUUID } from "node:crypto";
import { open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

import { SnapshotError } from "../errors.js";

const LOCK_NAME = "writer.lock";
/** The holder touches its lock this often. */
const HEARTBEAT_MS = 5_000;
/** A lock of another machine that was not touched for this long is given up for dead. */
const STALE_MS = 60_000;

/**
 * Runs `write` while this process holds the folder's lock file. A lock left by a process that no
 * longer runs on this machine, or that was not touched for a minute, is taken over.
 *
 * The lock is advisory, and relies on exclusive creation and rename being atomic: true of local
 * file systems; network file systems may not keep that promise.
 *
 * @throws SnapshotError `SNAPSHOT_LOCKED` naming the holder
 */
export async function withWriterLock<T>(directory: string, write: () => Promise<T>): Promise<T> {
  const path = join(directory, LOCK_NAME);
  const token = randomUUID();
  await acquire(path, token);
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A missed beat is no failure: the next one may succeed, and the lock is old only after many.
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await write();
  } finally {
    clearInterval(heartbeat);
    const holder = await readHolder(path);
    if (holder?.token === token) await rm(path, { force: true });
  }
}

async function acquire(path: string, token: string): Promise<void> {
  const started = new Date().toISOString();
  const content = JSON.stringify({ host: hostname(), pid: process.pid, started, token });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const file = await open(path, "wx");
      try {
        await file.writeFile(content);
      } finally {
        await file.close();
      }
      return;
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error) || error.code !== "EEXIST") throw error;
    }
    const holder = await readHolder(path);
    if (!(await isStale(path, holder))) {
      const who = holder === undefined ? "a writer" : `process ${holder.pid} on ${holder.host}`;
      throw new SnapshotError(
        "SNAPSHOT_LOCKED",
        `${path}: ${who} is writing this collection. Wait for it, or remove the file if it is gone.`,
      );
    }
    // Of several that find the lock stale, one succeeds in moving it away.
    const aside = `${path}.${token}`;
    try {
      await rename(path, aside);
      await rm(aside, { force: true });
    } catch {
      // Another one was faster; look again.
    }
  }
  throw new SnapshotError("SNAPSHOT_LOCKED", `${path}: other writers keep taking the lock.`);
}

interface Holder {
  host: string;
  pid: number;
  token: string;
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const holder: unknown = JSON.parse(await readFile(path, "utf8"));
    if (
      typeof holder === "object" &&
      holder !== null &&
      "host" in holder &&
      typeof holder.host === "string" &&
      "pid" in holder &&
      typeof holder.pid === "number" &&
      Number.isSafeInteger(holder.pid) &&
      holder.pid > 0 &&
      "token" in holder &&
      typeof holder.token === "string"
    ) {
      return { host: holder.host, pid: holder.pid, token: holder.token };
    }
  } catch {
    // Gone, or not yet written whole.
  }
  return undefined;
}

async function isStale(path: string, holder: Holder | undefined): Promise<boolean> {
  if (holder?.host === hostname()) {
    try {
      process.kill(holder.pid, 0);
    } catch (error) {
      return error instanceof Error && "code" in error && error.code === "ESRCH";
    }
  }
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > STALE_MS;
}
