import { mkdtemp, open, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { RecordLog } from "../../src/storage/record_log.js";
import { readRecords, verifyRecords } from "../../src/storage/record_reader.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { pausesOf } from "../pauses_of.js";
import { reportFigure } from "../reliability_report.js";
import { FailingFileSystem } from "./failing_file_system.js";

const id = "01234567-89ab-cdef-0123-456789abcdef";
const headerBytes = 44;
const recordHeaderBytes = 28;
let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-log-"));
  path = join(directory, "log");
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function written(contents: readonly string[]): Promise<Buffer> {
  const log = await RecordLog.create(path, id);
  for (const content of contents) await log.append([Buffer.from(content)]);
  await log.close();
  return readFile(path);
}

async function read(): Promise<string[]> {
  const contents: string[] = [];
  for await (const { content } of readRecords(path, id)) {
    contents.push(Buffer.from(content).toString());
  }
  return contents;
}

/** Opens the log to go on with it. */
async function reopen(
  failing = new FailingFileSystem(),
): Promise<{ log: RecordLog; contents: string[] }> {
  const contents: string[] = [];
  const replay = async (content: Uint8Array): Promise<void> => {
    contents.push(Buffer.from(content).toString());
  };
  return { log: await RecordLog.open(path, id, replay, failing.fileSystem), contents };
}

/** Where each record ends, the header first. */
function endsOf(contents: readonly string[]): number[] {
  const ends = [headerBytes];
  for (const content of contents) {
    ends.push(ends.at(-1)! + recordHeaderBytes + Buffer.byteLength(content) + 1);
  }
  return ends;
}

const contentsArbitrary = fc.array(fc.string({ maxLength: 700, unit: "binary" }), {
  minLength: 1,
  maxLength: 5,
});

describe("a log", () => {
  it("computes checksums a part at a time, of what it writes and of what it reads", async () => {
    const log = await RecordLog.create(path, id);
    const content = Buffer.alloc(5 * 2 ** 20, "content");
    expect(await pausesOf(() => log.append([content]))).toBeGreaterThanOrEqual(5);
    await log.close();
    let contents: string[] = [];
    const reading = async (): Promise<void> => {
      contents = await read();
    };
    expect(await pausesOf(reading)).toBeGreaterThanOrEqual(5);
    expect(contents).toEqual([content.toString()]);
  });

  it("gives its records back in order, empty ones and those of several pieces too", async () => {
    const log = await RecordLog.create(path, id);
    await log.append([Buffer.from("one")]);
    await log.append([]);
    await log.append([Buffer.from("th"), Buffer.alloc(0), Buffer.from("ree")]);
    expect(log.bytes).toBe((await readFile(path)).length);
    await log.close();
    expect(await read()).toEqual(["one", "", "three"]);
  });

  it("goes on after it is opened again", async () => {
    await written(["a", "b"]);
    const { log, contents } = await reopen();
    expect(contents).toEqual(["a", "b"]);
    await log.append([Buffer.from("c")]);
    await log.close();
    expect(await read()).toEqual(["a", "b", "c"]);
  });

  it("takes back the last record once, and no other", async () => {
    const log = await RecordLog.create(path, id);
    await log.append([Buffer.from("a")]);
    await log.append([Buffer.from("b")]);
    await log.undo();
    await log.undo();
    await log.append([Buffer.from("c")]);
    await log.close();
    expect(await read()).toEqual(["a", "c"]);
  });

  it("cut anywhere, holds the records before the cut, and can be gone on with", async () => {
    await fc.assert(
      fc.asyncProperty(contentsArbitrary, fc.nat(), async (contents, n) => {
        const bytes = await written(contents);
        const cut = n % (bytes.length + 1);
        await truncate(path, cut);
        const whole = endsOf(contents)
          .slice(1)
          .filter((end) => end <= cut).length;
        const kept = contents.slice(0, whole).map((content) => Buffer.from(content).toString());
        expect(await read()).toEqual(kept);
        const { log, contents: replayed } = await reopen();
        expect(replayed).toEqual(kept);
        await log.append([Buffer.from("next")]);
        await log.close();
        expect(await read()).toEqual([...kept, "next"]);
      }),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(100, 3000) },
    );
    reportFigure("Logs cut at a random byte", {
      cuts: propertyRuns(100, 3000),
      "records before the cut lost": 0,
    });
  });

  it("refuses a changed bit anywhere, in the last record too", async () => {
    await fc.assert(
      fc.asyncProperty(
        contentsArbitrary,
        fc.nat(),
        fc.integer({ min: 0, max: 7 }),
        async (contents, n, bit) => {
          const bytes = await written(contents);
          bytes[n % bytes.length]! ^= 1 << bit;
          await writeFile(path, bytes);
          await expect(read()).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
          await expect(reopen()).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
          expect(await readFile(path)).toEqual(bytes);
        },
      ),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(200, 5000) },
    );
    reportFigure("Logs with a flipped bit", { flips: propertyRuns(200, 5000), accepted: 0 });
  });

  it("passes over a last record whose end was never written and reads as zeros", async () => {
    for (const length of [10, 511, 512, 2000]) {
      const bytes = await written(["first", "x".repeat(length)]);
      const start = endsOf(["first"])[1]!;
      // Disks write whole blocks of 512 bytes or more.
      const borders = [512, 1024, 1536, 2048].filter((border) => border < bytes.length);
      for (const from of [start, ...borders]) {
        const torn = Buffer.from(bytes);
        torn.fill(0, from);
        await writeFile(path, torn);
        expect(await read()).toEqual(["first"]);
      }
    }
  });

  it("takes a file whose header was never written for an empty log", async () => {
    await writeFile(path, Buffer.alloc(100));
    expect(await read()).toEqual([]);
    const { log } = await reopen();
    await log.append([Buffer.from("a")]);
    await log.close();
    expect(await read()).toEqual(["a"]);
  });

  it("refuses zeros in the middle, records of another order, and the log of another snapshot", async () => {
    const bytes = await written(["aaaa", "bbbb", "cccc"]);
    const [, first, second] = endsOf(["aaaa", "bbbb", "cccc"]) as [number, number, number];
    const hole = Buffer.from(bytes);
    hole.fill(0, first, second);
    await writeFile(path, hole);
    await expect(read()).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
    const swapped = Buffer.concat([
      bytes.subarray(0, headerBytes),
      bytes.subarray(first, second),
      bytes.subarray(headerBytes, first),
      bytes.subarray(second),
    ]);
    await writeFile(path, swapped);
    await expect(read()).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
    await writeFile(path, bytes);
    const other = readRecords(path, id.replace("0", "f"));
    await expect(other.next()).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
  });

  it("ends where its rest is cut off while it is read: a writer took back what had failed", async () => {
    const contents = ["first", "second ".repeat(300), "third"];
    const whole = await written(contents);
    const [, first, second] = endsOf(contents);
    for (const cut of [first!, first! + 5, first! + recordHeaderBytes + 9, second! - 1]) {
      await writeFile(path, whole);
      const found: string[] = [];
      for await (const { content } of readRecords(path, id)) {
        found.push(Buffer.from(content).toString());
        await truncate(path, cut);
      }
      expect(found).toEqual(["first"]);
    }
  });

  it("survives any bytes: they are refused or give records, and nothing else happens", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (noise, headed) => {
        const header = Buffer.from(`TASBLOG1${id}`, "latin1");
        await writeFile(path, headed ? Buffer.concat([header, noise]) : noise);
        try {
          expect(await read()).toEqual([]);
        } catch (error) {
          expect(error).toMatchObject({ code: "SNAPSHOT_CORRUPT" });
        }
      }),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(200, 20_000) },
    );
  });

  it("allocates nothing for a length that the file does not hold", async () => {
    // A sealed header that promises 2 GB.
    const bytes = await written(["a"]);
    const { createHash } = await import("node:crypto");
    const fields = Buffer.alloc(8);
    fields.writeUInt32LE(2 ** 31 - 1, 0);
    const header = Buffer.alloc(recordHeaderBytes);
    fields.copy(header);
    createHash("sha256").update(fields).update(id, "latin1").digest().copy(header, 8, 0, 4);
    await writeFile(path, Buffer.concat([bytes.subarray(0, headerBytes), header]));
    const before = process.memoryUsage().arrayBuffers;
    expect(await read()).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });
});

