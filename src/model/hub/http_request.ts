/**
 * One HTTP request with its redirects followed by hand, so that the token goes to the endpoint's
 * own host alone. node:http rather than fetch: it leaves redirects, time-outs and encodings to us.
 */

import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { AbortedError, DownloadError } from "../../errors.js";
import type { HubTiming } from "./timing.js";

/**
 * What every request of one download shares. Node's shared agents are used, which honor
 * NODE_USE_ENV_PROXY; so the end of a download ends its own requests.
 */
export class HubConnection {
  readonly endpoint: URL;
  readonly timing: HubTiming;
  /** Fires with the caller's own, and at the end of the download. */
  readonly signal: AbortSignal;
  readonly #token: string | undefined;
  readonly #ending = new AbortController();
  readonly #caller: AbortSignal | undefined;

  constructor(
    endpoint: URL,
    options: { token?: string | undefined; timing: HubTiming; signal?: AbortSignal | undefined },
  ) {
    this.endpoint = endpoint;
    this.timing = options.timing;
    this.signal = this.#ending.signal;
    this.#token = options.token;
    this.#caller = options.signal;
    this.#caller?.addEventListener("abort", this.#abort, { once: true });
    if (this.#caller?.aborted === true) this.#abort();
  }

  /** Ends what is still under way, attempts that wait for their turn too. */
  close(): void {
    this.#caller?.removeEventListener("abort", this.#abort);
    this.#abort();
  }

  readonly #abort = (): void => this.#ending.abort(this.#caller?.reason);

  /**
   * Sends a request and follows redirects until `stop` accepts an answer. The caller must read or
   * destroy `body`.
   *
   * @throws DownloadError for too many or forbidden redirects; AbortedError; BrokenTransfer when
   *   the connection fails.
   */
  async send(
    method: "GET" | "HEAD",
    start: URL,
    headers: Readonly<Record<string, string>>,
    stop: (response: HubResponse) => boolean = () => false,
  ): Promise<HubResponse> {
    let url = start;
    const hops: IncomingMessage["headers"][] = [];
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const body = await this.#sendOnce(method, url, headers);
      hops.push(body.headers);
      const response: HubResponse = { status: body.statusCode ?? 0, url, hops, body };
      const location = body.headers.location;
      const isRedirect = [301, 302, 303, 307, 308].includes(response.status);
      if (!isRedirect || location === undefined || stop(response)) return response;
      body.destroy();
      url = redirectTarget(url, location);
    }
    throw new DownloadError(
      "DOWNLOAD_FAILED",
      `${showUrl(start)} was redirected more than ${MAX_REDIRECTS} times.`,
      { url: showUrl(start) },
    );
  }

  #sendOnce(
    method: string,
    url: URL,
    headers: Readonly<Record<string, string>>,
  ): Promise<IncomingMessage> {
    const { signal } = this;
    const isSecure = url.protocol === "https:";
    const isEndpoint = url.origin === this.endpoint.origin;
    return new Promise((resolve, reject) => {
      const request = (isSecure ? httpsRequest : httpRequest)(url, {
        method,
        headers: {
          "accept-encoding": "identity",
          "user-agent": "langchain-tasb",
          ...headers,
          ...(isEndpoint && this.#token !== undefined
            ? { authorization: `Bearer ${this.#token}` }
            : {}),
        },
        ...(isEndpoint && this.endpoint.username !== ""
          ? { auth: `${decode(this.endpoint.username)}:${decode(this.endpoint.password)}` }
          : {}),
      });
      const onAbort = (): void => {
        request.destroy(new AbortedError(undefined, { cause: signal.reason }));
      };
      const timer = setTimeout(() => {
        request.destroy(
          new BrokenTransfer(`${showUrl(url)} did not answer within ${this.timing.headers} ms`),
        );
      }, this.timing.headers);
      request.once("response", (response) => {
        clearTimeout(timer);
        response.once("close", () => signal.removeEventListener("abort", onAbort));
        resolve(response);
      });
      request.once("error", (cause) => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
        reject(
          cause instanceof AbortedError || cause instanceof BrokenTransfer
            ? cause
            : new BrokenTransfer(`${showUrl(url)} cannot be reached: ${cause.message}`, { cause }),
        );
      });
      signal.addEventListener("abort", onAbort, { once: true });
      if (signal.aborted) onAbort();
      request.end();
    });
  }

  /** The body's chunks; fails when none comes for the idle time, or the caller aborts. */
  async *chunks(response: HubResponse): AsyncGenerator<Buffer, void, undefined> {
    const { body, url } = response;
    const stalled = new BrokenTransfer(`${showUrl(url)} sent nothing for ${this.timing.idle} ms`);
    const timer = setTimeout(() => body.destroy(stalled), this.timing.idle);
    try {
      for await (const chunk of body) {
        timer.refresh();
        if (Buffer.isBuffer(chunk)) yield chunk;
      }
    } catch (cause) {
      if (this.signal.aborted) {
        throw new AbortedError(undefined, { cause: this.signal.reason });
      }
      if (cause instanceof Error && !("code" in cause)) throw cause;
      throw new BrokenTransfer(`the connection to ${showUrl(url)} broke`, { cause });
    } finally {
      clearTimeout(timer);
      body.destroy();
    }
  }
}

/** An answer whose body has not been read. */
export interface HubResponse {
  readonly status: number;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
  /** Headers of every answer on the way, the last one's last. */
  readonly hops: readonly IncomingMessage["headers"][];
  readonly body: IncomingMessage;
}

/** A failure of the connection, worth another attempt. Never leaves the hub code. */
export class BrokenTransfer extends Error {}

const MAX_REDIRECTS = 10;

function redirectTarget(from: URL, location: string): URL {
  let target: URL | undefined;
  try {
    target = new URL(location, from);
  } catch {
    target = undefined;
  }
  const isAllowed =
    target?.protocol === "https:" || (target?.protocol === "http:" && from.protocol === "http:");
  if (target === undefined || !isAllowed) {
    throw new DownloadError(
      "DOWNLOAD_FAILED",
      `${showUrl(from)} redirects to \`${location.slice(0, 80)}\`, which is not a safe address.`,
      { url: showUrl(from) },
    );
  }
  target.username = "";
  target.password = "";
  return target;
}

/** An address without what may be secret in it: user, password, and signed query. */
export function showUrl(url: URL): string {
  return url.origin + url.pathname;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
