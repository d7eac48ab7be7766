/** Order of work inside the inference worker: one task at a time, interactive before batch. */

import type { Priority } from "./inference_protocol.js";
import type { ProgramCall } from "./worker_program.js";

interface Task {
  id: number;
  cancelled: boolean;
  run: (call: ProgramCall) => Promise<void>;
}

/** The next macrotask: messages that have arrived are delivered before it. */
function nextMacrotask(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** First in, first out, with amortised constant cost at both ends. */
class Fifo {
  #items: Task[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  push(task: Task): void {
    this.#items.push(task);
  }

  shift(): Task | undefined {
    const task = this.#items[this.#head];
    if (task === undefined) return undefined;
    this.#head += 1;
    if (this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return task;
  }
}

export class TaskScheduler {
  readonly #interactive = new Fifo();
  readonly #batch = new Fifo();
  /** Waiting and running tasks by id. */
  readonly #known = new Map<number, Task>();
  #draining: Promise<void> | undefined;

  /** `run` must not reject. */
  push(id: number, priority: Priority, run: (call: ProgramCall) => Promise<void>): void {
    const task: Task = { id, cancelled: false, run };
    this.#known.set(id, task);
    (priority === "interactive" ? this.#interactive : this.#batch).push(task);
    this.#draining ??= this.#drain();
  }

  /** A waiting task never starts; a running one sees `cancelled` and may stop early. */
  cancel(id: number): void {
    const task = this.#known.get(id);
    if (task !== undefined) task.cancelled = true;
  }

  /** Drops everything that waits and resolves when the running task has ended. */
  async stop(): Promise<void> {
    for (const task of this.#known.values()) task.cancelled = true;
    await this.#draining;
  }

  async #drain(): Promise<void> {
    for (;;) {
      // An interactive call that came in during the last native call is seen now.
      await nextMacrotask();
      const interactive = this.#interactive.shift();
      const task = interactive ?? this.#batch.shift();
      if (task === undefined) break;
      await this.#perform(task, interactive === undefined ? "batch" : "interactive");
    }
    this.#draining = undefined;
  }

  async #perform(task: Task, priority: Priority): Promise<void> {
    if (!task.cancelled) {
      await task.run({
        get cancelled() {
          return task.cancelled;
        },
        turn: () => this.#turn(priority),
      });
    }
    this.#known.delete(task.id);
  }

  async #turn(priority: Priority): Promise<void> {
    await nextMacrotask();
    if (priority === "interactive") return;
    for (;;) {
      const task = this.#interactive.shift();
      if (task === undefined) return;
      await this.#perform(task, "interactive");
      await nextMacrotask();
    }
  }
}
