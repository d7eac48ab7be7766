/** The text of an HTML page, with its blocks, and the way back to the page. */

import { Parser } from "htmlparser2";
import { lastAtMost } from "./ascending.js";
import type { Block, BlockKind } from "./blocks.js";

/** Where an HTML text came from, piece by piece: ascending in both columns. */
export interface SourceMap {
  /** Offsets in the text where a piece of the source begins. */
  text: readonly number[];
  /** Offsets in the source of the same places. */
  source: readonly number[];
}

export interface HtmlText {
  text: string;
  blocks: Block[];
  /** Content of `<title>`, where there is one. */
  title?: string;
  map: SourceMap;
}

/** Never text that a reader sees. */
const HIDDEN = new Set(
  "script style template noscript svg math head iframe object canvas audio video select datalist dialog button".split(
    " ",
  ),
);
/** Around the content, not in it. */
const BOILERPLATE = new Set(["nav", "footer", "aside"]);
const BLOCK_ELEMENTS = new Set(
  (
    "address article blockquote body center dd details div dl dt fieldset figcaption figure form " +
    "h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu ol p pre section summary table tbody td tfoot th thead " +
    "title tr ul caption br"
  ).split(" "),
);
/** Elements that never have an end tag. */
const VOID_ELEMENTS = new Set(
  "area base br col embed hr img input link meta param source track wbr".split(" "),
);
const HEADING_LEVEL = /^h([1-6])$/;

/**
 * Reads the visible text of a page. Scripts, styles, controls and what stands around the content
 * (`nav`, `footer`, `aside`, `role="navigation"`, `hidden`, `aria-hidden`) are left out. White
 * space is folded but in `pre`; headings, code and tables become blocks of their kind.
 *
 * The page is never run or fetched from; unclosed and wrongly nested tags are read as they come.
 *
 * @param kept the elements whose text is read, by the offset of their start tag: text whose nearest
 *   element is not among them is left out. Default: all
 */
export function htmlText(source: string, kept?: ReadonlySet<number>): HtmlText {
  // Pieces joined at the end: looking at the last character of a growing string copies it each time.
  const pieces: string[] = [];
  let length = 0;
  let last = "";
  let title: string | undefined;
  const blocks: Block[] = [];
  const map: { text: number[]; source: number[] } = { text: [], source: [] };
  /** Open elements that are skipped; text counts only while there is none. */
  const skipped: string[] = [];
  /** For each open element, whether its text is read. */
  const reading: boolean[] = [];
  let preDepth = 0;
  let tableDepth = 0;
  let inTitle = false;
  let heading: number | undefined;
  let blockStart = 0;
  let blockKind: BlockKind = "paragraph";
  /** In a table, where blocks are not kept apart by lines: one began or ended since the last text. */
  let apart = false;

  const push = (piece: string): void => {
    pieces.push(piece);
    length += piece.length;
    last = piece.slice(-1);
  };
  const closeBlock = (): void => {
    if (length > blockStart) {
      if (last !== "\n") push("\n");
      if (blockKind === "paragraph" || blockKind === "heading") push("\n");
      const block: Block = { kind: blockKind, start: blockStart, end: length };
      if (blockKind === "heading") block.level = heading!;
      blocks.push(block);
      blockStart = length;
    }
  };
  const append = (piece: string, at: number): void => {
    if (kept !== undefined && reading.at(-1) !== true) return;
    if (apart && length > blockStart && !/\s/.test(last)) push(" ");
    apart = false;
    let data = piece;
    let skip = 0;
    if (preDepth === 0) {
      if (length === blockStart || last === " " || last === "\n") {
        const trimmed = data.replace(/^[\s\u00a0]+/, "");
        skip = data.length - trimmed.length;
        data = trimmed;
      }
      if (data === "") return;
      // Runs of white space become one blank; each change of distance is noted in the map.
      let from = 0;
      for (const run of data.matchAll(/[\s\u00a0]+/g)) {
        note(at + skip + from);
        push(`${data.slice(from, run.index)} `);
        from = run.index + run[0].length;
      }
      if (from < data.length) {
        note(at + skip + from);
        push(data.slice(from));
      }
      return;
    }
    note(at);
    push(data);
  };
  const note = (at: number): void => {
    map.text.push(length);
    map.source.push(at);
  };
  const kindNow = (): BlockKind =>
    heading !== undefined
      ? "heading"
      : preDepth > 0
        ? "code"
        : tableDepth > 0
          ? "table"
          : "paragraph";

  const parser: Parser = new Parser(
    {
      onopentag(name, attributes, implied) {
        // An element that the parser adds by itself stands nowhere: it is as the one around it.
        if (kept !== undefined) {
          reading.push(implied ? reading.at(-1) === true : kept.has(parser.startIndex));
        }
        if (name === "title" && title === undefined) inTitle = true;
        const role = attributes["role"];
        if (
          skipped.length > 0 ||
          HIDDEN.has(name) ||
          BOILERPLATE.has(name) ||
          role === "navigation" ||
          role === "search" ||
          attributes["aria-hidden"] === "true" ||
          "hidden" in attributes
        ) {
          if (!VOID_ELEMENTS.has(name)) skipped.push(name);
          return;
        }
        if (tableDepth > 0 && (name === "tr" || name === "td" || name === "th")) {
          // A row is a line; cells stand beside each other.
          if (length > blockStart && last !== "\n") push(name === "tr" ? "\n" : " | ");
          return;
        }
        const level = HEADING_LEVEL.exec(name)?.[1];
        if (level !== undefined || BLOCK_ELEMENTS.has(name)) {
          if (name === "br") {
            if (length > blockStart) push("\n");
            return;
          }
          if (tableDepth === 0) closeBlock();
          else apart = true;
          if (level !== undefined) heading = Number(level);
          if (name === "pre") preDepth++;
          if (name === "table") tableDepth++;
          blockKind = kindNow();
        }
      },
      ontext(data) {
        if (inTitle) title = (title ?? "") + data;
        if (skipped.length === 0) append(data, parser.startIndex);
      },
      onclosetag(name) {
        if (name === "title") inTitle = false;
        reading.pop();
        if (skipped.length > 0) {
          if (skipped.at(-1) === name) skipped.pop();
          return;
        }
        const level = HEADING_LEVEL.exec(name)?.[1];
        if (level === undefined && !BLOCK_ELEMENTS.has(name)) return;
        if (name === "br") return;
        if (tableDepth === 0 || name === "table") closeBlock();
        else apart = true;
        if (level !== undefined) heading = undefined;
        if (name === "pre") preDepth = Math.max(0, preDepth - 1);
        if (name === "table") tableDepth = Math.max(0, tableDepth - 1);
        blockKind = kindNow();
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(source);
  parser.end();
  closeBlock();
  const text = pieces.join("");
  for (const block of blocks) {
    if (block.kind === "heading") block.title = text.slice(block.start, block.end).trim();
  }
  const trimmedTitle = title?.replaceAll(/\s+/g, " ").trim();
  return {
    text,
    blocks,
    map,
    ...(trimmedTitle !== undefined && trimmedTitle !== "" && { title: trimmedTitle }),
  };
}

/** The offset in the source of an offset in the text. */
export function sourceOffset(map: SourceMap, offset: number): number {
  if (map.text.length === 0) return 0;
  const at = Math.max(0, lastAtMost(map.text, offset));
  const textStart = map.text[at]!;
  const length = (map.text[at + 1] ?? Number.POSITIVE_INFINITY) - textStart;
  return map.source[at]! + Math.min(Math.max(0, offset - textStart), Math.max(0, length));
}
