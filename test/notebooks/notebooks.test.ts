import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { cellsOf } from "../../notebooks/lib/cells.mjs";
import { readCorpus } from "../../src/evaluation/files/read_corpus.js";
import { readQrels } from "../../src/evaluation/files/read_qrels.js";
import { readQueries } from "../../src/evaluation/files/read_queries.js";

// Executing them is `npm run notebooks`, a step of its own in CI.

const folder = fileURLToPath(new URL("../../notebooks/", import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));

interface Output {
  output_type: string;
  data?: Record<string, string | string[]>;
}

interface Cell {
  type: string;
  source: string;
  outputs: Output[];
  count: number | null;
}

const notebooks = names.map((name): [string, Cell[]] => [
  name,
  cellsOf(join(folder, name)) as Cell[],
]);

describe("the notebooks", () => {
  it("are there", () => {
    expect(names.length).toBeGreaterThanOrEqual(4);
  });

  it.each(notebooks)("%s is kept as one run from top to bottom left it", (_, cells) => {
    const code = cells.filter(({ type }) => type === "code");
    expect(code.map(({ count }) => count)).toEqual(code.map((_cell, i) => i + 1));
    const types = cells.flatMap(({ outputs }) => outputs.map((output) => output.output_type));
    expect(types).not.toContain("error");
    expect(types).toContain("display_data");
  });

  it.each(notebooks)(
    "%s says in words what each picture shows, and holds no script",
    (_, cells) => {
      for (const { data = {} } of cells.flatMap(({ outputs }) => outputs)) {
        const picture = data["image/svg+xml"];
        if (picture === undefined) continue;
        const svg = [picture].flat().join("");
        const description = [data["text/plain"]].flat().join("");
        expect(description.length).toBeGreaterThan(20);
        expect(svg).toContain('aria-label="');
        expect(svg).not.toMatch(/<script|href=|NaN|undefined/);
      }
    },
  );

  it.each(notebooks)("%s links to files that exist", (_, cells) => {
    const prose = cells.filter(({ type }) => type === "markdown").map(({ source }) => source);
    const links = [...prose.join("\n").matchAll(/\]\(([^()\s]+)\)/g)].map(([, href = ""]) => href);
    const local = links.filter((href) => !href.startsWith("https:"));
    expect(local.filter((href) => !existsSync(join(folder, href)))).toEqual([]);
  });
});

describe("the notebooks' collection", () => {
  it("judges queries and passages that it holds, each query at least once", async () => {
    const passages = new Set<string>();
    for await (const { id } of readCorpus(join(folder, "collection/corpus.jsonl"))) {
      expect(passages.has(id)).toBe(false);
      passages.add(id);
    }
    const queries = await readQueries(join(folder, "collection/queries.jsonl"));
    const qrels = await readQrels(join(folder, "collection/qrels/test.tsv"));
    expect([...qrels.keys()].toSorted()).toEqual([...queries.keys()].toSorted());
    const judged = [...qrels.values()].flatMap((grades) => [...grades.keys()]);
    expect(judged.filter((id) => !passages.has(id))).toEqual([]);
  });
});
