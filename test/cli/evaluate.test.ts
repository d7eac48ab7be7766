import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../../src/cli/program.js";
import { Terminal } from "../../src/cli/terminal.js";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { readQrels } from "../../src/evaluation/files/read_qrels.js";
import { readRun } from "../../src/evaluation/files/read_run.js";
import { hasSharedData, sharedData } from "../evaluation/golden.js";

let folder: string;
let collection: string;
const savedCache = process.env["TASB_CACHE"];

const corpus = [
  { _id: "cat", title: "Cats", text: "A cat is a small animal that purrs and catches mice." },
  { _id: "dog", title: "", text: "Dogs bark at strangers and guard the house." },
  { _id: "car", text: "The engine of a car turns fuel into motion." },
  { _id: "sun", text: "The sun is a star; it warms the earth." },
];
const queries = [
  { _id: "1", text: "which animal purrs?" },
  { _id: "2", text: "engine fuel" },
  { _id: "3", text: "what warms the earth?" },
  { _id: "unjudged", text: "dogs" },
];

function jsonLines(rows: object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-evaluate-"));
  process.env["TASB_CACHE"] = join(folder, "cache");
  collection = join(folder, "animals");
  await mkdir(join(collection, "qrels"), { recursive: true });
  await writeFile(join(collection, "corpus.jsonl"), jsonLines(corpus));
  await writeFile(join(collection, "queries.jsonl"), jsonLines(queries));
  await writeFile(
    join(collection, "qrels/test.tsv"),
    "query-id\tcorpus-id\tscore\n1\tcat\t2\n2\tcar\t1\n3\tsun\t1\n",
  );
});
afterAll(async () => {
  if (savedCache === undefined) delete process.env["TASB_CACHE"];
  else process.env["TASB_CACHE"] = savedCache;
  await rm(folder, { recursive: true });
});

