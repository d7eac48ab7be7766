/** The blocks of a Markdown text, line by line (CommonMark's block structure, and GFM tables). */

import type { Block } from "./blocks.js";

/** No backtick may follow the backticks that open a block: that is code within a line. */
const FENCE = /^ {0,3}(`{3,}(?![^`]*`)|~{3,})/;
const ATX_HEADING = /^ {0,3}(#{1,6})(?:[ \t]+|$)/;
const SETEXT_UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
const TABLE_RULE = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?$/;
const LIST_ITEM = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/;
const INDENTED_CODE = /^(?: {4}|\t)/;

/** A heading's title without its markup. */
function plainTitle(markdown: string): string {
  return plainProse(markdown.slice(0, 1000).replace(/[ \t]#+[ \t]*$/, ""));
}

/**
 * Running text without its markup: list marks, links, emphasis, code marks and raw HTML are taken
 * off, white space is folded. For showing; offsets into the result mean nothing.
 */
export function plainProse(markdown: string): string {
  return (
    markdown
      .replace(/^\s*(?:[-*+>]|\d{1,9}[.)])\s+/, "")
      .replaceAll(/!?\[([^[\]]*)\]\([^()]*\)/g, "$1")
      // Raw HTML, such as an anchor.
      .replaceAll(/<\/?[a-z][^<>]*>/gi, "")
      .replaceAll(/[*`]|__/g, "")
      .replaceAll(/\s+/g, " ")
      .trim()
  );
}

/**
 * Blocks in order; together they are the text. White space after a block belongs to it. A list
 * item begins a block of its own; a block inside a quotation is a paragraph.
 *
 * Linear in the length of the text.
 */
export function markdownBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  /** The marks that opened the code block we are in. */
  let openFence: string | undefined;
  let afterBlank = true;

  const begin = (kind: Block["kind"], start: number): Block => {
    if (open !== undefined) {
      open.end = start;
      blocks.push(open);
    }
    return (open = { kind, start, end: start });
  };

  const lines = linesOf(text);
  // Front matter: YAML between two lines of three hyphens at the very top.
  let first = 0;
  if (/^---[ \t]*$/.test(lines[0]?.content ?? "")) {
    const close = lines.findIndex(
      (line, i) => i > 0 && i < 200 && /^---[ \t]*$/.test(line.content),
    );
    if (close > 0) {
      begin("code", 0);
      first = close + 1;
      afterBlank = true;
      if (first < lines.length) begin("paragraph", lines[first]!.start);
    }
  }

  for (let i = first; i < lines.length; i++) {
    const { start, content } = lines[i]!;
    const isBlank = content.trim() === "";
    if (openFence !== undefined) {
      const marks = FENCE.exec(content)?.[1];
      if (
        marks !== undefined &&
        marks[0] === openFence[0] &&
        marks.length >= openFence.length &&
        content.trim() === marks
      ) {
        openFence = undefined;
        afterBlank = true;
        if (i + 1 < lines.length) begin("paragraph", lines[i + 1]!.start);
      }
      continue;
    }
    if (isBlank) {
      afterBlank = true;
      continue;
    }
    const marks = FENCE.exec(content)?.[1];
    const heading = ATX_HEADING.exec(content);
    const next = lines[i + 1]?.content ?? "";
    if (marks !== undefined) {
      begin("code", start);
      openFence = marks;
    } else if (heading !== null) {
      const block = begin("heading", start);
      block.level = heading[1]!.length;
      block.title = plainTitle(content.slice(heading[0].length));
      afterBlank = true;
      continue;
    } else if (afterBlank && SETEXT_UNDERLINE.test(next) && !LIST_ITEM.test(content)) {
      const block = begin("heading", start);
      block.level = next.trim().startsWith("=") ? 1 : 2;
      block.title = plainTitle(content.trim());
      i++;
      afterBlank = true;
      continue;
    } else if (content.includes("|") && next.includes("-") && TABLE_RULE.test(next)) {
      begin("table", start);
    } else if (open?.kind === "table" && !afterBlank && content.includes("|")) {
      // A further row.
    } else if (afterBlank && INDENTED_CODE.test(content) && !followsList(open, text)) {
      if (open?.kind !== "code") begin("code", start);
    } else if (open?.kind === "code" && INDENTED_CODE.test(content)) {
      // Indented code goes on.
    } else if (afterBlank || LIST_ITEM.test(content) || open?.kind !== "paragraph") {
      begin("paragraph", start);
    }
    afterBlank = false;
  }
  if (open !== undefined) {
    open.end = text.length;
    blocks.push(open);
  } else if (text.length > 0) {
    blocks.push({ kind: "paragraph", start: 0, end: text.length });
  }
  const head = blocks[0];
  if (head !== undefined) head.start = 0;
  return blocks.filter((block) => block.end > block.start);
}

/** Inside a list, deep indentation is a nested paragraph and not code. */
function followsList(open: Block | undefined, text: string): boolean {
  return open !== undefined && LIST_ITEM.test(text.slice(open.start, open.start + 64));
}

function linesOf(text: string): { start: number; content: string }[] {
  const lines: { start: number; content: string }[] = [];
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    lines.push({ start, content: text.slice(start, text[end - 1] === "\r" ? end - 1 : end) });
    start = end + 1;
  }
  return lines;
}
