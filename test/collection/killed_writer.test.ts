import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { LocalCollection } from "../../src/collection/local_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { reportFigure } from "../reliability_report.js";
import { runOperation, writeOperation, type Operation } from "./collection_operations.js";
import { PlainCollection } from "./plain_collection.js";

const program = fileURLToPath(new URL("durable_writer.mjs", import.meta.url));
const built = fileURLToPath(
  new URL("../../.build/esm/collection/local_collection.js", import.meta.url),
);
const dense = (dimension: number): ReferenceIndex => new ReferenceIndex({ dimension });

type Step = Operation | { kind: "save" };

/** Deterministic changes that a file can hold: no function filters. */
function stepsOf(count: number): Step[] {
  const changes = fc.sample(
    writeOperation.filter(
      (change) =>
        change.kind === "add" ||
        (change.kind === "delete" &&
          ("ids" in change.where || typeof change.where.filter !== "function")),
    ),
    { seed: PROPERTY_SEED, numRuns: count },
  );
  // Every so often the log is put into the snapshot.
  return changes.map((change, i) => (i % 7 === 6 ? { kind: "save" } : change));
}

let folder: string;
let directory: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-kill-"));
  directory = join(folder, "index");
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs the writer from step `first` on and kills it; gives the number of acknowledged steps. */
function killedAfter(milliseconds: number, first: number, mode: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [program, directory, join(folder, "steps.json"), String(first), mode],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    let output = "";
    let errors = "";
    child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
    child.stdout.on("data", (data: Buffer) => {
      // The clock starts when the collection is open; opening is killed by a negative time.
      if (output === "" && milliseconds >= 0) setTimeout(() => child.kill("SIGKILL"), milliseconds);
      output += data.toString();
    });
    if (milliseconds < 0) setTimeout(() => child.kill("SIGKILL"), -milliseconds);
    child.on("error", reject);
    child.on("close", () => {
      if (errors !== "") return reject(new Error(errors));
      const lines = output.split("\n").slice(1, -1);
      return resolve(lines.length === 0 ? first : Number(lines.at(-1)) + 1);
    });
  });
}

async function contentsOf(collection: LocalCollection | PlainCollection): Promise<string> {
  const parts: unknown[] = [];
  for await (const { passage, vectors } of collection.scan()) parts.push([passage, [...vectors]]);
  for (const query of ["apple tree", "rails"]) parts.push(await collection.searchBm25(query, 10));
  parts.push(await collection.searchDense(Float32Array.of(1, -2, 3), 10));
  return JSON.stringify(parts);
}

/** What the collection is after each number of steps. */
async function statesOf(steps: readonly Step[]): Promise<string[]> {
  const plain = new PlainCollection(3, "kill");
  const states = [await contentsOf(plain)];
  for (const step of steps) {
    if (step.kind !== "save") await runOperation(plain, step);
    states.push(await contentsOf(plain));
  }
  return states;
}

// The writer runs the compiled sources.
describe.skipIf(!existsSync(built) || process.platform === "win32")("a killed writer", () => {
  it.each(["open", "save"])(
    "leaves every acknowledged change and no half of another (%s)",
    async (mode) => {
      const steps = stepsOf(3000);
      const states = await statesOf(steps.slice(0, 3000));
      await writeFile(join(folder, "steps.json"), JSON.stringify(steps));
      if (mode === "save") {
        const empty = new LocalCollection({ dimension: 3, fingerprint: "kill", dense: dense(3) });
        await empty.save(directory);
        await empty.close();
      }
      // Its own generator, so that the moments are the same on every machine.
      // Saving the whole takes longer than logging a change.
      const longest = mode === "save" ? 400 : 60;
      const moments = fc.sample(fc.integer({ min: -150, max: longest }), {
        seed: PROPERTY_SEED,
        numRuns: propertyRuns(6, 250),
      });
      let done = 0;
      let inFlight = 0;
      for (const moment of moments) {
        const acknowledged = await killedAfter(moment, done, mode);
        if (moment < 0 && !existsSync(join(directory, "manifest.json"))) continue;
        const read = await LocalCollection.load(directory, { dense });
        const found = await contentsOf(read);
        await read.close();
        // One more may have reached the disk without having been told.
        const next = found === states[acknowledged] ? acknowledged : acknowledged + 1;
        expect(found, `after step ${acknowledged}, killed at ${moment} ms`).toBe(states[next]);
        // As seen from the outside the same number of steps may leave the same state.
        inFlight += next - acknowledged;
        done = next;
        if (done >= steps.length - 1) done = steps.length - 1;
        const writer = await LocalCollection.open(directory, { dense });
        expect(await contentsOf(writer)).toBe(states[next]);
        await writer.close();
        expect(await readdir(directory)).not.toContain("writer.lock");
        if (done === steps.length - 1) break;
      }
      reportFigure(`SIGKILL while a collection is written (${mode})`, {
        kills: moments.length,
        acknowledged: done,
        "in flight, kept": inFlight,
        lost: 0,
        corrupt: 0,
      });
    },
    600_000,
  );
});
