import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { readLines } from "../../src/storage/line_reader.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-lines-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function linesOf(content: string, maxLineBytes?: number): Promise<string[]> {
  const path = join(folder, "lines");
  await writeFile(path, content);
  const file = await open(path, "r");
  try {
    return await all(readLines(file, path, maxLineBytes));
  } finally {
    await file.close();
  }
}

describe("the lines of a file", () => {
  it("are those that were written, whatever else in them looks like a line's end", async () => {
    const unit = fc.constantFrom("\r", "\u2028", "\u0085", "\v", "é", "🙂", '"', "a", " ");
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit, maxLength: 20 })), async (lines) => {
        expect(await linesOf(lines.map((line) => `${line}\n`).join(""))).toEqual(lines);
      }),
      { numRuns: propertyRuns(100, 2_000), seed: PROPERTY_SEED },
    );
  });

  it("are whole where they cross the pieces in which the file is read", async () => {
    const lines = ["x".repeat(2 ** 20 - 1), "é".repeat(2 ** 19 + 7), "", "y".repeat(3 * 2 ** 20)];
    expect(await linesOf(lines.map((line) => `${line}\n`).join(""))).toEqual(lines);
  });

  it("are refused where the last one has no end", async () => {
    await expect(linesOf("one\ntwo")).rejects.toMatchObject({
      code: "SNAPSHOT_CORRUPT",
      message: expect.stringContaining("middle of a line") as string,
    });
  });

  it("are refused where one goes on for longer than any passage", async () => {
    await expect(linesOf(`one\n${"x".repeat(3000)}`, 2000)).rejects.toMatchObject({
      code: "SNAPSHOT_CORRUPT",
      message: expect.stringContaining("longer than any passage") as string,
    });
  });
});
