/** Long work in steps: generators that yield between slices of about a millisecond. */

import type { Pause } from "./pause.js";

/** Takes all steps at once. */
export function runToEnd<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Takes the steps with pauses that leave the event loop free. Looks before each step, the first one
 * too: of a hundred that begin at the same moment, each would else take one.
 */
export async function runWithPauses<T>(steps: Generator<void, T>, pause: Pause): Promise<T> {
  for (;;) {
    if (pause.due()) await pause.take();
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
