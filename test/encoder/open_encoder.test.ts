import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { checkConversion, isTasb, openEncoder } from "../../src/encoder/open_encoder.js";
import {
  CHECK_TEXTS,
  compareRows,
  comparePrecisions,
  LEAST_INT8_CHECK,
  passes,
} from "../../src/encoder/precision_check.js";
import { meanDifference } from "../../src/encoder/bias_correction.js";
import { CALIBRATION_TEXTS } from "../../src/encoder/calibration.js";
import { AbortedError } from "../../src/errors.js";
import { Encoder } from "../../src/encoder/encoder.js";
import { dotProduct } from "../../src/linalg/dot_product.js";
import {
  prepareModel,
  recordCheck,
  type ConversionCheck,
  type PreparedModel,
} from "../../src/model/prepared_model.js";
import { packageRoot } from "../../src/package_root.js";
import { encodeRows, goldenFolder } from "../model/golden_encoder.js";
import { FULL_SIZE, writeRandomModel } from "../model/random_model.js";
import { InferenceThread } from "../../src/onnx/inference_thread.js";

const bgeSmall = resolve(packageRoot, "../shared/models/bge-small-en-v1.5");

/** A third of TAS-B's width and depth. */
const SMALLER = { ...FULL_SIZE, layers: 2, dimension: 256, heads: 4, feedForward: 1024 };

function expectClose({ cosine, centeredCosine }: ConversionCheck): void {
  expect(cosine).toBeGreaterThanOrEqual(0.999);
  expect(centeredCosine).toBeGreaterThanOrEqual(0.995);
}

let folder: string;
let cacheDir: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-open-"));
  cacheDir = join(folder, "cache");
  await writeRandomModel(join(folder, "one"), SMALLER, 1);
  await writeRandomModel(join(folder, "two"), SMALLER, 2);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("int8", () => {
  it.each([
    ["tasb-mini", true],
    [bgeSmall, existsSync(bgeSmall)],
  ])("of %s has cosines to fp32 of .999, and .995 without the mean", async (model, there) => {
    if (!there) return console.log("passed over: no ../shared");
    const options = { model, precision: "int8", cacheDir } as const;
    const int8 = await openEncoder(options);
    const fp32 = await openEncoder({ model, cacheDir });
    // Real text: of the two tokens of an empty one the cosine may be .998.
    const other = [
      "What is the capital of the state with the largest lake?",
      ...CHECK_TEXTS.slice(0, 9).map((text, i) => `${text} ${CHECK_TEXTS[i + 7]!}`),
    ];
    const found = await comparePrecisions(fp32, int8, other);
    await Promise.all([int8.dispose(), fp32.dispose()]);
    expect(found.cosine).toBeLessThan(1);
    expectClose(found);
    // What was measured after the conversion is kept.
    const { check } = await prepareModel(options);
    expectClose(check!);
    expect((await checkConversion(await prepareModel(options), options)).check).toEqual(check);
  });

  it("gives a text nearly the same vector in any batch and with any padding", async () => {
    const model = await prepareModel({ model: "tasb-mini", precision: "int8", cacheDir });
    const thread = InferenceThread.shared();
    const session = await thread.openSession(model.graph, { threads: 2 });
    const rows = [
      [101, 2054, 2003, 102],
      [101, 102],
      Array.from({ length: 90 }, (_, i) => 200 + 7 * i),
    ];
    const together = await encodeRows(session, rows);
    const apart = await Promise.all(rows.map((row, i) => encodeRows(session, [row], 40 * i)));
    const d = apart[0]!.length;
    const joined = new Float32Array(3 * d);
    apart.forEach((row, i) => joined.set(row, i * d));
    // Rounding may move a number across the border between two steps.
    expect(compareRows(together, joined, d).cosine).toBeGreaterThan(0.9999);
    await session.close();
  });

  it("refuses an empty batch, and the session goes on", async () => {
    const model = join(goldenFolder, "bert-mean-normalized");
    const { graph } = await prepareModel({ model, precision: "int8", cacheDir });
    const session = await InferenceThread.shared().openSession(graph);
    const empty = { type: "int64", dims: [0, 2], data: new BigInt64Array(0) } as const;
    await expect(
      session.run({ input_ids: empty, attention_mask: { ...empty, data: new BigInt64Array(0) } }),
    ).rejects.toMatchObject({ code: "INFERENCE_FAILED" });
    expect(await encodeRows(session, [[2, 3]])).not.toHaveLength(0);
    await session.close();
  });

  it("is refused where it is too far from fp32, and says what to use", async () => {
    // The graph of one model, said to be that of another.
    const one = await prepareModel({ model: join(folder, "one"), precision: "int8", cacheDir });
    const two = { model: join(folder, "two"), precision: "int8", cacheDir } as const;
    await expect(checkConversion(one, two)).rejects.toMatchObject({
      code: "MODEL_CHECK_FAILED",
      message: expect.stringMatching(/at least 0\.999, and 0\.995 .* got .* Use fp32/),
    });
    expect((await prepareModel(two)).check).toBeUndefined();
  });

  it("passes with its own weights", async () => {
    const options = { model: join(folder, "one"), precision: "int8", cacheDir } as const;
    const { check } = await checkConversion(await prepareModel(options), options);
    expect(passes(check)).toBe(true);
  });

  it.each([false, true])(
    "has no more what rounding adds to every vector alike (normalize: %s)",
    async (normalize) => {
      const source = { model: join(folder, "two"), normalize, cacheDir } as const;
      const options = { ...source, precision: "int8" } as const;
      const { bias: _bias, ...asRounded } = await prepareModel(options);
      const rounded = await Encoder.open(asRounded);
      const int8 = await openEncoder(options);
      const fp32 = await openEncoder(source);
      // Neither the texts of the calibration nor those of the check.
      const texts = CHECK_TEXTS.slice(2).map((text, i) => `${CHECK_TEXTS[i]!} ${text}`);
      const [exact, before, after] = await Promise.all(
        [fp32, rounded, int8].map((encoder) => encoder.encode(texts, { kind: "passage" })),
      );
      await Promise.all([rounded.dispose(), int8.dispose(), fp32.dispose()]);
      const d = SMALLER.dimension;
      const inAll = (rows: Float32Array): number => {
        const mean = meanDifference(exact!, rows, d);
        return Math.sqrt(dotProduct(mean, 0, mean, 0, d));
      };
      // Means over two dozen texts keep a part of what differs by chance: .54 was seen.
      expect(inAll(after!)).toBeLessThan(0.7 * inAll(before!));
      expect(compareRows(exact!, after!, d).centeredCosine).toBeGreaterThan(
        compareRows(exact!, before!, d).centeredCosine,
      );
      if (!normalize) return;
      for (let at = 0; at < after!.length; at += d) {
        expect(dotProduct(after!, at, after!, at, d)).toBeCloseTo(1, 6);
      }
    },
  );

  it("is calibrated with other texts than those it is checked with", () => {
    expect(new Set([...CALIBRATION_TEXTS, ...CHECK_TEXTS]).size).toBe(
      CALIBRATION_TEXTS.length + CHECK_TEXTS.length,
    );
  });
});

