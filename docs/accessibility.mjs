// Opens pages of the built site in a headless Chromium and looks for what axe counts as a violation, for
// scripts that failed, and for requests to anywhere else. `npm run docs:build` calls it.
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

const browsers = [
  process.env.CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".json": "application/json",
};
const axe = createRequire(import.meta.url).resolve("axe-core");

/** Serves a folder on this machine alone. */
async function serve(folder, base) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const name = normalize(decodeURIComponent(pathname)).slice(base.length);
    const path = join(folder, name === "" || name.endsWith("/") ? `${name}index.html` : name);
    if (!existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader("content-type", types[extname(path)] ?? "application/octet-stream");
    createReadStream(path).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

/** Problems of the page as it is now: one line each. */
async function violations(page) {
  await page.addScriptTag({ path: axe });
  return page.evaluate(async () => {
    const { violations: found } = await globalThis.axe.run();
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 120).replaceAll(/\s+/g, " ")}`),
    );
  });
}

/**
 * @param folder the built site
 * @param base where it is served, `/` or `/path/`
 * @param pages names of its files
 * @returns the problems, one line each; `undefined` where this machine has no Chromium
 */
export async function accessibilityProblems(folder, base, pages) {
  const executablePath = browsers.find((path) => path !== "" && existsSync(path));
  if (executablePath === undefined) return undefined;
  const { server, origin } = await serve(folder, base);
  // Containers without user namespaces have no sandbox; the pages are this repository's own.
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  const problems = new Set();
  try {
    for (const [colorScheme, width] of [
      ["light", 1280],
      ["dark", 360],
    ]) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      // A machine may be busy.
      page.setDefaultTimeout(120_000);
      let current = "";
      const note = (line) => problems.add(`${current} (${colorScheme}, ${width}): ${line}`);
      page.on("pageerror", (error) => note(error.message));
      page.on("request", (request) => {
        const url = request.url();
        if (!url.startsWith(origin) && !url.startsWith("data:")) note(`asks for ${url}`);
      });
      for (const name of pages) {
        current = name;
        await page.goto(`${origin}${base}${name}`);
        // What is looked at is the page that the script has taken over.
        await page.waitForFunction(() => document.querySelector("#app")?.__vue_app__ !== undefined);
        for (const line of await violations(page)) note(line);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) note(`is ${wide} pixels wide`);
      }
      current = "search dialog";
      await page.locator("button.DocSearch-Button").click();
      await page.locator("#localsearch-input").fill("ties");
      await page.locator("#localsearch-list li").first().waitFor();
      for (const line of await violations(page)) note(line);
      await page.close();
    }
  } finally {
    await browser.close();
    server.close();
  }
  return [...problems];
}
