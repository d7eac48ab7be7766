import { describe, expect, it } from "vitest";

import { ReadWriteLock } from "../../src/collection/read_write_lock.js";

function latch(): { opened: Promise<void>; open: () => void } {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

async function turns(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}

describe("ReadWriteLock", () => {
  it("lets readers in together, a writer alone, and keeps the order of asking", async () => {
    const lock = new ReadWriteLock();
    const events: string[] = [];
    const gates = ["r1", "r2", "w", "r3"].map((name) => ({ name, ...latch() }));
    const done = gates.map(({ name, opened }) =>
      lock[name.startsWith("r") ? "read" : "write"](async () => {
        events.push(`+${name}`);
        await opened;
        events.push(`-${name}`);
      }),
    );
    await turns();
    expect(events).toEqual(["+r1", "+r2"]);
    for (const gate of gates) {
      gate.open();
      await turns();
    }
    await Promise.all(done);
    expect(events).toEqual(["+r1", "+r2", "-r1", "-r2", "+w", "-w", "+r3", "-r3"]);
  });

  it("goes on after a section that failed", async () => {
    const lock = new ReadWriteLock();
    await expect(lock.write(() => Promise.reject(new Error("no")))).rejects.toThrowError("no");
    expect(await lock.read(async () => 1)).toBe(1);
    expect(await lock.write(async () => 2)).toBe(2);
  });

  it("lets a waiting section go when its signal fires, and those behind it in", async () => {
    const lock = new ReadWriteLock();
    const reader = latch();
    const reading = lock.read(() => reader.opened);
    const controller = new AbortController();
    const writing = lock.write(async () => {}, controller.signal);
    const behind = lock.read(async () => "in");
    controller.abort();
    await expect(writing).rejects.toMatchObject({ code: "ABORTED" });
    expect(await behind).toBe("in");
    reader.open();
    await reading;
  });

  it("refuses a signal that has fired", async () => {
    const lock = new ReadWriteLock();
    await expect(lock.read(async () => 1, AbortSignal.abort())).rejects.toMatchObject({
      code: "ABORTED",
    });
  });
});
