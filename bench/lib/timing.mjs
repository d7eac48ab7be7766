// Time and memory inside one process.
import { setTimeout as sleep } from "node:timers/promises";

/** @returns milliseconds that `work` took, and what it returned */
export async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

/**
 * Milliseconds of each call, one after the other, until the items or the seconds are used up.
 *
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => unknown} call
 */
export async function latencies(items, call, { seconds = Infinity } = {}) {
  const times = [];
  const begin = performance.now();
  for (const item of items) {
    const start = performance.now();
    await call(item);
    const end = performance.now();
    times.push(end - start);
    if (end - begin > seconds * 1e3) break;
  }
  return times;
}

/** Bytes of physical memory this process holds, all threads and native engines included. */
export async function residentBytes() {
  // Buffers are given back only some time after they were collected; needs --expose-gc.
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc?.();
    await sleep(50);
  }
  return process.memoryUsage.rss();
}

/**
 * Bytes that JavaScript holds in this process, heap and array buffers, after a collection. What V8 keeps
 * for later is not counted, which may be more than all of a small index.
 */
export async function heldBytes() {
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc?.();
    await sleep(50);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
