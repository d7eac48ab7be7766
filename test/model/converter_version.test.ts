import { createHash } from "node:crypto";
import { join } from "node:path";

import { expect, test } from "vitest";

import { CheckedWeights } from "../../src/model/checked_weights.js";
import { encoderGraph } from "../../src/model/encoder_graph.js";
import { readModelDirectory } from "../../src/model/model_directory.js";
import { CONVERTER_VERSION } from "../../src/model/prepared_model.js";
import { openWeights } from "../../src/model/weights.js";
import { writeStreamedModel } from "../../src/onnx/model_writer.js";
import { goldenFolder } from "./golden_encoder.js";

/**
 * sha256 of the graphs of two golden models. A change to one of them needs the next version: caches keep
 * graphs by it, and stores and caches of int8 vectors know their vectors by it. Then write down anew what
 * the failing test shows.
 */
const VERSION = 5;
const GRAPHS = {
  "distilbert-f32, fp32": "12a0e34b6cbae046bcf31d0d75d5a1791f810620d18856ed7cfcd53861742492",
  "distilbert-f32, int8": "5def91d6326efeb9e5b6cc8b0ae4e269b712de4c6173be342c0339c4779140ea",
  "distilbert-f32, int8, pairs bounded":
    "2a0a87ec8f9396969a8e29a207583842d1a8d68da3e92d981e53c2a279b971a6",
  "bert-mean-normalized, fp32": "f8947bec908077770849f76f9ba906e3fae18054015b5f6ce82eb32546f42f6b",
  "bert-mean-normalized, int8": "73611f1b25dcf6d96f11f927be77982721199ccb55770d6995037b5877767a6b",
  "bert-mean-normalized, int8, pairs bounded":
    "4cea96926c2489146614f2ee15f75089de62f7d0aacdfffec85555698cb9f891",
};

async function graphDigest(name: string): Promise<string> {
  const [folder, precision, pairs] = name.split(", ") as [string, "fp32" | "int8", string?];
  const { config, settings, weights } = await readModelDirectory(join(goldenFolder, folder));
  const source = await openWeights(weights.path, weights.format);
  try {
    const checked = new CheckedWeights(config, source);
    const products = { precision, pairsBounded: pairs !== undefined };
    const bytes = await writeStreamedModel(encoderGraph(config, settings, checked, products));
    return createHash("sha256").update(bytes).digest("hex");
  } finally {
    await source.close();
  }
}

test("the converter writes the graphs of its version, bit for bit, on every machine", async () => {
  const found: Record<string, string> = {};
  for (const name of Object.keys(GRAPHS)) found[name] = await graphDigest(name);
  expect({ version: CONVERTER_VERSION, graphs: found }).toEqual({
    version: VERSION,
    graphs: GRAPHS,
  });
});
