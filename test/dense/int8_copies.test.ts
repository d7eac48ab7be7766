import { expect, test } from "vitest";

import { Int8Copies } from "../../src/dense/int8_copies.js";
import { VectorRows } from "../../src/dense/vector_rows.js";
import type { RuntimeSession } from "../../src/onnx/runtime.js";
import type { ProgramCall, ProgramHost } from "../../src/onnx/worker_program.js";

const call: ProgramCall = { cancelled: false, turn: () => Promise.resolve() };

/** Counts the sessions that are open. */
function countingHost(): ProgramHost & { open: number } {
  const host = {
    open: 0,
    async openSession(): Promise<RuntimeSession> {
      host.open += 1;
      const session: Partial<RuntimeSession> = {
        release: async () => {
          host.open -= 1;
        },
      };
      return session as RuntimeSession;
    },
  };
  return host;
}

async function sizesAfter(parts: readonly number[]): Promise<number[]> {
  const rows = new VectorRows(1, 1);
  const host = countingHost();
  const copies = new Int8Copies(rows, host);
  let next = 0;
  for (const count of parts) {
    const sequences = Uint32Array.from({ length: count }, () => next++);
    rows.upsert(sequences, Float32Array.from(sequences));
    await copies.follow();
    while (await copies.makeNext(call, () => false));
  }
  const { segments } = copies;
  let end = 0;
  for (const { firstBlock, blockCount } of segments) {
    expect(firstBlock).toBe(end);
    end += blockCount;
  }
  expect(host.open).toBe(segments.length);
  await copies.release();
  expect(host.open).toBe(0);
  return segments.map(({ blockCount }) => blockCount);
}

test("full blocks are copied in as few segments as there can be of 18, then of 9, then of what is left", async () => {
  expect(await sizesAfter([40])).toEqual([18, 18, 4]);
  expect(await sizesAfter([31])).toEqual([18, 9, 4]);
});

test("blocks that become full one by one are copied alone, and again as one once there are enough", async () => {
  const one = (count: number): number[] => Array.from({ length: count }, () => 1);
  expect(await sizesAfter(one(8))).toEqual(one(8));
  expect(await sizesAfter(one(11))).toEqual([9, 1, 1]);
  expect(await sizesAfter(one(18))).toEqual([18]);
  expect(await sizesAfter([...one(20), 9])).toEqual([18, 9, 2]);
});

test("a small segment is given up while more rows are on their way, a larger one is not", async () => {
  const rows = new VectorRows(1, 1);
  const copies = new Int8Copies(rows, countingHost());
  rows.upsert(
    Uint32Array.from({ length: 12 }, (_, i) => i),
    new Float32Array(12),
  );
  expect(await copies.makeNext(call, () => true)).toBe(true);
  expect(await copies.makeNext(call, () => true)).toBe(false);
  expect(copies.segments.map(({ blockCount }) => blockCount)).toEqual([9]);
  expect(await copies.makeNext(call, () => false)).toBe(false);
  expect(copies.segments.map(({ blockCount }) => blockCount)).toEqual([9, 3]);
});
