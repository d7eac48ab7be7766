/** A document as it is read from a file: its text, its blocks, its places in the file. */

import { markdownBlocks } from "./markdown_blocks.js";
import { plainBlocks, type Block } from "./blocks.js";
import type { PassagePlace } from "./citation.js";
import { htmlText, sourceOffset, type HtmlText } from "./html_text.js";
import { lastAtMost } from "./ascending.js";
import { LineIndex } from "./line_index.js";
import type { TextRange } from "./text_range.js";

/** How a text is read. */
export type TextFormat = "text" | "markdown" | "html";

/** Every `TextFormat`. */
export const TEXT_FORMATS: readonly TextFormat[] = ["text", "markdown", "html"];

export interface SourceText {
  /** What passages are cut from. HTML: the visible text; else the file's text, unchanged. */
  text: string;
  blocks: Block[];
  /** `<title>` of a page, or the first heading of level 1. */
  title?: string;
  /** Where in the file a range of `text` stands. */
  placeOf: (range: TextRange) => PassagePlace;
}

/** Reads a file's content in the given format. HTML: all that a reader of the page sees. */
export function sourceText(content: string, format: TextFormat): SourceText {
  if (format === "html") return htmlSource(htmlText(content), content);
  const lines = new LineIndex(content);
  const blocks = format === "markdown" ? markdownBlocks(content) : plainBlocks(content);
  return {
    text: content,
    blocks,
    ...titleOf(undefined, blocks),
    placeOf: ({ start, end }) => ({
      line: lines.lineAt(start),
      endLine: lines.lineAt(Math.max(start, end - 1)),
    }),
  };
}

/** A page as a document. */
export function htmlSource({ text, blocks, map, title }: HtmlText, page: string): SourceText {
  const lines = new LineIndex(page);
  const placeOf = ({ start, end }: TextRange): PassagePlace => {
    const sourceStart = sourceOffset(map, start);
    const last = sourceOffset(map, Math.max(start, end - 1));
    const pieces: [number, number, number][] = [];
    let distance = Number.NaN;
    const add = (offset: number): void => {
      const at = sourceOffset(map, offset);
      const line = lines.lineAt(at);
      const [, , lineBefore] = pieces.at(-1) ?? [];
      if (at - offset === distance && line === lineBefore) return;
      distance = at - offset;
      pieces.push([offset - start, at, line]);
    };
    add(start);
    for (let i = lastAtMost(map.text, start) + 1; i < map.text.length && map.text[i]! < end; i++) {
      add(map.text[i]!);
    }
    return {
      line: lines.lineAt(sourceStart),
      endLine: lines.lineAt(last),
      sourceStart,
      sourceEnd: last + 1,
      pieces,
    };
  };
  return { text, blocks, ...titleOf(title, blocks), placeOf };
}

function titleOf(title: string | undefined, blocks: readonly Block[]): { title?: string } {
  const found = title ?? blocks.find(({ level }) => level === 1)?.title;
  return found === undefined || found === "" ? {} : { title: found };
}

const FORMATS: Readonly<Record<string, TextFormat>> = {
  txt: "text",
  text: "text",
  md: "markdown",
  markdown: "markdown",
  html: "html",
  htm: "html",
  xhtml: "html",
};

/** The format that a file's name tells, or `undefined` for one that is not read as text. */
export function formatOfName(name: string): TextFormat | undefined {
  const extension = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(FORMATS, extension) ? FORMATS[extension] : undefined;
}
