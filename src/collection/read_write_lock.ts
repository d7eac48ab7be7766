/** Many readers or one writer, in the order in which they asked. */

import { AbortedError, throwIfAborted } from "../errors.js";

interface Waiting {
  readonly exclusive: boolean;
  readonly enter: () => void;
}

/**
 * A fair lock for asynchronous work on one thread. Two reads asked for in the same turn of the event
 * loop see the same state: no writer can come between them. A reader must not wait, inside its
 * section, for another section of the same lock.
 */
export class ReadWriteLock {
  readonly #queue: Waiting[] = [];
  #readers = 0;
  #writing = false;

  /** Runs `section` while no writer runs. */
  read<T>(section: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#run(false, section, signal);
  }

  /** Runs `section` alone. */
  write<T>(section: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#run(true, section, signal);
  }

  async #run<T>(
    exclusive: boolean,
    section: () => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    throwIfAborted(signal);
    await this.#enter(exclusive, signal);
    try {
      return await section();
    } finally {
      if (exclusive) this.#writing = false;
      else this.#readers -= 1;
      this.#admit();
    }
  }

  /** Resolves with the section's place already taken, so nobody can slip in before it starts. */
  #enter(exclusive: boolean, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        const at = this.#queue.indexOf(waiting);
        if (at !== -1) this.#queue.splice(at, 1);
        reject(new AbortedError(undefined, { cause: signal?.reason }));
        this.#admit();
      };
      const waiting: Waiting = {
        exclusive,
        enter: () => {
          signal?.removeEventListener("abort", abort);
          resolve();
        },
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.#queue.push(waiting);
      this.#admit();
    });
  }

  /** Lets in the head of the queue, and every reader up to the next writer. */
  #admit(): void {
    for (;;) {
      const head = this.#queue[0];
      if (head === undefined || this.#writing) return;
      if (head.exclusive) {
        if (this.#readers > 0) return;
        this.#writing = true;
      } else {
        this.#readers += 1;
      }
      this.#queue.shift();
      head.enter();
    }
  }
}
