/** Exact places: where a part of a passage stands in the file it came from. */

import { trimRange, type TextRange } from "./text_range.js";

/** Where a passage stands in its file, as its metadata says it. */
export interface PassagePlace {
  /** First line in the file, from 1. */
  line?: number;
  /** Last line. */
  endLine?: number;
  /** First page, from 1, of a file that has pages. */
  page?: number;
  /** Last page, where it is another one. */
  endPage?: number;
  /** Pages of HTML: offsets in the file of the passage's beginning and end. */
  sourceStart?: number;
  /** Offset in the file of the passage's end. */
  sourceEnd?: number;
  /** Offsets in the passage at which its second and further pages begin. */
  pageBreaks?: readonly number[];
  /**
   * Pages of HTML: the runs of text that stand in the file as they do in the passage, each as its
   * offset in the passage, its offset in the file, and its line. Ascending.
   */
  pieces?: (readonly [offset: number, sourceOffset: number, line: number])[];
}

/** A place that can be shown and looked up. */
export interface Citation {
  /** The file, as `metadata.source` names it. */
  source?: string;
  /** The words cited. */
  text: string;
  /** Where they begin in the passage's text, in UTF-16 code units. */
  passageStart: number;
  /** Where they end there. */
  passageEnd: number;
  /**
   * Where they begin in the file's text (UTF-8 decoded, without a byte order mark), in UTF-16 code
   * units. Absent where the file holds them in another form: records of CSV and JSONL, pages of PDF.
   */
  start?: number;
  /** Where they end there. */
  end?: number;
  /** The line they begin on, from 1; for a record, the record's. */
  line?: number;
  /** The line they end on, where it is another one. */
  endLine?: number;
  /** The page they begin on, from 1. */
  page?: number;
}

/**
 * The place in its file of a part of a passage (default: the whole passage), by the metadata that
 * `PassageSplitter` and `tasb index` write.
 *
 * @param range in the passage's text; white space at its edges is left out
 */
export function cite(
  passage: { text: string; metadata: Readonly<Record<string, unknown>> },
  range: TextRange = { start: 0, end: passage.text.length },
): Citation {
  const { text, metadata } = passage;
  const { start, end } = trimRange(text, range);
  const { source, line, endLine, page, recordId } = metadata;
  const citation: Citation = {
    ...(typeof source === "string" && source !== "" && { source }),
    text: text.slice(start, end),
    passageStart: start,
    passageEnd: end,
  };
  if (isPlace(page)) {
    const { pageBreaks } = metadata;
    const breaks: unknown[] = Array.isArray(pageBreaks) ? pageBreaks : [];
    return { ...citation, page: page + breaks.filter((at) => isPlace(at) && at <= start).length };
  }
  const pieces = piecesOf(metadata["pieces"]);
  if (pieces !== undefined) return { ...citation, ...placeInSource(text, pieces, start, end) };
  if (!isPlace(line)) return citation;
  if (typeof recordId === "string") {
    return {
      ...citation,
      line,
      ...(isPlace(endLine) && endLine !== line && { endLine }),
    };
  }
  // Text and Markdown: the passage stands in the file as it is.
  const first = line + newlines(text, 0, start);
  const last = first + newlines(text, start, end);
  const offset = metadata["start"];
  return {
    ...citation,
    ...(isPlace(offset) && { start: offset + start, end: offset + end }),
    line: first,
    ...(last !== first && { endLine: last }),
  };
}

/** `docs/a.md:12`, `docs/a.md:12-14`, `a.pdf, page 3`, or the source alone. */
export function citationLabel({ source = "", line, endLine, page }: Citation): string {
  if (page !== undefined) return `${source}, page ${page}`;
  if (line === undefined) return source;
  return `${source}:${line}${endLine === undefined ? "" : `-${endLine}`}`;
}

function placeInSource(
  text: string,
  pieces: NonNullable<PassagePlace["pieces"]>,
  start: number,
  end: number,
): Pick<Citation, "start" | "end" | "line" | "endLine"> {
  const at = (offset: number): [source: number, line: number] => {
    const [from, source, line] =
      pieces.findLast(([beginning]) => beginning <= offset) ?? pieces[0]!;
    return [source + Math.max(0, offset - from), line + newlines(text, from, offset)];
  };
  const [first, line] = at(start);
  const [last, endLine] = at(Math.max(start, end - 1));
  return {
    start: first,
    end: last + (end > start ? 1 : 0),
    line,
    ...(endLine !== line && { endLine }),
  };
}

function newlines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", start); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) {
    count += 1;
  }
  return count;
}

function isPlace(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Metadata may come from anywhere: what is no list of pieces is none. */
function piecesOf(value: unknown): NonNullable<PassagePlace["pieces"]> | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const pieces: [number, number, number][] = [];
  for (const piece of value as unknown[]) {
    if (!Array.isArray(piece)) return undefined;
    const [offset, source, line] = piece as unknown[];
    if (!isPlace(offset) || !isPlace(source) || !isPlace(line)) return undefined;
    pieces.push([offset, source, line]);
  }
  return pieces;
}
