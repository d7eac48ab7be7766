/** One writer at a time in a folder, across processes. */

import { randomUUID } from "node:crypto";
import { join } from "node:path";

import { SnapshotError } from "../errors.js";
import { holderHere, isGone, parseHolder, type LockHolder } from "../system/lock_holder.js";
import { systemErrorCode } from "../system/system_error.js";
import { nodeFileSystem, type FileSystem } from "./file_system.js";

export const LOCK_NAME = "writer.lock";
/** The holder touches its lock this often. */
const HEARTBEAT_MS = 5_000;
/** A lock that was not touched for this long is given up for dead. */
const STALE_MS = 60_000;
/** How often to try again when others take the lock at the same moment. */
const ATTEMPTS = 5;

/**
 * The lock file `writer.lock` of a folder, held until `release`. A lock left by a process that no
 * longer runs here, or that was not touched for a minute, is taken over.
 *
 * The lock is advisory, and relies on exclusive creation and rename being atomic: true of local
 * file systems; network file systems may not keep that promise. Two processes that take over the
 * same dead lock at the same moment can both believe in it for an instant; `verify`, called before
 * anything is made visible, lets only one of them go on.
 *
 * Not the lock of downloads (`model/hub/process_lock.ts`): that one is waited for, since what another
 * process fetches is what this one wants too, and holding it twice does no harm. Two writers of a
 * collection want different things, so the second is refused at once, and the first asks whether it still
 * has the lock.
 */
export class WriterLock {
  readonly #path: string;
  readonly #token: string;
  readonly #fileSystem: FileSystem;
  readonly #heartbeat: NodeJS.Timeout;

  private constructor(path: string, token: string, fileSystem: FileSystem) {
    this.#path = path;
    this.#token = token;
    this.#fileSystem = fileSystem;
    this.#heartbeat = setInterval(() => {
      const now = new Date();
      // A missed beat is no failure: the lock is old only after many.
      fileSystem.utimes(path, now, now).catch(() => undefined);
    }, HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** @throws SnapshotError `SNAPSHOT_LOCKED` naming the holder */
  static async acquire(
    directory: string,
    fileSystem: FileSystem = nodeFileSystem,
  ): Promise<WriterLock> {
    const path = join(directory, LOCK_NAME);
    const token = randomUUID();
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (await create(fileSystem, path, token)) return new WriterLock(path, token, fileSystem);
      const holder = await readHolder(fileSystem, path);
      if (!(await isStale(fileSystem, path, holder))) {
        const who = holder === undefined ? "a writer" : `process ${holder.pid} on ${holder.host}`;
        throw new SnapshotError(
          "SNAPSHOT_LOCKED",
          `${path}: ${who} is writing this collection. Wait for it, or remove the file if it is gone.`,
        );
      }
      await moveAway(fileSystem, path, holder?.token, token);
    }
    throw new SnapshotError("SNAPSHOT_LOCKED", `${path}: other writers keep taking the lock.`);
  }

  /** @throws SnapshotError `SNAPSHOT_LOCKED` where another process took the lock over */
  async verify(): Promise<void> {
    const holder = await readHolder(this.#fileSystem, this.#path);
    if (holder?.token === this.#token) return;
    throw new SnapshotError(
      "SNAPSHOT_LOCKED",
      `${this.#path}: the lock was lost${holder === undefined ? "" : ` to process ${holder.pid} on ${holder.host}`}; open the collection again.`,
    );
  }

  async release(): Promise<void> {
    clearInterval(this.#heartbeat);
    const holder = await readHolder(this.#fileSystem, this.#path);
    if (holder?.token === this.#token) await this.#fileSystem.rm(this.#path, { force: true });
  }
}

/** Makes the lock file, content and all, in one step; false where there is one. */
async function create(fileSystem: FileSystem, path: string, token: string): Promise<boolean> {
  const holder = { ...holderHere(token), started: new Date().toISOString() };
  const draft = `${path}.${token}`;
  try {
    const file = await fileSystem.open(draft, "wx");
    try {
      await file.writeFile(JSON.stringify(holder));
    } finally {
      await file.close();
    }
    await fileSystem.link(draft, path);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    await fileSystem.rm(draft, { force: true });
  }
}

/**
 * Moves a stale lock out of the way. Of several that try, one succeeds. Where a live lock was put in
 * its place meanwhile, that one is put back.
 */
async function moveAway(
  fileSystem: FileSystem,
  path: string,
  staleToken: string | undefined,
  token: string,
): Promise<void> {
  const aside = `${path}.${token}.stale`;
  try {
    await fileSystem.rename(path, aside);
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return;
    throw error;
  }
  const moved = await readHolder(fileSystem, aside);
  if (moved?.token !== staleToken) await fileSystem.link(aside, path).catch(() => undefined);
  await fileSystem.rm(aside, { force: true });
}

/** Undefined where the lock is gone, or not one of ours: then only its age counts. */
async function readHolder(fileSystem: FileSystem, path: string): Promise<LockHolder | undefined> {
  const text = await fileSystem.readFile(path, "utf8").catch(() => "");
  return parseHolder(text);
}

async function isStale(
  fileSystem: FileSystem,
  path: string,
  holder: LockHolder | undefined,
): Promise<boolean> {
  if (isGone(holder)) return true;
  const found = await fileSystem.stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > STALE_MS;
}

/** Runs `write` while this process holds the lock of a folder, which is made where it is missing. */
export async function withWriterLock<T>(
  directory: string,
  write: (lock: WriterLock) => Promise<T>,
): Promise<T> {
  await nodeFileSystem.mkdir(directory, { recursive: true });
  const lock = await WriterLock.acquire(directory);
  try {
    return await write(lock);
  } finally {
    await lock.release();
  }
}
