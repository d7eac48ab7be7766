import { createHash } from "node:crypto";
import { join } from "node:path";

import { expect, test } from "vitest";

import { CALIBRATION_TEXTS } from "../../src/encoder/calibration.js";
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
const VERSION = 6;
const GRAPHS = {
  "distilbert-f32, fp32": "9183e425991b3c2b99c8f4ae0e7ea401143e2df3969e93155954fb9234f81349",
  "distilbert-f32, int8": "0beefb2905f266af378d3b3d0a8592634a486f4af04233378a3dfd8bfa504815",
  "distilbert-f32, int8, pairs bounded":
    "fef85593a1d4123debe28124fbf1f85419406fc0bfc4277e461e4aafd7ef3d7c",
  "bert-mean-normalized, fp32": "a974e5d36465c4e98144d2413398ae6f18f2e515519377f2fb021d535e92786c",
  "bert-mean-normalized, int8": "df1ee5b2b35ad06d96f788b9c6616751129c5a0fc1b32962c36107d62641d44e",
  "bert-mean-normalized, int8, pairs bounded":
    "1b10905ebf5314ed1282edb4eb6535f236e92c4ff0603854bd0b075582f52ef8",
};

/** The same of the texts that int8 is corrected with. */
const CALIBRATION = "f8d5e9aa88b1a3d63b661a6dcf1ce5daac1a4344ad3ba4171443d7112d7b6085";

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

test("int8 of this version is corrected with the same texts", () => {
  const digest = createHash("sha256").update(CALIBRATION_TEXTS.join("\0")).digest("hex");
  expect({ version: CONVERTER_VERSION, texts: digest }).toEqual({
    version: VERSION,
    texts: CALIBRATION,
  });
});

test("the converter writes the graphs of its version, bit for bit, on every machine", async () => {
  const found: Record<string, string> = {};
  for (const name of Object.keys(GRAPHS)) found[name] = await graphDigest(name);
  expect({ version: CONVERTER_VERSION, graphs: found }).toEqual({
    version: VERSION,
    graphs: GRAPHS,
  });
});
