// How long a server's other requests wait while the package works.
import { readFileSync } from "node:fs";

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
 * `own` is the same, counting only the time in which this thread had a core: where other programs want
 * the cores too, waits are theirs as well, and this is what is left of them without those.
 *
 * @returns milliseconds: p50, p99, max of the waits, and how long `work` took; `own` is undefined where
 *   the system does not tell
 */
export async function eventLoopDelays(work) {
  const gaps = [];
  const ownGaps = [];
  let last = performance.now();
  let lastOwn = threadMilliseconds();
  const look = () => {
    const now = performance.now();
    const own = threadMilliseconds();
    gaps.push(now - last);
    ownGaps.push(own - lastOwn);
    last = now;
    lastOwn = own;
  };
  const timer = setInterval(look, INTERVAL);
  const start = performance.now();
  let result;
  try {
    result = await work();
  } finally {
    clearInterval(timer);
  }
  look();
  const own = Number.isNaN(lastOwn) ? undefined : delaysOf(ownGaps, Math.ceil(last - start));
  return { result, ms: last - start, ...delaysOf(gaps, 0), own };
}

/** @param {number} moments at which a request may come; 0: as many as the gaps have room for */
function delaysOf(gaps, moments) {
  const waits = [];
  for (const gap of gaps) for (let wait = gap; wait > 0; wait -= INTERVAL) waits.push(wait);
  // At all other moments the thread was idle, or another program had the core.
  while (waits.length < moments) waits.push(0);
  const max = waits.reduce((most, wait) => Math.max(most, wait), 0);
  return { p50: percentile(waits, 0.5), p99: percentile(waits, 0.99), max };
}

/** Milliseconds that the main thread has run on a core; NaN where the system does not tell. */
function threadMilliseconds() {
  try {
    const { pid } = process;
    return (
      Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ", 1)[0]) / 1e6
    );
  } catch {
    return NaN;
  }
}
