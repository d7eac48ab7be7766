/** Trying again: after broken connections and answers that say "later", never after a clear no. */

import { setTimeout as sleep } from "node:timers/promises";
import { AbortedError, DownloadError } from "../../errors.js";
import { systemErrorCode } from "../../system/system_error.js";
import { BrokenTransfer, showUrl, type HubConnection, type HubResponse } from "./http_request.js";

/** The server asked to come back later. `after` is its Retry-After in milliseconds. */
export class TryLater extends BrokenTransfer {
  readonly after: number | undefined;
  readonly status: number;

  constructor(response: HubResponse) {
    super(`${showUrl(response.url)} answered with status ${response.status}`);
    this.status = response.status;
    this.after = parseRetryAfter(response.body.headers["retry-after"]);
  }
}

/** True for the statuses after which another attempt makes sense. */
export function isTemporary(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

/**
 * Runs `attempt` until it succeeds, fails for good, or made no progress `timing.attempts` times.
 *
 * @param progress a figure that grows when an attempt got somewhere before it failed.
 */
export async function withRetries<T>(
  connection: HubConnection,
  url: URL,
  attempt: () => Promise<T>,
  progress: () => number = () => 0,
): Promise<T> {
  const { attempts, delay, longestDelay } = connection.timing;
  let failures = 0;
  for (;;) {
    const before = progress();
    try {
      return await attempt();
    } catch (cause) {
      if (!(cause instanceof BrokenTransfer)) throw cause;
      failures = progress() > before ? 1 : failures + 1;
      const after = cause instanceof TryLater ? cause.after : undefined;
      if (failures >= attempts || isHopeless(cause) || (after ?? 0) > longestDelay) {
        throw new DownloadError("DOWNLOAD_FAILED", `${cause.message}.`, {
          cause,
          url: showUrl(url),
          ...(cause instanceof TryLater ? { status: cause.status } : {}),
        });
      }
      const backOff = delay * 2 ** (failures - 1) * (1 + Math.random() / 2);
      await pause(Math.min(after ?? backOff, longestDelay), connection.signal);
    }
  }
}

/** Waits; throws AbortedError when the signal fires first. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw new AbortedError(undefined, { cause: signal?.reason ?? cause });
  }
}

/** A host that does not exist, or whose certificate is wrong, will not be better in a second. */
function isHopeless(failure: BrokenTransfer): boolean {
  const code = systemErrorCode(failure.cause) ?? "";
  return code === "ENOTFOUND" || /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|^ERR_TLS|EPROTO/.test(code);
}

/** Seconds, or a date; milliseconds from now. */
function parseRetryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
