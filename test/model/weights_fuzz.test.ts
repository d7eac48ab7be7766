import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ModelError } from "../../src/errors.js";
import { openWeights, type WeightFormat } from "../../src/model/weights.js";
import { packageRoot } from "../../src/package_root.js";
import { generator, mutate } from "../mutations.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { reportFigure } from "../reliability_report.js";

const golden = join(packageRoot, "test/golden/weights");
const { files } = JSON.parse(readFileSync(join(golden, "good.json"), "utf8")) as {
  files: Record<string, { format: WeightFormat }>;
};

/** Mutated files, half of them for each of the two readers. */
const runs = propertyRuns(2000, 200_000);

/** A case that takes longer than this is a hang; the files have a few kilobytes. */
const longestMilliseconds = 2000;

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
      // Of the processor, so that a machine that is busy otherwise does not count.
      const start = process.cpuUsage();
      const result = await outcome(path, format, mutated.length);
      const { user, system } = process.cpuUsage(start);
      slowest = Math.max(slowest, (user + system) / 1000);
      counts.set(result, (counts.get(result) ?? 0) + 1);
    }
    await rm(folder, { recursive: true });
    expect([...counts.keys()].toSorted()).toEqual(["read", "refused"]);
    expect(counts.get("refused")).toBeGreaterThan(runs / 4);
    expect(slowest).toBeLessThan(longestMilliseconds);
    reportFigure("Mutated weight files (safetensors and PyTorch checkpoints, half of each)", {
      inputs: runs,
      refused: counts.get("refused")!,
      "read as files": counts.get("read")!,
      "untyped errors": 0,
      "slowest, ms of the processor": Math.round(slowest),
    });
    // Far above what garbage collection leaves, far below one hostile length taken at its word.
    expect(process.memoryUsage().rss - rssBefore).toBeLessThan(256 << 20);
  }, 3_600_000);
});
