import { existsSync, readFileSync } from "node:fs";
import { copyFile, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ModelError } from "../../src/errors.js";
import { float32BitsOfFloat16 } from "../../src/model/float_formats.js";
import { openWeights, type WeightFormat } from "../../src/model/weights.js";
import { packageRoot } from "../../src/package_root.js";

const golden = join(packageRoot, "test/golden/weights");

interface Good {
  files: Record<
    string,
    { format: WeightFormat; tensors: Record<string, { shape: number[]; values: string }> }
  >;
}
const good = JSON.parse(readFileSync(join(golden, "good.json"), "utf8")) as Good;
const bad = JSON.parse(readFileSync(join(golden, "bad.json"), "utf8")) as {
  reasons: Record<string, string>;
};

async function failure(promise: Promise<unknown>): Promise<ModelError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ModelError);
  return error as ModelError;
}

/** Opens the file and reads every tensor, as a conversion would. */
async function readAll(path: string, format: WeightFormat): Promise<Map<string, Float32Array>> {
  const source = await openWeights(path, format);
  try {
    const result = new Map<string, Float32Array>();
    for (const name of source.names()) result.set(name, await source.read(name));
    return result;
  } finally {
    await source.close();
  }
}

describe("openWeights reads the values PyTorch reads, bit for bit", () => {
  for (const [file, { format, tensors }] of Object.entries(good.files)) {
    it(`from ${file}`, async () => {
      const source = await openWeights(join(golden, "good", file), format);
      try {
        expect(source.names().toSorted()).toEqual(Object.keys(tensors).toSorted());
        for (const [name, tensor] of Object.entries(tensors)) {
          const bytes = Buffer.from((await source.read(name)).buffer);
          const read = { name, shape: source.shape(name), values: bytes.toString("base64") };
          expect(read).toEqual({ name, ...tensor });
        }
      } finally {
        await source.close();
      }
    });
  }
});

describe("openWeights refuses, with the reason, and runs nothing", () => {
  for (const [file, reason] of Object.entries(bad.reasons)) {
    it(`the file ${file}`, async () => {
      const format = file.endsWith(".bin") ? "pytorch" : "safetensors";
      const error = await failure(readAll(join(golden, "bad", file), format));
      expect(error.code).toBe("MODEL_FILE_INVALID");
      expect(error.message).toContain(reason);
      expect(error.message).toContain(file);
    });
  }

  it("and no pickle left the mark it tries to make", () => {
    expect(existsSync("PICKLE_RAN")).toBe(false);
    expect(existsSync(join(packageRoot, "PICKLE_RAN"))).toBe(false);
  });
});

describe("openWeights", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tasb-weights-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("says that a file is missing", async () => {
    const error = await failure(openWeights(join(folder, "absent.bin"), "pytorch"));
    expect(error.code).toBe("MODEL_FILE_MISSING");
    expect(error.message).toContain("absent.bin");
  });

  it("tells a path that cannot be opened from a file that is missing", async () => {
    const file = join(folder, "plain");
    await writeFile(file, "");
    const error = await failure(openWeights(join(file, "model.safetensors"), "safetensors"));
    expect(error.code).toBe("MODEL_FILE_INVALID");
    expect(error.message).toMatch(/^Cannot open .*model\.safetensors: .*ENOTDIR/);
  });

  it("says where a file ends that was cut off after it was opened", async () => {
    const path = join(folder, "shrinking.safetensors");
    await copyFile(join(golden, "good/f32.safetensors"), path);
    const source = await openWeights(path, "safetensors");
    await truncate(path, 100);
    const last = source.names().at(-1)!;
    const error = await failure(source.read(last));
    await source.close();
    expect(error.code).toBe("MODEL_FILE_INVALID");
    expect(error.message).toMatch(/cut short: \d+ bytes were expected at byte \d+/);
  });

  it("refuses a folder in the place of a file", async () => {
    for (const format of ["safetensors", "pytorch"] as const) {
      const error = await failure(openWeights(folder, format));
      expect(error.code).toBe("MODEL_FILE_INVALID");
    }
  });

  it("names the tensor that is not there", async () => {
    const source = await openWeights(join(golden, "good/f32.safetensors"), "safetensors");
    expect(() => source.shape("nowhere")).toThrow(/no tensor `nowhere`/);
    await expect(source.read("nowhere")).rejects.toThrow(/no tensor `nowhere`/);
    await source.close();
    expect((await failure(source.read(source.names()[0]!))).code).toBe("MODEL_FILE_INVALID");
  });

  it("treats tensors called __proto__ and constructor as tensors", async () => {
    const header = Buffer.from(
      '{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},' +
        '"constructor":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
    );
    const start = Buffer.alloc(8);
    start.writeBigUInt64LE(BigInt(header.length));
    const path = join(folder, "names.safetensors");
    await writeFile(
      path,
      Buffer.concat([start, header, Buffer.from(new Float32Array([1, 2]).buffer)]),
    );
    const tensors = await readAll(path, "safetensors");
    expect([...tensors]).toEqual([
      ["__proto__", new Float32Array([1])],
      ["constructor", new Float32Array([2])],
    ]);
  });

  it("refuses weights that hold two encoders", async () => {
    const name = "embeddings.word_embeddings.weight";
    const header = Buffer.from(
      JSON.stringify({
        [`query.${name}`]: { dtype: "F32", shape: [1], data_offsets: [0, 4] },
        [`passage.${name}`]: { dtype: "F32", shape: [1], data_offsets: [4, 8] },
      }),
    );
    const start = Buffer.alloc(8);
    start.writeBigUInt64LE(BigInt(header.length));
    const path = join(folder, "two.safetensors");
    await writeFile(path, Buffer.concat([start, header, Buffer.alloc(8)]));
    const error = await failure(openWeights(path, "safetensors"));
    expect(error.code).toBe("MODEL_UNSUPPORTED");
    expect(error.message).toContain("2 encoders");
  });
});

describe("float32BitsOfFloat16", () => {
  it("is exact for all 65,536 halves", () => {
    const wrong: number[] = [];
    const bits = new Uint32Array(1);
    const value = new Float32Array(bits.buffer);
    for (let half = 0; half < 65_536; half++) {
      bits[0] = float32BitsOfFloat16(half);
      const sign = half & 0x8000 ? -1 : 1;
      const exponent = (half >> 10) & 31;
      const fraction = half & 1023;
      const exact =
        exponent === 31
          ? fraction === 0
            ? sign * Infinity
            : NaN
          : exponent === 0
            ? sign * fraction * 2 ** -24
            : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
      if (!Object.is(value[0], exact)) wrong.push(half);
    }
    expect(wrong).toEqual([]);
  });
});
