/** A piece of a text by its place: the text itself is `text.slice(start, end)`. */
export interface TextRange {
  /** Index of the first UTF-16 code unit. */
  start: number;
  /** Index after the last UTF-16 code unit. */
  end: number;
}

const BLANK = /\s/;

/** The range without white space at its edges; empty (at `start`) where there is nothing else. */
export function trimRange(text: string, range: TextRange): TextRange {
  let { start, end } = range;
  while (end > start && BLANK.test(text.charAt(end - 1))) end--;
  while (start < end && BLANK.test(text.charAt(start))) start++;
  return { start, end };
}
