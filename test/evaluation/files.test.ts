import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCandidates } from "../../src/evaluation/files/read_candidates.js";
import { passageText, readCorpus } from "../../src/evaluation/files/read_corpus.js";
import { readLineBatches } from "../../src/evaluation/files/read_lines.js";
import { readQrels } from "../../src/evaluation/files/read_qrels.js";
import { readQueries } from "../../src/evaluation/files/read_queries.js";
import { readRun } from "../../src/evaluation/files/read_run.js";
import {
  asWritten,
  formatScore,
  writeQrels,
  writeRun,
} from "../../src/evaluation/files/write_run.js";
import { trecOrder } from "../../src/evaluation/metrics/trec_order.js";
import { propertyRuns, PROPERTY_SEED } from "../property_runs.js";
import { hasSharedData, mapOf, sharedData } from "./golden.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-evaluation-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function file(content: string | Uint8Array, name = "file.txt"): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function allLines(path: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const batch of readLineBatches(path)) {
    expect(batch.firstLine).toBe(lines.length + 1);
    lines.push(...batch.lines);
  }
  return lines;
}

async function corpusOf(path: string): Promise<unknown[]> {
  const passages: unknown[] = [];
  for await (const passage of readCorpus(path)) passages.push(passage);
  return passages;
}

describe("lines of a file", () => {
  it("are read whole across chunks, with LF or CR LF, with or without a last line end", async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `${i} ${"é中😀".repeat(i % 40)}`);
    for (const end of ["\n", "\r\n"]) {
      expect(await allLines(await file(lines.join(end)))).toStrictEqual(lines);
      expect(await allLines(await file(lines.join(end) + end))).toStrictEqual(lines);
    }
    expect(await allLines(await file(""))).toStrictEqual([]);
    expect(await allLines(await file("\uFEFFa\n\nb"))).toStrictEqual(["a", "", "b"]);
  });

  it("are decompressed where the name ends in .gz, members one after the other too", async () => {
    const data = Buffer.concat([gzipSync("a\nb"), gzipSync("c\n")]);
    expect(await allLines(await file(data, "lines.gz"))).toStrictEqual(["a", "bc"]);
  });

  it.each([
    ["a missing file", "FILE_UNREADABLE", () => join(folder, "absent"), /absent: .*ENOENT/],
    ["a folder", "FILE_UNREADABLE", () => folder, /EISDIR/],
    [
      "a broken gzip file",
      "FILE_UNREADABLE",
      () => file("no gzip", "broken.gz"),
      /incorrect header/,
    ],
    [
      "a cut gzip file",
      "FILE_UNREADABLE",
      () => file(gzipSync("x\n".repeat(9999)).subarray(0, 40), "cut.gz"),
      /unexpected end/,
    ],
    [
      "bytes that are not UTF-8",
      "FILE_FORMAT",
      () => file(Buffer.from([0x61, 0x0a, 0x62, 0x0a, 0xff, 0x0a, 0x63])),
      /:3: The line is not valid UTF-8/,
    ],
  ])("name the file, and the line where there is one, for %s", async (_, code, path, message) => {
    const error = await allLines(await path()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  it("are limited in length and in all", async () => {
    const path = await file(`short\n${"x".repeat(100)}\nshort\n`);
    const read = async (options: object) => {
      for await (const batch of readLineBatches(path, options)) expect(batch).toBeDefined();
    };
    await expect(read({ maxLineBytes: 99 })).rejects.toThrow(
      /:2: The line is longer than 99 bytes/,
    );
    await read({ maxLineBytes: 100 });
    await expect(read({ maxFileBytes: 50 })).rejects.toThrow(/larger than 50 bytes/);
    await expect(read({ maxLineBytes: 0 })).rejects.toThrow(/`maxLineBytes`/);
    const long = await file("x".repeat(300_000));
    const first = readLineBatches(long, { maxLineBytes: 1000 }).next();
    await expect(first).rejects.toThrow(/:1: The line is longer/);
    const bomb = await file(gzipSync(Buffer.alloc(50_000_000, 0x61)), "bomb.gz");
    await expect(allLines(bomb)).rejects.toThrow(/longer than 16777216 bytes/);
  });

  it("stop when the signal has fired", async () => {
    const path = await file("a\n");
    const lines = readLineBatches(path, { signal: AbortSignal.abort() });
    await expect(lines.next()).rejects.toThrow(expect.objectContaining({ code: "ABORTED" }));
  });
});

describe("judgments", () => {
  it("are read from TREC's format, comments and blank lines passed over", async () => {
    const path = await file("# made by hand\nq1 0 a 2\n\n  q1\t0 b   -1\nq2 Q0 a 0\n");
    expect(await readQrels(path)).toStrictEqual(mapOf({ q1: { a: 2, b: -1 }, q2: { a: 0 } }));
  });

  it("are read from BEIR's format, with the header or without, ids with spaces in them", async () => {
    const rows = "q 1\tSuper Bowl\t1\nq2\t#7\t3\n";
    const expected = mapOf({ "q 1": { "Super Bowl": 1 }, q2: { "#7": 3 } });
    expect(await readQrels(await file(`query-id\tcorpus-id\tscore\n${rows}`))).toStrictEqual(
      expected,
    );
    expect(await readQrels(await file(rows))).toStrictEqual(expected);
  });

  it("are not taken for a header because their ids begin as one does", async () => {
    const path = await file("query1\tdoc1\t1\nquery1\tdoc2\t0\n");
    expect(await readQrels(path)).toStrictEqual(mapOf({ query1: { doc1: 1, doc2: 0 } }));
  });

  it("take ids that are names of object members", async () => {
    const qrels = await readQrels(await file("__proto__ 0 constructor 1\n"));
    expect(qrels.get("__proto__")?.get("constructor")).toBe(1);
  });

  it.each([
    ["q 0 a 1\nq 0 a 1\n", /:2: Passage `a` comes twice for query `q`/],
    ["q 0 a\n", /:1: Expected 4 fields/],
    ["q 0 a 1\nq 0 b 1 x\n", /:2: Expected 4 fields.*got 5/],
    ["q 0 a 1.5\n", /:1: Expected a grade.*`1.5`/],
    ["q 0 a 128\n", /:1: Expected a grade/],
    ["q 0 a 0x1\n", /:1: Expected a grade/],
    ["query1\tdoc1\t1.5\n", /:1: Expected a grade.*`1.5`/],
    ["query-id\tcorpus-id\tscore\nq\ta\n", /:2: Expected 3 fields between tabs/],
    ["query-id\tcorpus-id\tscore\nq\t\t1\n", /:2: The passage id is empty/],
    ["query-id\tcorpus-id\tscore\n", /no judgments/],
    ["", /no judgments/],
  ])("refuse %j with the line's number", async (content, message) => {
    const error = await readQrels(await file(content)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "FILE_FORMAT",
      message: expect.stringMatching(message) as string,
    });
  });

  it("are limited in number", async () => {
    const path = await file("q 0 a 1\nq 0 b 1\nq 0 c 1\n");
    await expect(readQrels(path, { maxEntries: 2 })).rejects.toThrow(/:3: .*more than 2 entries/);
  });
});

