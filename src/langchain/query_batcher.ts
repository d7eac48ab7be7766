/** Queries asked for at the same moment are encoded together. */

import { WaitingCalls } from "../waiting_calls.js";

/**
 * Collects the queries of one turn of the event loop. LangChain's `batch` makes one call per
 * input; a hundred queries in one batch cost far less than a hundred batches of one.
 */
export class QueryBatcher {
  readonly #encode: (texts: string[]) => Promise<Float32Array>;
  readonly #waiting = new WaitingCalls<string, Float32Array>();

  /** @param encode gives the vectors of the texts, row-major [n, d] */
  constructor(encode: (texts: string[]) => Promise<Float32Array>) {
    this.#encode = encode;
  }

  /** The vector of one query, [d]. A signal frees its own caller; the others go on. */
  async add(text: string, signal?: AbortSignal): Promise<Float32Array> {
    const vector = this.#waiting.add(text, signal);
    if (this.#waiting.size === 1) setImmediate(() => void this.#flush());
    return vector;
  }

  async #flush(): Promise<void> {
    const calls = this.#waiting.take();
    if (calls.length === 0) return;
    try {
      const vectors = await this.#encode(calls.map(({ asked }) => asked));
      const d = vectors.length / calls.length;
      for (const [i, { resolve }] of calls.entries()) resolve(vectors.slice(i * d, (i + 1) * d));
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  }
}
