/** A document as it is read from a file: its text, its blocks, its places in the file. */

import { markdownBlocks } from "./markdown_blocks.js";
import { plainBlocks, type Block } from "./blocks.js";
import { htmlText, sourceOffset } from "./html_text.js";
import { LineIndex } from "./line_index.js";

/** How a text is read. */
export type TextFormat = "text" | "markdown" | "html";

export interface SourceText {
  /** What passages are cut from. HTML: the visible text; else the file's text, unchanged. */
  text: string;
  blocks: Block[];
  /** `<title>` of a page, or the first heading of level 1. */
  title?: string;
  /** Line in the file (from 1) of an offset in `text`. */
  lineAt: (offset: number) => number;
}

/** Reads a file's content in the given format. */
export function sourceText(content: string, format: TextFormat): SourceText {
  const lines = new LineIndex(content);
  if (format === "html") {
    const { text, blocks, map, title } = htmlText(content);
    return {
      text,
      blocks,
      ...titleOf(title, blocks),
      lineAt: (offset) => lines.lineAt(sourceOffset(map, offset)),
    };
  }
  const blocks = format === "markdown" ? markdownBlocks(content) : plainBlocks(content);
  return {
    text: content,
    blocks,
    ...titleOf(undefined, blocks),
    lineAt: (offset) => lines.lineAt(offset),
  };
}

function titleOf(title: string | undefined, blocks: readonly Block[]): { title?: string } {
  const found = title ?? blocks.find(({ level }) => level === 1)?.title;
  return found === undefined || found === "" ? {} : { title: found };
}

const formats: Readonly<Record<string, TextFormat>> = {
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
  return Object.hasOwn(formats, extension) ? formats[extension] : undefined;
}