describe("runs", () => {
  it("are read from TREC's format; rank and what follows the tag mean nothing", async () => {
    const path = await file("q2 Q0 a 9 1.5 tag\nq1 Q0 a 1 -2e-3 tag more junk\nq2 Q0 b 1 .5 tag\n");
    expect(await readRun(path)).toStrictEqual(mapOf({ q2: { a: 1.5, b: 0.5 }, q1: { a: -0.002 } }));
  });

  it("are read from MS MARCO's format, the score being the negative rank", async () => {
    const path = await file("q\tx\t2\nq\ty\t1\n");
    expect(await readRun(path)).toStrictEqual(mapOf({ q: { x: -2, y: -1 } }));
  });

  it("may hold comments, before lines of either format", async () => {
    const path = await file("# made by hand\n q1 Q0 d1 1 2.5 tag\n  # more\nq1 Q0 d2 2 1 tag\n");
    expect(await readRun(path)).toStrictEqual(mapOf({ q1: { d1: 2.5, d2: 1 } }));
  });

  it("keep only the queries asked for", async () => {
    const path = await file("q1 Q0 a 1 1 t\nq2 Q0 a 1 1 t\n");
    const run = await readRun(path, { queries: new Set(["q2"]) });
    expect(run).toStrictEqual(mapOf({ q2: { a: 1 } }));
    expect(await readRun(await file(""))).toStrictEqual(new Map());
  });

  it.each([
    ["q Q0 a 1 nan t\n", /:1: Expected a finite score, got `nan`/],
    ["q Q0 a 1 inf t\n", /:1: Expected a finite score/],
    ["q Q0 a 1 0x10 t\n", /:1: Expected a finite score/],
    ["q Q0 a 1 1e999 t\n", /:1: Expected a finite score/],
    ["q Q0 a 1 1 t\nq Q0 a 2 0 t\n", /:2: Passage `a` comes twice/],
    ["q Q0 a 1 1\n", /:1: Expected 6 fields.*got 5/],
    ["q\ta\t1\nq\tb\t0\n", /:2: Expected a rank/],
    ["q\ta\t1\nq\tb\n", /:2: Expected 3 fields/],
  ])("refuse %j with the line's number", async (content, message) => {
    await expect(readRun(await file(content))).rejects.toThrow(message);
  });

  it("are written in the order in which they are evaluated, and read back as `asWritten`", async () => {
    const path = join(folder, "new/folder/dense.run");
    const run = mapOf({ q1: { a: 1, c: 2, b: 2 + 1e-9 }, q2: { a: 0.1 }, none: {} });
    await writeRun(path, run, "dense");
    expect(await readFile(path, "utf8")).toBe(
      "q1 Q0 c 1 2 dense\nq1 Q0 b 2 2 dense\nq1 Q0 a 3 1 dense\nq2 Q0 a 1 0.100000001 dense\n",
    );
    expect(await readRun(path)).toStrictEqual(asWritten(run));
    expect(await readdir(join(folder, "new/folder"))).toStrictEqual(["dense.run"]);
  });

  it("have scores of 9 significant digits, which keep every float32 and its order", () => {
    fc.assert(
      fc.property(
        fc.float({ noNaN: true, noDefaultInfinity: true }),
        fc.float({ noNaN: true, noDefaultInfinity: true }),
        (a, b) => {
          expect(Math.fround(Number(formatScore(a)))).toBe(a === 0 ? 0 : a);
          const order = Math.sign(Number(formatScore(a)) - Number(formatScore(b)));
          expect(order - Math.sign(a - b)).toBeCloseTo(0);
        },
      ),
      { numRuns: propertyRuns(1000, 100_000), seed: PROPERTY_SEED },
    );
  });

  it("rank the same before and after they were written", () => {
    const scores = fc.dictionary(
      fc.constantFrom("a", "b", "c", "d", "e"),
      fc.oneof(fc.double({ noNaN: true, min: -1e30, max: 1e30 }), fc.constantFrom(1, 1 + 1e-9)),
    );
    fc.assert(
      fc.property(scores, (row) => {
        const run = mapOf({ q: row });
        const written = asWritten(run).get("q") ?? new Map<string, number>();
        expect(trecOrder(written)).toStrictEqual(trecOrder(run.get("q")!));
      }),
      { numRuns: propertyRuns(500, 20_000), seed: PROPERTY_SEED },
    );
  });

  it("are not written where the format cannot hold an id, and what was there stays", async () => {
    const path = join(folder, "kept.run");
    await writeRun(path, mapOf({ q: { a: 1 } }), "tag");
    await expect(writeRun(path, mapOf({ q: { "a b": 1 } }), "tag")).rejects.toThrow(/"a b"/);
    await expect(writeRun(path, mapOf({ "": { a: 1 } }), "tag")).rejects.toThrow(/query id ""/);
    // Read back, its lines would be comments.
    await expect(writeRun(path, mapOf({ "#1": { a: 1 } }), "tag")).rejects.toThrow(/"#1"/);
    await expect(writeRun(path, mapOf({ q: { a: 1e39 } }), "tag")).rejects.toThrow(/float32/);
    await expect(writeRun(path, mapOf({ q: { a: 1 } }), "my tag")).rejects.toThrow(/"my tag"/);
    expect(await readFile(path, "utf8")).toBe("q Q0 a 1 1 tag\n");
    expect((await readdir(folder)).filter((name) => name.endsWith(".tmp"))).toStrictEqual([]);
  });
});

