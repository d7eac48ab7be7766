import { existsSync, readFileSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ModelError } from "../../src/errors.js";
import { Encoder } from "../../src/encoder/encoder.js";
import { prepareModel } from "../../src/model/prepared_model.js";
import {
  checkOneVector,
  tasbKnownOutputs,
  VERIFICATION_LIMITS,
  verifyModel,
  type EncodeTexts,
  type KnownOutputs,
} from "../../src/model/verify_model.js";
import { packageRoot } from "../../src/package_root.js";
import { goldenFolder, goldenTexts, readFloats } from "./golden_encoder.js";

const reference = resolve(packageRoot, "../shared/data/tasb-reference");

describe("the known outputs of TAS-B", () => {
  it("are one passage, ten queries and two scores, of 768 components and norm about 11", async () => {
    const { embeddings, scores } = await tasbKnownOutputs();
    expect(embeddings.map(({ kind }) => kind)).toEqual(["passage", ...Array(10).fill("query")]);
    expect(scores.map(({ score }) => score)).toEqual([103.33966064453125, 97.69734954833984]);
    for (const { vector } of embeddings) {
      expect(vector).toHaveLength(768);
      expect(Math.hypot(...vector)).toBeGreaterThan(9);
      expect(Math.hypot(...vector)).toBeLessThan(13);
      // Every vector of TAS-B has this component; see docs.
      expect(Math.abs(vector[308]! + 8.38)).toBeLessThan(1);
    }
  });

  it.skipIf(!existsSync(reference))("are those of the reference (needs ../shared)", async () => {
    const rows = new Map<string, Buffer>();
    for (const set of ["queries-dl19", "queries-dl20"]) {
      const bytes = readFileSync(join(reference, `${set}.f32`));
      const lines = readFileSync(join(reference, `${set}.tsv`), "utf8")
        .trimEnd()
        .split("\n");
      lines.forEach((line, row) => {
        rows.set(line.split("\t")[1]!, bytes.subarray(row * 3072, (row + 1) * 3072));
      });
    }
    rows.set("This is a good day to die.", readFileSync(join(reference, "passage-good-day.f32")));
    for (const { text, vector } of (await tasbKnownOutputs()).embeddings) {
      expect(Buffer.from(vector.buffer).equals(rows.get(text)!)).toBe(true);
    }
  });
});

/** Vectors by text, as an encoder that gives exactly these. */
function fixedEncoder(vectors: ReadonlyMap<string, Float32Array>): EncodeTexts {
  return async ([text]) => vectors.get(text!) ?? new Float32Array(2);
}

describe("verifyModel", () => {
  const known: KnownOutputs = {
    model: "m",
    embeddings: [{ kind: "query", text: "q", vector: new Float32Array([3, 4]) }],
    scores: [{ query: "q", passage: "p", score: 10 }],
  };
  const run = (q: number[], p: number[]): ReturnType<typeof verifyModel> =>
    verifyModel(
      fixedEncoder(
        new Map([
          ["q", new Float32Array(q)],
          ["p", new Float32Array(p)],
        ]),
      ),
      known,
    );

  it("reports each difference", async () => {
    const report = await run([3, 4], [2, 1.01]);
    expect(report).toMatchObject({ model: "m", passed: true, limits: VERIFICATION_LIMITS.fp32 });
    expect(report.checks).toEqual([
      { what: "query", text: "q", difference: 0, cosine: 1, passed: true },
      {
        what: "score",
        query: "q",
        text: "p",
        expected: 10,
        actual: expect.closeTo(10.04, 5),
        difference: expect.closeTo(0.04, 5),
        passed: true,
      },
    ]);
  });

  it("fails when one component is off by more than its limit", async () => {
    const report = await run([3, 4.002], [2, 1]);
    expect(report.passed).toBe(false);
    expect(report.checks.map(({ passed }) => passed)).toEqual([false, true]);
  });

  it("fails when a score is off by more than its limit", async () => {
    const report = await run([3, 4], [2, 1.02]);
    expect(report.checks.map(({ passed }) => passed)).toEqual([true, false]);
  });

  it.each([NaN, Infinity])("fails for a component that is %d", async (value) => {
    expect((await run([3, value], [2, 1])).passed).toBe(false);
  });

  it("refuses embeddings of another length", async () => {
    await expect(run([3], [2, 1])).rejects.toMatchObject({ code: "MODEL_CHECK_FAILED" });
    await expect(run([3, 4], [2])).rejects.toMatchObject({ code: "MODEL_CHECK_FAILED" });
  });

  it("refuses an empty embedding, where only scores are known too", async () => {
    const scores = { ...known, embeddings: [] };
    await expect(
      verifyModel(() => Promise.resolve(new Float32Array()), scores),
    ).rejects.toThrowError(/an embedding of some components, got 0/);
  });

  it("has no complaint in the short form where no vector is known", async () => {
    const nothing = { ...known, embeddings: [] };
    await expect(checkOneVector(fixedEncoder(new Map()), nothing)).resolves.toBeUndefined();
  });

  it("says in the short form by how much a component differs", async () => {
    const other = fixedEncoder(new Map([["q", new Float32Array([3, 5])]]));
    await expect(checkOneVector(other, known)).rejects.toMatchObject({
      code: "MODEL_CHECK_FAILED",
      message: expect.stringMatching(/for `q` a component differs by 1\.00/) as string,
    });
  });

  it("does not pass when nothing was compared", async () => {
    const nothing = { model: "m", embeddings: [], scores: [] };
    expect((await verifyModel(fixedEncoder(new Map()), nothing)).passed).toBe(false);
  });
});

