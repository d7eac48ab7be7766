/**
 * Sets of sequences as bits: sequence s is bit `s & 7` of byte `s >> 3`. Sequences past the end of
 * the array are not in the set.
 */

/** An empty set with room for sequences below `length`. */
export function createBitmap(length: number): Uint8Array {
  return new Uint8Array(Math.ceil(length / 8));
}

/** Shifts by division: sequences reach 2^32 - 1, past the range of signed shifts. */
function byteOf(sequence: number): number {
  return Math.floor(sequence / 8);
}

export function hasBit(bitmap: Uint8Array, sequence: number): boolean {
  return ((bitmap[byteOf(sequence)] ?? 0) & (1 << (sequence & 7))) !== 0;
}

/** Sequences beyond the bitmap's length are passed over, as writes past a typed array's end are. */
export function setBit(bitmap: Uint8Array, sequence: number): void {
  const byte = byteOf(sequence);
  bitmap[byte] = (bitmap[byte] ?? 0) | (1 << (sequence & 7));
}