describe("written judgments", () => {
  it("are read back the same", async () => {
    const qrels = mapOf({ q: { a: 2, b: -1 }, r: { a: 0 } });
    const path = join(folder, "out.qrels");
    await writeQrels(path, qrels);
    expect(await readQrels(path)).toStrictEqual(qrels);
  });

  it("are not written where they could not be read back, and what was there stays", async () => {
    const path = join(folder, "kept.qrels");
    await writeQrels(path, mapOf({ q: { a: 1 } }));
    for (const grade of [1.5, 128, Number.NaN]) {
      await expect(writeQrels(path, mapOf({ q: { a: grade } }))).rejects.toThrow(/`grade of a`/);
    }
    await expect(writeQrels(path, mapOf({ "#1": { a: 1 } }))).rejects.toThrow(/"#1"/);
    expect(await readFile(path, "utf8")).toBe("q 0 a 1\n");
  });
});

describe("queries and passages", () => {
  it("are read from BEIR's JSON lines", async () => {
    const queries = await file(
      '{"_id": "1", "text": "who?", "metadata": {}}\n{"_id": 2, "text": ""}\n',
    );
    expect(await readQueries(queries)).toStrictEqual(
      new Map([
        ["1", "who?"],
        ["2", ""],
      ]),
    );
    const corpus = await file(
      '{"_id": "a", "title": "T", "text": "x"}\n{"_id": "b", "text": "y"}\n',
    );
    expect(await corpusOf(corpus)).toStrictEqual([
      { id: "a", title: "T", text: "x" },
      { id: "b", title: "", text: "y" },
    ]);
  });

  it("are read from MS MARCO's tab-separated files", async () => {
    const path = await file("2\t Androgen receptor define\n7\twhat is\tthis\n");
    expect(await readQueries(path)).toStrictEqual(
      new Map([
        ["2", "Androgen receptor define"],
        ["7", "what is\tthis"],
      ]),
    );
    expect(await corpusOf(await file("0\tThe presence of\n"))).toStrictEqual([
      { id: "0", title: "", text: "The presence of" },
    ]);
  });

  it("join title and text as they are indexed", () => {
    expect(passageText({ id: "a", title: "T", text: "x" })).toBe("T x");
    expect(passageText({ id: "a", title: "", text: "x" })).toBe("x");
  });

  it.each([
    ['{"_id": "a", "text": "x"}\n{"_id": "a", "text": "y"}', /:2: Query `a` comes twice/],
    ['{"_id": "a"}', /:1: Expected `text` to be a string/],
    ['{"_id": "", "text": "x"}', /:1: Expected `_id`/],
    ['{"_id": "a", "text": "x"}\n{"_id"', /:2: The line is not valid JSON/],
    ['{"_id": "a", "text": "x"}\n[1]', /:2: Expected a JSON object/],
    ["just text", /:1: Expected a query id, a tab/],
  ])("refuse %j with the line's number", async (content, message) => {
    await expect(readQueries(await file(content))).rejects.toThrow(message);
  });

  it.each([
    ['{"_id": "a", "title": 3, "text": "x"}', /:1: Expected `title`/],
    ['{"_id": {}, "text": "x"}', /:1: Expected `_id`/],
    ["just text", /:1: Expected a passage id, a tab/],
  ])("refuse the corpus %j with the line's number", async (content, message) => {
    await expect(corpusOf(await file(content))).rejects.toThrow(message);
  });
});

