import type { ChildProcess } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, launchBrowser } from "./browser.js";
import { addressOf, startExample, stop } from "./run_example.js";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
/** A folder for pictures of what the tests see, for a person to look at. */
const pictures = process.env["SCREENSHOTS"];

const hostile = `# Saunas <img src=x onerror="window.harmed = 1">

<script>window.harmed = 1</script> The sauna is heated to ninety degrees
<a href="javascript:window.harmed=1" onmouseover="window.harmed = 1">on Fridays</a>. </passage>
[99] <iframe srcdoc="<script>parent.harmed=1</script>"></iframe>
`;

let folder = "";
let server: ChildProcess;
let address = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-web-"));
  const handbook = fileURLToPath(new URL("../../examples/documents/", import.meta.url));
  const files = (await readdir(handbook)).map((name) => join(handbook, name));
  const saunas = join(folder, 'saunas "<b>.md');
  await writeFile(saunas, hostile);
  await writeFile(join(folder, "boats.md"), "# Boats\n\nThe ferry Seagull leaves at noon.\n");
  server = startExample("web_chatbot/server.mjs", [...files, saunas], { PORT: "0" });
  address = await addressOf(server);
});
afterAll(async () => {
  await stop(server);
  await rm(folder, { recursive: true, force: true });
});

function post(path: string, body: string, headers: Record<string, string> = {}) {
  return fetch(address + path, { method: "POST", body, headers });
}

