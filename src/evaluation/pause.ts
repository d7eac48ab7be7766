/** Long loops that leave the event loop free. */

import { setImmediate } from "node:timers/promises";
import { throwIfAborted } from "../errors.js";

/** Milliseconds of work between two looks at the event loop. */
const SLICE_MILLISECONDS = 5;

/**
 * Made at the start of a long loop and awaited in it wherever `due()` answers true:
 *
 *     const pause = new Pause(signal);
 *     for (…) { if (pause.due()) await pause.take(); … }
 */
export class Pause {
  readonly #signal: AbortSignal | undefined;
  #until: number;

  /** @throws AbortedError when the signal has already fired */
  constructor(signal?: AbortSignal) {
    throwIfAborted(signal);
    this.#signal = signal;
    this.#until = performance.now() + SLICE_MILLISECONDS;
  }

  /** Whether this slice of work has lasted long enough. */
  due(): boolean {
    return performance.now() >= this.#until;
  }

  /** Lets timers, sockets and other tasks run; throws AbortedError when the signal has fired. */
  async take(): Promise<void> {
    await setImmediate();
    throwIfAborted(this.#signal);
    this.#until = performance.now() + SLICE_MILLISECONDS;
  }
}
