// Vectors of the built-in model for a corpus, made once and kept in bench/.cache.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { TasbEmbeddings } from "../../dist/esm/index.js";

const cache = join(import.meta.dirname, "../.cache");

/**
 * @param {string[]} passages
 * @returns {Promise<{ file: string, dimension: number, seconds: number | undefined }>} float32,
 *   row-major [n, d]; `seconds` is how long encoding took, absent where the cache had it
 */
export async function vectorFile(passages, { threads, progress }) {
  const embeddings = new TasbEmbeddings({ model: "tasb-mini", threads });
  try {
    const dimension = await embeddings.dimension();
    const hash = createHash("sha256").update(await embeddings.fingerprint());
    for (const passage of passages) hash.update(`\0${passage}`);
    const file = join(cache, `tasb-mini-${hash.digest("hex").slice(0, 16)}.f32`);
    if (existsSync(file)) return { file, dimension, seconds: undefined };
    progress(`encodes ${passages.length.toLocaleString("en-US")} passages, once`);
    const start = performance.now();
    const vectors = await embeddings.encode(passages);
    const seconds = (performance.now() - start) / 1e3;
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${file}.part`, new Uint8Array(vectors.buffer));
    renameSync(`${file}.part`, file);
    return { file, dimension, seconds };
  } finally {
    await embeddings.dispose();
  }
}

/** @returns {Float32Array} the numbers of a file of `vectorFile` */
export function readVectors(file) {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}
