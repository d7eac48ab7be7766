/** Who holds a lock file: what is written into it, and whether that process is known to be gone. */

import { isJsonObject, ownValue } from "../json_object.js";
import { isRunning, thisHost } from "./process_identity.js";

export interface LockHolder {
  /** See `thisHost`. */
  readonly host: string;
  readonly pid: number;
  /** Tells this hold of the lock from every other. */
  readonly token: string;
}

/** What this process writes into a lock file of its own. */
export function holderHere(token: string): LockHolder {
  return { host: thisHost(), pid: process.pid, token };
}

/** The holder whom a lock file names; undefined where the file is none of ours, or is being written. */
export function parseHolder(text: string): LockHolder | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const [host, pid, token] = ["host", "pid", "token"].map((key) => ownValue(value, key));
  // Signals to the process 0 and to negative ones go to groups of processes.
  const isProcess = typeof pid === "number" && Number.isSafeInteger(pid) && pid > 0;
  return typeof host === "string" && isProcess && typeof token === "string"
    ? { host, pid, token }
    : undefined;
}

/** Whether the holder was a process of this host, and is no more. */
export function isGone(holder: LockHolder | undefined): boolean {
  return holder !== undefined && holder.host === thisHost() && !isRunning(holder.pid);
}
