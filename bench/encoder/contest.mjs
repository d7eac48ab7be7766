// What every contestant of the encoder benchmark does in Node.js; contest.py is the same in Python.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { serve } from "../lib/serve.mjs";
import { latencies, timed } from "../lib/timing.mjs";

/**
 * @param {string} name
 * @param {(folder: string) => Promise<{ passages(texts: string[]): Promise<Float32Array>,
 *   query(text: string): Promise<unknown>, extra?(query: string): Promise<unknown> }>} open
 */
export async function contest(name, open) {
  let encoder;
  let texts;
  await serve({
    async prepare({ folder }) {
      texts = JSON.parse(readFileSync(join(folder, "texts.json"), "utf8"));
      encoder = await open(folder);
      const vectors = await encoder.passages(texts.passages);
      const file = join(folder, `${name.replaceAll(/\W+/g, "_")}.f32`);
      writeFileSync(file, Buffer.from(vectors.buffer, vectors.byteOffset, vectors.byteLength));
      for (const query of texts.queries) await encoder.query(query);
      return { file };
    },
    passages: async () => (await timed(() => encoder.passages(texts.passages))).ms,
    queries: () => latencies(texts.queries, (query) => encoder.query(query)),
    extra: () => encoder.extra?.(texts.queries[0]),
  });
}

/** Indices of texts in batches of 32, shortest first: what a careful user does by hand. */
export function sortedBatches(texts, size = 32) {
  const order = texts.map((_, i) => i).toSorted((a, b) => texts[a].length - texts[b].length);
  const batches = [];
  for (let at = 0; at < order.length; at += size) batches.push(order.slice(at, at + size));
  return batches;
}
