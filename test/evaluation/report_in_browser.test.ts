import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { htmlReport } from "../../src/evaluation/report/html_report.js";
import { makeReport } from "../../src/evaluation/report/report.js";
import { chromiumPath, launchBrowser } from "../examples/browser.js";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

describe.skipIf(chromiumPath === undefined)(
  "the HTML report in Chromium (skipped without it)",
  () => {
    let browser: Browser;
    let folder: string;
    let address: string;

    beforeAll(async () => {
      browser = await launchBrowser();
      folder = await mkdtemp(join(tmpdir(), "tasb-report-"));
      const queries = Array.from({ length: 30 }, (_, i) => `q${i}`);
      const qrels = new Map(queries.map((query) => [query, new Map([["d1", 1]])]));
      const ranked = (place: (i: number) => number): Map<string, Map<string, number>> =>
        new Map(
          queries.map((query, i) => [
            query,
            new Map(Array.from({ length: 12 }, (_, j) => [j === place(i) ? "d1" : `x${j}`, -j])),
          ]),
        );
      const metrics = ["mrr@10", "ndcg@10", "recall@100", "recall@1000", "map"];
      const runs = [
        { name: "first", run: ranked((i) => i % 12) },
        { name: "second <b>", run: ranked((i) => i % 5) },
      ];
      const report = await makeReport(
        await Promise.all(
          runs.map(async ({ name, run }) => ({
            name,
            evaluation: await evaluate(qrels, run, { metrics }),
            seconds: 1,
          })),
        ),
        { collection: "a small one", queryTexts: new Map([["q3", "why?"]]), notes: ["A note."] },
      );
      const html = htmlReport(report);
      const path = join(folder, "report.html");
      await writeFile(path, html);
      address = pathToFileURL(path).href;
    });

    afterAll(async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    });

    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [1200, 390]) {
        it(`is whole and accessible, ${colorScheme}, ${width} pixels wide`, async () => {
          const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
          try {
            const requests: string[] = [];
            page.on("request", (request) => requests.push(request.url()));
            await page.goto(address);
            expect(requests).toEqual([address]);
            // What is wider than the page scrolls in its own box.
            expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
            await page.evaluate(await readFile(axePath, "utf8"));
            const { violations } = await page.evaluate<AxeResults>("axe.run()");
            expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
          } finally {
            await page.close();
          }
        });
      }
    }
  },
);
