/** Several servers of one cluster, of which one is spoken to until it fails. */

import { setTimeout } from "node:timers/promises";

import type { WeaviateClient } from "weaviate-client";

import { throwIfAborted, AbortedError } from "../errors.js";
import {
  isTransient,
  refusal,
  ServerDownError,
  unavailable,
  UntrustedServerError,
} from "./failures.js";
import type { Host } from "./hosts.js";

/** What a call runs with. */
export type Operation<T> = (client: WeaviateClient) => Promise<T>;

/** A call without an answer for this long is a reason to ask whether the server lives. */
const PROBE_MILLISECONDS = 500;
const FIRST_DELAY_MILLISECONDS = 250;
const LONGEST_DELAY_MILLISECONDS = 4000;

export class HostPool {
  readonly #hosts: readonly Host[];
  readonly #open: (host: Host) => Promise<WeaviateClient>;
  readonly #isLive: (host: Host) => Promise<boolean>;
  readonly #retries: number;
  readonly #clients = new Map<Host, Promise<WeaviateClient>>();
  #current = 0;

  /** @param retries how often a failed call is tried again after each server was tried once */
  constructor(
    hosts: readonly Host[],
    open: (host: Host) => Promise<WeaviateClient>,
    isLive: (host: Host) => Promise<boolean>,
    retries: number,
  ) {
    this.#hosts = hosts;
    this.#open = open;
    this.#isLive = isLive;
    this.#retries = retries;
  }

  /**
   * Carries out an operation that may be carried out twice. After a failure the next server is
   * asked; when all have failed, again after a pause, which doubles. Where no server is to be
   * trusted, each is tried once.
   *
   * @param write a signal does not leave a call that is under way, which the server would carry out
   *   all the same, beside the next write; it keeps another from being sent
   * @throws CollectionUnavailableError, AbortedError; TasbError of the operation
   */
  async run<T>(operation: Operation<T>, signal?: AbortSignal, write = false): Promise<T> {
    const attempts: { address: string; error: unknown }[] = [];
    const most = this.#hosts.length + this.#retries;
    for (;;) {
      throwIfAborted(signal);
      const at = this.#current;
      const host = this.#hosts[at]!;
      try {
        return await this.#attempt(host, operation, write ? undefined : signal);
      } catch (error) {
        if (error instanceof AbortedError) throw error;
        if (!isTransient(error)) throw refusal(host.address, error);
        attempts.push({ address: host.address, error });
        // Unless another call has moved on already.
        if (this.#current === at) this.#current = (at + 1) % this.#hosts.length;
        const untrusted = attempts.every(
          (attempt) => attempt.error instanceof UntrustedServerError,
        );
        const enough = untrusted ? this.#hosts.length : most;
        if (attempts.length >= enough) throw unavailable(attempts);
      }
      const round = attempts.length - this.#hosts.length;
      if (round >= 0) await pause(round, signal);
    }
  }

  close(): void {
    for (const opening of this.#clients.values()) {
      void opening.then(
        (client) => client.close(),
        () => undefined,
      );
    }
    this.#clients.clear();
  }

  async #client(host: Host): Promise<WeaviateClient> {
    let opening = this.#clients.get(host);
    if (opening === undefined) {
      opening = this.#open(host);
      this.#clients.set(host, opening);
      opening.catch(() => this.#clients.delete(host));
    }
    return opening;
  }

  /**
   * The client library retries a dead server by itself until its time-out; a look at whether the
   * process lives makes that short.
   */
  async #attempt<T>(host: Host, operation: Operation<T>, signal?: AbortSignal): Promise<T> {
    const ended = new AbortController();
    const running = this.#client(host).then((client) => {
      // Another server may be at it already.
      throwIfAborted(ended.signal);
      return operation(client);
    });
    try {
      return await Promise.race([
        running,
        serverDown(() => this.#isLive(host), ended.signal),
        ...(signal === undefined ? [] : [aborted(signal, ended.signal)]),
      ]);
    } finally {
      ended.abort();
      running.catch(() => undefined);
    }
  }
}

/** Rejects when the server's process is found to be gone; otherwise never settles. */
async function serverDown(isLive: () => Promise<boolean>, ended: AbortSignal): Promise<never> {
  while (!ended.aborted) {
    await setTimeout(PROBE_MILLISECONDS, undefined, { signal: ended, ref: false }).catch(
      () => undefined,
    );
    if (ended.aborted) break;
    const lives = await isLive();
    if (!lives && !ended.aborted) throw new ServerDownError("The server does not answer.");
  }
  return new Promise<never>(() => undefined);
}

function aborted(signal: AbortSignal, ended: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new AbortedError(undefined, { cause: signal.reason }));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true, signal: ended });
  });
}

async function pause(round: number, signal: AbortSignal | undefined): Promise<void> {
  const full = Math.min(LONGEST_DELAY_MILLISECONDS, FIRST_DELAY_MILLISECONDS * 2 ** round);
  // Calls that failed together shall not come again together.
  const milliseconds = full * (0.5 + Math.random() / 2);
  await setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(
    () => undefined,
  );
  throwIfAborted(signal);
}
