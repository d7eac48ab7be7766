/**
 * Cuts a text into BERT words and their token ids in one pass, without normalising the whole text
 * first, so that a caller who needs the first 200 tokens of a megabyte reads only their part.
 *
 * The same steps as the reference (`BertNormalizer`, `BertPreTokenizer`, `WordPiece`): drop control
 * characters, separate ideographs, decompose and drop accents, lower-case character by character,
 * split at white space and punctuation. Special tokens written in the text are taken before all
 * that, as the reference takes them.
 */

import type { WordPieces } from "./word_pieces.js";

import {
  characterClass,
  decompose,
  IDEOGRAPH,
  MARK,
  PUNCTUATION,
  REMOVED,
  SPACE,
} from "./bert_characters.js";
import { isPair } from "./surrogate_pair.js";

export interface BertWordOptions {
  pieces: WordPieces;
  lowercase: boolean;
  stripAccents: boolean;
  /** Make each CJK ideograph a word. */
  separateIdeographs: boolean;
  /** Tokens recognised in the raw text; each starts with an ASCII punctuation character. */
  specialTokens: ReadonlyMap<string, number>;
}

/**
 * Receives the words in order: token ids (not to be changed or kept) and the range of the text
 * they came from, in UTF-16 code units. Returning false ends the pass.
 */
export type WordSink = (ids: Int32Array, start: number, end: number) => boolean;

/** Normalised text collected before it is handed on; bounds the memory of an endless word. */
const PORTION = 1024;

/** Classes at which a word ends whatever follows; none of them changes under decomposition. */
const BOUNDARY = SPACE | IDEOGRAPH | PUNCTUATION;

// eslint-disable-next-line no-control-regex
const ASCII_ONLY = /^[\0-\x7f]*$/u;

export class BertWords {
  readonly #pieces: WordPieces;
  readonly #lowercase: boolean;
  readonly #stripAccents: boolean;
  readonly #ascii = new Uint8Array(128);
  readonly #ignored: number;
  /** Special tokens by first character, longest first. */
  readonly #special = new Map<number, [string, Int32Array][]>();

  constructor(options: BertWordOptions) {
    this.#pieces = options.pieces;
    this.#lowercase = options.lowercase;
    this.#stripAccents = options.stripAccents;
    this.#ignored = options.separateIdeographs ? MARK : MARK | IDEOGRAPH;
    for (let code = 0; code < 128; code += 1) this.#ascii[code] = characterClass(code);
    for (const [token, id] of options.specialTokens) {
      const first = token.charCodeAt(0);
      const list = this.#special.get(first) ?? [];
      list.push([token, Int32Array.of(id)]);
      list.sort(([a], [b]) => b.length - a.length);
      this.#special.set(first, list);
    }
  }

  /** Gives the words of `text` to `sink` until it returns false. */
  forEachWord(text: string, sink: WordSink): void {
    const ascii = this.#ascii;
    const { length } = text;
    let at = 0;
    while (at < length) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? ascii[code]! : this.#classAt(text, at);
      if ((kind & (SPACE | REMOVED)) !== 0) {
        at += code >= 0xd800 && isPair(text, at) ? 2 : 1;
        continue;
      }
      if (kind === PUNCTUATION && code < 128) {
        const special = this.#special.get(code)?.find(([token]) => text.startsWith(token, at));
        const end = at + (special?.[0].length ?? 1);
        const ids = special?.[1] ?? this.#pieces.idsOf(text[at]!);
        if (!sink(ids, at, end)) return;
        at = end;
        continue;
      }
      if ((kind & BOUNDARY) !== 0) {
        const end = at + (isPair(text, at) ? 2 : 1);
        if (!this.#unusualWord(text, at, end, sink)) return;
        at = end;
        continue;
      }
      // A word: letters up to a boundary. Only ASCII ones need no further look.
      let end = at;
      let plain = true;
      while (end < length) {
        const next = text.charCodeAt(end);
        if (next < 128) {
          const nextKind = ascii[next]!;
          if (nextKind === 0) {
            end += 1;
            continue;
          }
          if (nextKind !== REMOVED) break;
          plain = false;
          end += 1;
        } else {
          if ((this.#classAt(text, end) & BOUNDARY) !== 0) break;
          plain = false;
          end += isPair(text, end) ? 2 : 1;
        }
      }
      if (plain) {
        const word = text.slice(at, end);
        if (!sink(this.#plainWord(word), at, end)) return;
      } else if (!this.#unusualWord(text, at, end, sink)) {
        return;
      }
      at = end;
    }
  }

  #classAt(text: string, at: number): number {
    return characterClass(text.codePointAt(at)!) & ~this.#ignored;
  }

  #plainWord(word: string): Int32Array {
    if (word.length > this.#pieces.longestWord) return this.#pieces.unknown;
    return this.#pieces.idsOf(this.#lowercase ? word.toLowerCase() : word);
  }

  /** A stretch without white space that has to be normalised; it may turn into several words. */
  #unusualWord(text: string, start: number, end: number, sink: WordSink): boolean {
    const longest = this.#pieces.longestWord;
    let word = "";
    let letters = 0;
    let goOn = true;
    const finish = (): void => {
      if (letters === 0 || !goOn) return;
      goOn = sink(letters > longest ? this.#pieces.unknown : this.#pieces.idsOf(word), start, end);
      word = "";
      letters = 0;
    };
    const take = (portion: string): void => {
      for (const letter of this.#normalize(portion)) {
        if ((characterClass(letter.codePointAt(0)!) & PUNCTUATION) !== 0) {
          finish();
          if (!goOn) return;
          word = letter;
          letters = 1;
          finish();
          if (!goOn) return;
        } else {
          letters += 1;
          if (letters <= longest) word += letter;
        }
      }
    };
    let portion = "";
    let at = start;
    while (at < end) {
      const code = text.codePointAt(at)!;
      at += code > 0xffff ? 2 : 1;
      const kind = characterClass(code);
      if ((kind & REMOVED) !== 0) continue;
      // Decomposition reorders marks only between two other characters: safe to cut before one.
      if (portion.length >= PORTION && (kind === 0 || portion.length >= 8 * PORTION)) {
        take(portion);
        if (!goOn) return false;
        portion = "";
      }
      portion += String.fromCodePoint(code);
    }
    take(portion);
    finish();
    return goOn;
  }

  #normalize(text: string): string {
    if (ASCII_ONLY.test(text)) return this.#lowercase ? text.toLowerCase() : text;
    let result = this.#stripAccents ? decompose(text) : text;
    if (!this.#stripAccents && !this.#lowercase) return result;
    const source = result;
    result = "";
    for (const character of source) {
      if (this.#stripAccents && (characterClass(character.codePointAt(0)!) & MARK) !== 0) continue;
      // One by one: lower-casing a whole word would treat a final sigma differently.
      result += this.#lowercase ? character.toLowerCase() : character;
    }
    return result;
  }
}
