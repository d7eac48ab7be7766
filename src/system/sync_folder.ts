/** Names in folders that outlast a power cut. */

import { open } from "node:fs/promises";
import { systemErrorCode } from "./system_error.js";

/** What file systems answer that have no such call for folders. */
const NOT_SUPPORTED = new Set(["EINVAL", "ENOTSUP", "ENOSYS", "EBADF", "EISDIR"]);

/**
 * Makes new names and renames in a folder durable, where the system can: Windows has no such call for
 * folders, and some network file systems have none. Other errors are the caller's, as that of a disk that
 * fails. `fileSystem` opens the folder; default Node's own.
 */
export async function syncFolder(
  directory: string,
  fileSystem: { readonly open: typeof open } = { open },
): Promise<void> {
  if (process.platform === "win32") return;
  try {
    const folder = await fileSystem.open(directory, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!NOT_SUPPORTED.has(systemErrorCode(error) ?? "")) throw error;
  }
}
