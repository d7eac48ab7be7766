/** From a place in a text to its line. */

import { lastAtMost } from "./ascending.js";

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
    return lastAtMost(this.#starts, offset) + 1;
  }
}
