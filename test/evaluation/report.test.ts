import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { differencePlot } from "../../src/evaluation/report/difference_plot.js";
import { htmlReport } from "../../src/evaluation/report/html_report.js";
import { jsonReport } from "../../src/evaluation/report/json_report.js";
import { escapeMarkdown, markdownReport } from "../../src/evaluation/report/markdown_report.js";
import { escapeMarkup, shorten } from "../../src/evaluation/report/markup.js";
import { largestDifferences, makeReport, type Report } from "../../src/evaluation/report/report.js";
import { mapOf } from "./golden.js";

const HOSTILE = `<script>alert("1")</script>|'&amp;`;
const queries = Array.from({ length: 12 }, (_, i) => `q${i}`);
const qrels = mapOf(Object.fromEntries(queries.map((id) => [id, { right: 1 }])));
const worst = mapOf(Object.fromEntries(queries.map((id) => [id, { wrong: 2, right: 1 }])));
const best = mapOf(
  Object.fromEntries(queries.map((id, i) => [id, i === 3 ? {} : { right: 2, wrong: 1 }])),
);

async function sampleReport(name = "dense"): Promise<Report> {
  const options = { metrics: "mrr@10,ndcg@10" };
  return await makeReport(
    [
      { name: "bm25", evaluation: await evaluate(qrels, worst, options), seconds: 0.25 },
      { name, evaluation: await evaluate(qrels, best, options), seconds: 12.3, prepareSeconds: 1 },
    ],
    {
      collection: `sample ${name}`,
      queryTexts: new Map([["q3", `why ${name}?`]]),
      notes: [`A note on ${name}.`],
    },
  );
}

describe("the Markdown report", () => {
  it("shows the baseline first, marks what differs significantly, and says how it was tested", async () => {
    expect(markdownReport(await sampleReport())).toBe(`## sample dense: 12 queries

| run             |  mrr@10 | ndcg@10 | seconds |
| --------------- | ------: | ------: | ------: |
| bm25 (baseline) |  0.5000 |  0.6309 |    0.25 |
| dense           | 0.9167↑ | 0.9167↑ |    12.3 |

↑ ↓: better or worse than bm25, two-sided paired randomization test, p < 0.05 after Holm's correction over 2 comparisons.

A note on dense.

| run   |  metric | difference |      95 % interval | win/loss/tie |      p | p (Holm) |
| ----- | ------: | ---------: | -----------------: | -----------: | -----: | -------: |
| dense |  mrr@10 |    +0.4167 | +0.2333 to +0.6001 |       11/1/0 | 0.0063 |   0.0127 |
| dense | ndcg@10 |    +0.2857 | +0.1023 to +0.4692 |       11/1/0 | 0.0063 |   0.0127 |
`);
  });

  it("escapes what Markdown would read as markup", () => {
    expect(escapeMarkdown("a|b\n<b> *x* [y](z) `c` &amp; p < 0.05")).toBe(
      "a\\|b \\<b> \\*x\\* \\[y\\](z) \\`c\\` \\&amp; p < 0.05",
    );
  });

  it("is a single table for one run", async () => {
    const report = await makeReport([{ name: "one", evaluation: await evaluate(qrels, best) }], {
      collection: "c",
    });
    const text = markdownReport(report);
    expect(text).not.toMatch(/baseline|Holm|seconds/);
    expect(text).toMatch(/\| one /);
  });
});

describe("the JSON report", () => {
  it("has the collection, the queries, each run's metrics and each comparison", async () => {
    const json = JSON.parse(JSON.stringify(jsonReport(await sampleReport()))) as unknown;
    expect(json).toMatchObject({
      collection: "sample dense",
      queries: 12,
      relevantFrom: 1,
      runs: [
        { name: "bm25", metrics: { "mrr@10": 0.5 }, seconds: 0.25, counts: { queries: 12 } },
        { name: "dense", seconds: 12.3, prepareSeconds: 1, counts: { missing: 0, retrieved: 22 } },
      ],
      comparisons: [
        { metric: "mrr@10", baseline: "bm25", contender: "dense", wins: 11, losses: 1, ties: 0 },
        { metric: "ndcg@10" },
      ],
      notes: ["A note on dense."],
    });
    expect(json).toMatchObject({
      comparisons: [{ significant: true, perQuery: { q0: 0.5, q3: -0.5 } }, {}],
    });
  });
});