async function tasb(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const code = await runProgram(["evaluate", ...argv], {
    stdout: new Terminal({ write: (text: string) => (out += text) }, false),
    stderr: new Terminal({ write: (text: string) => (err += text) }, false),
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

interface Printed {
  collection: string;
  queries: number;
  runs: { name: string; metrics: Record<string, number>; seconds?: number }[];
  comparisons: { contender: string; metric: string }[];
  notes: string[];
}

describe("tasb evaluate --qrels --run", () => {
  it("prints a table of the runs, the first as the baseline", async () => {
    const qrels = await file("q.txt", "1 0 a 1\n2 0 b 1\n");
    const first = await file("first.run", "1 Q0 x 1 2 t\n1 Q0 a 2 1 t\n");
    const second = await file("second.run.txt", "1 Q0 a 1 2 t\n2 Q0 b 1 1 t\n");
    const { code, out } = await tasb("--qrels", qrels, "--run", first, second, "--metrics", "mrr");
    expect(code).toBe(0);
    expect(out).toMatch(/## q: 2 queries/);
    expect(out).toMatch(/\| first \(baseline\) \| 0\.2500 \|/);
    expect(out).toMatch(/\| second +\| 1\.0000 \|/);
    expect(out).toMatch(/first lacks 1 judged query, counted as 0\./);
    expect(out).not.toMatch(/seconds/);
  });

  it.each([
    [[], /Expected `--collection`/],
    [["--qrels", "q.txt"], /`--run`/],
    [["--qrels", "q", "--run", "r", "--mode", "dense"], /`--mode` needs/],
    [["--collection", "x", "--metrics", "bleu"], /metric/],
    [["--collection", "x", "--mode", "sparse"], /`--mode`/],
    [["--collection", "x", "--report", "r.pdf"], /\.html, \.md or \.json/],
    [["--collection", "x", "--binarize", "0"], /--binarize/],
    [["--collection", "x", "-k", "0"], /--k/],
    [["--candidates", "x", "--mode", "dense"], /only mode is rerank/],
  ])("answers wrong usage %j with exit code 2", async (argv, message) => {
    const { code, err } = await tasb(...argv);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it("answers a bad file with its line and exit code 1", async () => {
    const qrels = await file("bad.txt", "1 0 a 1\n1 0 b\n");
    const { code, err } = await tasb("--qrels", qrels, "--run", qrels);
    expect(code).toBe(1);
    expect(err).toMatch(/bad\.txt:2: Expected 4 fields.*\[FILE_FORMAT\]/);
  });
});

describe("tasb evaluate --collection", () => {
  it("needs no model for BM25, and evaluates exactly what it writes", async () => {
    const runs = join(folder, "runs");
    const { code, out } = await tasb(
      "--collection",
      collection,
      "--mode",
      "bm25",
      "--run-dir",
      runs,
      "--json",
    );
    expect(code).toBe(0);
    const printed = JSON.parse(out) as Printed;
    expect(printed).toMatchObject({ collection: "animals", queries: 3, comparisons: [] });
    expect(printed.runs[0]).toMatchObject({ name: "bm25", metrics: { "mrr@10": 1 } });
    const written = await evaluate(
      await readQrels(join(collection, "qrels/test.tsv")),
      await readRun(join(runs, "bm25.run")),
    );
    expect(Object.fromEntries(written.means)).toStrictEqual(printed.runs[0]!.metrics);
    expect(await readFile(join(runs, "bm25.run"), "utf8")).toMatch(
      /^1 Q0 cat 1 \d\.\d{1,8} bm25$/m,
    );
  });

  it("compares modes, caches the embeddings, and mends a damaged cache file", async () => {
    const argv = ["--collection", collection, "--model", "tasb-mini", "--json"];
    const first = JSON.parse((await tasb(...argv)).out) as Printed;
    expect(first.runs.map(({ name }) => name)).toStrictEqual(["bm25", "dense", "hybrid", "rerank"]);
    expect(first.comparisons).toHaveLength(15);
    expect(first.runs.every(({ seconds }) => seconds! > 0)).toBe(true);
    const cache = join(folder, "cache/embeddings");
    const [name] = await readdir(cache);
    const bytes = await readFile(join(cache, name!));
    const metrics = ({ runs }: Printed) => runs.map((run) => run.metrics);
    expect(metrics(JSON.parse((await tasb(...argv)).out) as Printed)).toStrictEqual(metrics(first));
    const damaged = Buffer.from(bytes);
    damaged[10]! ^= 1;
    await writeFile(join(cache, name!), damaged);
    expect(metrics(JSON.parse((await tasb(...argv)).out) as Printed)).toStrictEqual(metrics(first));
    expect(await readFile(join(cache, name!))).toStrictEqual(bytes);
    expect(await readdir(cache)).toHaveLength(1);
  });

  it("puts models side by side, mode by mode, with BM25 once; each run in a file of its name", async () => {
    const model = fileURLToPath(new URL("../../models/tasb-mini", import.meta.url));
    const runs = join(folder, "side-by-side");
    const { code, out } = await tasb(
      "--collection",
      collection,
      "--model",
      `tasb-mini,${model}`,
      "--mode",
      "bm25,dense,rerank",
      "--metrics",
      "ndcg@10",
      "--run-dir",
      runs,
      "--json",
    );
    expect(code).toBe(0);
    const printed = JSON.parse(out) as Printed;
    const names = printed.runs.map(({ name }) => name);
    expect(names).toHaveLength(5);
    expect(names[0]).toBe("bm25");
    expect(new Set(names).size).toBe(5);
    expect(await readdir(runs)).toHaveLength(5);
    expect(printed.comparisons).toHaveLength(4);
    // The same weights under two names rank the same.
    expect(printed.runs[1]!.metrics).toStrictEqual(printed.runs[2]!.metrics);
  });

  it("writes the report its ending asks for", async () => {
    for (const [ending, start] of [
      ["html", "<!doctype html>"],
      ["md", "## animals"],
      ["json", "{"],
    ]) {
      const report = join(folder, `report.${ending}`);
      const { code } = await tasb("--collection", collection, "--mode", "bm25", "--report", report);
      expect(code).toBe(0);
      expect(await readFile(report, "utf8")).toMatch(new RegExp(`^${start}`));
    }
  });

  it("counts only grades from --binarize on as relevant", async () => {
    const { out } = await tasb(
      "--collection",
      collection,
      "--mode",
      "bm25",
      "--binarize",
      "2",
      "--metrics",
      "mrr,ndcg",
    );
    // Of three queries only one has a passage of grade 2.
    expect(out).toMatch(/\| bm25 \| 0\.3333 \| 1\.0000 \|/);
    expect(out).toMatch(/Relevant: grade 2 or higher/);
  });

  it("refuses a corpus with an id that comes twice", async () => {
    const twice = await file("twice.tsv", "a\tone\na\ttwo\n");
    const { code, err } = await tasb(
      "--collection",
      collection,
      "--corpus",
      twice,
      "--mode",
      "bm25",
    );
    expect(code).toBe(1);
    expect(err).toMatch(/Passage `a` comes twice/);
  });
});

describe("tasb evaluate --candidates", () => {
  const model = ["--model", "tasb-mini", "--json"];

  it("re-ranks MS MARCO's four columns, texts and all, without a corpus", async () => {
    const candidates = await file(
      "top1000.tsv",
      "1\tdog\twhich animal purrs?\tDogs bark at strangers and guard the house.\n" +
        "1\tcat\twhich animal purrs?\tA cat is a small animal that purrs and catches mice.\n" +
        "9\tdog\tnot judged\tDogs bark at strangers and guard the house.\n",
    );
    const qrels = join(collection, "qrels/test.tsv");
    const { code, out } = await tasb("--candidates", candidates, "--qrels", qrels, ...model);
    expect(code).toBe(0);
    const printed = JSON.parse(out) as Printed;
    expect(printed.runs).toMatchObject([{ name: "rerank", metrics: { "mrr@10": 1 / 3 } }]);
    expect(printed.notes).toContain("2 judged queries have no text.");
  });

  it("re-ranks a run over the corpus, the run itself as the baseline", async () => {
    const run = await file("first.run", "1 Q0 dog 1 2 t\n1 Q0 cat 2 1 t\n2 Q0 sun 1 3 t\n");
    const { out } = await tasb("--candidates", run, "--collection", collection, ...model);
    const printed = JSON.parse(out) as Printed;
    expect(printed.runs.map(({ name }) => name)).toStrictEqual(["first", "rerank"]);
    expect(printed.runs[0]!.metrics["mrr@10"]).toBeCloseTo(0.5 / 3, 12);
    expect(printed.runs[1]!.metrics["mrr@10"]).toBeCloseTo(1 / 3, 12);
  });

  it("refuses a candidate that is not in the corpus", async () => {
    const run = await file("strange.run", "1 Q0 whale 1 2 t\n");
    const { code, err } = await tasb("--candidates", run, "--collection", collection, ...model);
    expect(code).toBe(1);
    expect(err).toMatch(/Candidate `whale` is not in the corpus/);
  });
});

describe.skipIf(!hasSharedData("cranfield"))("on cranfield (../shared/data)", () => {
  it("ranks by BM25 as Lucene does, to every printed digit", async () => {
    const data = sharedData("cranfield");
    const { out } = await tasb(
      "--collection",
      data,
      "--mode",
      "bm25",
      "-k",
      "100",
      "--metrics",
      "mrr@10,ndcg@10,recall@100",
      "--run",
      join(data, "lucene-bm25.run.gz"),
    );
    expect(out).toMatch(/\| bm25 \(baseline\) \| 0\.5022 \| +0\.3417 \| +0\.7206 \|/);
    expect(out).toMatch(/\| lucene-bm25 +\| 0\.5022 \| +0\.3417 \| +0\.7206 \|/);
  });
});
