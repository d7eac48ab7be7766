import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { afterAll, expect, describe, it } from "vitest";

import { FileFormatError } from "../../src/errors.js";
import { readCandidates } from "../../src/evaluation/files/read_candidates.js";
import { readCorpus } from "../../src/evaluation/files/read_corpus.js";
import { readQrels } from "../../src/evaluation/files/read_qrels.js";
import { readQueries } from "../../src/evaluation/files/read_queries.js";
import { readRun } from "../../src/evaluation/files/read_run.js";
import { readMutated } from "../mutations.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { reportFigure } from "../reliability_report.js";

const folder = mkdtempSync(join(tmpdir(), "tasb-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

const jsonl =
  '{"_id": "p1", "title": "Wales \\u00e9", "text": "Of the sea.", "metadata": {"a": [1, null]}}\n' +
  '{"_id": "p2", "title": "", "text": "Bread\\nis baked."}\n' +
  '{"_id": "__proto__", "text": "Zug 🚂"}\n';
const tabs = "q1\tsome text\nq2\tother, text\r\n7\tdigits 12 ½\n";

/** Each reader, with files that it reads. */
const readers: Record<string, [string[], (path: string) => Promise<unknown>]> = {
  "BEIR and MS MARCO passages": [
    [jsonl, tabs],
    async (path) => {
      const all: unknown[] = [];
      for await (const batch of readCorpus(path)) all.push(batch);
      return all;
    },
  ],
  queries: [[jsonl, tabs], (path) => readQueries(path)],
  judgments: [
    ["q1 0 p1 1\nq1 0 p2 0\n# remark\nq2 Q0 p1 3\n", "query-id\tcorpus-id\tscore\nq1\tp 1\t2\n"],
    (path) => readQrels(path),
  ],
  runs: [
    ["q1 Q0 p1 1 12.5 tag\nq1 Q0 p2 2 -1e-3 tag\n", "q1\tp1\t1\nq1\tp2\t2\n"],
    (path) => readRun(path),
  ],
  candidates: [
    ["q1\tp1\tthe query\tthe passage\nq1\tp2\tthe query\tanother\n"],
    (path) => readCandidates(path),
  ],
};

describe("the readers of TREC, BEIR and MS MARCO files", () => {
  it.each(Object.entries(readers))(
    "read or refuse mutated files of %s, compressed ones too",
    async (name, [files, read]) => {
      const runs = propertyRuns(400, 100_000);
      const plain = join(folder, "file");
      const compressed = join(folder, "file.gz");
      const inputs = files.map((text) => Buffer.from(text));
      inputs.push(gzipSync(inputs[0]!));
      const outcomes = await readMutated(
        inputs,
        (bytes) => {
          const path = bytes[0] === 0x1f ? compressed : plain;
          writeFileSync(path, bytes);
          return read(path);
        },
        { runs, seed: PROPERTY_SEED, isTyped: (error) => error instanceof FileFormatError },
      );
      expect(outcomes.read).toBeGreaterThan(0);
      expect(outcomes.refused).toBeGreaterThan(runs / 20);
      expect(outcomes.slowestMilliseconds).toBeLessThan(2000);
      reportFigure(`Mutated files of ${name}`, {
        inputs: runs,
        refused: outcomes.refused,
        "read as files": outcomes.read,
        "untyped errors": 0,
        "slowest, ms of the processor": Math.round(outcomes.slowestMilliseconds),
      });
    },
    3_600_000,
  );
});
