/** Whether the hub can be reached, for `tasb doctor`. */

import { DownloadError } from "../../errors.js";
import { HubConnection, showUrl } from "./http_request.js";
import { describeRemoteFile } from "./remote_file.js";
import { DEFAULT_TIMING } from "./timing.js";

/** What a single question to the hub showed. */
export interface HubStatus {
  /** The address asked, without anything secret in it. */
  readonly endpoint: string;
  readonly reachable: boolean;
  /** Why it is not reachable, in a sentence. */
  readonly reason?: string;
}

/**
 * Asks the hub for one small file of a repository, once, within `timeout` milliseconds. An answer
 * that refuses the file still shows that the hub is there.
 */
export async function hubStatus(
  endpoint: string,
  repository: string,
  options: { timeout?: number; signal?: AbortSignal } = {},
): Promise<HubStatus> {
  if (!URL.canParse(endpoint) || !/^https?:/.test(endpoint)) {
    return { endpoint, reachable: false, reason: "HF_ENDPOINT is not an http or https address." };
  }
  const url = new URL(endpoint);
  const timing = { ...DEFAULT_TIMING, attempts: 1, headers: options.timeout ?? 5000 };
  const connection = new HubConnection(url, { timing, signal: options.signal });
  try {
    await describeRemoteFile(connection, repository, "main", "config.json");
    return { endpoint: showUrl(url), reachable: true };
  } catch (cause) {
    if (!(cause instanceof DownloadError)) throw cause;
    return cause.code === "DOWNLOAD_UNAUTHORIZED" || cause.status === 404
      ? { endpoint: showUrl(url), reachable: true }
      : { endpoint: showUrl(url), reachable: false, reason: cause.message };
  } finally {
    connection.close();
  }
}
