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
import { readManifest } from "../../src/storage/read_snapshot.js";
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

/** When to kill: so long after the writer began to open, or after a number of acknowledged steps. */
interface Moment {
  after: "opening" | number;
  milliseconds: number;
}

/** Steps go on while the clock runs, so that the moment is any within the one or two after. */
const moment: fc.Arbitrary<Moment> = fc.oneof(
  {
    arbitrary: fc.record({
      after: fc.constant("opening" as const),
      milliseconds: fc.integer({ min: 0, max: 40 }),
    }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      after: fc.integer({ min: 0, max: 4 }),
      milliseconds: fc.integer({ min: 0, max: 30 }),
    }),
    weight: 4,
  },
);

/** Runs the writer from step `first` on and kills it; gives the number of acknowledged steps. */
function killedAt({ after, milliseconds }: Moment, first: number, mode: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [program, directory, join(folder, "steps.json"), String(first), mode],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    let output = "";
    let errors = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
    child.stdout.on("data", (data: Buffer) => {
      output += data.toString();
      // Lines: opening, ready, then one for each acknowledged step.
      const acknowledged = output.split("\n").length - 3;
      if (after === "opening" || acknowledged >= after) {
        timer ??= setTimeout(() => child.kill("SIGKILL"), milliseconds);
      }
    });
    child.on("error", reject);
    child.on("close", () => {
      if (errors !== "") return reject(new Error(errors));
      const lines = output.split("\n").slice(2, -1);
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

const isOf = (name: string, id: string): boolean => name === "manifest.json" || name.includes(id);

// The writer runs the compiled sources.
describe.skipIf(!existsSync(built) || process.platform === "win32")("a killed writer", () => {
  it.each(["open", "save"])(
    "leaves every acknowledged change and no half of another (%s)",
    async (mode) => {
      const steps = stepsOf(propertyRuns(500, 10_000));
      const states = await statesOf(steps);
      await writeFile(join(folder, "steps.json"), JSON.stringify(steps));
      if (mode === "save") {
        const empty = new LocalCollection({ dimension: 3, fingerprint: "kill", dense: dense(3) });
        await empty.save(directory);
        await empty.close();
      }
      // Its own generator, so that the moments are the same on every machine.
      const moments = fc.sample(moment, { seed: PROPERTY_SEED, numRuns: propertyRuns(6, 250) });
      let done = 0;
      let opening = 0;
      let halfWay = 0;
      let inFlight = 0;
      for (const at of moments) {
        const acknowledged = await killedAt(at, done, mode);
        if (at.after === "opening") opening += 1;
        if (!existsSync(join(directory, "manifest.json"))) {
          expect(acknowledged).toBe(0);
          continue;
        }
        // Files of a save that did not come to its end.
        const { id } = await readManifest(directory);
        const names = await readdir(directory);
        if (names.some((name) => /^(?:passages|manifest\.)/.test(name) && !isOf(name, id))) {
          halfWay += 1;
        }
        const read = await LocalCollection.load(directory, { dense });
        const found = await contentsOf(read);
        await read.close();
        // One more may have reached the disk without having been told.
        const next = found === states[acknowledged] ? acknowledged : acknowledged + 1;
        expect(found, `after step ${acknowledged}, ${JSON.stringify(at)}`).toBe(states[next]);
        inFlight += next - acknowledged;
        done = next;
        const writer = await LocalCollection.open(directory, { dense });
        expect(await contentsOf(writer)).toBe(states[next]);
        await writer.close();
        expect(await readdir(directory)).not.toContain("writer.lock");
        if (done >= steps.length - 50) break;
      }
      expect(done).toBeGreaterThan(0);
      reportFigure(`SIGKILL while a collection is written (${mode})`, {
        kills: moments.length,
        "of them while it opens": opening,
        "with a half-written snapshot beside the old one": halfWay,
        "changes acknowledged": done,
        "changes kept that were not yet acknowledged": inFlight,
        lost: 0,
        corrupt: 0,
      });
    },
    1_800_000,
  );
});
