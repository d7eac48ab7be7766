import { setImmediate } from "node:timers/promises";

/**
 * Turns of the event loop until `work` is done: what a test can say of how free the loop is, whatever
 * else the machine does.
 */
export async function turnsDuring(work: Promise<unknown>): Promise<number> {
  const state = { done: false };
  const end = (): void => {
    state.done = true;
  };
  void work.then(end, end);
  let turns = 0;
  while (!state.done) {
    await setImmediate();
    turns += 1;
  }
  return turns;
}
