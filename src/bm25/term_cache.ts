/** Remembers what a pure function made of the words seen, for as many words as fit. */

/** About 20 MB when full; the vocabulary of a large collection's frequent words fits. */
const MAX_ENTRIES = 200_000;

/** Longer words are rare, and would keep more memory than they save time. */
const MAX_WORD_LENGTH = 40;

export class TermCache {
  readonly #termOf: (word: string) => string;
  readonly #terms = new Map<string, string>();

  constructor(termOf: (word: string) => string) {
    this.#termOf = termOf;
  }

  get(word: string): string {
    const known = this.#terms.get(word);
    if (known !== undefined) return known;
    const term = this.#termOf(word);
    if (word.length <= MAX_WORD_LENGTH) {
      if (this.#terms.size >= MAX_ENTRIES) this.#terms.clear();
      // Copies: a slice of a text keeps all of the text alive.
      const own = ` ${word}`.slice(1);
      this.#terms.set(own, term === word ? own : ` ${term}`.slice(1));
    }
    return term;
  }
}
