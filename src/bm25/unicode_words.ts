/** Case folding and accents by Unicode, for any language. */

import { simpleLowerCase } from "./simple_lower_case.js";

const ASCII = /^[\0-\x7f]*$/;
const DOTLESS_I = "\u0131";
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Combining marks of Latin, Greek and Cyrillic. Vowel signs of other scripts are no accents. */
const ACCENTS = /[\u0300-\u036f]/gu;

/** More marks in a row than any language writes. */
const MANY_MARKS = /\p{M}{30}/gu;
const COMBINING_GRAPHEME_JOINER = "\u034f";

/**
 * NFKC in linear time. Putting n marks in a row into their order takes n² steps, so a joiner, which
 * normalization does not cross and which is removed later, is put after 30 of them.
 *
 * Source: Unicode Standard Annex #15, section 13, "Stream-Safe Text Format".
 */
export function compatible(text: string): string {
  if (ASCII.test(text)) return text;
  return text.replace(MANY_MARKS, `$&${COMBINING_GRAPHEME_JOINER}`).normalize("NFKC");
}

/**
 * Full case folding: lower, upper, lower again makes ß and ẞ ss, and every sigma σ. The dotless ı
 * stays apart from i, as in Unicode's CaseFolding.txt.
 */
export function foldCase(word: string): string {
  if (ASCII.test(word)) return word.toLowerCase();
  let folded = "";
  for (const character of word) {
    folded +=
      character === DOTLESS_I
        ? character
        : simpleLowerCase(character.toLowerCase().toUpperCase()).normalize("NFKC");
  }
  return folded.normalize("NFKC");
}

/** Case folded, invisible characters (soft hyphens, joiners, variation selectors) removed. */
export function normalizeUnicodeWord(word: string): string {
  return ASCII.test(word) ? word.toLowerCase() : foldCase(word.replace(IGNORABLE, ""));
}

/** The word without its accents: é becomes e, й becomes и. */
export function removeAccents(word: string): string {
  return ASCII.test(word) ? word : word.normalize("NFD").replace(ACCENTS, "").normalize("NFC");
}
