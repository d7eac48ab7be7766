/** Searches asked for while another one runs are answered together. */

import { AbortedError, InferenceError, throwIfAborted } from "../errors.js";
import type { DenseRanking } from "./dense_index.js";
import type { SearchRequest } from "./exact_search.js";

/** Searches of one batch. */
const MOST_TOGETHER = 64;

/** Its purpose is to stop a caller that never awaits. */
const MOST_WAITING = 10_000;

interface Waiting {
  readonly request: SearchRequest;
  readonly resolve: (ranking: DenseRanking) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One batch is under way at a time: the first search goes at once, those that come until it is back
 * form the next batch. Reading the vectors is what costs, and a batch reads them once.
 */
export class SearchBatcher {
  readonly #search: (requests: SearchRequest[], signal: AbortSignal) => Promise<DenseRanking[]>;
  #waiting: Waiting[] = [];
  #running = false;
  /** Callers of the batch under way, and how to give it up. */
  #callers = new Set<Waiting>();
  #abort = new AbortController();

  /** @param search one ranking per request */
  constructor(search: (requests: SearchRequest[], signal: AbortSignal) => Promise<DenseRanking[]>) {
    this.#search = search;
  }

  /** A signal frees its own caller; a batch without callers is given up. */
  async add(request: SearchRequest, signal?: AbortSignal): Promise<DenseRanking> {
    throwIfAborted(signal);
    if (this.#waiting.length >= MOST_WAITING) {
      throw new InferenceError(
        "QUEUE_FULL",
        `${MOST_WAITING} searches are waiting. Await earlier searches before making more.`,
      );
    }
    return new Promise((resolve, reject) => {
      const done = (): void => signal?.removeEventListener("abort", abort);
      const waiting: Waiting = {
        request,
        resolve: (ranking) => {
          done();
          resolve(ranking);
        },
        reject: (error) => {
          done();
          // oxlint-disable-next-line prefer-promise-reject-errors -- passed on as it came
          reject(error);
        },
      };
      const abort = (): void => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        this.#abandon(waiting);
        reject(new AbortedError(undefined, { cause: signal?.reason }));
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.#waiting.push(waiting);
      void this.#run();
    });
  }

  #abandon(waiting: Waiting): void {
    if (this.#callers.delete(waiting) && this.#callers.size === 0) this.#abort.abort();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, MOST_TOGETHER);
      this.#waiting = this.#waiting.slice(MOST_TOGETHER);
      this.#callers = new Set(batch);
      this.#abort = new AbortController();
      try {
        const requests = batch.map(({ request }) => request);
        const rankings = await this.#search(requests, this.#abort.signal);
        for (const [i, { resolve }] of batch.entries()) resolve(rankings[i]!);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#running = false;
  }
}
