import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** Where a Chromium may be; `CHROMIUM` names another. */
const places = [
  process.env["CHROMIUM"] ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

/** The browser on this machine, or `undefined`. */
export const chromiumPath = places.find((place) => place !== "" && existsSync(place));

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? "",
    // Containers without user namespaces have no sandbox; the pages are this repository's own.
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
}
