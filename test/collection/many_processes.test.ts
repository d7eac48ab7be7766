import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { LocalCollection } from "../../src/collection/local_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { propertyRuns } from "../property_runs.js";
import { reportFigure } from "../reliability_report.js";

const program = fileURLToPath(new URL("busy_process.mjs", import.meta.url));
const built = fileURLToPath(
  new URL("../../.build/esm/collection/local_collection.js", import.meta.url),
);
const dense = (dimension: number): ReferenceIndex => new ReferenceIndex({ dimension });

interface Counts {
  role: "writer" | "reader";
  done: number;
  locked: number;
  last: number;
  wrong: string[];
  errors: string[];
}

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-busy-"));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

// The processes run the compiled sources.
describe.skipIf(!existsSync(built))("two processes that write and ten that read one folder", () => {
  it("meet no error but the lock's, and no half or older state", async () => {
    const first = await LocalCollection.open(directory, {
      dense,
      dimension: 2,
      fingerprint: "busy",
    });
    const passages = Array.from({ length: 10 }, (_, at) => ({
      id: `p${at}`,
      text: "word1 common",
      metadata: { version: 1, writer: "first" },
    }));
    await first.add(passages, new Float32Array(20).fill(1));
    await first.close();

    const milliseconds = propertyRuns(3000, 60_000);
    const roles = [...Array<string>(2).fill("writer"), ...Array<string>(10).fill("reader")];
    const outputs = await Promise.all(
      roles.map((role, number) =>
        promisify(execFile)(process.execPath, [
          program,
          directory,
          role,
          String(milliseconds),
          String(number),
        ]),
      ),
    );
    const all = outputs.map(({ stdout }) => JSON.parse(stdout) as Counts);
    expect(all.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(all.flatMap(({ errors }) => errors)).toEqual([]);
    const sum = (role: string, of: "done" | "locked"): number =>
      all.reduce((total, counts) => total + (counts.role === role ? counts[of] : 0), 0);
    expect(sum("writer", "done")).toBeGreaterThan(0);
    expect(sum("reader", "done")).toBeGreaterThan(0);
    // Every acknowledged write is counted in the last version: none was lost, none came twice.
    const last = await LocalCollection.load(directory, { dense });
    const [passage] = await last.get(["p0"]);
    expect(passage?.metadata["version"]).toBe(1 + sum("writer", "done"));
    await last.close();
    reportFigure("Two processes writing and ten reading one folder", {
      seconds: milliseconds / 1000,
      "writes acknowledged": sum("writer", "done"),
      "times the lock was taken": sum("writer", "locked"),
      "collections read": sum("reader", "done"),
      "other errors": 0,
      "wrong answers": 0,
      "writes lost": 0,
    });
  }, 300_000);
});
