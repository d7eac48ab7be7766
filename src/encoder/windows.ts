/** A text longer than the encoder reads, as windows that it reads whole. */

import { expected } from "../errors.js";
import { Pause } from "../pause.js";
import { isPair } from "./surrogate_pair.js";
import type { Tokenizer } from "./token_sequence.js";

/** A part of a text by its place: the window's text is `text.slice(start, end)`. */
export interface TextWindow {
  /** Index of the first UTF-16 code unit. */
  start: number;
  /** Index after the last UTF-16 code unit. */
  end: number;
}

export interface WindowOptions {
  /** The most tokens of a window, special tokens not counted; at least 1. */
  room: number;
  /**
   * Tokens from the beginning of a window to that of the next one, rounded up to whole words; 1 to
   * `room`. What is less than `room` is overlap. Default: three quarters of `room`.
   */
  stride?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Text whose words are looked for at once: a few milliseconds. */
const PORTION = 1 << 15;

/** The words of a text: where each begins and ends, and how many tokens it has. */
interface Words {
  starts: number[];
  ends: number[];
  tokens: number[];
}

/**
 * Cuts a text between words into windows of at most `room` tokens, each beginning `stride` tokens
 * after the one before. The last window ends with the text and reaches back as far as it has room.
 * Every token of the text is in a window; a word that alone has more than `room` tokens is cut
 * between characters.
 *
 * A text that fits is one window, itself. Works in slices; time is linear in the length of the text.
 *
 * @throws InvalidArgumentError, AbortedError
 */
export async function windowsOf(
  text: string,
  tokenizer: Tokenizer,
  options: WindowOptions,
): Promise<TextWindow[]> {
  const { room, signal } = options;
  if (!Number.isSafeInteger(room) || room < 1) {
    throw expected("room", "an integer of at least 1", room);
  }
  const stride = options.stride ?? defaultStride(room);
  if (!Number.isSafeInteger(stride) || stride < 1 || stride > room) {
    throw expected("stride", `an integer from 1 to ${room}, the tokens of a window`, stride);
  }
  const fits = (start: number, end: number): boolean =>
    !tokenizer.encode(text.slice(start, end), room + tokenizer.specialTokenCount).truncated;
  if (fits(0, text.length)) return [{ start: 0, end: text.length }];

  const pause = new Pause(signal);
  const { starts, ends, tokens } = await wordsOf(text, tokenizer, room, pause);
  const count = starts.length;
  const windows: TextWindow[] = [];
  let first = 0;
  /** Tokens from the word `first` to the end of the text. */
  let rest = tokens.reduce((sum, n) => sum + n, 0);
  for (;;) {
    let end = first + 1;
    for (let sum = tokens[first]!; end < count && sum + tokens[end]! <= room; end++) {
      sum += tokens[end]!;
    }
    // Words may have more tokens together than one by one, but for BERT's tokenizer.
    while (end > first + 1 && !fits(starts[first]!, ends[end - 1]!)) end--;
    windows.push({ start: starts[first]!, end: ends[end - 1]! });
    if (end === count) return windows;

    const before = first;
    for (let passed = 0; first < end && passed < stride; first++) {
      passed += tokens[first]!;
      rest -= tokens[first]!;
    }
    // A short rest says little: the last window takes in what stands before it.
    if (rest <= room) {
      while (first - 1 > before && rest + tokens[first - 1]! <= room) rest += tokens[--first]!;
    }
    if (pause.due()) await pause.take();
  }
}

function defaultStride(room: number): number {
  return Math.max(1, Math.ceil(room * 0.75));
}

async function wordsOf(
  text: string,
  tokenizer: Tokenizer,
  room: number,
  pause: Pause,
): Promise<Words> {
  const words: Words = { starts: [], ends: [], tokens: [] };
  for (let from = 0; from < text.length;) {
    const to = endOfPortion(text, from + PORTION);
    const portion = text.slice(from, to);
    const add = (tokens: number, start: number, end: number): void => {
      const middle = (start + end) >> 1;
      const cut = middle > start && isPair(portion, middle - 1) ? middle + 1 : middle;
      if (tokens > room && cut > start && cut < end) {
        // One word is more than a window: two halves, between characters.
        add(tokenizer.countTokens(portion.slice(start, cut)), start, cut);
        add(tokenizer.countTokens(portion.slice(cut, end)), cut, end);
        return;
      }
      words.starts.push(from + start);
      words.ends.push(from + end);
      words.tokens.push(tokens);
    };
    tokenizer.forEachWord(portion, add);
    from = to;
    if (pause.due()) await pause.take();
  }
  return words;
}

/** The first white space from `at` on, or a place between characters where there is none near. */
function endOfPortion(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.slice(at, at + PORTION).search(/\s/u);
  if (space >= 0) return at + space;
  return isPair(text, at - 1) ? at + 1 : at;
}
