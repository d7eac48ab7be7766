import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { encodeChange, decodeChange, type Change } from "../../src/collection/change_record.js";
import { LocalCollection, type OpenOptions } from "../../src/collection/local_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { RecordLog } from "../../src/storage/record_log.js";
import { readManifest } from "../../src/storage/read_snapshot.js";
import { runToEnd } from "../../src/steps.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { reportFigure } from "../reliability_report.js";
import { FailingFileSystem } from "../storage/failing_file_system.js";
import {
  collectionOperations,
  runOperation,
  searchOperation,
  writeOperation,
  type Operation,
} from "./collection_operations.js";
import { PlainCollection } from "./plain_collection.js";

let directory: string;
const opened: LocalCollection[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-open-"));
});
afterEach(async () => {
  await Promise.allSettled(opened.splice(0).map((collection) => collection.close()));
  await rm(directory, { recursive: true, force: true });
});

const dense = (dimension: number): ReferenceIndex => new ReferenceIndex({ dimension });
const made = { dimension: 3, fingerprint: "test/fp32" };

async function open(options: OpenOptions = {}): Promise<LocalCollection> {
  const collection = await LocalCollection.open(directory, { dense, ...made, ...options });
  opened.push(collection);
  return collection;
}

async function load(): Promise<LocalCollection> {
  const collection = await LocalCollection.load(directory, { dense });
  opened.push(collection);
  return collection;
}

const vector = (...numbers: number[]): Float32Array => Float32Array.from(numbers);
const addOne = (collection: LocalCollection, id: string, text = id): Promise<string[]> =>
  collection.add([{ id, text, metadata: { at: new Date(0) } }], vector(1, 2, 3));

async function idsOf(collection: LocalCollection): Promise<string[]> {
  const ids: string[] = [];
  for await (const { passage } of collection.scan()) ids.push(passage.id);
  return ids;
}

async function logPath(): Promise<string> {
  return join(directory, `log-${(await readManifest(directory)).id}.bin`);
}

const isWrite = (kind: Operation["kind"]): boolean => kind === "add" || kind === "delete";

/** Starts each call some turns of the event loop after the one before, without waiting for it. */
async function startedOneByOne<T>(
  calls: readonly (readonly [Operation, number])[],
  start: (operation: Operation) => Promise<T>,
): Promise<Promise<T>[]> {
  const started: Promise<T>[] = [];
  for (const [operation, turns] of calls) {
    started.push(start(operation));
    for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
  }
  return started;
}

/** An id that the records of the log are sealed with. */
async function logOf(changes: readonly Uint8Array[][]): Promise<void> {
  const { id } = await readManifest(directory);
  const log = await RecordLog.create(await logPath(), id);
  for (const pieces of changes) await log.append(pieces);
  await log.close();
}

