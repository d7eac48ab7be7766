// How long a server's other requests wait while the package works.
import { percentile } from "./statistics.mjs";

/** Milliseconds between two looks. */
const INTERVAL = 1;

/**
 * Runs `work` and measures how late a timer would fire that is due at a random moment meanwhile.
 *
 * A timer that looks every millisecond sees a long stall once, but every request that arrives within
 * the stall waits: a gap of g ms stands for waits of g, g - 1, g - 2 … ms (Gil Tene's correction for
 * "coordinated omission"). Without it, one stall of 500 ms in 10 s vanishes from the 99th percentile.
 *
 * @returns milliseconds: p50, p99, max of the waits, and how long `work` took
 */
export async function eventLoopDelays(work) {
  const gaps = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    gaps.push(now - last);
    last = now;
  }, INTERVAL);
  const start = performance.now();
  let result;
  try {
    result = await work();
  } finally {
    clearInterval(timer);
  }
  const end = performance.now();
  gaps.push(end - last);
  const waits = [];
  for (const gap of gaps) for (let wait = gap; wait > 0; wait -= INTERVAL) waits.push(wait);
  return {
    result,
    ms: end - start,
    p50: percentile(waits, 0.5),
    p99: percentile(waits, 0.99),
    max: waits.reduce((most, wait) => Math.max(most, wait), 0),
  };
}
