/** Terms and their numbers. */

/** Longer strings cut from a text keep the whole text alive in V8; shorter ones are copies. */
const MIN_SLICED_LENGTH = 13;

export class Dictionary {
  readonly #numbers = new Map<string, number>();
  readonly #terms: string[] = [];

  /** Number of distinct terms. */
  get size(): number {
    return this.#terms.length;
  }

  /** The term's number, given anew where it has none. */
  numberOf(term: string): number {
    let number = this.#numbers.get(term);
    if (number === undefined) {
      number = this.#terms.length;
      const own = term.length < MIN_SLICED_LENGTH ? term : ` ${term}`.slice(1);
      this.#terms.push(own);
      this.#numbers.set(own, number);
    }
    return number;
  }

  /** The term's number, or undefined where it has none. */
  find(term: string): number | undefined {
    return this.#numbers.get(term);
  }

  /** All terms in the order of their numbers. */
  terms(): readonly string[] {
    return this.#terms;
  }
}
