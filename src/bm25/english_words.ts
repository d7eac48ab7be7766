/** What Lucene's EnglishAnalyzer does to a word before stop words and stemming. */

import { simpleLowerCase } from "./simple_lower_case.js";

/** Apostrophes of Lucene's EnglishPossessiveFilter: ', ’ and the full-width one. */
const POSSESSIVE = /['\u2019\uFF07][sS]$/;

/** Possessive 's removed, then lower case. */
export function normalizeEnglishWord(word: string): string {
  return simpleLowerCase(POSSESSIVE.test(word) ? word.slice(0, -2) : word);
}
