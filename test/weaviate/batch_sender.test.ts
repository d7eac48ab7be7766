import { describe, expect, it } from "vitest";

import { BatchSender, type Outgoing } from "../../src/weaviate/batch_sender.js";
import type { WeaviateTables } from "../../src/weaviate/weaviate_tables.js";

const settings = { batchSize: 3, parallelBatches: 2, retries: 2 };

function* objects(count: number, taken: number[] = [], bytes = 1): Generator<Outgoing> {
  for (let i = 0; i < count; i += 1) {
    taken.push(i);
    yield { id: `p${i}`, bytes, object: { id: String(i) } };
  }
}

/** A sender whose server is a function from ids to errors by place. */
function sender(
  insert: (ids: string[]) => Promise<Record<number, { message: string }>>,
): BatchSender {
  const tables = {
    insert: (_: string, sent: { id: string }[]) => insert(sent.map(({ id }) => id)),
  };
  return new BatchSender(tables as unknown as WeaviateTables, settings);
}

describe("BatchSender", () => {
  it("sends every object once, a few batches at a time, and takes no more than that", async () => {
    const taken: number[] = [];
    const sent: string[] = [];
    let running = 0;
    let most = 0;
    let ahead = 0;
    const rejected = await sender(async (ids) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      ahead = Math.max(ahead, taken.length - sent.length);
      sent.push(...ids);
      running -= 1;
      return {};
    }).send("passages", objects(20, taken), {});
    expect(rejected).toEqual([]);
    expect(sent.map(Number).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, i) => i),
    );
    expect(most).toBe(2);
    expect(ahead).toBeLessThanOrEqual(2 * settings.batchSize);
  });

  it("sends refused objects again, those alone, and reports what stays refused", async () => {
    const asked = new Map<string, number>();
    const progress: number[] = [];
    const rejected = await sender(async (ids) => {
      const errors: Record<number, { message: string }> = {};
      ids.forEach((id, i) => {
        const before = asked.get(id) ?? 0;
        asked.set(id, before + 1);
        if (id === "4" || (id === "1" && before === 0)) errors[i] = { message: `no ${id}` };
      });
      return errors;
    }).send("passages", objects(6), { onStored: (_, stored) => progress.push(stored) });
    expect(rejected).toEqual([{ id: "p4", reason: "no 4" }]);
    expect(Object.fromEntries(asked)).toEqual({ 0: 1, 1: 2, 2: 1, 3: 1, 4: 3, 5: 1 });
    expect(progress.reduce((sum, stored) => sum + stored)).toBe(5);
  });

  it("makes small batches of large objects", async () => {
    const sizes: number[] = [];
    await sender(async (ids) => {
      sizes.push(ids.length);
      return {};
    }).send("passages", objects(4, [], 9 << 20), {});
    expect(sizes).toEqual([2, 2]);
  });

  it("stops at the first batch that no server takes", async () => {
    let calls = 0;
    const sending = sender(async () => {
      calls += 1;
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error("all down");
    }).send("passages", objects(100), {});
    await expect(sending).rejects.toThrowError("all down");
    expect(calls).toBeLessThanOrEqual(settings.parallelBatches);
  });

  it("stops when the signal fires", async () => {
    const controller = new AbortController();
    let calls = 0;
    const sending = sender(async () => {
      calls += 1;
      if (calls === 3) controller.abort();
      return {};
    }).send("passages", objects(10_000), { signal: controller.signal });
    await expect(sending).rejects.toMatchObject({ code: "ABORTED" });
    expect(calls).toBeLessThan(3000);
  });
});
