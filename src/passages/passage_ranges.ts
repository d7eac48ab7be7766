/** Cutting a text into passages: the arithmetic behind `PassageSplitter`, without LangChain. */

import { isPair } from "../encoder/surrogate_pair.js";
import type { Block } from "./blocks.js";
import { sentenceRanges } from "./sentences.js";
import { trimRange, type TextRange } from "./text_range.js";

export interface PassageRangeOptions {
  /** Tokens of a text, without the special ones. */
  countTokens: (text: string) => number;
  /** The most tokens of a passage; at least 1. */
  maxTokens: number;
  /** Whole sentences repeated from the passage before, up to this many tokens. Less than half of `maxTokens`. */
  overlapTokens: number;
}

/** A passage by its place. */
export interface PassageRange extends TextRange {
  /** Titles of the headings above it, the highest first; its own heading is the last. */
  headings: string[];
  /** Tokens of the passage, without the special ones. */
  tokens: number;
}

/** The smallest piece that packing moves: a sentence, a line of code, a row, or part of one. */
interface Atom extends TextRange {
  tokens: number;
  headings: string[];
  /** A passage begins here: a heading. */
  opens: boolean;
  /** A heading does not stand at the end of a passage. */
  heading: boolean;
}

/** The longest text that is handed to the tokenizer at once when looking for a cut. */
const LONGEST_PROBE = 4096;

/**
 * Cuts a text into passages of at most `maxTokens` tokens.
 *
 * A passage begins at each heading (a heading with nothing below it stays with the next one).
 * Below a heading, sentences are packed as long as they fit; code and tables stay whole where they
 * fit, and are cut between lines where not; a sentence too long is cut between words, a word too
 * long between characters. The passage of a range is exactly `text.slice(start, end)`; every
 * character that is not white space is in a passage, and in one only but for the overlap.
 *
 * A generator, so that a caller can give way to other work between passages.
 *
 * @param blocks the text's blocks in order, together the whole text (`plainBlocks`, `markdownBlocks`)
 */
export function* passageRanges(
  text: string,
  blocks: readonly Block[],
  options: PassageRangeOptions,
): Generator<PassageRange> {
  let packed: Atom[] = [];
  let tokens = 0;
  for (const atom of atomsOf(text, blocks, options)) {
    const startsSection = atom.opens && packed.some((one) => !one.heading);
    if (packed.length > 0 && (startsSection || tokens + atom.tokens > options.maxTokens)) {
      yield* emit(text, packed, options);
      packed = startsSection ? [] : overlapOf(packed, atom, options);
      tokens = sumOfTokens(packed);
    }
    packed.push(atom);
    tokens += atom.tokens;
  }
  if (packed.length > 0) yield* emit(text, packed, options);
}

function sumOfTokens(atoms: readonly Atom[]): number {
  return atoms.reduce((sum, atom) => sum + atom.tokens, 0);
}

/** The last sentences that fit both the overlap and, with the next atom, a passage. */
function overlapOf(packed: readonly Atom[], next: Atom, options: PassageRangeOptions): Atom[] {
  const room = Math.min(options.overlapTokens, options.maxTokens - next.tokens);
  let from = packed.length;
  let tokens = 0;
  while (from > 1) {
    const atom = packed[from - 1];
    if (atom === undefined || atom.heading || tokens + atom.tokens > room) break;
    tokens += atom.tokens;
    from--;
  }
  return packed.slice(from);
}

/** @param atoms at least one */
function* emit(
  text: string,
  atoms: readonly Atom[],
  options: PassageRangeOptions,
): Generator<PassageRange> {
  const first = atoms[0]!;
  const last = atoms.at(-1)!;
  const range = trimRange(text, { start: first.start, end: last.end });
  if (range.start === range.end) return;
  const tokens = options.countTokens(text.slice(range.start, range.end));
  if (tokens > options.maxTokens && atoms.length > 1) {
    // Rare: the tokens of the whole are more than those of its parts. Two halves always end.
    const half = atoms.length >> 1;
    yield* emit(text, atoms.slice(0, half), options);
    yield* emit(text, atoms.slice(half), options);
    return;
  }
  yield { ...range, headings: [...last.headings], tokens };
}

