import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../src/package_root.js";
import { parseMetric } from "../../src/evaluation/metrics/metric.js";

const program = join(packageRoot, "bench/reproduction/run.mjs");
const expected = JSON.parse(
  readFileSync(join(packageRoot, "bench/reproduction/expected.json"), "utf8"),
) as Record<string, Table>;

interface Table {
  folder: string;
  options: string[];
  rows: { run: string; metric: string; value: number; tolerance: number | null; source: string }[];
}

interface Run {
  name: string;
  metrics: Record<string, number>;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-reproduction-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}

async function compared(runs: Run[]): Promise<{ code: number | null; out: string }> {
  const path = join(folder, "results.json");
  await writeFile(path, JSON.stringify({ runs }));
  return run("dl19", "--results", path);
}

/** Runs with the expected values of the card, or Pyserini's where it has none. */
function dl19(change: number): Run[] {
  const metrics: Record<string, number> = {};
  for (const { metric, value } of expected["dl19"]!.rows) metrics[metric] ??= value;
  return [
    { name: "dense", metrics: { ...metrics, "ndcg@10": metrics["ndcg@10"]! + change } },
    { name: "bm25", metrics: {} },
  ];
}

describe("the comparison with published values", () => {
  it("says OK for each row within its tolerance, and exits with 0", async () => {
    const { code, out } = await compared(dl19(0.002));
    expect(out).toMatch(
      /\| dense \| ndcg@10 \| 0\.7190 \| 0\.717 \| \+0\.0020 \| 0\.006 \| model card \| OK \|/,
    );
    expect(out).toMatch(/\ndl19: OK\n/);
    expect(code).toBe(0);
  });

  it("says FAIL for each row beyond it, and exits with 1", async () => {
    const { code, out } = await compared(dl19(-0.02));
    expect(out).toMatch(/\| model card \| FAIL \|/);
    expect(out).toMatch(/dl19: FAIL, 2 of 6 rows/);
    expect(code).toBe(1);
  });

  it("says FAIL where a run or a metric is missing", async () => {
    const { code, out } = await compared([{ name: "dense", metrics: {} }]);
    expect(out).toMatch(/\| missing \|/);
    expect(code).toBe(1);
    expect((await compared([])).code).toBe(1);
  });

  it("names the tables and their files when it is asked for another one", () => {
    const { code, err } = run("dl21", "somewhere");
    expect(code).toBe(2);
    for (const name of Object.keys(expected)) expect(err).toContain(`${name}: `);
  });

  it("has metrics that exist, values between 0 and 1, and a source for each", () => {
    for (const { options, rows } of Object.values(expected)) {
      expect(options.join(" ")).toContain("{folder}");
      for (const { metric, value, tolerance, source } of rows) {
        expect(() => parseMetric(metric)).not.toThrow();
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThan(1);
        expect(tolerance ?? 0.01).toBeLessThanOrEqual(0.01);
        expect(source).not.toBe("");
      }
    }
  });
});
