// The documentation site. `npm run docs:build` builds it into docs/.vitepress/dist.
import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { mendedTheme } from "./mended_theme.mjs";
import { guideSidebar, notebookSidebar } from "./pages.mjs";

const docs = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(readFileSync(`${docs}../package.json`, "utf8"));

/** What typedoc made: one group for each entry of the package, within it one for each kind. */
function apiSidebar() {
  const made = `${docs}api/typedoc-sidebar.json`;
  return existsSync(made) ? JSON.parse(readFileSync(made, "utf8")) : [];
}

/** Pages that are files from outside docs: where those lie, for the links in them. */
const includedFrom = { "changelog.md": "..", "tasb_mini.md": "../models/tasb-mini" };

/** Pages link to files of the repository too; the site names them, as it does not hold them. */
function unlinkFilesOutside(md) {
  const isRelative = (href) => !/^(?:[a-z]+:|#|\/)/.test(href);
  const fromDocs = (href, page) =>
    posix.normalize(posix.join("docs", includedFrom[page] ?? posix.dirname(page), href));
  md.core.ruler.push("unlink_files_outside", ({ tokens, env }) => {
    for (const { children } of tokens) {
      let unlinked = false;
      for (const token of children ?? []) {
        const href = token.type === "link_open" ? token.attrGet("href") : null;
        if (href !== null && isRelative(href)) {
          const page = env.relativePath ?? "index.md";
          const target = fromDocs(href, page);
          const notebook = /^notebooks\/(\w+)\.ipynb$/.exec(target)?.[1];
          if (notebook !== undefined) {
            token.attrSet("href", `./notebooks/${notebook}.md`);
          } else if (!target.startsWith("docs/")) {
            unlinked = true;
            token.tag = "span";
            token.attrs = [["class", "file"]];
          } else if (page in includedFrom) {
            token.attrSet("href", target.slice("docs/".length));
          }
        } else if (token.type === "link_close" && unlinked) {
          unlinked = false;
          token.tag = "span";
        }
      }
    }
  });
}

export default defineConfig({
  title: "langchain-tasb",
  description:
    "A local, exact, explainable retriever for LangChain.js: TAS-B dense passages, BM25, hybrid fusion and re-ranking.",
  lang: "en-US",
  // No icon: the browser then asks for none.
  head: [["link", { rel: "icon", href: "data:," }]],
  srcExclude: ["node_modules/**"],
  cleanUrls: false,
  ignoreDeadLinks: false,
  vite: { plugins: [mendedTheme()] },
  markdown: {
    config: unlinkFilesOutside,
    theme: { light: "github-light-high-contrast", dark: "github-dark" },
  },
  themeConfig: {
    nav: [
      { text: "Guide", link: "/getting_started", activeMatch: "^/(?!api/)." },
      { text: "API", link: "/api/", activeMatch: "^/api/" },
      { text: version, link: "/changelog" },
    ],
    sidebar: {
      "/api/": [{ text: "API reference", link: "/api/", items: apiSidebar() }],
      "/": [...guideSidebar(), ...notebookSidebar()],
    },
    outline: { level: [2, 3] },
    // The same words as are seen: VitePress names the link otherwise.
    notFound: { linkText: "Take me home", linkLabel: "Take me home" },
    search: { provider: "local" },
  },
});
