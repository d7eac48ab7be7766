/** Reads what Lucene 9.12.1 gave (test/golden/lucene) and the runs it made (../shared). */

import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";

const root = resolve(import.meta.dirname, "../..");

/** Parsed lines of a golden file; the caller states the type that the generator gives them. */
export function goldenLines(name: string): unknown[] {
  return linesOf(join(root, "test/golden/lucene", name)).map((line): unknown => JSON.parse(line));
}

/** A test collection with Lucene's run, or undefined where the data are not there. */
export function luceneRun(name: string):
  | {
      passages: { id: string; text: string }[];
      queries: Map<string, string>;
      run: Map<string, { id: string; score: number }[]>;
    }
  | undefined {
  const folder = resolve(root, "../shared/data", name);
  if (!existsSync(join(folder, "lucene-bm25.run.gz"))) return undefined;
  const passages = linesOf(join(folder, "corpus.jsonl")).map((line) => {
    const { _id, title, text } = JSON.parse(line) as { _id: string; title: string; text: string };
    return { id: _id, text: `${title} ${text}` };
  });
  const queries = linesOf(join(folder, "queries.jsonl")).map((line): [string, string] => {
    const { _id, text } = JSON.parse(line) as { _id: string; text: string };
    return [_id, text];
  });
  const run = new Map<string, { id: string; score: number }[]>();
  for (const line of linesOf(join(folder, "lucene-bm25.run.gz"))) {
    const [query = "", , id = "", , score] = line.split(" ");
    const ranking = run.get(query) ?? [];
    ranking.push({ id, score: Number(score) });
    run.set(query, ranking);
  }
  return { passages, queries: new Map(queries), run };
}

function linesOf(path: string): string[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text.split("\n").filter((line) => line !== "");
}
