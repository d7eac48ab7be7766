import { vi } from "vitest";

import { Pause } from "../src/pause.js";

/**
 * How often `work` lets the event loop go on where every moment it looks at is one to do so: what a
 * test can say of the slices that it is made of without a clock.
 */
export async function pausesOf(work: () => Promise<unknown>): Promise<number> {
  const due = vi.spyOn(Pause.prototype, "due").mockReturnValue(true);
  const take = vi.spyOn(Pause.prototype, "take");
  try {
    await work();
    return take.mock.calls.length;
  } finally {
    due.mockRestore();
    take.mockRestore();
  }
}
