/** Embeddings of test collections, kept between calls of `tasb evaluate`. */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Encoder } from "../encoder/encoder.js";
import { replaceFile } from "../system/replace_file.js";

/** Raised whenever the file format, or what decides the vectors, changes. */
const FORMAT = "tasb-embeddings-1";

/** Embeddings of some passages. */
export interface EmbeddedPassages {
  /** Row-major [n, d]. */
  readonly vectors: Float32Array;
  /** How many passages were longer than the encoder's limit. */
  readonly truncated: number;
}

/** Options of `EmbeddingCache.embed`. */
export interface EmbedOptions {
  readonly signal: AbortSignal;
  /** Called with the number of texts done. */
  readonly onProgress: (done: number) => void;
}

/**
 * Embeds passages, or reads what an earlier call embedded. A file is named by the hash of all that
 * decides its content: the model's fingerprint, the token limit, the prefix and the texts; it ends in
 * a hash of itself, so that a damaged one is noticed and made again.
 */
export class EmbeddingCache {
  readonly #encoder: Encoder;
  readonly #prefix: string;
  readonly #folder: string | undefined;

  /** @param folder where the files are; undefined to keep none */
  constructor(encoder: Encoder, passagePrefix: string, folder: string | undefined) {
    this.#encoder = encoder;
    this.#prefix = passagePrefix;
    this.#folder = folder;
  }

  async embed(texts: readonly string[], options: EmbedOptions): Promise<EmbeddedPassages> {
    const path = this.#folder === undefined ? undefined : join(this.#folder, this.#fileName(texts));
    const known = path === undefined ? undefined : await this.#read(path, texts.length);
    if (known !== undefined) return known;
    const { signal, onProgress } = options;
    const vectors = await this.#encoder.encode(texts, { kind: "passage", signal, onProgress });
    const { tokenizer, maxPassageTokens } = this.#encoder;
    let truncated = 0;
    for (const text of texts) {
      if (tokenizer.encode(this.#prefix + text, maxPassageTokens).truncated) truncated++;
    }
    if (path !== undefined) await this.#write(path, vectors, truncated);
    return { vectors, truncated };
  }

  #fileName(texts: readonly string[]): string {
    const { fingerprint, maxPassageTokens } = this.#encoder;
    const hash = createHash("sha256");
    hash.update(JSON.stringify([FORMAT, fingerprint, maxPassageTokens, this.#prefix]));
    // Lengths first, so that no two lists of texts run together to the same bytes.
    for (const text of texts) hash.update(`${text.length}:`).update(text);
    return `${hash.digest("hex").slice(0, 32)}.f32`;
  }

  async #read(path: string, rows: number): Promise<EmbeddedPassages | undefined> {
    const vectorBytes = rows * this.#encoder.dimension * 4;
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes?.length !== vectorBytes + 4 + 32) return undefined;
    const content = bytes.subarray(0, -32);
    if (!digest(content).equals(bytes.subarray(-32))) return undefined;
    const vectors = new Float32Array(rows * this.#encoder.dimension);
    new Uint8Array(vectors.buffer).set(content.subarray(0, vectorBytes));
    return { vectors, truncated: content.readUInt32LE(vectorBytes) };
  }

  async #write(path: string, vectors: Float32Array, truncated: number): Promise<void> {
    const count = Buffer.alloc(4);
    count.writeUInt32LE(truncated);
    const content = Buffer.concat([
      new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength),
      count,
    ]);
    await replaceFile(path, async (file) => {
      await file.writeFile(content);
      await file.writeFile(digest(content));
    }).catch(() => {
      // A cache that cannot be written costs time at the next call, nothing else.
    });
  }
}

function digest(content: Uint8Array): Buffer {
  return createHash("sha256").update(content).digest();
}
