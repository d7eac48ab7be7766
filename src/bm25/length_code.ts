/**
 * Lucene's one-byte document length (`SmallFloat.intToByte4`): lengths to 39 exactly, longer ones
 * with four significant bits, rounded down. One byte per passage is what makes Lucene's scores
 * step-wise in the length, so equal scores need the same code.
 */

/** Lengths below this are their own code (255 - longToInt4(2^31 - 1)). */
const EXACT_LENGTHS = 24;

/** Code 0..255 of a length. */
export function encodeLength(length: number): number {
  if (length < EXACT_LENGTHS) return length;
  const rest = length - EXACT_LENGTHS;
  const bits = 32 - Math.clz32(rest);
  if (bits < 4) return EXACT_LENGTHS + rest;
  const shift = bits - 4;
  return EXACT_LENGTHS + (((rest >>> shift) & 0x07) | ((shift + 1) << 3));
}

/** The length a code stands for: the shortest one that has this code. */
export function decodeLength(code: number): number {
  if (code < EXACT_LENGTHS) return code;
  const rest = code - EXACT_LENGTHS;
  const shift = (rest >>> 3) - 1;
  const mantissa = rest & 0x07;
  return EXACT_LENGTHS + (shift < 0 ? mantissa : (mantissa | 0x08) * 2 ** shift);
}

/** `decodeLength` of every code. */
export const CODE_LENGTHS: Float64Array = Float64Array.from({ length: 256 }, (_, code) =>
  decodeLength(code),
);
