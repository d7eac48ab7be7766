import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { pages, root } from "./pages.js";

const files = [
  ...pages(),
  ...[
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "examples/README.md",
    "notebooks/README.md",
    "models/tasb-mini/README.md",
  ].map((name) => join(root, name)),
];

/** The page without its code. */
function proseOf(path: string): string {
  return readFileSync(path, "utf8")
    .replaceAll(/^( *)```[^]*?^\1```$/gm, "")
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, "_"));
}

/** The place that a heading gets, as both GitHub and the site make it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}

/** Those of the page's headings, and of the files that it includes. */
function anchorsOf(path: string): Set<string> {
  const prose = proseOf(path);
  const included = [...prose.matchAll(/<!--\s*@include:\s*(\S+)\s*-->/g)];
  return new Set([
    ...[...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading)),
    ...included.flatMap(([, name = ""]) => [...anchorsOf(join(dirname(path), name))]),
  ]);
}

describe("the links of README, docs and the other pages", () => {
  it("lead to files that exist, and to headings that these have", () => {
    const broken: string[] = [];
    let count = 0;
    for (const file of files) {
      for (const [, href = ""] of proseOf(file).matchAll(/\]\(([^()\s]+)\)/g)) {
        // Addresses of the web, and those of the site alone.
        if (/^(?:[a-z]+:|\/)/.test(href)) continue;
        count += 1;
        const [path = "", hash = ""] = href.split("#", 2);
        const target = path === "" ? file : join(dirname(file), path);
        const known = existsSync(target);
        if (!known || (hash !== "" && target.endsWith(".md") && !anchorsOf(target).has(hash))) {
          broken.push(`${relative(root, file)}: ${href}`);
        }
      }
    }
    expect(broken).toEqual([]);
    expect(count).toBeGreaterThan(50);
  });
});
