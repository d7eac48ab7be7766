/** The only importer of @huggingface/tokenizers: tokenizers other than BERT's WordPiece. */

import { Tokenizer as LibraryTokenizer } from "@huggingface/tokenizers";

import type { Tokenizer, TokenSequence } from "./token_sequence.js";

import { expected } from "../errors.js";

/** Characters read for each token wanted, at first; doubled while they give too few tokens. */
const CHARACTERS_PER_TOKEN = 32;

/** Any tokenizer.json that @huggingface/tokenizers reads, with the library's own results. */
export class GeneralTokenizer implements Tokenizer {
  readonly specialTokenCount: number;
  readonly largestId: number;
  readonly #library: LibraryTokenizer;
  readonly #prefix: readonly number[];
  readonly #suffix: readonly number[];

  constructor(json: object) {
    this.#library = new LibraryTokenizer(json, {});
    const bare = this.#idsOf("a");
    // Then a prefix could not be told from a suffix.
    if (bare.length === 0) throw new TypeError("it has no token for `a`");
    const framed: number[] = this.#library.encode("a").ids;
    const at = framed.findIndex((_, start) => bare.every((id, i) => framed[start + i] === id));
    if (at < 0) throw new TypeError("its special tokens depend on the text");
    this.#prefix = framed.slice(0, at);
    this.#suffix = framed.slice(at + bare.length);
    this.specialTokenCount = this.#prefix.length + this.#suffix.length;
    let largest = 0;
    for (const id of this.#library.get_vocab().values()) largest = Math.max(largest, id);
    this.largestId = largest;
  }

  encode(text: string, maxLength: number): TokenSequence {
    if (!Number.isSafeInteger(maxLength) || maxLength < this.specialTokenCount) {
      throw expected("maxLength", `an integer of at least ${this.specialTokenCount}`, maxLength);
    }
    const room = maxLength - this.specialTokenCount;
    let characters = (room + 1) * CHARACTERS_PER_TOKEN;
    for (;;) {
      const end = endOfPortion(text, characters);
      const ids = this.#idsOf(text.slice(0, end));
      if (ids.length > room || end === text.length) {
        return {
          ids: Int32Array.from([...this.#prefix, ...ids.slice(0, room), ...this.#suffix]),
          truncated: ids.length > room,
        };
      }
      characters *= 2;
    }
  }

  countTokens(text: string): number {
    return this.#idsOf(text).length;
  }

  forEachWord(text: string, take: (tokens: number, start: number, end: number) => void): void {
    for (const { 0: word, index } of text.matchAll(/\S+/gu)) {
      take(this.countTokens(word), index, index + word.length);
    }
  }

  #idsOf(text: string): number[] {
    return this.#library.encode(text, { add_special_tokens: false }).ids;
  }
}

/** The first white space from `characters` on: words are not cut. */
function endOfPortion(text: string, characters: number): number {
  if (characters >= text.length) return text.length;
  const space = /\s/u.exec(text.slice(characters));
  return space === null ? text.length : characters + space.index;
}
