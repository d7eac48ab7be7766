/** README.md and the pages of docs/, as the tests of the documentation read them. */

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A fenced block of code. */
export interface Snippet {
  /** Of the page, relative to the repository. */
  page: string;
  /** `README.md:57` */
  place: string;
  language: string;
  code: string;
}

/** Paths of README.md and of every page that is written by hand, not generated or installed. */
export function pages(): string[] {
  const written = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter(
      (name) => name.endsWith(".md") && !/^(?:node_modules|api|notebooks|\.vitepress)\//.test(name),
    )
    .toSorted();
  return [join(root, "README.md"), ...written.map((name) => join(root, "docs", name))];
}

/** The fenced blocks of the pages, in order; of one language or several. */
export function snippets(...languages: readonly string[]): Snippet[] {
  return pages()
    .flatMap(snippetsOf)
    .filter(({ language }) => languages.includes(language));
}

function snippetsOf(path: string): Snippet[] {
  const text = readFileSync(path, "utf8");
  const page = relative(root, path);
  return [...text.matchAll(/^( *)```(\w*)[^\n]*\n([^]*?)^\1```$/gm)].map((match) => ({
    page,
    place: `${page}:${text.slice(0, match.index).split("\n").length}`,
    language: match[2] ?? "",
    code: match[3] ?? "",
  }));
}