describe("the HTML report", () => {
  it("escapes names, ids, texts and notes, and has neither script nor anything to fetch", async () => {
    const html = htmlReport(await sampleReport(HOSTILE));
    expect(html).not.toContain("<script");
    expect(html).not.toContain('alert("');
    expect(html).toContain("&lt;script&gt;");
    expect(html).not.toMatch(/\b(?:src|href)=|url\(|@import|javascript:/);
    expect(html).not.toMatch(/ on\w+=/);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it("gives every picture a title and a description, and its numbers in a table", async () => {
    const html = htmlReport(await sampleReport());
    const pictures = html.match(/<svg [^>]*role="img"[^>]*>/g) ?? [];
    // Two metrics, the precision-recall curve, one comparison.
    expect(pictures).toHaveLength(4);
    for (const picture of pictures) {
      const [title, description] = /aria-labelledby="([^"]+)"/.exec(picture)![1]!.split(" ");
      expect(html).toContain(`<title id="${title}">`);
      expect(html).toContain(`<desc id="${description}">`);
    }
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(html).toContain("<caption>Precision at recall</caption>");
    expect(html).toContain("<caption>dense: largest gains and losses</caption>");
    expect(html).toContain("why dense?");
  });

  it("closes every element it opens", async () => {
    const open: string[] = [];
    const html = htmlReport(await sampleReport(HOSTILE));
    for (const [, close, name, rest] of html.matchAll(/<(\/?)([a-z0-9]+)((?:"[^"]*"|[^">])*)>/g)) {
      if (["meta", "line", "rect", "circle", "path", "polyline"].includes(name!)) continue;
      expect(rest).not.toMatch(/\/$/);
      if (close === "") open.push(name!);
      else if (open.at(-1) === name) open.pop();
    }
    // An element closed out of turn stays in the list.
    expect(open).toStrictEqual([]);
  });

  it("is made for one run, and for no query at all", async () => {
    const empty = await evaluate(new Map(), new Map());
    const report = await makeReport([{ name: "none", evaluation: empty }], { collection: "c" });
    const html = htmlReport(report);
    expect(html).not.toMatch(/NaN|Infinity|undefined/);
    expect(html).not.toContain("Differences to");
  });
});

describe("pictures", () => {
  it("stay small for many queries", async () => {
    const many = Array.from({ length: 7000 }, (_, i) => `q${i}`);
    const judgments = mapOf(Object.fromEntries(many.map((id) => [id, { right: 1 }])));
    const some = mapOf(Object.fromEntries(many.map((id, i) => [id, { right: i % 2 }])));
    const none = await evaluate(judgments, new Map(), { metrics: "mrr" });
    const report = await makeReport(
      [
        { name: "none", evaluation: none },
        { name: "some", evaluation: await evaluate(judgments, some, { metrics: "mrr" }) },
      ],
      { collection: "c", samples: 100 },
    );
    expect(differencePlot(report.comparisons[0]!, 0).content.length).toBeLessThan(20_000);
  });

  it("list the largest differences of each direction", async () => {
    const [comparison] = (await sampleReport()).comparisons;
    expect(largestDifferences(comparison!, "gain", 2)).toStrictEqual([
      { queryId: "q0", difference: 0.5 },
      { queryId: "q1", difference: 0.5 },
    ]);
    expect(largestDifferences(comparison!, "loss")).toStrictEqual([
      { queryId: "q3", difference: -0.5 },
    ]);
  });
});

describe("text in markup", () => {
  it("is escaped, control characters replaced, long text cut between characters", () => {
    expect(escapeMarkup(`<a href="x">'&\u0000\u001b\t`)).toBe(
      "&lt;a href=&quot;x&quot;&gt;&#39;&amp;\uFFFD\uFFFD\t",
    );
    expect(shorten("😀😀😀😀", 3)).toBe("😀😀…");
    expect(shorten("abc", 3)).toBe("abc");
  });
});
