/**
 * Centered int8 quantization of vectors, with a bound on the error of every dot product.
 *
 * A vector x becomes x ≈ m + s·b: m the mean of the set, s a scale of its own, b integers in
 * [-127, 127]. Centering leaves to b what tells the vectors apart. With e = x - m - s·b, a query
 * q ≈ t·v and f = q - t·v,
 *
 *     q·x = q·m + s·t·(v·b) + q·e + s·(f·b),
 *
 * and by Cauchy and Schwarz |q·e + s·(f·b)| <= s·(‖q‖·max(‖e‖/s) + ‖f‖·max‖b‖): a bound, not an
 * estimate, which holds for every vector of the set.
 */

/** Largest absolute value of a quantized component. */
const LARGEST = 127;

/** Scales below the normal float32 numbers would lose their precision. */
const SMALLEST_SCALE = 2 ** -126;

/** Vectors turned around at a time, so that both sides of the turn stay in the processor's cache. */
const TILE = 64;

/** 1.5 · 2^52: adding and subtracting it rounds a double below 2^51 to the nearest integer. */
const ROUNDING = 6_755_399_441_055_744;

/** n quantized vectors of dimension d. */
export interface CenteredInt8 {
  /** b as [d, n]: component by component, as a matrix product with a query wants it. */
  readonly values: Int8Array;
  /** s of each vector, [n], positive. */
  readonly scales: Float32Array;
  /** m, [d]. */
  readonly mean: Float64Array;
  /** The largest ‖e‖/s of a vector. */
  readonly errorPerScale: number;
  /** The largest ‖b‖ of a vector. */
  readonly largestNorm: number;
}

/** Sums up vectors for their mean, some at a time. */
export class MeanVector {
  readonly #sums: Float64Array;
  #count = 0;

  constructor(d: number) {
    this.#sums = new Float64Array(d);
  }

  /** @param vectors row-major [n, d] */
  add(vectors: Float32Array): void {
    const sums = this.#sums;
    const d = sums.length;
    for (let at = 0; at < vectors.length; at += d) {
      for (let i = 0; i < d; i += 1) sums[i]! += vectors[at + i]!;
      this.#count += 1;
    }
  }

  /** Zeros where there were no vectors. */
  mean(): Float64Array {
    return this.#sums.map((sum) => sum / Math.max(1, this.#count));
  }
}

/** Quantizes vectors around a given mean, some at a time. */
export class Int8Quantizer {
  readonly #count: number;
  readonly #mean: Float64Array;
  readonly #values: Int8Array;
  readonly #scales: Float32Array;
  /** Vectors not yet turned, row-major. */
  readonly #tile: Int8Array;
  #added = 0;
  #errorPerScale = 0;
  #largestNorm = 0;

  /** @param count how many vectors there is room for; what is not added has zeros, and the scale 0 */
  constructor(mean: Float64Array, count: number) {
    this.#count = count;
    this.#mean = mean;
    this.#values = new Int8Array(mean.length * count);
    this.#scales = new Float32Array(count);
    this.#tile = new Int8Array(mean.length * TILE);
  }

  /** @param vectors row-major [n, d], finite */
  add(vectors: Float32Array): void {
    const d = this.#mean.length;
    for (let at = 0; at < vectors.length; at += d) {
      this.#quantize(vectors, at, (this.#added % TILE) * d);
      this.#added += 1;
      if (this.#added % TILE === 0) this.#turn(TILE);
    }
  }

  finish(): CenteredInt8 {
    this.#turn(this.#added % TILE);
    return {
      values: this.#values,
      scales: this.#scales,
      mean: this.#mean,
      errorPerScale: this.#errorPerScale,
      largestNorm: this.#largestNorm,
    };
  }

  #quantize(vectors: Float32Array, from: number, to: number): void {
    const mean = this.#mean;
    const tile = this.#tile;
    let largest = 0;
    for (let i = 0; i < mean.length; i += 1) {
      const size = Math.abs(vectors[from + i]! - mean[i]!);
      if (size > largest) largest = size;
    }
    const scale = Math.fround(Math.max(SMALLEST_SCALE, largest / LARGEST));
    const inverse = 1 / scale;
    let errors = 0;
    let squares = 0;
    for (let i = 0; i < mean.length; i += 1) {
      const component = vectors[from + i]! - mean[i]!;
      // At most 127 after rounding: the scale is off by one part in 2^24 at most.
      const rounded = component * inverse + ROUNDING - ROUNDING;
      const error = component - scale * rounded;
      errors += error * error;
      squares += rounded * rounded;
      tile[to + i] = rounded;
    }
    this.#scales[this.#added] = scale;
    this.#errorPerScale = Math.max(this.#errorPerScale, Math.sqrt(errors) * inverse);
    this.#largestNorm = Math.max(this.#largestNorm, Math.sqrt(squares));
  }

  /** Puts the last `rows` vectors of the tile in their places in [d, n]. */
  #turn(rows: number): void {
    const values = this.#values;
    const tile = this.#tile;
    const d = this.#mean.length;
    const first = this.#added - rows;
    for (let i = 0; i < d; i += 1) {
      const place = i * this.#count + first;
      for (let row = 0; row < rows; row += 1) values[place + row] = tile[row * d + i]!;
    }
  }
}

/**
 * Largest absolute value of a part of a query. With 64 added it is an unsigned byte of 7 bits: a sum
 * of two products with int8 then fits the 16 bits in which processors without VNNI add.
 */
export const LARGEST_PART = 63;

/** What is added to the parts of a query to make them unsigned. */
export const QUERY_ZERO_POINT = 64;

/** A step of the high part in steps of the low one. */
export const HIGH_STEP = 2 * LARGEST_PART;

/** A query as two rows of integers: q ≈ step · (126 · high + low). */
export interface SplitQuery {
  readonly step: number;
  /** ‖q - step · (126 · high + low)‖ */
  readonly error: number;
}

/**
 * Two bytes of 7 bits a component: the error of a query whose components differ much in size (one
 * component of TAS-B's is ten times the others) would otherwise outweigh that of the vectors.
 *
 * @param target [2, d]: takes the high parts, then the low ones, each with 64 added
 */
export function splitQuery(query: Float32Array, target: Uint8Array): SplitQuery {
  const d = query.length;
  let largest = 0;
  for (const component of query) largest = Math.max(largest, Math.abs(component));
  // Doubles: this is far from the smallest of them, whatever float32 the query holds.
  const step = largest === 0 ? 1 : largest / (LARGEST_PART * HIGH_STEP);
  let errors = 0;
  for (let i = 0; i < d; i += 1) {
    const steps = query[i]! / step;
    const high = Math.round(steps / HIGH_STEP);
    const low = Math.round(steps - high * HIGH_STEP);
    const error = query[i]! - step * (high * HIGH_STEP + low);
    errors += error * error;
    target[i] = high + QUERY_ZERO_POINT;
    target[d + i] = low + QUERY_ZERO_POINT;
  }
  return { step, error: Math.sqrt(errors) };
}
