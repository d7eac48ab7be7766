import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { CheckedWeights } from "../../src/model/checked_weights.js";
import type { EncoderConfig } from "../../src/model/encoder_config.js";
import { encoderGraph, type Precision } from "../../src/model/encoder_graph.js";
import { encoderTensors } from "../../src/model/encoder_tensors.js";
import { readModelDirectory } from "../../src/model/model_directory.js";
import { openWeights, type WeightSource } from "../../src/model/weights.js";
import type { InferenceSession } from "../../src/onnx/inference_session.js";
import { InferenceThread } from "../../src/onnx/inference_thread.js";
import { writeStreamedModel } from "../../src/onnx/model_writer.js";
import {
  encodeRows,
  goldenFolder,
  goldenModels,
  goldenTexts,
  largestDifference,
  readFloats,
} from "./golden_encoder.js";

/** float32 sums taken in another order than PyTorch's; the bound of the encoder's specification. */
const TOLERANCE = 1e-4;

const thread = new InferenceThread();
afterAll(() => thread.dispose());

async function openModel(name: string): Promise<InferenceSession> {
  const model = await readModelDirectory(join(goldenFolder, name));
  const source = await openWeights(model.weights.path, model.weights.format);
  try {
    const graph = encoderGraph(
      model.config,
      model.settings,
      new CheckedWeights(model.config, source),
    );
    const bytes = await writeStreamedModel(graph);
    return await thread.openSession({ bytes }, { threads: 2 });
  } finally {
    await source.close();
  }
}

describe.each(goldenModels)("the encoder %s", (name) => {
  const reference = readFloats(join(goldenFolder, name, "vectors.f32"));
  const dimension = reference.length / goldenTexts.ids.length;
  const rowsOf = (indices: readonly number[]): Float32Array => {
    const rows = new Float32Array(indices.length * dimension);
    indices.forEach((index, at) => {
      rows.set(reference.subarray(index * dimension, (index + 1) * dimension), at * dimension);
    });
    return rows;
  };
  let session: InferenceSession;
  beforeAll(async () => {
    session = await openModel(name);
  });
  afterAll(() => session.close());

  const encode = (indices: readonly number[], width?: number): Promise<Float32Array> =>
    encodeRows(
      session,
      indices.map((index) => goldenTexts.ids[index]!),
      width,
    );

  test("gives PyTorch's vectors for at least 200 texts, one at a time", async () => {
    expect(goldenTexts.ids.length).toBeGreaterThanOrEqual(200);
    let worst = 0;
    for (let index = 0; index < goldenTexts.ids.length; index += 1) {
      worst = Math.max(worst, largestDifference(await encode([index]), rowsOf([index])));
    }
    expect(worst).toBeLessThanOrEqual(TOLERANCE);
  });

  test("gives the same vectors in any batch and with any padding", async () => {
    const all = goldenTexts.ids.map((_, index) => index);
    const byLength = all.toSorted(
      (a, b) => goldenTexts.ids[a]!.length - goldenTexts.ids[b]!.length,
    );
    for (const [order, size, width] of [
      [all, all.length, 0],
      [all, 7, 64],
      [byLength, 32, 0],
      [byLength.toReversed(), 5, 0],
    ] as const) {
      let worst = 0;
      for (let start = 0; start < order.length; start += size) {
        const batch = order.slice(start, start + size);
        worst = Math.max(worst, largestDifference(await encode(batch, width), rowsOf(batch)));
      }
      expect(worst).toBeLessThanOrEqual(TOLERANCE);
    }
  });

  test("tells different texts apart", () => {
    // Otherwise the agreement above would show nothing.
    const [first, second] = [rowsOf([9]), rowsOf([60])];
    expect(largestDifference(first, second)).toBeGreaterThan(0.1);
  });
});

test("with CLS pooling an empty batch is refused, and the session goes on", async () => {
  const session = await openModel("distilbert-f32");
  const empty = { type: "int64", dims: [0, 2], data: new BigInt64Array(0) } as const;
  await expect(
    session.run({ input_ids: empty, attention_mask: { ...empty, data: new BigInt64Array(0) } }),
  ).rejects.toMatchObject({ code: "INFERENCE_FAILED" });
  expect(await encodeRows(session, [[2, 3]])).not.toHaveLength(0);
  await session.close();
});

const CONFIG: EncoderConfig = {
  architecture: "bert",
  layers: 1,
  dimension: 4,
  heads: 2,
  feedForward: 8,
  vocabularySize: 5,
  maxPositions: 6,
  typeVocabularySize: 2,
  layerNormEpsilon: 1e-12,
};

/** Weights of zeros in the shapes of `CONFIG`, with changes. */
function weights(
  change: (tensors: Map<string, { shape: number[]; value: number }>) => void,
): WeightSource {
  const tensors = new Map<string, { shape: number[]; value: number }>();
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("name" in value && "shape" in value) {
      tensors.set(value.name as string, { shape: [...(value.shape as number[])], value: 0 });
    } else Object.values(value).forEach(walk);
  };
  walk(encoderTensors(CONFIG));
  change(tensors);
  return {
    names: () => [...tensors.keys()],
    shape: (name) => tensors.get(name)!.shape,
    read: (name) => {
      const { shape, value } = tensors.get(name)!;
      const numbers = new Float32Array(shape.reduce((a, b) => a * b, 1));
      numbers[numbers.length - 1] = value;
      return Promise.resolve(numbers);
    },
    close: () => Promise.resolve(),
  };
}

const convert = (
  source: WeightSource,
  config = CONFIG,
  precision: Precision = "fp32",
): Promise<Uint8Array> =>
  writeStreamedModel(
    encoderGraph(config, { pooling: "mean", normalize: true }, new CheckedWeights(config, source), {
      precision,
      pairsBounded: false,
    }),
  );

describe("weights that do not fit", () => {
  test.each(["fp32", "int8"] as const)(
    "all zeros convert to %s, and normalizing a vector of zeros gives zeros, not NaN",
    async (precision) => {
      const bytes = await convert(
        weights(() => undefined),
        CONFIG,
        precision,
      );
      const session = await thread.openSession({ bytes });
      expect([...(await encodeRows(session, [[1, 2, 3]]))]).toEqual([0, 0, 0, 0]);
      await session.close();
    },
  );

  test("a missing tensor is refused by name", async () => {
    const source = weights((tensors) => tensors.delete("encoder.layer.0.output.dense.bias"));
    expect(() => new CheckedWeights(CONFIG, source)).toThrow(
      expect.objectContaining({
        code: "MODEL_FILE_INVALID",
        message: expect.stringContaining("`encoder.layer.0.output.dense.bias` of shape [4]"),
      }),
    );
  });

  test("a tensor of another shape is refused with both shapes", () => {
    const source = weights((tensors) => {
      tensors.get("encoder.layer.0.intermediate.dense.weight")!.shape = [4, 8];
    });
    expect(() => new CheckedWeights(CONFIG, source)).toThrow(
      /intermediate\.dense\.weight` to have the shape \[8, 4\].*got \[4, 8\]/,
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "a weight of %d is refused with its tensor and position",
    async (value) => {
      const source = weights((tensors) => {
        tensors.get("embeddings.position_embeddings.weight")!.value = value;
      });
      await expect(convert(source)).rejects.toMatchObject({
        code: "MODEL_FILE_INVALID",
        message: expect.stringMatching(
          new RegExp(`position_embeddings.weight.*got ${value} at position 23`),
        ),
      });
    },
  );
});