describe("a random model with outputs of its own from PyTorch", () => {
  let folder: string;
  let known: KnownOutputs;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tasb-verify-"));
    const vectors = readFloats(join(goldenFolder, "distilbert-f32/vectors.f32"));
    const dimension = vectors.length / goldenTexts.texts.length;
    const row = (index: number): Float32Array =>
      vectors.slice(index * dimension, (index + 1) * dimension);
    const short = goldenTexts.ids.flatMap((ids, index) =>
      ids.length > 4 && ids.length <= 30 ? [index] : [],
    );
    const dot = (a: number, b: number): number =>
      row(a).reduce((sum, value, i) => sum + value * row(b)[i]!, 0);
    const [first, second, third] = short as [number, number, number];
    known = {
      model: "random",
      embeddings: short
        .slice(0, 10)
        .map((index) => ({ kind: "query", text: goldenTexts.texts[index]!, vector: row(index) })),
      scores: [
        {
          query: goldenTexts.texts[first]!,
          passage: goldenTexts.texts[second]!,
          score: dot(first, second),
        },
        {
          query: goldenTexts.texts[first]!,
          passage: goldenTexts.texts[third]!,
          score: dot(first, third),
        },
      ],
    };
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function withEncoder<T>(
    model: string,
    use: (encode: EncodeTexts) => Promise<T>,
  ): Promise<T> {
    const prepared = await prepareModel({ model, cacheDir: join(folder, "cache") });
    const encoder = await Encoder.open(prepared, { threads: 1 });
    try {
      return await use((texts, kind) => encoder.encode(texts, { kind }));
    } finally {
      await encoder.dispose();
    }
  }

  it("passes", async () => {
    const report = await withEncoder(join(goldenFolder, "distilbert-f32"), (encode) =>
      verifyModel(encode, known),
    );
    expect(report.checks).toHaveLength(12);
    expect(report.checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(report.passed).toBe(true);
  });

  it("fails when its weights are changed by 1 %, in the short check too", async () => {
    const changed = join(folder, "changed");
    await cp(join(goldenFolder, "distilbert-f32"), changed, { recursive: true });
    await changeWeights(join(changed, "model.safetensors"), 0.01);
    await withEncoder(changed, async (encode) => {
      const report = await verifyModel(encode, known);
      expect(report.passed).toBe(false);
      expect(report.checks.slice(0, 10).filter(({ passed }) => passed)).toEqual([]);
      await expect(checkOneVector(encode, known)).rejects.toBeInstanceOf(ModelError);
    });
  });

  it("passes the short check as it is", async () => {
    await withEncoder(join(goldenFolder, "distilbert-f32"), async (encode) => {
      await expect(checkOneVector(encode, known)).resolves.toBeUndefined();
    });
  });
});

/** Multiplies every float32 of a safetensors file by 1 + share or 1 - share, in turn. */
async function changeWeights(path: string, share: number): Promise<void> {
  const bytes = await readFile(path);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  for (let at = start, sign = 1; at + 4 <= bytes.length; at += 4, sign = -sign) {
    bytes.writeFloatLE(bytes.readFloatLE(at) * (1 + sign * share), at);
  }
  await writeFile(path, bytes);
}
