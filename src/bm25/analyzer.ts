/** Analyzers: from text to the terms that are indexed and searched. */

import { expected } from "../errors.js";
import { createEnglishTerms } from "./english_analyzer.js";

/** From text to terms. The same text always gives the same terms. */
export interface Analyzer {
  /** Name of the analyzer, for people. */
  readonly name: string;
  /**
   * Equal for two analyzers that give the same terms. A saved index can only be searched with the
   * analyzer it was made with, which this tells.
   */
  readonly fingerprint: string;
  /** Terms in the order of the text, repeated as often as they occur. */
  analyze(text: string): string[];
}

export interface AnalyzerOptions {
  readonly name: "lucene-english";
}

/** What `createAnalyzer` takes. */
export type AnalyzerInput = "lucene-english" | AnalyzerOptions | ((text: string) => string[]);

export function createAnalyzer(options: AnalyzerInput): Analyzer {
  if (options !== "lucene-english") throw expected("analyzer", '"lucene-english"', options);
  return {
    name: "lucene-english",
    fingerprint: "lucene-english/9.12",
    analyze: createEnglishTerms(),
  };
}