describe("LocalCollection.open", () => {
  it("makes an empty collection where there is none, and needs dimension and fingerprint for it", async () => {
    const nothing = join(directory, "new");
    await expect(LocalCollection.open(nothing, { dense })).rejects.toMatchObject({
      code: "SNAPSHOT_NOT_FOUND",
    });
    await expect(LocalCollection.open(nothing, { dense, ...made, dimension: 0 })).rejects.toThrow(
      /dimension/,
    );
    expect(await readdir(nothing)).toEqual([]);
    const collection = await open();
    expect(collection.size).toBe(0);
    expect((await load()).size).toBe(0);
  });

  it("has put a change on the disk when its promise resolves: another reader sees it", async () => {
    const writer = await open();
    await addOne(writer, "a");
    expect(await idsOf(await load())).toEqual(["a"]);
    await addOne(writer, "b");
    await writer.delete({ ids: ["a"] });
    const reader = await load();
    expect(await idsOf(reader)).toEqual(["b"]);
    expect(await reader.get(["b"])).toEqual([
      { id: "b", text: "b", metadata: { at: new Date(0) } },
    ]);
    expect(await reader.searchBm25("b", 1)).toMatchObject([{ id: "b", sequence: 1 }]);
  });

  it("knows after it is opened again all that was written, and goes on with the sequence", async () => {
    const first = await open();
    await addOne(first, "a");
    await addOne(first, "b");
    await first.delete({ filter: {} });
    await first.close();
    const second = await open({ dimension: 3 });
    expect(second.size).toBe(0);
    await addOne(second, "c");
    expect(await second.searchDense(vector(1, 0, 0), 1)).toMatchObject([{ id: "c", sequence: 2 }]);
  });

  it("answers as the oracle does, over random sequences of operations, reloads and saves", async () => {
    const step = fc.oneof(
      { arbitrary: collectionOperations, weight: 3 },
      fc.constantFrom("open" as const, "save" as const),
    );
    const runs = propertyRuns(40, 10_000);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 5 }), async (steps) => {
        let local = await open();
        const plain = new PlainCollection(3, "test/fp32");
        for (const operations of steps) {
          if (operations === "open") {
            await local.close();
            local = await open();
          } else if (operations === "save") {
            await local.save(directory);
          } else {
            for (const operation of operations) {
              expect(await runOperation(local, operation)).toEqual(
                await runOperation(plain, operation),
              );
            }
          }
        }
        await local.close();
        const again = await load();
        const scan = { kind: "scan" } as const;
        expect(await runOperation(again, scan)).toEqual(await runOperation(plain, scan));
        await again.close();
        opened.length = 0;
        await rm(directory, { recursive: true });
      }),
      { seed: PROPERTY_SEED, numRuns: runs },
    );
    reportFigure("Random operation sequences with saves and reloads, against a plain model", {
      sequences: runs,
      differences: 0,
    });
  }, 3_600_000);

  it("answers calls that run at the same time as some serial order of them would", async () => {
    const client = fc.oneof(
      { arbitrary: writeOperation, weight: 2 },
      { arbitrary: searchOperation, weight: 3 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(client, fc.nat({ max: 2 })), { minLength: 2, maxLength: 12 }),
        async (calls) => {
          const local = await open();
          const writes = calls.map(([one]) => one).filter(({ kind }) => isWrite(kind));
          let begun = 0;
          let ended = 0;
          const observed = await Promise.all(
            await startedOneByOne(calls, async (operation) => {
              const first = ended;
              const write = isWrite(operation.kind);
              if (write) begun += 1;
              const answer = await runOperation(local, operation);
              if (write) ended += 1;
              return { operation, answer, first, last: begun };
            }),
          );
          // Writes take effect in the order of the calls; a search is answered at one of the states
          // between those that had ended when it began and those that had begun when it ended.
          const plain = new PlainCollection(3, "test/fp32");
          const given = observed.filter(({ operation }) => isWrite(operation.kind));
          const unanswered = new Set(observed.filter(({ operation }) => !isWrite(operation.kind)));
          for (let state = 0; state <= writes.length; state += 1) {
            for (const search of unanswered) {
              if (state < search.first || state > search.last) continue;
              const answer = await runOperation(plain, search.operation);
              if (JSON.stringify(answer) === JSON.stringify(search.answer))
                unanswered.delete(search);
            }
            if (state === writes.length) break;
            expect(given[state]!.answer).toEqual(await runOperation(plain, writes[state]!));
          }
          expect([...unanswered]).toEqual([]);
          await local.close();
          opened.length = 0;
          await rm(directory, { recursive: true });
        },
      ),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(50, 2000) },
    );
  }, 600_000);

  it("lets one writer in, also of the same process, until it is closed", async () => {
    const first = await open();
    await expect(open()).rejects.toMatchObject({ code: "SNAPSHOT_LOCKED" });
    await expect((await load()).save(directory)).rejects.toMatchObject({ code: "SNAPSHOT_LOCKED" });
    await first.close();
    await (await open()).close();
  });

  it("stops writing when its lock is lost to another process", async () => {
    const writer = await open();
    await addOne(writer, "a");
    const lock = join(directory, "writer.lock");
    const holder: Record<string, unknown> = JSON.parse(await readFile(lock, "utf8"));
    await writeFile(lock, JSON.stringify({ ...holder, token: "another" }));
    await expect(addOne(writer, "b")).rejects.toMatchObject({ code: "SNAPSHOT_LOCKED" });
    await expect(writer.save(directory)).rejects.toMatchObject({ code: "SNAPSHOT_LOCKED" });
    expect(writer.size).toBe(1);
    await rm(lock);
    expect(await idsOf(await load())).toEqual(["a"]);
  });

  it("refuses another model, another dimension and a damaged collection, and gives the lock back", async () => {
    await (await open()).close();
    await expect(open({ fingerprint: "other" })).rejects.toMatchObject({
      code: "FINGERPRINT_MISMATCH",
    });
    await expect(open({ dimension: 4 })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(await readdir(directory)).not.toContain("writer.lock");
    const path = join(directory, "manifest.json");
    await writeFile(path, (await readFile(path, "utf8")).replace("fp32", "fp16"));
    await expect(open()).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
    await writeFile(path, "x".repeat(2 ** 20 + 1));
    await expect(open()).rejects.toThrow(/at most 1048576 bytes/);
    expect(await readdir(directory)).not.toContain("writer.lock");
  });

  it("keeps what it was told to keep in the manifest", async () => {
    await (await open({ extra: { a: 1 } })).close();
    await (await open()).close();
    expect((await readManifest(directory)).extra).toEqual({ a: 1 });
    const changed = await open({ extra: { a: 2 } });
    expect((await readManifest(directory)).extra).toEqual({ a: 2 });
    await changed.save(directory, { extra: { a: 3 } });
    expect((await readManifest(directory)).extra).toEqual({ a: 3 });
  });

  it("does not add what is aborted while it waits for its turn", async () => {
    const writer = await open();
    await addOne(writer, "a");
    const controller = new AbortController();
    let release: () => void = () => undefined;
    const held = writer.readConsistently(
      () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    );
    const adding = writer.add([{ id: "b", text: "b" }], vector(1, 2, 3), {
      signal: controller.signal,
    });
    const path = await logPath();
    const { length } = await readFile(path);
    while ((await readFile(path)).length === length) await new Promise(setImmediate);
    controller.abort();
    await expect(adding).rejects.toMatchObject({ code: "ABORTED" });
    release();
    await held;
    expect(await idsOf(await load())).toEqual(["a"]);
    await addOne(writer, "c");
    expect(await idsOf(await load())).toEqual(["a", "c"]);
  });
});

