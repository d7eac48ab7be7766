import { createBitmap, setBit } from "../src/ranking/bitmap.js";

/** The set of `sequences`, just large enough for the largest of them. */
export function bitmapOf(sequences: Iterable<number>): Uint8Array {
  let largest = -1;
  for (const sequence of sequences) largest = Math.max(largest, sequence);
  const bitmap = createBitmap(largest + 1);
  for (const sequence of sequences) setBit(bitmap, sequence);
  return bitmap;
}
