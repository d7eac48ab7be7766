import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { ExactIndex } from "../../src/dense/exact_index.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { InferenceThread } from "../../src/onnx/inference_thread.js";
import { bitmapOf } from "../bitmap_of.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { searchAll } from "./search_all.js";

const thread = new InferenceThread();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-attached-"));
});
afterAll(async () => {
  await thread.dispose();
  await rm(folder, { recursive: true, force: true });
});

const dimension = 3;
const vector = fc.array(fc.float({ noNaN: true, min: -3, max: 3 }), {
  minLength: dimension,
  maxLength: dimension,
});
const passages = (most: number) =>
  fc.uniqueArray(
    fc.record({
      sequence: fc.nat(15),
      windows: fc.array(vector, { minLength: 1, maxLength: 3 }),
    }),
    { selector: ({ sequence }) => sequence, maxLength: most },
  );

type Passages = { sequence: number; windows: number[][] }[];
const sequencesOf = (some: Passages): Uint32Array =>
  Uint32Array.from(some.flatMap(({ sequence, windows }) => windows.map(() => sequence)));
const vectorsOf = (some: Passages): Float32Array =>
  Float32Array.from(some.flatMap(({ windows }) => windows.flat()));

describe.each(["fp32", "int8"] as const)(
  "ExactIndex (%s) over the vectors of a file",
  (vectors) => {
    it("does what ReferenceIndex does, also when vectors are added, replaced and removed", async () => {
      let files = 0;
      await fc.assert(
        fc.asyncProperty(
          passages(12),
          passages(6),
          fc.array(fc.nat(15), { maxLength: 6 }),
          fc.array(vector, { minLength: 1, maxLength: 3 }),
          fc.integer({ min: 1, max: 5 }),
          async (stored, added, removed, queries, k) => {
            const rows = vectorsOf(stored);
            files += 1;
            const name = `${vectors}-${files}.f32`;
            await writeFile(join(folder, name), rows);
            // Two vectors make a block: most of the file stays in it.
            const exact = new ExactIndex({ dimension, thread, vectors, blockRows: 2 });
            const reference = new ReferenceIndex({ dimension });
            const largestNorm = 3 * Math.sqrt(dimension);
            await exact.attachFile({ folder, name, largestNorm }, sequencesOf(stored));
            await reference.upsert(sequencesOf(stored), rows);
            const same = async (): Promise<void> => {
              expect(exact.size).toBe(reference.size);
              const all = Uint32Array.from({ length: 16 }, (_, at) => at);
              expect(await exact.vectorsOf(all)).toEqual(await reference.vectorsOf(all));
              const asked = Float32Array.from(queries.flat());
              expect(await searchAll(exact, asked, k)).toEqual(
                await searchAll(reference, asked, k),
              );
              for (const allowed of [undefined, bitmapOf([0, 1, 2, 3, 5, 8, 13])]) {
                const query = asked.subarray(0, dimension);
                const options = allowed === undefined ? {} : { allowed };
                expect(await exact.search(query, k, options)).toEqual(
                  await reference.search(query, k, options),
                );
              }
            };
            await same();
            for (const index of [exact, reference]) {
              await index.upsert(sequencesOf(added), vectorsOf(added));
            }
            await exact.copiesMade();
            await same();
            for (const index of [exact, reference]) await index.remove(Uint32Array.from(removed));
            await same();
            await exact.dispose();
          },
        ),
        { seed: PROPERTY_SEED, numRuns: propertyRuns(30, 3000) },
      );
    }, 600_000);
  },
);