describe("a log on a failing disk", () => {
  it("is as it was before the append that failed, and the next append works", async () => {
    for (const code of ["ENOSPC", "EIO"]) {
      const failing = new FailingFileSystem();
      for (let at = 0; ; at += 1) {
        await written(["a"]);
        const { log } = await reopen(failing);
        failing.fail(at, code);
        const appended = await log.append([Buffer.from("bb"), Buffer.from("cc")]).then(
          () => undefined,
          (error: unknown) => error,
        );
        const { hasFailed } = failing;
        failing.heal();
        if (!hasFailed) {
          expect(appended).toBeUndefined();
          expect(at).toBe(5);
          await log.close();
          break;
        }
        expect(appended).toMatchObject({ code: "SNAPSHOT_WRITE_FAILED" });
        expect(await read()).toEqual(["a"]);
        await log.append([Buffer.from("d")]);
        await log.close();
        expect(await read()).toEqual(["a", "d"]);
      }
    }
  });

  it("asks to be opened again where the failed write cannot be taken back", async () => {
    await written(["a"]);
    const failing = new FailingFileSystem();
    const { log } = await reopen(failing);
    failing.fail(1, "EIO", true);
    await expect(log.append([Buffer.from("b")])).rejects.toMatchObject({
      code: "SNAPSHOT_WRITE_FAILED",
    });
    failing.heal();
    await expect(log.append([Buffer.from("c")])).rejects.toThrow(/open the collection again/);
    await log.close();
    const again = await reopen();
    expect(again.contents).toEqual(["a"]);
    await again.log.append([Buffer.from("c")]);
    await again.log.close();
    expect(await read()).toEqual(["a", "c"]);
  });

  it("tells that it cannot be made, opened, or taken back", async () => {
    const failing = new FailingFileSystem();
    failing.fail(1, "ENOSPC", true);
    await expect(RecordLog.create(path, id, failing.fileSystem)).rejects.toMatchObject({
      code: "SNAPSHOT_WRITE_FAILED",
    });
    failing.heal();
    await written(["a"]);
    await truncate(path, (await readFile(path)).length - 1);
    failing.fail(0, "EIO");
    await expect(reopen(failing)).rejects.toMatchObject({ code: "SNAPSHOT_WRITE_FAILED" });
    failing.heal();
    const { log } = await reopen(failing);
    await log.append([Buffer.from("b")]);
    failing.fail(0, "EIO");
    await expect(log.undo()).rejects.toMatchObject({ code: "SNAPSHOT_WRITE_FAILED" });
    await log.close();
  });

  it("refuses a record that is too large, unwritten", async () => {
    const log = await RecordLog.create(path, id);
    const piece = new Uint8Array(2 ** 20);
    const pieces = Array.from({ length: 2 ** 11 }, () => piece);
    await expect(log.append(pieces)).rejects.toThrow(/make it in parts/);
    expect(log.bytes).toBe(headerBytes);
    await log.close();
    const file = await open(path, "r");
    expect((await file.stat()).size).toBe(headerBytes);
    await file.close();
  });

  it("is checked piece by piece with the same outcome as when it is read", async () => {
    const whole = await written(["first", "x".repeat(3 * 2 ** 20), "", "last"]);
    const outcome = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => "whole",
        (error: unknown) => (error as Error).message,
      );
    expect(await outcome(verifyRecords(path, id))).toBe("whole");
    for (let at = 0; at < whole.length; at += at < 200 ? 7 : 400_009) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 1;
      await writeFile(path, damaged);
      const checked = await outcome(verifyRecords(path, id));
      expect(checked).not.toBe("whole");
      expect(checked).toBe(await outcome(read()));
    }
  });
});
