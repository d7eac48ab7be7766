/** Which elements of a web page are its content: Mozilla's Readability, as in Firefox's reader view. */

import { Readability } from "@mozilla/readability";
import { Parser } from "htmlparser2";
import { parseHTML } from "linkedom";

/** Longer pages are read whole: looking for their content would take too long. */
const LONGEST_PAGE = 4e6;
/** As are those of more elements. The library's own limit counts none in linkedom's documents. */
const MOST_ELEMENTS = 50_000;
/** Carries the place of an element's start tag through the library. */
const MARK = "data-tasb-at";
const LETTERS = /[\p{L}\p{N}]+/gu;

/**
 * The elements that hold the content of a page, each by the offset of its start tag; `undefined`
 * where the library finds no article, or the page is too large to ask it.
 *
 * The library gives a page's content rewritten. To keep the way back to the source, every start tag
 * is numbered first, and what carries a number afterwards was kept. Scripts are never run.
 */
export function articleElements(source: string): ReadonlySet<number> | undefined {
  if (source.length > LONGEST_PAGE) return undefined;
  const marked = markElements(source);
  const page = /<(?:html|body)[\s>]/i.test(source)
    ? marked
    : `<!doctype html><html><body>${marked}</body></html>`;
  try {
    const { document } = parseHTML(page);
    if (document.querySelectorAll("*").length > MOST_ELEMENTS) return undefined;
    const headings = [...document.querySelectorAll("h1,h2")].map((element) => ({
      at: Number(element.getAttribute(MARK) ?? Number.NaN),
      words: wordsOf(element.textContent),
    }));
    const reader = new Readability(document);
    const article = reader.parse();
    if (article?.content === undefined || article.content === null) return undefined;
    const kept = new Set<number>();
    for (const [, at] of article.content.matchAll(new RegExp(`\\b${MARK}="(\\d+)"`, "g"))) {
      kept.add(Number(at));
    }
    // The library drops a heading that repeats the title; passages want it as context.
    const title = wordsOf(article.title ?? "");
    for (const { at, words } of headings) {
      if (title !== "" && words !== "" && (title.includes(words) || words.includes(title))) {
        kept.add(at);
      }
    }
    return kept;
  } catch {
    // A page so broken that the library gives up.
    return undefined;
  }
}

function wordsOf(text: string): string {
  return (text.toLowerCase().match(LETTERS) ?? []).join(" ");
}

/** The page with the offset of each start tag as an attribute of it. */
function markElements(source: string): string {
  const pieces: string[] = [];
  let from = 0;
  const parser: Parser = new Parser({
    onopentagname(name) {
      const at = parser.startIndex;
      const end = at + 1 + name.length;
      // Tags that the parser adds by itself stand nowhere.
      if (at < from || source.slice(at, end).toLowerCase() !== `<${name}`) return;
      pieces.push(source.slice(from, end), ` ${MARK}="${at}"`);
      from = end;
    },
  });
  parser.end(source);
  pieces.push(source.slice(from));
  return pieces.join("");
}