describe("the check after a conversion", () => {
  it("refuses weights under TAS-B's name that do not give its vectors", async () => {
    const options = { model: "tasb-mini", cacheDir };
    const model: PreparedModel = { ...(await prepareModel(options)), name: "tas-b" };
    expect(isTasb(model)).toBe(true);
    await expect(checkConversion(model, options)).rejects.toMatchObject({
      code: "MODEL_CHECK_FAILED",
    });
  });

  it.each(["is done", "is stopped at its first text"])(
    "leaves no encoder open once it %s",
    async (end) => {
      const own = await mkdtemp(join(folder, "own-"));
      const options = { model: join(folder, "one"), precision: "int8", cacheDir: own } as const;
      const model = await prepareModel(options);
      const controller = new AbortController();
      const open = vi.spyOn(Encoder, "open");
      const dispose = vi.spyOn(Encoder.prototype, "dispose");
      const encode = vi.spyOn(Encoder.prototype, "encode");
      if (end !== "is done") {
        encode.mockImplementation(() => {
          controller.abort();
          return Promise.reject(new AbortedError());
        });
      }
      const { signal } = controller;
      const outcome = await checkConversion(model, { ...options, signal }).then(
        () => "is done",
        () => "is stopped at its first text",
      );
      expect(outcome).toBe(end);
      expect(open).toHaveBeenCalledTimes(2);
      expect(dispose).toHaveBeenCalledTimes(2);
    },
  );

  it("is made anew where the record's figures miss the limits", async () => {
    const options = { model: join(folder, "one"), precision: "int8", cacheDir } as const;
    const checked = await checkConversion(await prepareModel(options), options);
    await recordCheck({ ...checked, check: { cosine: 0.5, centeredCosine: 0 } });
    const again = await checkConversion(await prepareModel(options), options);
    expect(passes(again.check)).toBe(true);
    expect((await prepareModel(options)).check).toEqual(again.check);
  });
});

describe("compareRows", () => {
  it("gives the smallest cosine, with and without the mean of the first rows", () => {
    const rows = Float32Array.of(10, 1, 10, -1);
    const { cosine, centeredCosine } = compareRows(rows, Float32Array.of(10, 1, 10, 1), 2);
    expect(cosine).toBeCloseTo(99 / 101, 6);
    expect(centeredCosine).toBeCloseTo(-1, 6);
  });

  it("does not take NaN for a small difference", () => {
    const found = compareRows(Float32Array.of(1, 2), Float32Array.of(1, NaN), 2);
    expect(found.cosine).toBeNaN();
    expect(passes(found, LEAST_INT8_CHECK)).toBe(false);
  });
});
