/** Processes by their numbers, for locks that name their holder. */

import { readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { systemErrorCode } from "./system_error.js";

/**
 * Where a process id means something: this machine, and on Linux the process-id namespace in it, since
 * containers may share a host name.
 */
export function thisHost(): string {
  try {
    return `${hostname()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

/** Whether a process of this host exists. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, and belongs to someone else.
    return systemErrorCode(error) !== "ESRCH";
  }
}
