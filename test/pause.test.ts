import { describe, expect, it } from "vitest";

import { Pause } from "../src/pause.js";
import { turnsDuring } from "./event_loop_turns.js";

/** Uses the processor, without giving way. */
function busy(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** Work of `steps` steps of 2 ms with a pause wherever one is due. */
async function loop(steps: number, signal?: AbortSignal): Promise<void> {
  const pause = new Pause(signal);
  for (let step = 0; step < steps; step += 1) {
    busy(2);
    if (pause.due()) await pause.take();
  }
}

describe("Pause", () => {
  it("lets the event loop turn while one loop works long", async () => {
    // 40 ms of work in slices of 5 ms, each ending with the step that goes beyond.
    expect(await turnsDuring(loop(20))).toBeGreaterThanOrEqual(6);
  });

  it("counts the work of loops that are short each but run one after the other", async () => {
    const oneAfterTheOther = async (): Promise<void> => {
      for (let i = 0; i < 20; i += 1) await loop(1);
    };
    expect(await turnsDuring(oneAfterTheOther())).toBeGreaterThanOrEqual(6);
  });

  it("counts the work of loops that start at the same moment, and lets one go on in each turn", async () => {
    const all = Promise.all(Array.from({ length: 20 }, () => loop(2)));
    // The steps after the first pauses: at most two of them share a slice.
    expect(await turnsDuring(all)).toBeGreaterThanOrEqual(10);
  });

  it("lets all loops end that wait at the same time", async () => {
    const ended: number[] = [];
    await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const pause = new Pause();
        await pause.take();
        ended.push(i);
      }),
    );
    expect(ended).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it("stops a loop whose signal fires while it waits, and no other", async () => {
    const controller = new AbortController();
    const stopped = loop(20, controller.signal);
    const other = loop(10);
    controller.abort();
    await expect(stopped).rejects.toMatchObject({ code: "ABORTED" });
    await other;
  });

  it("refuses to begin where the signal has fired", () => {
    expect(() => new Pause(AbortSignal.abort())).toThrow(
      expect.objectContaining({ code: "ABORTED" }),
    );
  });
});
