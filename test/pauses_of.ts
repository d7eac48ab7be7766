import { vi } from "vitest";

import { Pause } from "../src/pause.js";

/**
 * How often `work` lets the event loop go on where every moment it looks at is one to do so: what a
 * test can say of the slices that it is made of without a clock. `due` false: where no moment is.
 */
export async function pausesOf(work: () => Promise<unknown>, due = true): Promise<number> {
  const asked = vi.spyOn(Pause.prototype, "due").mockReturnValue(due);
  const take = vi.spyOn(Pause.prototype, "take");
  try {
    await work();
    return take.mock.calls.length;
  } finally {
    asked.mockRestore();
    take.mockRestore();
  }
}
