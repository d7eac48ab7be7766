/** The BERT tokenizer, equal to the reference (`tokenizers`) id by id. */

import type { Tokenizer, TokenSequence } from "./token_sequence.js";

import { expected } from "../errors.js";
import { BertWords, type BertWordOptions } from "./bert_words.js";
import { WordPieces, type WordPieceOptions } from "./word_pieces.js";

export interface BertTokenizerOptions extends WordPieceOptions, Omit<BertWordOptions, "pieces"> {
  /** Ids put before every text, `[CLS]`. */
  prefix: readonly number[];
  /** Ids put after every text, `[SEP]`. */
  suffix: readonly number[];
}

export class BertTokenizer implements Tokenizer {
  readonly specialTokenCount: number;
  readonly largestId: number;
  readonly #words: BertWords;
  readonly #prefix: readonly number[];
  readonly #suffix: readonly number[];

  constructor(options: BertTokenizerOptions) {
    this.#words = new BertWords({ ...options, pieces: new WordPieces(options) });
    this.#prefix = options.prefix;
    this.#suffix = options.suffix;
    this.specialTokenCount = options.prefix.length + options.suffix.length;
    let largest = Math.max(options.unknownId, ...options.prefix, ...options.suffix);
    for (const id of options.vocabulary.values()) largest = Math.max(largest, id);
    for (const id of options.specialTokens.values()) largest = Math.max(largest, id);
    this.largestId = largest;
  }

  encode(text: string, maxLength: number): TokenSequence {
    if (!Number.isSafeInteger(maxLength) || maxLength < this.specialTokenCount) {
      throw expected("maxLength", `an integer of at least ${this.specialTokenCount}`, maxLength);
    }
    const room = maxLength - this.specialTokenCount;
    const ids: number[] = [...this.#prefix];
    const full = this.#prefix.length + room;
    let truncated = false;
    this.#words.forEachWord(text, (word) => {
      for (const id of word) {
        if (ids.length === full) {
          truncated = true;
          return false;
        }
        ids.push(id);
      }
      return true;
    });
    for (const id of this.#suffix) ids.push(id);
    return { ids: Int32Array.from(ids), truncated };
  }

  countTokens(text: string): number {
    let count = 0;
    this.#words.forEachWord(text, (word) => {
      count += word.length;
      return true;
    });
    return count;
  }

  forEachWord(text: string, take: (tokens: number, start: number, end: number) => void): void {
    let tokens = 0;
    let start = 0;
    let end = -1;
    this.#words.forEachWord(text, (ids, from, to) => {
      // Several words may come of one stretch of text, which cannot be cut.
      if (end >= 0 && (from !== start || to !== end)) {
        take(tokens, start, end);
        tokens = 0;
      }
      tokens += ids.length;
      start = from;
      end = to;
      return true;
    });
    if (end >= 0) take(tokens, start, end);
  }
}
