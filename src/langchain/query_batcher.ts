/** Queries asked for at the same moment are encoded together. */

import { AbortedError, throwIfAborted } from "../errors.js";

interface Waiting {
  text: string;
  resolve: (vector: Float32Array) => void;
  reject: (error: unknown) => void;
}

/**
 * Collects the queries of one turn of the event loop. LangChain's `batch` makes one call per
 * input; a hundred queries in one batch cost far less than a hundred batches of one.
 */
export class QueryBatcher {
  readonly #encode: (texts: string[]) => Promise<Float32Array>;
  #waiting: Waiting[] = [];

  /** @param encode gives the vectors of the texts, row-major [n, d] */
  constructor(encode: (texts: string[]) => Promise<Float32Array>) {
    this.#encode = encode;
  }

  /** The vector of one query, [d]. A signal frees its own caller; the others go on. */
  async add(text: string, signal?: AbortSignal): Promise<Float32Array> {
    throwIfAborted(signal);
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        reject(new AbortedError(undefined, { cause: signal?.reason }));
      };
      const done = (): void => signal?.removeEventListener("abort", abort);
      const waiting: Waiting = {
        text,
        resolve: (vector) => {
          done();
          resolve(vector);
        },
        reject: (error) => {
          done();
          // oxlint-disable-next-line prefer-promise-reject-errors -- passed on as it came
          reject(error);
        },
      };
      signal?.addEventListener("abort", abort, { once: true });
      if (this.#waiting.push(waiting) === 1) setImmediate(() => void this.#flush());
    });
  }

  async #flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return;
    try {
      const vectors = await this.#encode(waiting.map(({ text }) => text));
      const d = vectors.length / waiting.length;
      for (const [i, one] of waiting.entries()) one.resolve(vectors.slice(i * d, (i + 1) * d));
    } catch (error) {
      for (const one of waiting) one.reject(error);
    }
  }
}