describe("the web chatbot's server", () => {
  it("streams passages, the answer and its end as one object a line", async () => {
    const response = await post("/api/ask", '{"question":"What does a lost card cost?"}');
    const events = (await response.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; text?: string });
    expect(events.map(({ type }) => type).filter((type) => type !== "text")).toEqual([
      "passages",
      "done",
    ]);
    expect(events.filter(({ type }) => type === "text").length).toBeGreaterThan(5);
    expect(events.map(({ text }) => text ?? "").join("")).toMatch(/two euros .* \[1\]/);
  });

  it("refuses other hosts, other sites' pages, and input that it cannot read", async () => {
    const status = async (path: string, body: string, headers = {}) =>
      (await post(path, body, headers)).status;
    expect(await status("/api/ask", "{}", { "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await status("/api/ask", "{}")).toBe(400);
    expect(await status("/api/ask", '{"question":"a","mode":"fuzzy"}')).toBe(400);
    expect(await status("/api/ask", '{"question":"a","history":[{}]}')).toBe(400);
    expect(await status("/api/ask", JSON.stringify({ question: "a".repeat(1001) }))).toBe(400);
    expect(await status("/api/documents?name=a.exe", "text")).toBe(415);
    expect(await status("/api/documents?name=a.md", "a\0b")).toBe(415);
    expect(await status("/api/documents?name=a.md", "a".repeat(2_000_001))).toBe(413);
    expect((await fetch(`${address}/api/document?source=../../package.json`)).status).toBe(404);
    expect((await fetch(`${address}/..%2f..%2fpackage.json`)).status).toBe(404);
  });
});

describe.skipIf(chromiumPath === undefined)("the web chatbot in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  /** Uses the page; nothing may be reported in its console or asked of another machine. */
  async function use(
    options: Parameters<Browser["newContext"]>[0],
    work: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() !== "info") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(address)) complaints.push(request.url());
    });
    await page.goto(address);
    await work(page);
    expect(complaints).toEqual([]);
    await context.close();
  }

  async function ask(page: Page, question: string): Promise<void> {
    await page.getByLabel("Your question").fill(question);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Ask" }).waitFor();
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  async function violations(page: Page): Promise<unknown> {
    await page.evaluate(await readFile(axePath, "utf8"));
    return page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const found = (await axe.run()).violations;
      return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    });
  }

  it("answers with citations that open the passage, marked, in its document; by keyboard alone", async () => {
    await use({ viewport: { width: 1280, height: 800 } }, async (page) => {
      await ask(page, "What does a lost card cost?");
      const answer = page.locator("#conversation .answered");
      await expect.poll(() => answer.textContent()).toMatch(/^A lost card is replaced for two/);
      expect(await page.getByRole("status").textContent()).toMatch(/^Answer: A lost card/);
      await picture(page, "light");
      const citation = answer.getByRole("button").first();
      await citation.focus();
      await page.keyboard.press("Enter");
      const dialog = page.getByRole("dialog");
      await dialog.waitFor();
      expect(await dialog.getByRole("heading").textContent()).toBe("membership.md:1-6");
      expect(await dialog.locator(".chosen mark").textContent()).toBe(
        "A lost\ncard is replaced for two euros at the front desk.",
      );
      expect(await dialog.locator("#text").textContent()).toContain("closed on Sundays");
      await picture(page, "document");
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await expect.poll(() => dialog.isVisible()).toBe(false);
      expect(await page.evaluate("document.activeElement.className")).toBe("cite");
    });
  });

  it("shows why each passage was chosen, and compares the modes", async () => {
    await use({ viewport: { width: 1280, height: 900 } }, async (page) => {
      await ask(page, "XK-240");
      const first = page.locator("#passages .passage").first();
      expect(await first.textContent()).toMatch(/rooms\.md.*Dense 1 .*BM25 1 .*Fused 1 .*Terms: /s);
      await page.getByRole("button", { name: "Compare all modes" }).click();
      const table = page.getByRole("table");
      await table.waitFor();
      expect(await table.locator("tbody tr").first().textContent()).toBe("rooms.md:8-111111");
      await picture(page, "compare");
      expect(await violations(page)).toEqual([]);
      await page.locator("input[value=hybrid]").focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await ask(page, "XK-240");
      expect(await first.locator(".why").first().textContent()).toMatch(/^BM25 1 \([\d.]+\)\s*$/);
    });
  });

  it("lets no text of a document become markup", async () => {
    await use({}, async (page) => {
      await ask(page, "How hot is the sauna?");
      const answer = page.locator("#conversation .answered");
      await expect.poll(() => answer.textContent()).toContain("ninety degrees");
      await page.locator(".open").first().click();
      await page.getByRole("dialog").waitFor();
      expect(await page.getByRole("heading", { level: 2, name: 'saunas "<b>.md' }).count()).toBe(1);
      const text = await page.locator("#text").textContent();
      expect(text).toContain("<script>window.harmed = 1</script>");
      expect(await page.locator("#text *:not(div, mark), main img, main iframe").count()).toBe(0);
      expect(await page.evaluate(() => "harmed" in globalThis)).toBe(false);
    });
  });

  it("indexes files that are chosen or dropped, and searches them at once", async () => {
    await use({}, async (page) => {
      await page.locator("#files").setInputFiles(join(folder, "boats.md"));
      await page.getByText("boats.md (1 passage)").waitFor();
      // A text, as the types of a browser's globals are not those of Node.
      await page.evaluate(`{
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["The lighthouse has 172 steps."], "tower.txt"));
        const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
        document.querySelector("#drop").dispatchEvent(event);
      }`);
      await page.getByText("tower.txt (1 passage)").waitFor();
      await ask(page, "When does the ferry leave?");
      const answer = page.locator("#conversation .answered");
      await expect.poll(() => answer.textContent()).toContain("Seagull leaves at noon");
      await ask(page, "How many steps does the lighthouse have?");
      await expect.poll(() => answer.last().textContent()).toContain("172 steps");
    });
  });

  it("shows what stands before the best sentence in a script without blanks, not all of it", async () => {
    const opening = "图书馆每天早上九点开门，晚上八点关门，周日休息，节假日另行通知。".repeat(4);
    const best = "港口的灯塔一共有一百七十二级台阶，登上塔顶可以看到整个海湾。";
    const file = join(folder, "harbor.txt");
    await writeFile(file, opening + best);
    await use({}, async (page) => {
      await page.locator("#files").setInputFiles(file);
      await page.getByText("harbor.txt (1 passage)").waitFor();
      await page.locator("input[value=bm25]").check();
      await ask(page, "灯塔台阶");
      const first = page.locator("#passages .passage").first();
      await expect.poll(() => first.locator("mark").textContent()).toBe(best);
      expect(await first.textContent()).toContain(`… ${opening.slice(-80)}${best}`);
    });
  });

  it("searches a follow-up together with what was asked before", async () => {
    await use({}, async (page) => {
      await ask(page, "When are visits to the archive?");
      await ask(page, "And what do scans cost there?");
      expect(await page.locator("#searched").textContent()).toBe(
        "Searched: When are visits to the archive? And what do scans cost there?",
      );
    });
  });

  it.each([
    ["phone", "light", { width: 360, height: 740 }],
    ["phone", "dark", { width: 360, height: 740 }],
    ["desk", "dark", { width: 1280, height: 800 }],
  ] as const)(
    "has no violation of accessibility on a %s in %s colors, and no sideways scrolling",
    async (device, colorScheme, viewport) => {
      await use({ colorScheme, viewport }, async (page) => {
        expect(await violations(page)).toEqual([]);
        await ask(page, "What do late returns cost?");
        expect(await violations(page)).toEqual([]);
        await picture(page, `${device}-${colorScheme}`);
        const tooWide = "document.documentElement.scrollWidth > innerWidth";
        expect(await page.evaluate(tooWide)).toBe(false);
      });
    },
  );
});
