/** The k best of many scores, and a bar that rises as they come in. */

/** Scores are counted by value in this many buckets of equal width. */
const BUCKETS = 1024;

/** Entries held beyond 2k before they are thinned out. */
const SPARE = 1024;

const FIRST_CAPACITY = 512;

/** Where the more significant half of a 64-bit number lies in its two 32-bit ones, and the other. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
const LOW = 1 - HIGH;

/**
 * Entries are kept unsorted. How many lie in which bucket tells which scores k others beat, at
 * constant cost each and to a thousandth of the greatest possible score. An entry is one number of
 * 64 bits, the score's bits inverted above the sequence, whose ascending order is the order of
 * every ranking: positive floats are ordered as their bits are.
 */
export class BestScores {
  readonly #k: number;
  readonly #limit: number;
  /** A power of two, so that buckets have exact borders. */
  readonly #scale: number;
  readonly #counts = new Uint32Array(BUCKETS);
  #floor = 0;
  /** Scores in the buckets from `#floor` on. */
  #above = 0;
  #worst = 0;
  /** [2 * capacity] the entries, as pairs. */
  #entries: Uint32Array;
  #size = 0;
  readonly #score = new Float32Array(1);
  readonly #bits = new Uint32Array(this.#score.buffer);

  /**
   * @param k positive integer
   * @param greatest no score is larger; above 0
   */
  constructor(k: number, greatest: number) {
    this.#k = k;
    this.#limit = 2 * k + SPARE;
    this.#scale = BUCKETS / 2 ** (1 + Math.floor(Math.log2(greatest)));
    this.#entries = new Uint32Array(2 * Math.min(this.#limit, FIRST_CAPACITY));
  }

  /** Scores below this one cannot be among the k best. It may lag behind the k-th best. */
  get worst(): number {
    return this.#worst;
  }

  /**
   * @param score float32, above 0 and at least `worst`
   * @param sequence each is pushed once
   */
  push(score: number, sequence: number): void {
    if (2 * this.#size === this.#entries.length) this.#makeRoom();
    this.#score[0] = score;
    const at = 2 * this.#size;
    this.#entries[at + HIGH] = ~this.#bits[0]!;
    this.#entries[at + LOW] = sequence;
    this.#size += 1;
    this.#count(score);
    this.#raise();
  }

  /** The k best in the order of every ranking: score descending, then sequence ascending. */
  ranking(): { sequences: Uint32Array; scores: Float32Array } {
    this.#dropBelowWorst();
    this.#keepBest();
    const sequences = new Uint32Array(this.#size);
    const bits = new Uint32Array(this.#size);
    for (let i = 0; i < this.#size; i++) {
      sequences[i] = this.#entries[2 * i + LOW]!;
      bits[i] = ~this.#entries[2 * i + HIGH]!;
    }
    return { sequences, scores: new Float32Array(bits.buffer) };
  }

  #count(score: number): void {
    const bucket = Math.min(BUCKETS - 1, (score * this.#scale) | 0);
    this.#counts[bucket] = this.#counts[bucket]! + 1;
    this.#above += 1;
  }

  /** Lifts the bar to the highest bucket border that k scores reach. */
  #raise(): void {
    const floor = this.#floor;
    while (this.#above - this.#counts[this.#floor]! >= this.#k) {
      this.#above -= this.#counts[this.#floor]!;
      this.#floor += 1;
    }
    if (this.#floor > floor) this.#worst = Math.max(this.#worst, this.#floor / this.#scale);
  }

  #makeRoom(): void {
    if (this.#size >= this.#limit) {
      this.#dropBelowWorst();
      if (this.#size > this.#limit / 2) this.#thinOut();
      return;
    }
    const entries = new Uint32Array(2 * Math.min(this.#limit, 2 * this.#size));
    entries.set(this.#entries);
    this.#entries = entries;
  }

  #dropBelowWorst(): void {
    const entries = this.#entries;
    this.#score[0] = this.#worst;
    const least = ~this.#bits[0]! >>> 0;
    let kept = 0;
    for (let at = 0; at < 2 * this.#size; at += 2) {
      const high = entries[at + HIGH]!;
      entries[kept + LOW] = entries[at + LOW]!;
      entries[kept + HIGH] = high;
      if (high <= least) kept += 2;
    }
    this.#size = kept / 2;
  }

  /** Sorts the entries and keeps the first k. */
  #keepBest(): void {
    new BigUint64Array(this.#entries.buffer, 0, this.#size).sort();
    this.#size = Math.min(this.#size, this.#k);
  }

  /** As `#keepBest`, where more than k are held, many of them perhaps equal: the bar is exact then. */
  #thinOut(): void {
    this.#keepBest();
    this.#counts.fill(0);
    this.#above = 0;
    for (let i = 0; i < this.#size; i++) {
      this.#bits[0] = ~this.#entries[2 * i + HIGH]!;
      this.#count(this.#score[0]!);
    }
    this.#worst = this.#score[0]!;
    this.#raise();
  }
}