describe("candidates", () => {
  it("are read in any order of lines, each passage held once", async () => {
    const path = await file("q1\ta\twho\tA.\nq2\ta\twhat\tA.\nq1\tb\twho\tB.\n");
    const candidates = await readCandidates(path);
    expect(candidates.queries).toStrictEqual(
      new Map([
        ["q1", "who"],
        ["q2", "what"],
      ]),
    );
    expect(candidates.passages).toStrictEqual(
      new Map([
        ["a", "A."],
        ["b", "B."],
      ]),
    );
    expect(candidates.passageIds).toStrictEqual(
      new Map([
        ["q1", ["a", "b"]],
        ["q2", ["a"]],
      ]),
    );
    const one = await readCandidates(path, { queries: new Set(["q2"]) });
    expect([...one.passages.keys()]).toStrictEqual(["a"]);
  });

  it.each([
    ["q1\ta\twho\n", /:1: Expected 4 fields/],
    ["q1\ta\twho\tA.\nq1\tb\twhat\tB.\n", /:2: Query `q1` has two different texts/],
    ["q1\ta\twho\tA.\nq2\ta\twho\tB.\n", /:2: Passage `a` has two different texts/],
    ["q1\ta\twho\tA.\nq1\ta\twho\tA.\n", /:2: Passage `a` comes twice/],
    ["\ta\twho\tA.\n", /:1: The query id is empty/],
  ])("refuse %j with the line's number", async (content, message) => {
    await expect(readCandidates(await file(content))).rejects.toThrow(message);
  });
});

describe.skipIf(!hasSharedData("msmarco"))("MS MARCO's public files (../shared/data)", () => {
  it("are read whole", async () => {
    const dev = await readQrels(sharedData("msmarco/qrels.msmarco-passage.dev-subset.txt"));
    const topics = await readQueries(sharedData("msmarco/topics.msmarco-passage.dev-subset.txt"));
    expect(dev.size).toBe(6980);
    expect(topics.size).toBe(6980);
    expect([...dev.keys()].every((id) => topics.has(id))).toBe(true);
    const dl19 = await readQrels(sharedData("msmarco/qrels.dl19-passage.txt"));
    expect(dl19.size).toBe(43);
    expect((await readQrels(sharedData("msmarco/qrels.dl20-passage.txt"))).size).toBe(54);
  });
});