describe.each(["fp32", "int8"] as const)("ExactIndex (%s)", (vectors) => {
  it("finds each row, whichever product of whichever call it takes part in", async () => {
    // 83 rows in blocks of two: several pieces a call and several calls, and a block that is not full.
    const n = 83;
    const sequences = Uint32Array.from({ length: n }, (_, i) => i);
    const rows = Float32Array.from(
      [...sequences].flatMap((i) => [Math.cos(i / n), Math.sin(i / n), 0]),
    );
    const name = `circle-${vectors}.f32`;
    await writeFile(join(folder, name), rows);
    const inFile = new ExactIndex({ dimension, thread, vectors, blockRows: 2 });
    await inFile.attachFile({ folder, name, largestNorm: 1.001 }, sequences);
    const inMemory = new ExactIndex({ dimension, thread, vectors, blockRows: 2 });
    await inMemory.upsert(sequences, rows);
    for (const index of [inFile, inMemory]) {
      const findEach = async (): Promise<void> => {
        for (const i of sequences) {
          const query = rows.subarray(i * dimension, (i + 1) * dimension);
          expect([...(await index.search(query, 1)).sequences]).toEqual([i]);
        }
        // All at once, more than a call takes.
        const found = await searchAll(index, rows, 1);
        expect(found.map((ranking) => [...ranking.sequences])).toEqual(
          Array.from(sequences, (i) => [i]),
        );
      };
      // While the copies of int8 are being made, and after that.
      await findEach();
      await index.copiesMade();
      await findEach();
      await index.dispose();
    }
  });
});

describe("ExactIndex.attachFile", () => {
  const options = { dimension, thread, blockRows: 2 };
  const sequences = Uint32Array.of(0, 1, 2, 3, 4);

  it("is refused where the file is missing or too short, and leaves an index that works", async () => {
    const name = "short.f32";
    await writeFile(join(folder, name), new Float32Array(5 * dimension));
    await truncate(join(folder, name), 4 * (5 * dimension - 1));
    const index = new ExactIndex(options);
    for (const file of [name, "missing.f32"]) {
      await expect(
        index.attachFile({ folder, name: file, largestNorm: 0 }, sequences),
      ).rejects.toMatchObject({ code: "INFERENCE_FAILED" });
    }
    await index.upsert(Uint32Array.of(7), Float32Array.of(1, 2, 3));
    expect([...(await index.search(Float32Array.of(1, 0, 0), 9)).sequences]).toEqual([7]);
    await index.dispose();
  });

  it("is refused for an index that holds vectors", async () => {
    const index = new ExactIndex(options);
    await index.upsert(Uint32Array.of(7), Float32Array.of(1, 2, 3));
    await expect(
      index.attachFile({ folder, name: "any.f32", largestNorm: 0 }, sequences),
    ).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await index.dispose();
  });

  it.skipIf(process.platform === "win32")(
    "reads a file that is a link out of its folder",
    async () => {
      await writeFile(join(folder, "target.f32"), Float32Array.of(1, 0, 0, 2, 0, 0, 3, 0, 0));
      await mkdir(join(folder, "links"));
      await symlink("../target.f32", join(folder, "links/link.f32"));
      const index = new ExactIndex(options);
      const file = { folder: join(folder, "links"), name: "link.f32", largestNorm: 3 };
      await index.attachFile(file, Uint32Array.of(0, 1, 2));
      expect([...(await index.search(Float32Array.of(1, 0, 0), 2)).scores]).toEqual([3, 2]);
      await index.dispose();
    },
  );

  it.skipIf(process.platform === "win32")("goes on when the file's name is gone", async () => {
    const name = "removed.f32";
    await writeFile(
      join(folder, name),
      Float32Array.from({ length: 15 }, (_, i) => i),
    );
    const index = new ExactIndex(options);
    await index.attachFile({ folder, name, largestNorm: 30 }, sequences);
    await rm(join(folder, name));
    const { sequences: found, scores } = await index.search(Float32Array.of(1, 0, 0), 2);
    expect([...found]).toEqual([4, 3]);
    expect([...scores]).toEqual([12, 9]);
    expect([...(await index.vectorsOf(Uint32Array.of(1))).vectors]).toEqual([3, 4, 5]);
    await index.dispose();
  });
});
