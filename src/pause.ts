/** Long loops on the calling thread that leave the event loop free. */

import { setImmediate } from "node:timers";

import { throwIfAborted } from "./errors.js";

/** Milliseconds of work in one turn of the event loop, that of all loops together. */
const SLICE_MILLISECONDS = 5;

/**
 * The work of this turn of the event loop. Shared by all loops: a hundred searches at once, or one
 * after the other with nothing to wait for between them, would else hold the event loop up though
 * each is short.
 */
const turn = {
  /** When its slice is used up. */
  until: 0,
  /** Whether a slice has begun; the end of the turn sets it back. */
  begun: false,
  /** Loops that wait for their next slice. They get one each turn, in the order they came. */
  waiting: [] as (() => void)[],
};

function beginSlice(): void {
  turn.until = performance.now() + SLICE_MILLISECONDS;
  if (turn.begun) return;
  turn.begun = true;
  setImmediate(endTurn);
}

function endTurn(): void {
  turn.begun = false;
}

function resumeOne(): void {
  const resume = turn.waiting.shift();
  if (turn.waiting.length > 0) setImmediate(resumeOne);
  beginSlice();
  resume?.();
}

/**
 * Made at the start of a long loop and taken in it wherever `due()` answers true:
 *
 *     const pause = new Pause(signal);
 *     for (…) { if (pause.due()) await pause.take(); … }
 */
export class Pause {
  readonly #signal: AbortSignal | undefined;

  /** @throws AbortedError when the signal has already fired */
  constructor(signal?: AbortSignal) {
    throwIfAborted(signal);
    this.#signal = signal;
    if (!turn.begun) beginSlice();
  }

  /** Whether this turn of the event loop has seen enough work. */
  due(): boolean {
    if (turn.begun) return performance.now() >= turn.until;
    beginSlice();
    return false;
  }

  /** Lets timers, sockets and other tasks run; throws AbortedError when the signal has fired. */
  async take(): Promise<void> {
    await new Promise<void>((resume) => {
      if (turn.waiting.push(resume) === 1) setImmediate(resumeOne);
    });
    throwIfAborted(this.#signal);
  }
}
