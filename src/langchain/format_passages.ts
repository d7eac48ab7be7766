/** Documents as context for a language model, with marks to cite and fences they cannot leave. */

import type { DocumentInterface } from "@langchain/core/documents";
import { isPair } from "../encoder/surrogate_pair.js";
import { expected } from "../errors.js";
import { checkInteger } from "../option_checks.js";
import { citationLabel } from "../passages/citation.js";

/** Options of `formatPassages`. */
export interface FormatPassagesOptions {
  /** Number of the first passage; an integer. Default 1. */
  firstNumber?: number;
  /**
   * Most characters of one passage's text, at least 1; what is more is cut and marked `…`. Default:
   * no limit.
   */
  maxCharacters?: number;
}

/** @throws InvalidArgumentError for an option out of its range */
export function checkFormatOptions({ firstNumber, maxCharacters }: FormatPassagesOptions): void {
  checkInteger("firstNumber", firstNumber, Number.MIN_SAFE_INTEGER);
  if (maxCharacters !== Number.POSITIVE_INFINITY) checkInteger("maxCharacters", maxCharacters);
}

// Between the letters of a tag's name an attacker may put characters that no one sees.
const UNSEEN = "[\\p{Cf}\\p{Mn}]*";
const FENCE = new RegExp(
  `[<\\uFF1C\\uFE64](?=[\\s\\p{Cf}\\p{Mn}]*/?[\\s\\p{Cf}\\p{Mn}]*${"passage".split("").join(UNSEEN)})`,
  "giu",
);

/** Text that can neither open nor close a passage. All else is left as it is. */
function fenced(text: string): string {
  return text.replaceAll(FENCE, "&lt;");
}

/** The first `length` UTF-16 code units, one less where that would cut a character in two. */
function beginningOf(text: string, length: number): string {
  return text.slice(0, isPair(text, length - 1) ? length - 1 : length);
}

/** A value in an attribute: no quotes, no markup, no line breaks, at most 300 characters. */
function attribute(value: string): string {
  return (
    beginningOf(value.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " "), 300)
      .replaceAll("&", "&amp;")
      // With their full-width and small twins.
      .replaceAll(/["\uFF02]/g, "&quot;")
      .replaceAll(/[<\uFF1C\uFE64]/g, "&lt;")
      .replaceAll(/[>\uFF1E\uFE65]/g, "&gt;")
  );
}

/** Where a document is from, for people: `docs/a.md:12-14`, as far as its metadata says. */
export function citationOf(document: DocumentInterface): string {
  const { source, line, endLine, page } = (document.metadata ?? {}) as Record<string, unknown>;
  return citationLabel({
    text: document.pageContent,
    passageStart: 0,
    passageEnd: document.pageContent.length,
    source: typeof source === "string" && source !== "" ? source : (document.id ?? ""),
    ...(typeof line === "number" && { line }),
    ...(typeof endLine === "number" && endLine !== line && { endLine }),
    ...(typeof page === "number" && { page }),
  });
}

/**
 * One text of all documents, each in a numbered element:
 *
 * ```text
 * <passages>
 * <passage n="1" source="docs/a.md:12-14" headings="Setup &gt; Keys">
 * …
 * </passage>
 * </passages>
 * ```
 *
 * The numbers are the citation marks: ask the model to write `[1]`. A document cannot end its own
 * element or begin another: in its text, a `<` before `passage` or `/passage` becomes `&lt;`.
 * That stops a document from posing as another or as the prompt; it cannot stop a model from
 * following what a document says.
 *
 * @returns the empty element for no documents
 */
export function formatPassages(
  documents: readonly DocumentInterface[],
  options: FormatPassagesOptions = {},
): string {
  if (!Array.isArray(documents)) throw expected("documents", "an array of documents", documents);
  checkFormatOptions(options);
  const { firstNumber = 1, maxCharacters = Number.POSITIVE_INFINITY } = options;
  const elements = documents.map((document: DocumentInterface, i) => {
    if (typeof document?.pageContent !== "string") {
      throw expected(`documents[${i}].pageContent`, "a string", document?.pageContent);
    }
    const { headings } = (document.metadata ?? {}) as Record<string, unknown>;
    const attributes = [`n="${firstNumber + i}"`];
    const citation = citationOf(document);
    if (citation !== "") attributes.push(`source="${attribute(citation)}"`);
    if (Array.isArray(headings) && headings.length > 0) {
      attributes.push(`headings="${attribute(headings.map(String).join(" > "))}"`);
    }
    const { pageContent } = document;
    const text =
      pageContent.length > maxCharacters
        ? `${beginningOf(pageContent, maxCharacters)}…`
        : pageContent;
    return `<passage ${attributes.join(" ")}>\n${fenced(text.trim())}\n</passage>`;
  });
  return ["<passages>", ...elements, "</passages>"].join("\n");
}
