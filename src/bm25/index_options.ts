/** What an index is made with, and the checks of it. */

import { checkChoice, checkNumber } from "../option_checks.js";
import { createAnalyzer, type Analyzer, type AnalyzerInput } from "./analyzer.js";
import type { Bm25Parameters } from "./scorer.js";
import type { Bm25Variant } from "./scoring.js";

/** What an index is made with. */
export interface Bm25IndexOptions {
  /**
   * From text to terms: a name, options, a function, or a ready analyzer. Default
   * "lucene-english". For other languages see `AnalyzerOptions`.
   */
  readonly analyzer?: AnalyzerInput;
  /** Default "lucene", whose scores equal Lucene's. The others are for comparison. */
  readonly variant?: Bm25Variant;
  /**
   * How soon repeated terms stop to count: 0 counts a term once, whatever its frequency. At least
   * 0, usually 0.5 to 2. Default 0.9, as in Anserini.
   */
  readonly k1?: number;
  /** How much long passages are held back: 0 not at all, 1 in full. In [0, 1]. Default 0.4. */
  readonly b?: number;
  /** Least score of a match in variant "bm25+", as a share of its idf. At least 0. Default 1. */
  readonly delta?: number;
}

/** The variant and its parameters, or their defaults. */
export function checkParameters(options: Bm25IndexOptions): Bm25Parameters {
  const { variant = "lucene", k1 = 0.9, b = 0.4, delta = 1 } = options;
  checkChoice("variant", variant, ["lucene", "robertson", "bm25+"]);
  checkNumber("k1", k1, 0);
  checkNumber("b", b, 0, 1);
  checkNumber("delta", delta, 0);
  return { variant, k1, b, delta };
}

/** The analyzer, or the default one. */
export function analyzerOf({ analyzer = "lucene-english" }: Bm25IndexOptions): Analyzer {
  return createAnalyzer(analyzer);
}
