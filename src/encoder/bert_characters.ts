/** Character classes of the BERT tokenizer, as the reference has them. */

import { CHARACTER_TABLES } from "./bert_character_tables.js";

/** Dropped: control, format and private-use characters, NUL and U+FFFD. */
export const REMOVED = 1;
/** Separates words. */
export const SPACE = 2;
/** A word of its own: CJK ideographs. */
export const IDEOGRAPH = 4;
/** A word of its own: punctuation, and every ASCII symbol. */
export const PUNCTUATION = 8;
/** Dropped with the accents: non-spacing marks. */
export const MARK = 16;

const CLASSES: readonly [number, string][] = [
  [REMOVED, CHARACTER_TABLES.removed],
  [SPACE, CHARACTER_TABLES.space],
  [IDEOGRAPH, CHARACTER_TABLES.ideograph],
  [PUNCTUATION, CHARACTER_TABLES.punctuation],
  [MARK, CHARACTER_TABLES.mark],
];

/** Code points up to here are looked up in an array; supplementary ones in two stages. */
const BLOCK = 256;

/** Blocks of 256 code points; blocks without any class share one. */
let blocks: Uint8Array[] | undefined;

function buildBlocks(): Uint8Array[] {
  const empty = new Uint8Array(BLOCK);
  const built: Uint8Array[] = Array.from({ length: 0x110000 / BLOCK }, () => empty);
  const full = new Map<number, Uint8Array>();
  for (const [flag, table] of CLASSES) {
    const numbers = table.split(" ").map((digits) => Number.parseInt(digits, 36));
    let code = 0;
    for (let at = 0; at < numbers.length; at += 2) {
      code += numbers[at]!;
      const stop = code + numbers[at + 1]!;
      while (code < stop) {
        const index = Math.floor(code / BLOCK);
        const blockEnd = Math.min(stop, (index + 1) * BLOCK);
        if (blockEnd - code === BLOCK && built[index] === empty) {
          // Whole blocks of one class: most ideographs and private-use characters.
          let block = full.get(flag);
          if (block === undefined) full.set(flag, (block = new Uint8Array(BLOCK).fill(flag)));
          built[index] = block;
        } else {
          let block = built[index]!;
          if (block === empty || block === full.get(block[0]!)) {
            built[index] = block = block.slice();
          }
          for (let c = code; c < blockEnd; c += 1) block[c % BLOCK]! |= flag;
        }
        code = blockEnd;
      }
    }
  }
  return built;
}

/** The classes of a code point, or-ed. A lone surrogate counts as U+FFFD: removed. */
export function characterClass(code: number): number {
  if (code >= 0xd800 && code < 0xe000) return REMOVED;
  blocks ??= buildBlocks();
  return blocks[code >>> 8]![code & 0xff]!;
}

/**
 * Characters that decompose in newer Unicode versions but not in the reference's: left whole, so
 * that ids do not depend on the JavaScript engine.
 */
const UNDECOMPOSED = new RegExp(
  String.raw`([\u{105c9}\u{105e4}\u{11383}\u{11385}\u{1138e}\u{11391}\u{113c5}\u{113c7}\u{113c8}\u{11938}\u{16121}-\u{16128}\u{16d68}-\u{16d6a}])`,
  "u",
);

/** Canonical decomposition (NFD) as the reference does it. */
export function decompose(text: string): string {
  if (!UNDECOMPOSED.test(text)) return text.normalize("NFD");
  return text
    .split(UNDECOMPOSED)
    .map((part, at) => (at % 2 === 1 ? part : part.normalize("NFD")))
    .join("");
}
