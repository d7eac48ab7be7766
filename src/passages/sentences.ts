/** Where sentences begin and end (Unicode UAX #29 by `Intl.Segmenter`, mended for English). */

import type { TextRange } from "./text_range.js";

/**
 * `Intl.Segmenter` walks a text of n characters in time n²: 59 s for 1 MB in Node 20. Windows of
 * this many characters make it linear.
 */
const WINDOW_LENGTH = 2048;

/** Words before a period that ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s("'[])(?:(?:mr|mrs|ms|dr|prof|st|sr|jr|gen|col|sgt|rev|hon|gov|sen|rep|vs|cf|eq|eqs|fig|figs|sec|ch|vol|no|nos|pp|ed|eds|al|approx|inc|ltd|corp|e\.g|i\.e|viz)|[A-Z](?:\.[A-Z])*)\.\s*$/i;

let segmenter: Intl.Segmenter | undefined;

/** Starts of the segments of `text` from the first to the last, without 0. */
function segmentStarts(text: string): number[] {
  segmenter ??= new Intl.Segmenter("en", { granularity: "sentence" });
  const starts: number[] = [];
  let from = 0;
  let length = WINDOW_LENGTH;
  while (from < text.length) {
    const to = Math.min(text.length, from + length);
    const atEnd = to === text.length;
    const found: number[] = [];
    for (const { index } of segmenter.segment(text.slice(from, to))) {
      if (index > 0) found.push(from + index);
    }
    starts.push(...found);
    if (atEnd) break;
    const last = found.at(-1);
    if (last === undefined) {
      // One sentence fills the window: look further. A text that is one sentence is walked fast.
      length *= 2;
    } else {
      from = last;
      length = WINDOW_LENGTH;
    }
  }
  return starts;
}

/**
 * Cuts `text` between sentences. A line break alone ends no sentence (texts are wrapped); a blank
 * line does. Neither does the period of `Mr.`, `e.g.` or an initial, nor any mark that a
 * lower-case letter follows.
 *
 * Linear in the length of the text.
 *
 * @returns the sentences in order, each with the white space after it; together they are the text
 */
export function sentenceRanges(text: string): TextRange[] {
  const ranges: TextRange[] = [];
  const paragraphEnd = /\n[^\S\n]*\n\s*/g;
  let from = 0;
  for (;;) {
    const match = paragraphEnd.exec(text);
    const to = match === null ? text.length : match.index + match[0].length;
    sentencesOfParagraph(text.slice(from, to), from, ranges);
    if (match === null) return ranges;
    from = to;
  }
}

function sentencesOfParagraph(paragraph: string, offset: number, ranges: TextRange[]): void {
  // Same length, so that every index stays what it was.
  const flat = paragraph.replaceAll(/[\r\n\u2028\u2029\u0085]/g, " ");
  let start = 0;
  for (const boundary of [...segmentStarts(flat), flat.length]) {
    if (boundary <= start) continue;
    if (boundary < flat.length) {
      const next = flat.codePointAt(boundary)!;
      if (/\p{Lowercase}/u.test(String.fromCodePoint(next))) continue;
      if (ABBREVIATION.test(flat.slice(Math.max(start, boundary - 16), boundary))) continue;
    }
    ranges.push({ start: offset + start, end: offset + boundary });
    start = boundary;
  }
}
