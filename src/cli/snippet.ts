/** Which part of a passage is shown: its best sentence with what stands around it. */

import type { TextRange } from "../passages/text_range.js";

/** UTF-16 code units of a passage that are shown, more where a sentence is longer. */
const SNIPPET_LENGTH = 320;
/** A blank is looked for so far; where there is none, the script is taken for one without blanks. */
const LONGEST_WORD = 40;

/**
 * The range around a sentence, or at the passage's beginning where it has none, that is shown. It begins
 * and ends between words: at a blank, in scripts without them (Chinese, Thai) where Unicode's rules and
 * dictionaries see a word end.
 */
export function snippetRange(text: string, sentence: TextRange | undefined): TextRange {
  const { start, end } = sentence ?? { start: 0, end: 0 };
  const room = Math.max(0, SNIPPET_LENGTH - (end - start));
  const from = firstCut(text, Math.max(0, start - Math.floor(room / 3)), start);
  const to = lastCut(text, end, Math.min(text.length, end + Math.max(0, room - (start - from))));
  return { start: from, end: to };
}

/** The first place from `from` to `last` where a word begins. */
function firstCut(text: string, from: number, last: number): number {
  if (from === 0) return 0;
  const blank = text.slice(from, Math.min(from + LONGEST_WORD, last)).search(/\s/);
  if (blank !== -1) return from + blank + 1;
  return wordEnds(text, from, last).find((at) => at >= from) ?? last;
}

/** The last place from `first` to `to` where a word ends. */
function lastCut(text: string, first: number, to: number): number {
  if (to === text.length) return to;
  const near = Math.max(first, to - LONGEST_WORD);
  const blank = /\s\S*$/.exec(text.slice(near, to + 1));
  if (blank !== null) return near + blank.index;
  return wordEnds(text, near, to + LONGEST_WORD).findLast((at) => at <= to && at >= first) ?? first;
}

let segmenter: Intl.Segmenter | undefined;

/** Where words end, ascending, from one before `from` to at most `to`. */
function wordEnds(text: string, from: number, to: number): number[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "word" });
  const begin = Math.max(0, from - LONGEST_WORD);
  const part = text.slice(begin, to);
  return Array.from(
    segmenter.segment(part),
    ({ index, segment }) => begin + index + segment.length,
  );
}
