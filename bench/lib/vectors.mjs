// Vectors of the built-in model for a corpus, made once and kept in bench/.cache.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { TasbEmbeddings } from "../../dist/esm/index.js";
import { generator } from "./texts.mjs";

const cache = join(import.meta.dirname, "../.cache");

/**
 * @param {string[]} passages
 * @param {{ encoded: number }} options how many of them are really encoded, the first ones; the others
 *   get the mean of two of these vectors, which costs an exact search the same
 * @returns {Promise<{ file: string, dimension: number, seconds: number | undefined }>} float32,
 *   row-major [n, d]; `seconds` is how long encoding took, absent where the cache had it
 */
export async function vectorFile(passages, { encoded, threads, progress }) {
  const embeddings = new TasbEmbeddings({ model: "tasb-mini", threads });
  try {
    const dimension = await embeddings.dimension();
    const hash = createHash("sha256").update(`${await embeddings.fingerprint()} ${encoded}`);
    for (const passage of passages) hash.update(`\0${passage}`);
    const file = join(cache, `tasb-mini-${hash.digest("hex").slice(0, 16)}.f32`);
    if (existsSync(file)) return { file, dimension, seconds: undefined };
    const count = Math.min(encoded, passages.length);
    progress(`encodes ${count.toLocaleString("en-US")} passages, once`);
    const start = performance.now();
    const real = await embeddings.encode(passages.slice(0, count));
    const seconds = (performance.now() - start) / 1e3;
    const vectors = withMeans(real, dimension, passages.length);
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${file}.part`, new Uint8Array(vectors.buffer));
    renameSync(`${file}.part`, file);
    return { file, dimension, seconds };
  } finally {
    await embeddings.dispose();
  }
}

/** The vectors [m, d] and means of two of them each, n in all. */
function withMeans(real, d, n) {
  const random = generator(11);
  const vectors = new Float32Array(n * d);
  vectors.set(real);
  const pick = () => Math.floor(random() * (real.length / d)) * d;
  for (let at = real.length; at < vectors.length; at += d) {
    const [a, b] = [pick(), pick()];
    for (let i = 0; i < d; i += 1) vectors[at + i] = (real[a + i] + real[b + i]) / 2;
  }
  return vectors;
}

/** @returns {Float32Array} the numbers of a file of `vectorFile` */
export function readVectors(file) {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}
