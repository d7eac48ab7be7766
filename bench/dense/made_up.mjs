// Vectors with the shape of TAS-B's: a large mean that all share (one component of it is -8.38), topics,
// and noise whose components differ in size; norm about 11. Queries belong to topics as passages do.
import { existsSync, mkdirSync, openSync, renameSync, writeSync, closeSync } from "node:fs";
import { join } from "node:path";

const cache = join(import.meta.dirname, "../.cache");
const TOPICS = 500;

/** xorshift32: the same numbers everywhere. @returns {() => number} in [-1, 1) */
function uniform(seed) {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 2 ** 31;
  };
}

/**
 * @returns {{ vectors: string, queries: string }} files of float32, row-major, [n, d] and [q, d]; made
 *   once and kept
 */
export function madeUpVectors(n, q, d) {
  mkdirSync(cache, { recursive: true });
  const random = uniform(7);
  const mean = Float64Array.from({ length: d }, () => 0.25 * random());
  mean[Math.min(d - 1, 308)] = -8.38;
  const sizes = Float64Array.from({ length: d }, (_, i) => 0.12 + 0.5 / Math.sqrt(1 + i));
  const topics = Float64Array.from({ length: TOPICS * d }, (_, i) => random() * sizes[i % d]);
  const write = (name, rows, seed) => {
    const path = join(cache, `${name}-${rows}x${d}.f32`);
    if (existsSync(path)) return path;
    const own = uniform(seed);
    const file = openSync(`${path}.part`, "w");
    for (let from = 0; from < rows; from += 4096) {
      const part = new Float32Array(Math.min(4096, rows - from) * d);
      for (let at = 0; at < part.length; at += d) {
        const topic = Math.floor(((own() + 1) / 2) * TOPICS) * d;
        for (let i = 0; i < d; i += 1) {
          part[at + i] = mean[i] + topics[topic + i] + (own() + own()) * 0.7 * sizes[i];
        }
      }
      writeSync(file, new Uint8Array(part.buffer));
    }
    closeSync(file);
    renameSync(`${path}.part`, path);
    return path;
  };
  return { vectors: write("passages", n, 11), queries: write("queries", q, 23) };
}
