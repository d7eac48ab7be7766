/** From a place in a text to its line. */

/** Finds the line of any offset of one text, in time log(lines). */
export class LineIndex {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      this.#starts.push(at + 1);
    }
  }

  /** Number of the line that holds the code unit at `offset`; the first line is 1. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    // Invariant: the wanted line starts at an index in [low, high).
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}
