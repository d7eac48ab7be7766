/** Callers that wait for an answer which is made for several of them together. */

import { AbortedError, throwIfAborted } from "./errors.js";

/** One caller and what was asked. */
export interface WaitingCall<Asked, Answer> {
  readonly asked: Asked;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** The callers whose answer nobody has begun to make, in the order they came. */
export class WaitingCalls<Asked, Answer> {
  #calls: WaitingCall<Asked, Answer>[] = [];

  /** How many wait. */
  get size(): number {
    return this.#calls.length;
  }

  /**
   * Waits for the answer. A signal frees its own caller, before and after the call was taken.
   *
   * @param onAbort told of a call that its signal has freed
   * @throws AbortedError
   */
  async add(
    asked: Asked,
    signal: AbortSignal | undefined,
    onAbort: (call: WaitingCall<Asked, Answer>) => void = () => {},
  ): Promise<Answer> {
    throwIfAborted(signal);
    return new Promise((resolve, reject) => {
      const done = (): void => signal?.removeEventListener("abort", abort);
      const call: WaitingCall<Asked, Answer> = {
        asked,
        resolve: (answer) => {
          done();
          resolve(answer);
        },
        reject: (error) => {
          done();
          // oxlint-disable-next-line prefer-promise-reject-errors -- passed on as it came
          reject(error);
        },
      };
      const abort = (): void => {
        this.#calls = this.#calls.filter((one) => one !== call);
        onAbort(call);
        reject(new AbortedError(undefined, { cause: signal?.reason }));
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.#calls.push(call);
    });
  }

  /** Takes the first `most` of them off the list; all by default. */
  take(most = Infinity): WaitingCall<Asked, Answer>[] {
    const taken = this.#calls.slice(0, most);
    this.#calls = this.#calls.slice(taken.length);
    return taken;
  }
}
