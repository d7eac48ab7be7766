/** Long work in steps: generators that yield between slices of about a millisecond. */

import type { Pause } from "../pause.js";

/** Takes all steps at once. */
export function runToEnd<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Takes the steps with pauses that leave the event loop free. */
export async function runWithPauses<T>(steps: Generator<void, T>, pause: Pause): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (pause.due()) await pause.take();
  }
}
