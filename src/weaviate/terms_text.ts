/** A text's terms as one text that whitespace tokenization takes apart into the same terms. */

import type { Analyzer } from "../bm25/analyzer.js";

/** What would split a term, or would not survive UTF-8; and the mark of what was replaced. */
const UNSAFE = /[\p{White_Space}\p{Surrogate}%]/gu;

/** Terms in the order of the text, each as often as it stands there. */
export function termsText(analyzer: Analyzer, text: string): string {
  return analyzer
    .analyze(text)
    .map((term) => term.replace(UNSAFE, (character) => `%${character.charCodeAt(0).toString(16)};`))
    .join(" ");
}
