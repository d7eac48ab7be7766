/**
 * Lucene's EnglishAnalyzer: words by the rules of its StandardTokenizer, possessive 's removed,
 * lower case, stop words removed, original Porter stems.
 *
 * Reference: org.apache.lucene.analysis.en.EnglishAnalyzer, 9.12.1.
 */

import { porterStem } from "./porter_stemmer.js";
import { simpleLowerCase } from "./simple_lower_case.js";
import { LUCENE_ENGLISH_STOP_WORDS } from "./stop_words.js";
import { TermCache } from "./term_cache.js";
import { scanWords } from "./word_scanner.js";

const POSSESSIVE = /['\u2019\uFF07][sS]$/;
const STOP_WORDS: ReadonlySet<string> = new Set(LUCENE_ENGLISH_STOP_WORDS);

/** The term of one word as it stands in the text; empty where there is none. */
function termOf(word: string): string {
  const bare = POSSESSIVE.test(word) ? word.slice(0, -2) : word;
  const lower = simpleLowerCase(bare);
  return STOP_WORDS.has(lower) ? "" : porterStem(lower);
}

/** A function from text to Lucene's terms. */
export function createEnglishTerms(): (text: string) => string[] {
  const cache = new TermCache(termOf);
  return (text) => {
    const terms: string[] = [];
    scanWords(text, (start, end) => {
      const term = cache.get(text.slice(start, end));
      if (term !== "") terms.push(term);
    });
    return terms;
  };
}
