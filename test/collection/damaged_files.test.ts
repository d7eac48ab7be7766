import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { LocalCollection } from "../../src/collection/local_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { SnapshotError } from "../../src/errors.js";
import { generator } from "../mutations.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { reportFigure } from "../reliability_report.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const dimension = 16;
const dense = (d: number): ReferenceIndex => new ReferenceIndex({ dimension: d });
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-damage-"));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** A snapshot of passages and a log of more. */
async function write(count: number): Promise<void> {
  const collection = await LocalCollection.open(directory, { dense, dimension, fingerprint: "f" });
  const add = async (first: number, passages: number): Promise<void> => {
    await collection.add(
      Array.from({ length: passages }, (_, i) => ({
        id: `passage ${first + i}`,
        text: `number ${first + i} of those that will be damaged, about ${i % 7 === 0 ? "cats" : "dogs"}`,
        metadata: { n: i, at: new Date(i) },
      })),
      Float32Array.from({ length: passages * dimension }, (_, i) => Math.sin(first + i)),
    );
  };
  await add(0, count);
  await collection.save(directory);
  for (let i = 0; i < 4; i += 1) await add(count + i * 10, 10);
  await collection.close();
}

/** The error of loading, and the bytes of arrays that it took. */
async function load(): Promise<{ error: unknown; allocated: number }> {
  const before = process.memoryUsage().arrayBuffers;
  const loaded = await LocalCollection.load(directory, { dense }).then(
    async (collection) => {
      await collection.close();
      return undefined;
    },
    (error: unknown) => error,
  );
  return { error: loaded, allocated: process.memoryUsage().arrayBuffers - before };
}

describe("a saved collection of which a byte is changed or the end is cut", () => {
  it("is refused with a typed error, whichever file it is, before memory beyond twice the files is taken", async () => {
    await write(200);
    const files = new Map<string, Buffer>();
    for (const name of await readdir(directory)) {
      files.set(name, await readFile(join(directory, name)));
    }
    const names = [...files.keys()].toSorted();
    expect(names.map((name) => name.replace(/-.*|\.json/, ""))).toEqual([
      "bm25",
      "log",
      "manifest",
      "passages",
      "vectors",
    ]);
    const total = [...files.values()].reduce((sum, { length }) => sum + length, 0);
    const random = generator(PROPERTY_SEED);
    const runs = propertyRuns(300, 20_000);
    let mostAllocated = 0;
    let flips = 0;
    let accepted = 0;
    for (let run = 0; run < runs; run += 1) {
      const name = names[run % names.length]!;
      const whole = files.get(name)!;
      // A log may lack its end after a crash: there every cut is a flip.
      const flip = name.startsWith("log-") || random(2) === 0;
      const at = random(whole.length);
      const damaged = flip ? Buffer.from(whole) : whole.subarray(0, at);
      if (flip) damaged[at]! ^= 1 << random(8);
      await writeFile(join(directory, name), damaged);
      // Allocations can only be counted while no garbage is collected.
      const counted = run % 20 < names.length;
      if (counted) collectGarbage();
      const { error, allocated } = await load();
      if (counted) mostAllocated = Math.max(mostAllocated, allocated);
      if (flip) flips += 1;
      if (error === undefined) accepted += 1;
      else expect(error, `${name} at ${at}`).toBeInstanceOf(SnapshotError);
      await writeFile(join(directory, name), whole);
    }
    expect(accepted).toBe(0);
    expect(mostAllocated).toBeLessThan(2 * total);
    expect((await load()).error).toBeUndefined();
    reportFigure("Bytes flipped or files cut in a saved collection", {
      cases: runs,
      flipped: flips,
      cut: runs - flips,
      refused: runs,
      accepted,
      "bytes of all files": total,
      "most bytes allocated until it was refused": mostAllocated,
    });
  }, 1_800_000);

  it("is read from a cut log as far as it was acknowledged before the cut", async () => {
    await write(3);
    const name = (await readdir(directory)).find((one) => one.startsWith("log-"))!;
    const whole = await readFile(join(directory, name));
    const sizes = new Set<number>();
    for (let end = 0; end < whole.length; end += propertyRuns(211, 1)) {
      await writeFile(join(directory, name), whole.subarray(0, end));
      const read = await LocalCollection.load(directory, { dense }).catch(
        (error: unknown) => error,
      );
      // A cut header is a log that was just being made.
      if (!(read instanceof LocalCollection)) throw read;
      sizes.add(read.size);
      await read.close();
    }
    for (const size of sizes) expect([3, 13, 23, 33, 43]).toContain(size);
    expect(existsSync(join(directory, name))).toBe(true);
  }, 600_000);
});
