/** The blocks a text is made of: headings, paragraphs, code, tables. */

import type { TextRange } from "./text_range.js";

/** `code` and `table` are kept whole where they fit; the others are cut between sentences. */
export type BlockKind = "heading" | "paragraph" | "code" | "table";

export interface Block extends TextRange {
  kind: BlockKind;
  /** Headings, and they only: 1 is the highest. */
  level?: number;
  /** Headings, and they only: the text without its markup. */
  title?: string;
}

/** Paragraphs of a plain text: they end at blank lines. Together the blocks are the text. */
export function plainBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const paragraphEnd = /\n[^\S\n]*\n\s*/g;
  let from = 0;
  for (;;) {
    const match = paragraphEnd.exec(text);
    const to = match === null ? text.length : match.index + match[0].length;
    if (to > from) blocks.push({ kind: "paragraph", start: from, end: to });
    if (match === null) return blocks;
    from = to;
  }
}
