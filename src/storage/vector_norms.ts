/** The norms of a file of vectors, seen one part after the other. */

/** Float32 vectors of dimension d, row-major, in parts that need not end where vectors do. */
export class VectorNorms {
  readonly #dimension: number;
  #squares = 0;
  #component = 0;
  #largest = 0;
  #finite = true;

  constructor(dimension: number) {
    this.#dimension = dimension;
  }

  /** The largest Euclidean norm of the vectors so far; `undefined` where a number was not finite. */
  get largest(): number | undefined {
    return this.#finite ? Math.sqrt(this.#largest) : undefined;
  }

  add(numbers: Float32Array): void {
    const d = this.#dimension;
    for (let at = 0; at < numbers.length;) {
      const end = Math.min(numbers.length, at + d - this.#component);
      let squares = this.#squares;
      // Doubles: the squares of no float32 numbers overflow them.
      for (let i = at; i < end; i += 1) squares += numbers[i]! * numbers[i]!;
      this.#component += end - at;
      at = end;
      this.#squares = squares;
      if (this.#component < d) return;
      if (!Number.isFinite(squares)) this.#finite = false;
      if (squares > this.#largest) this.#largest = squares;
      this.#squares = 0;
      this.#component = 0;
    }
  }
}
