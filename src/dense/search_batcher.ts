/** Searches asked for at once, or while another one runs, are answered together. */

import { InferenceError, throwIfAborted } from "../errors.js";
import { WaitingCalls, type WaitingCall } from "../waiting_calls.js";
import type { DenseRanking } from "./dense_index.js";
import type { SearchRequest } from "./exact_search.js";

/** Searches of one batch. */
const MOST_TOGETHER = 64;

/** Its purpose is to stop a caller that never awaits. */
const MOST_WAITING = 10_000;

/**
 * One batch is under way at a time: those that come until it is back form the next. The first one goes
 * as soon as the caller that asked has no more to ask. Reading the vectors is what costs, and a batch
 * reads them once.
 */
export class SearchBatcher {
  readonly #search: (requests: SearchRequest[], signal: AbortSignal) => Promise<DenseRanking[]>;
  readonly #waiting = new WaitingCalls<SearchRequest, DenseRanking>();
  #running = false;
  /** Callers of the batch under way, and how to give it up. */
  #callers = new Set<WaitingCall<SearchRequest, DenseRanking>>();
  #abort = new AbortController();

  /** @param search one ranking per request */
  constructor(search: (requests: SearchRequest[], signal: AbortSignal) => Promise<DenseRanking[]>) {
    this.#search = search;
  }

  /** A signal frees its own caller; a batch without callers is given up. */
  async add(request: SearchRequest, signal?: AbortSignal): Promise<DenseRanking> {
    throwIfAborted(signal);
    if (this.#waiting.size >= MOST_WAITING) {
      throw new InferenceError(
        "QUEUE_FULL",
        `${MOST_WAITING} searches are waiting. Await earlier searches before making more.`,
      );
    }
    const answer = this.#waiting.add(request, signal, (call) => this.#abandon(call));
    void this.#run();
    return answer;
  }

  #abandon(call: WaitingCall<SearchRequest, DenseRanking>): void {
    if (this.#callers.delete(call) && this.#callers.size === 0) this.#abort.abort();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    // Until the present job of the event loop's queue is done: what it asks for goes together.
    await Promise.resolve();
    while (this.#waiting.size > 0) {
      const batch = this.#waiting.take(MOST_TOGETHER);
      this.#callers = new Set(batch);
      this.#abort = new AbortController();
      try {
        const requests = batch.map(({ asked }) => asked);
        const rankings = await this.#search(requests, this.#abort.signal);
        for (const [i, { resolve }] of batch.entries()) resolve(rankings[i]!);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#running = false;
  }
}