describe("the log of an opened collection", () => {
  it("goes into the snapshot with save, and starts anew", async () => {
    const writer = await open();
    await addOne(writer, "a");
    const before = await readManifest(directory);
    await writer.save(directory);
    const after = await readManifest(directory);
    expect(after.passages).toBe(1);
    expect(after.id).not.toBe(before.id);
    expect((await readdir(directory)).filter((name) => name.startsWith("log-"))).toEqual([]);
    await addOne(writer, "b");
    await writer.close();
    expect(await idsOf(await open())).toEqual(["a", "b"]);
  });

  it("goes into the snapshot by itself when it outgrows 16 MiB and the snapshot", async () => {
    const writer = await open();
    const text = "x ".repeat(2 ** 19);
    for (let i = 0; i < 20; i += 1) await addOne(writer, "same", text);
    const { passageFile } = await readManifest(directory);
    expect(passageFile.bytes).toBeGreaterThan(2 ** 20);
    expect((await readFile(await logPath())).length).toBeLessThan(16 * 2 ** 20);
    await writer.close();
    expect((await open()).size).toBe(1);
  }, 120_000);

  it("may lack its end after a crash, and is refused where it is damaged", async () => {
    const writer = await open();
    for (const id of ["a", "b", "c"]) await addOne(writer, id);
    await writer.close();
    const path = await logPath();
    const bytes = await readFile(path);
    await truncate(path, bytes.length - 1);
    expect(await idsOf(await load())).toEqual(["a", "b"]);
    for (let at = 0; at < bytes.length; at += propertyRuns(37, 1)) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 0x10;
      await writeFile(path, damaged);
      await expect(load()).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
      await expect(open()).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
    }
    await writeFile(path, bytes);
    expect((await open()).size).toBe(3);
  });

  const passage = { id: "a", text: "a", metadata: {}, sequence: 0, windows: 1 };
  const add = (fields: object, vectors = vector(1, 2, 3)): Change => ({
    kind: "add",
    passages: [{ ...passage, ...fields }],
    vectors,
  });
  it.each<[string, Change[]]>([
    ["deletes what is not there", [{ kind: "delete", sequences: Uint32Array.of(7) }]],
    ["deletes twice", [add({}), { kind: "delete", sequences: Uint32Array.of(0, 0) }]],
    ["gives a number a second time", [add({}), add({ id: "b" })]],
    ["gives an id a second number", [add({}), add({ sequence: 1 })]],
    ["holds NaN", [add({}, vector(1, NaN, 3))]],
    ["holds too few vectors", [add({ windows: 2 })]],
  ])("is refused where it %s, whatever its checksums", async (_, changes) => {
    await (await open()).close();
    await logOf(changes.map((change) => runToEnd(encodeChange(change))));
    await expect(load()).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
    await expect(open()).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
  });

  it.each([
    [0],
    [5, 0, 0, 0],
    [0, 0, 0, 0],
    [4, 0, 0, 0, ...Buffer.from("add\n"), 1],
    [3, 0, 0, 0, ...Buffer.from("add")],
    [7, 0, 0, 0, ...Buffer.from("remove\n")],
    [9, 0, 0, 0, ...Buffer.from("delete\nx\n")],
    [6, 0, 0, 0, ...Buffer.from("add\n{\n")],
  ])("is refused where a record is no change: %j", (...bytes) => {
    expect(() => runToEnd(decodeChange(Uint8Array.from(bytes.flat()), 3, "here"))).toThrow(
      expect.objectContaining({ code: "SNAPSHOT_CORRUPT" }) as object,
    );
  });

  it("holds every change as it was", () => {
    const changes: Change[] = [
      add({ windows: 2, metadata: { $date: "mine", at: new Date(5) } }, vector(1, 2, 3, 4, 5, 6)),
      { kind: "delete", sequences: Uint32Array.of(0, 2 ** 32 - 1) },
      { kind: "delete", sequences: Uint32Array.of() },
    ];
    for (const change of changes) {
      const bytes = Buffer.concat(runToEnd(encodeChange(change)));
      expect(runToEnd(decodeChange(bytes, 3, "here"))).toEqual(change);
    }
  });
});

