/** Analyzers: from text to the terms that are indexed and searched. */

import { expected } from "../errors.js";
import { normalizeEnglishWord } from "./english_words.js";
import { type Stemmer, type StemmerName, stemmerOf } from "./stemmers.js";
import { LUCENE_ENGLISH_STOP_WORDS } from "./stop_words.js";
import { TermCache } from "./term_cache.js";
import { compatible, normalizeUnicodeWord, removeAccents } from "./unicode_words.js";
import { scanUnspacedBigrams, scanWords, type WordVisitor } from "./word_scanner.js";

/** From text to terms. The same text always gives the same terms. */
export interface Analyzer {
  /** Name of the analyzer, for people. */
  readonly name: string;
  /**
   * Where equal, the terms are the same. A saved index can only be searched with the
   * analyzer it was made with, which this tells.
   */
  readonly fingerprint: string;
  /** Terms in the order of the text, repeated as often as they occur. */
  analyze(text: string): string[];
}

/**
 * `lucene-english` equals Lucene 9.12's EnglishAnalyzer: words by UAX #29 (ideographs and hiragana
 * one by one, runs of katakana, hangul and Thai whole), possessive 's removed, lower case, 33 stop
 * words, original Porter stemmer.
 *
 * `unicode` is for any language: NFKC, the same words with full case folding, pairs of neighboring
 * characters for scripts written without blanks (Chinese, Japanese, Thai …) and for Korean, no stop
 * words, no stemmer.
 */
export type AnalyzerName = "lucene-english" | "unicode";

/** An analyzer by name, with its settings. */
export interface AnalyzerOptions {
  /** Which one. */
  readonly name: AnalyzerName;
  /**
   * Words that are not indexed, compared after lower case or case folding and before stemming.
   * Default: Lucene's 33 for `lucene-english`, none for `unicode`.
   */
  readonly stopWords?: readonly string[];
  /**
   * A name, or a function from a lower-case word to its stem. Default: "porter" for
   * `lucene-english`, "none" for `unicode`. Languages are those of Snowball.
   */
  readonly stemmer?: StemmerName | Stemmer;
  /**
   * Whether accents tell words apart; only for `unicode`. "remove" takes the marks off Latin, Greek
   * and Cyrillic letters (é is e, й is и). Default "keep".
   */
  readonly accents?: "keep" | "remove";
  /**
   * Tells a stemmer function from others in saved indexes. Default: the function's own name.
   */
  readonly stemmerFingerprint?: string;
}

/** What `createAnalyzer` takes. */
export type AnalyzerInput =
  | AnalyzerName
  | AnalyzerOptions
  | Analyzer
  | ((text: string) => string[]);

/**
 * Makes an analyzer from its name, options, or a function from text to terms. An analyzer comes
 * back as it is. A function's fingerprint is its name: give a whole `Analyzer` to choose another.
 *
 * @throws InvalidArgumentError
 */
export function createAnalyzer(input: AnalyzerInput): Analyzer {
  if (typeof input === "function") {
    return {
      name: "function",
      fingerprint: `function ${input.name}`,
      analyze(text) {
        const terms = input(text);
        if (!Array.isArray(terms) || terms.some((term) => typeof term !== "string")) {
          throw expected("analyzer", "a function that returns an array of strings", terms);
        }
        return terms;
      },
    };
  }
  const options = typeof input === "string" ? { name: input } : input;
  if (typeof options !== "object" || options === null) {
    throw expected("analyzer", '"lucene-english", "unicode", options or a function', input);
  }
  if ("analyze" in options) {
    if (typeof options.analyze !== "function" || typeof options.fingerprint !== "string") {
      throw expected("analyzer", "an object with `fingerprint` and `analyze`", input);
    }
    return options;
  }
  return namedAnalyzer(options);
}

function namedAnalyzer(options: AnalyzerOptions): Analyzer {
  const { name, accents = "keep" } = options;
  if (name !== "lucene-english" && name !== "unicode") {
    throw expected("analyzer", '"lucene-english" or "unicode"', name);
  }
  const isEnglish = name === "lucene-english";
  if (accents !== "keep" && (accents !== "remove" || isEnglish)) {
    throw expected(
      "accents",
      isEnglish ? '"keep" with this analyzer' : '"keep" or "remove"',
      accents,
    );
  }
  const given = options.stopWords ?? (isEnglish ? LUCENE_ENGLISH_STOP_WORDS : []);
  if (!Array.isArray(given) || given.some((word) => typeof word !== "string")) {
    throw expected("stopWords", "an array of strings", given);
  }
  const normalize = normalizer(name, accents);
  const stopWords = new Set(given.map((word) => normalize(word)));
  const stemmer = options.stemmer ?? (isEnglish ? "porter" : "none");
  const stem = typeof stemmer === "function" ? stemmer : stemmerOf(stemmer);

  const cache = new TermCache((word) => {
    const normal = normalize(word);
    return stopWords.has(normal) ? "" : stem(normal);
  });
  const scan = isEnglish ? scanWords : scanUnspacedBigrams;
  return {
    name,
    fingerprint: fingerprintOf(options, stemmer, stopWords),
    analyze(text) {
      const source = isEnglish ? text : compatible(text);
      const terms: string[] = [];
      const visit: WordVisitor = (start, end) => {
        const term = cache.get(source.slice(start, end));
        if (term !== "") terms.push(term);
      };
      scan(source, visit);
      return terms;
    },
  };
}

function normalizer(name: AnalyzerName, accents: "keep" | "remove"): (word: string) => string {
  if (name === "lucene-english") return normalizeEnglishWord;
  if (accents === "keep") return normalizeUnicodeWord;
  return (word) => removeAccents(normalizeUnicodeWord(word));
}

/** Version of each named analyzer: another one where its terms change. */
const VERSIONS: Readonly<Record<AnalyzerName, string>> = {
  "lucene-english": "lucene-english 9.12",
  unicode: "unicode 1",
};

function fingerprintOf(
  options: AnalyzerOptions,
  stemmer: StemmerName | Stemmer,
  stopWords: ReadonlySet<string>,
): string {
  const { name, accents, stemmerFingerprint } = options;
  const parts = [VERSIONS[name]];
  if (accents === "remove") parts.push("accents=remove");
  if (options.stopWords !== undefined) {
    parts.push(`stopWords=${JSON.stringify([...stopWords].toSorted())}`);
  }
  if (typeof stemmer === "function") {
    parts.push(`stemmer=function ${stemmerFingerprint ?? stemmer.name}`);
  } else if (options.stemmer !== undefined && (name === "unicode" || stemmer !== "porter")) {
    parts.push(`stemmer=${stemmer}`);
  }
  return parts.join("; ");
}
