import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ModelError } from "../../src/errors.js";
import { openWeights, type WeightFormat } from "../../src/model/weights.js";
import { packageRoot } from "../../src/package_root.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

const golden = join(packageRoot, "test/golden/weights");
const { files } = JSON.parse(readFileSync(join(golden, "good.json"), "utf8")) as {
  files: Record<string, { format: WeightFormat }>;
};

/** Mutated files, half of them for each of the two readers. */
const runs = propertyRuns(2000, 200_000);

/** A case that takes longer than this is a hang; the files have a few kilobytes. */
const longestMilliseconds = 2000;

/** Random integers from 0 to n - 1 by mulberry32. */
function generator(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

const extremes = [
  [0xff, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0, 0, 0, 0],
  [0xff, 0xff],
  [0, 0, 0, 0, 0, 0, 0, 0x80],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
  [...Buffer.from("cos\nsystem\n")],
  [...Buffer.from("99999999999999999999")],
];

/** One to four edits: flipped bits, other bytes, cuts, copies, extreme numbers. */
function mutate(original: Buffer, random: (n: number) => number): Buffer {
  let bytes = Buffer.from(original);
  for (let edits = 1 + random(4); edits > 0 && bytes.length > 0; edits--) {
    // Half of the edits hit the first bytes or the last, where the structure is.
    const near = [random(bytes.length), random(Math.min(600, bytes.length))][random(2)]!;
    const at = random(2) === 0 ? near : bytes.length - 1 - near;
    switch (random(6)) {
      case 0:
        bytes[at]! ^= 1 << random(8);
        break;
      case 1:
        bytes[at] = random(256);
        break;
      case 2:
        bytes = bytes.subarray(0, at);
        break;
      case 3: {
        const from = random(bytes.length);
        const piece = bytes.subarray(from, from + random(64));
        bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
        break;
      }
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(16))]);
        break;
      default:
        Buffer.from(extremes[random(extremes.length)]!).copy(bytes, at);
    }
  }
  return bytes;
}

function originals(format: WeightFormat): Buffer[] {
  return Object.keys(files)
    .filter((file) => files[file]!.format === format)
    .map((file) => readFileSync(join(golden, "good", file)));
}

/** `read` or `refused`; anything else a mutated file may do is returned as it is. */
async function outcome(path: string, format: WeightFormat, size: number): Promise<string> {
  try {
    const source = await openWeights(path, format);
    try {
      for (const name of source.names()) {
        const values = await source.read(name);
        // int8 becomes four times as long; nothing else grows more than twice.
        if (values.byteLength > 4 * size) return `${values.byteLength} bytes for \`${name}\``;
      }
    } finally {
      await source.close();
    }
    return "read";
  } catch (error) {
    return error instanceof ModelError ? "refused" : `untyped: ${String(error)}`;
  }
}

describe("the readers of weight files", () => {
  it(`read or refuse ${runs} mutated files: no crash, no hang, no untyped error`, async () => {
    const random = generator(PROPERTY_SEED);
    const readers = (["safetensors", "pytorch"] as const).map((format) => ({
      format,
      inputs: originals(format),
    }));
    const folder = await mkdtemp(join(tmpdir(), "tasb-fuzz-"));
    const path = join(folder, "mutated");
    const counts = new Map<string, number>();
    const rssBefore = process.memoryUsage().rss;
    let slowest = 0;
    for (let run = 0; run < runs; run++) {
      const { format, inputs } = readers[run % 2]!;
      const mutated = mutate(inputs[random(inputs.length)]!, random);
      await writeFile(path, mutated);
      const start = performance.now();
      const result = await outcome(path, format, mutated.length);
      slowest = Math.max(slowest, performance.now() - start);
      counts.set(result, (counts.get(result) ?? 0) + 1);
    }
    await rm(folder, { recursive: true });
    expect([...counts.keys()].toSorted()).toEqual(["read", "refused"]);
    expect(counts.get("refused")).toBeGreaterThan(runs / 4);
    expect(slowest).toBeLessThan(longestMilliseconds);
    // Far above what garbage collection leaves, far below one hostile length taken at its word.
    expect(process.memoryUsage().rss - rssBefore).toBeLessThan(256 << 20);
  }, 3_600_000);
});