function* atomsOf(
  text: string,
  blocks: readonly Block[],
  options: PassageRangeOptions,
): Generator<Atom> {
  let path: { level: number; title: string }[] = [];
  let headings: string[] = [];
  for (const block of blocks) {
    if (block.kind === "heading") {
      const level = block.level!;
      path = path.filter((above) => above.level < level);
      path.push({ level, title: block.title! });
      headings = path.map(({ title }) => title);
    }
    let opens = block.kind === "heading";
    const shared = { headings, heading: block.kind === "heading" };
    for (const piece of piecesOf(text, block, options)) {
      yield { ...piece, ...shared, opens };
      opens = false;
    }
  }
}

type Piece = TextRange & Pick<Atom, "tokens">;

function* piecesOf(text: string, block: Block, options: PassageRangeOptions): Generator<Piece> {
  const count = (range: TextRange): number =>
    range.end - range.start > LONGEST_PROBE * 4
      ? Number.POSITIVE_INFINITY
      : options.countTokens(text.slice(range.start, range.end));
  if (block.kind !== "paragraph") {
    const tokens = count(block);
    if (tokens <= options.maxTokens) {
      yield { start: block.start, end: block.end, tokens };
      return;
    }
  }
  const parts =
    block.kind === "code" || block.kind === "table"
      ? lineRanges(text, block)
      : sentenceRanges(text.slice(block.start, block.end)).map(({ start, end }) => ({
          start: start + block.start,
          end: end + block.start,
        }));
  for (const part of parts) {
    const tokens = count(part);
    if (tokens <= options.maxTokens) yield { ...part, tokens };
    else yield* tear(text, part, options);
  }
}

function lineRanges(text: string, block: TextRange): TextRange[] {
  const ranges: TextRange[] = [];
  let start = block.start;
  while (start < block.end) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 || newline >= block.end ? block.end : newline + 1;
    ranges.push({ start, end });
    start = end;
  }
  return ranges;
}

/** Cuts a range that is too long: after white space where that gives a piece, else anywhere. */
function* tear(text: string, range: TextRange, options: PassageRangeOptions): Generator<Piece> {
  let { start } = range;
  while (start < range.end) {
    const limit = Math.min(range.end, start + LONGEST_PROBE);
    const cut = longestFit(text, start, limit, options);
    let end = cut.end;
    if (end < range.end) {
      const space = lastSpace(text, start, end);
      if (space > start) end = space;
    }
    const tokens = end === cut.end ? cut.tokens : options.countTokens(text.slice(start, end));
    yield { start, end, tokens };
    start = end;
  }
}

/** The longest prefix, cut between code points, of at most `maxTokens` tokens; one at least. */
function longestFit(
  text: string,
  start: number,
  limit: number,
  options: PassageRangeOptions,
): { end: number; tokens: number } {
  const boundary = (at: number): number => (at > start + 1 && isPair(text, at - 1) ? at - 1 : at);
  const fits = (end: number): number => options.countTokens(text.slice(start, end));
  const whole = boundary(limit);
  const wholeTokens = fits(whole);
  if (wholeTokens <= options.maxTokens) return { end: whole, tokens: wholeTokens };
  let low = start + 1;
  if (isPair(text, start)) low++;
  let high = whole;
  let tokens = fits(low);
  // Invariant: [start, low) is taken; [start, high) is too long.
  while (high - low > 1) {
    const middle = boundary((low + high) >> 1);
    if (middle <= low) break;
    const found = fits(middle);
    if (found <= options.maxTokens) {
      low = middle;
      tokens = found;
    } else high = middle;
  }
  return { end: low, tokens };
}

/** The place after the last white space in (start, end), or `start`. */
function lastSpace(text: string, start: number, end: number): number {
  for (let at = end; at > start + 1; at--) {
    if (/\s/.test(text.charAt(at - 1))) return at;
  }
  return start;
}
