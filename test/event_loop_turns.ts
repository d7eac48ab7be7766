import { setImmediate } from "node:timers/promises";

/**
 * Turns of the event loop until `work` is done: what a test can say of how free the loop is, whatever
 * else the machine does.
 */
export async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let done = false;
  void work.finally(() => (done = true)).catch(() => undefined);
  let turns = 0;
  while (!done) {
    await setImmediate();
    turns += 1;
  }
  return turns;
}
