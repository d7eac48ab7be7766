/** A web page without what stands around its content. */

import { articleElements } from "./article.js";
import { htmlText } from "./html_text.js";
import { htmlSource, type SourceText } from "./source_text.js";

/** An article of less than this share of the visible text is not taken for the page's content. */
const SMALLEST_SHARE = 0.25;

/**
 * Reads a web page without what stands around its content (menus, banners, lists of links), as
 * Mozilla's Readability judges; all visible text where it finds no article, or one so small that
 * the judgment is in doubt. Works at once: tens to hundreds of milliseconds per 100 KB.
 */
export function articleText(page: string): SourceText {
  const visible = htmlText(page);
  const kept = articleElements(page);
  if (kept !== undefined) {
    const article = htmlText(page, kept);
    const share = article.text.trim().length / Math.max(1, visible.text.trim().length);
    if (share >= SMALLEST_SHARE) return htmlSource(article, page);
  }
  return htmlSource(visible, page);
}
