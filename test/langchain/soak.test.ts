import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { describe, expect, it } from "vitest";

import { propertyRuns } from "../property_runs.js";
import { reportFigure } from "../reliability_report.js";

const program = fileURLToPath(new URL("soak.mjs", import.meta.url));
const built = fileURLToPath(new URL("../../dist/esm/index.js", import.meta.url));

/** MiB. */
interface Memory {
  process: number;
  heap: number;
}

const rounded = (megabytes: number): string => megabytes.toFixed(1);

/** The largest of the last measurements over the largest of the first. */
function growth(measured: readonly Memory[], of: keyof Memory): number {
  const third = Math.max(1, Math.floor(measured.length / 3));
  const largest = (part: readonly Memory[]): number => Math.max(...part.map((one) => one[of]));
  return largest(measured.slice(-third)) / largest(measured.slice(0, third));
}

describe.skipIf(!existsSync(built))("memory", () => {
  it("stays as it is over many calls, and over many lives of embeddings and stores", async () => {
    const calls = propertyRuns(300, 10_000);
    const warmUp = propertyRuns(2, 10);
    const cycles = propertyRuns(3, 20);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--expose-gc", program, ...[calls, warmUp, cycles].map(String)],
      {
        // The C library keeps freed memory for later, up to hundreds of MiB. Pieces above this size
        // it gives back at once, so that what the process has is what it holds.
        env: {
          ...process.env,
          MALLOC_MMAP_THRESHOLD_: "131072",
          MALLOC_TRIM_THRESHOLD_: "131072",
        },
      },
    );
    const { soak, lives } = JSON.parse(stdout) as { soak: Memory[]; lives: Memory[] };
    const last = (measured: Memory[]): Memory => measured.at(-1)!;
    reportFigure("Embed and search calls, memory in MiB after a full collection", {
      calls,
      "process after warm-up": rounded(soak[0]!.process),
      "at the end": rounded(last(soak).process),
      "heap after warm-up": rounded(soak[0]!.heap),
      "heap at the end": rounded(last(soak).heap),
    });
    reportFigure("Embeddings and store made and disposed of, memory in MiB", {
      cycles,
      "cycles before": warmUp,
      "process after the first": rounded(lives[0]!.process),
      "after the last": rounded(last(lives).process),
      "heap after the first": rounded(lives[0]!.heap),
      "heap after the last": rounded(last(lives).heap),
    });
    // Few calls measure the engine's warm-up as well.
    const most = propertyRuns(0, 1) === 1 ? 1.05 : 1.3;
    expect(growth(soak, "process")).toBeLessThan(most);
    expect(growth(soak, "heap")).toBeLessThan(most);
    expect(growth(lives, "process")).toBeLessThan(most);
    expect(growth(lives, "heap")).toBeLessThan(most);
  }, 1_800_000);
});
