// ours.mjs NAME PRECISION: this package, as a user calls it.
import ort from "onnxruntime-node";

import { TasbEmbeddings } from "../../.build/esm/langchain/tasb_embeddings.js";
import { prepareModel } from "../../.build/esm/model/prepared_model.js";
import { nativeOptions } from "../../.build/esm/onnx/runtime.js";
import { loadTokenizer } from "../../.build/esm/encoder/tokenizer.js";
import { threads } from "../lib/serve.mjs";
import { latencies } from "../lib/timing.mjs";
import { contest } from "./contest.mjs";

const [name, precision] = process.argv.slice(2);

await contest(name, async (folder) => {
  const model = { model: folder, precision, cacheDir: `${folder}/cache` };
  const embeddings = new TasbEmbeddings({ ...model, threads });
  return {
    passages: (texts) => embeddings.encode(texts),
    query: (text) => embeddings.embedQuery(text),
    /** Milliseconds of the engine's own call on the query's tokens, without anything around it. */
    async extra(query) {
      const { graph, tokenizerPath } = await prepareModel(model);
      const session = await ort.InferenceSession.create(graph.path, nativeOptions({ threads }));
      const { ids } = (await loadTokenizer(tokenizerPath)).encode(query, 30);
      const tensor = (data) => new ort.Tensor("int64", data, [1, ids.length]);
      const feeds = {
        input_ids: tensor(BigInt64Array.from(ids, BigInt)),
        attention_mask: tensor(new BigInt64Array(ids.length).fill(1n)),
      };
      for (let i = 0; i < 5; i += 1) await session.run(feeds);
      const times = await latencies(Array.from({ length: 30 }), () => session.run(feeds));
      await session.release();
      return times;
    },
  };
});
