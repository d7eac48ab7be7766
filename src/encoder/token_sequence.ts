/** What every tokenizer does. */

export interface TokenSequence {
  /** Token ids with the model's special tokens, `[CLS] … [SEP]`. */
  ids: Int32Array;
  /** Whether tokens of the text were left out. */
  truncated: boolean;
}

/** Lone surrogates count as U+FFFD, the replacement character. */
export interface Tokenizer {
  /** How many special tokens `encode` puts around a text: 2 for BERT. */
  readonly specialTokenCount: number;
  /** The largest id it can give; must be below the model's vocabulary size. */
  readonly largestId: number;
  /**
   * The first tokens of `text` between the special tokens, `maxLength` in all. Reads no more of
   * the text than it needs.
   *
   * @param maxLength integer, at least `specialTokenCount`
   */
  encode(text: string, maxLength: number): TokenSequence;
  /** How many tokens the whole text has, without the special tokens. */
  countTokens(text: string): number;
  /**
   * The words of the text in order: how many tokens each has, and its range in UTF-16 code units.
   * A cut between two words changes no token of BERT's tokenizer, and few of others.
   */
  forEachWord(text: string, take: (tokens: number, start: number, end: number) => void): void;
}
