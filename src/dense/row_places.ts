/** Where the rows of each passage begin. */

/** Sequences of one page; a power of two. */
const PAGE = 4096;

/** No passage. */
const NONE = 0xffff_ffff;

/**
 * Sequence → first row. Four bytes for each sequence of a page that is in use: sequences are given
 * out one after the other, so that few pages are not full.
 */
export class RowPlaces {
  readonly #pages = new Map<number, Uint32Array>();
  #size = 0;

  /** How many sequences have a place. */
  get size(): number {
    return this.#size;
  }

  get(sequence: number): number | undefined {
    const first = this.#pages.get(Math.floor(sequence / PAGE))?.[sequence % PAGE] ?? NONE;
    return first === NONE ? undefined : first;
  }

  /** @param first below 2^32 - 1 */
  set(sequence: number, first: number): void {
    const number = Math.floor(sequence / PAGE);
    let page = this.#pages.get(number);
    if (page === undefined) {
      page = new Uint32Array(PAGE).fill(NONE);
      this.#pages.set(number, page);
    }
    if (page[sequence % PAGE] === NONE) this.#size += 1;
    page[sequence % PAGE] = first;
  }

  delete(sequence: number): void {
    const page = this.#pages.get(Math.floor(sequence / PAGE));
    if (page === undefined || page[sequence % PAGE] === NONE) return;
    page[sequence % PAGE] = NONE;
    this.#size -= 1;
  }
}
