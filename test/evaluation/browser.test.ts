import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { htmlReport } from "../../src/evaluation/report/html_report.js";
import { makeReport } from "../../src/evaluation/report/report.js";
import { mapOf } from "./golden.js";

const executable = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => existsSync(path));
const axe = createRequire(import.meta.url).resolve("axe-core");

const queries = Array.from({ length: 40 }, (_, i) => `q${i}`);
const qrels = mapOf(Object.fromEntries(queries.map((id) => [id, { right: 1, other: 2 }])));
const run = (scoreOf: (i: number) => number) =>
  mapOf(Object.fromEntries(queries.map((id, i) => [id, { wrong: 1, right: scoreOf(i) }])));

async function samplePage(): Promise<string> {
  const options = { metrics: "mrr@10,ndcg@10,recall@1000,map" };
  const runs = [
    {
      name: "bm25",
      evaluation: await evaluate(
        qrels,
        run((i) => i % 3),
        options,
      ),
      seconds: 2,
    },
    {
      name: "dense",
      evaluation: await evaluate(
        qrels,
        run(() => 2),
        options,
      ),
      seconds: 3,
    },
    {
      name: `hybrid-${"x".repeat(90)}`,
      evaluation: await evaluate(
        qrels,
        run((i) => i % 2),
        options,
      ),
    },
  ];
  const queryTexts = new Map(queries.map((id) => [id, `a question about ${id} `.repeat(12)]));
  return htmlReport(await makeReport(runs, { collection: "sample", queryTexts }));
}

const suffix = executable === undefined ? " (skipped: no Chromium on this machine)" : "";

describe.skipIf(executable === undefined)(`the HTML report in Chromium${suffix}`, () => {
  let browser: Browser;
  let folder: string;
  let address: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tasb-report-"));
    const path = join(folder, "report.html");
    await writeFile(path, await samplePage());
    address = pathToFileURL(path).href;
    browser = await chromium.launch({ executablePath: executable!, args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  async function open(colorScheme: "light" | "dark", width: number): Promise<[Page, string[]]> {
    const page = await browser.newPage({
      colorScheme,
      viewport: { width, height: 800 },
      bypassCSP: true,
    });
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(address);
    return [page, requests];
  }

  for (const scheme of ["light", "dark"] as const) {
    for (const width of [360, 1280]) {
      it(`fits ${width} pixels in ${scheme}, asks for nothing, and has no axe violation`, async () => {
        const [page, requests] = await open(scheme, width);
        expect(requests).toStrictEqual([address]);
        const widest = await page.evaluate<number>("document.documentElement.scrollWidth");
        expect(widest).toBeLessThanOrEqual(width);
        // What is folded away is checked too.
        await page.evaluate(
          "document.querySelectorAll('details').forEach((one) => { one.open = true; })",
        );
        expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBe(widest);
        await page.addScriptTag({ path: axe });
        const found = await page.evaluate<string[]>(
          "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))",
        );
        expect(found).toStrictEqual([]);
        await page.close();
      });
    }
  }

  it("is dark where the reader's system is dark", async () => {
    const backs: string[] = [];
    for (const scheme of ["light", "dark"] as const) {
      const [page] = await open(scheme, 800);
      backs.push(await page.evaluate<string>("getComputedStyle(document.body).backgroundColor"));
      await page.close();
    }
    expect(backs).toStrictEqual(["rgb(255, 255, 255)", "rgb(18, 22, 27)"]);
  });
});
