/**
 * Lower case code point by code point, without the context rules of `String.toLowerCase`: a capital
 * sigma always becomes σ, and İ becomes i alone, as Java's `Character.toLowerCase` and Lucene's
 * LowerCaseFilter have it.
 */

const ASCII = /^[\0-\x7f]*$/;
const DOTTED_CAPITAL_I = "\u0130";

export function simpleLowerCase(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  let result = "";
  for (const character of text) {
    result += character === DOTTED_CAPITAL_I ? "i" : character.toLowerCase();
  }
  return result;
}
