/** The order in which trec_eval reads a run, whatever the rank column says. */

import { expected } from "../../errors.js";

/**
 * Compares two ids by their UTF-8 bytes, as C's `strcmp` does: negative when `a` comes first.
 *
 * Byte order of UTF-8 is code point order. JavaScript compares UTF-16 code units, where the
 * surrogates (code points from U+10000) come before U+E000 to U+FFFF; here they come after.
 */
export function compareUtf8(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const unitA = a.charCodeAt(i);
    const unitB = b.charCodeAt(i);
    if (unitA !== unitB) return byCodePoint(unitA) - byCodePoint(unitB);
  }
  return a.length - b.length;
}

function byCodePoint(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/**
 * Ids by score, descending; ties by id, descending in UTF-8 bytes.
 *
 * Scores are compared as float32, because trec_eval up to version 9 holds them so: two scores that
 * round to the same float32 are a tie. (Version 10 compares float64. Files written by `writeRun`
 * hold float32 values, so both versions read the same ranking from them.)
 *
 * @param scores passage id → score
 * @returns all ids, best first
 * @throws InvalidArgumentError for a score that is NaN, which has no place in an order
 */
export function trecOrder(scores: ReadonlyMap<string, number>): string[] {
  const ids = [...scores.keys()];
  const values = Float32Array.from(scores.values());
  for (const [i, value] of values.entries()) {
    if (Number.isNaN(value)) throw expected(`score of ${ids[i]}`, "a number", value);
  }
  const order = Uint32Array.from(ids, (_, i) => i);
  order.sort((a, b) => values[b]! - values[a]! || compareUtf8(ids[b]!, ids[a]!));
  return Array.from(order, (i) => ids[i]!);
}
