// transformers.mjs NAME DTYPE: transformers.js, in sorted batches of 32.
import { basename, dirname } from "node:path";

import { env, pipeline } from "@huggingface/transformers";

import { threads } from "../lib/serve.mjs";
import { contest, sortedBatches } from "./contest.mjs";

const [name, dtype] = process.argv.slice(2);

await contest(name, async (folder) => {
  env.allowRemoteModels = false;
  env.localModelPath = dirname(folder);
  const extract = await pipeline("feature-extraction", basename(folder), {
    dtype,
    device: "cpu",
    session_options: { intraOpNumThreads: threads },
  });
  const encode = (texts) => extract(texts, { pooling: "cls", normalize: false });
  return {
    async passages(texts) {
      let vectors;
      for (const batch of sortedBatches(texts)) {
        const { data, dims } = await encode(batch.map((at) => texts[at]));
        const d = dims[1];
        vectors ??= new Float32Array(texts.length * d);
        batch.forEach((at, row) => vectors.set(data.subarray(row * d, (row + 1) * d), at * d));
      }
      return vectors;
    },
    query: (text) => encode(text),
  };
});