describe("an opened collection on a failing disk", () => {
  const errorOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  it.each(["add", "delete", "save"] as const)(
    "keeps the old state whichever write of %s fails, and goes on when there is room",
    async (kind) => {
      let faults = 0;
      for (const forGood of [false, true]) {
        for (const code of propertyRuns(1, 2) === 2
          ? ["ENOSPC", "EIO"]
          : [forGood ? "EIO" : "ENOSPC"]) {
          for (let at = 0; ; at += 1) {
            const failing = new FailingFileSystem();
            const writer = await open({ fileSystem: failing.fileSystem });
            await addOne(writer, "a");
            if (at % 2 === 1) await writer.save(directory);
            failing.fail(at, code, forGood);
            const error = await errorOf(
              kind === "add"
                ? addOne(writer, "b")
                : kind === "delete"
                  ? writer.delete({ ids: ["a"] })
                  : writer.save(directory),
            );
            const { hasFailed } = failing;
            failing.heal();
            const changed = kind === "add" ? ["a", "b"] : kind === "delete" ? [] : ["a"];
            const expected = error === undefined ? changed : ["a"];
            if (error !== undefined) {
              expect(error).toMatchObject({ code: "SNAPSHOT_WRITE_FAILED" });
              faults += 1;
            }
            expect(await idsOf(writer)).toEqual(expected);
            // What could not even be taken back may be there: it was never denied to be on the disk.
            const onDisk = await idsOf(await load());
            expect(forGood ? [expected, changed] : [expected]).toContainEqual(onDisk);
            const later = await errorOf(addOne(writer, "c"));
            if (later === undefined) expect(await idsOf(await load())).toEqual([...expected, "c"]);
            else
              expect(later).toMatchObject({
                message: expect.stringMatching(/open the coll/) as string,
              });
            await writer.close();
            await rm(directory, { recursive: true });
            if (!hasFailed) break;
          }
        }
      }
      expect(faults).toBeGreaterThan(8);
      reportFigure(`A full disk or an I/O error at each write of ${kind}`, {
        faults,
        "old state kept": faults,
      });
    },
    120_000,
  );

  it("cannot be made where there is no room, and leaves no half of itself", async () => {
    for (let at = 0; ; at += 1) {
      const failing = new FailingFileSystem();
      failing.fail(at);
      const error = await errorOf(open({ fileSystem: failing.fileSystem }));
      failing.heal();
      if (error === undefined) {
        // All was written, and at most what follows the rename failed.
        expect(await readdir(directory)).toContain("manifest.json");
        break;
      }
      expect(error).toMatchObject({ code: "SNAPSHOT_WRITE_FAILED" });
      await (await open()).close();
      await rm(directory, { recursive: true });
    }
  });
});
