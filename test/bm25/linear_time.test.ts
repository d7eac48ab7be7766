import { describe, expect, it } from "vitest";

import { createAnalyzer } from "../../src/bm25/analyzer.js";
import { scanUnspacedBigrams, scanWords } from "../../src/bm25/word_scanner.js";

/** Units that make a scanner, a normalizer or a stemmer look back or ahead. */
const UNITS: [string, string][] = [
  ["letters", "a"],
  ["words", "some words, "],
  ["apostrophes", "a'"],
  ["dots and digits", "1,"],
  ["a letter and marks", "a\u0301\u0316"],
  ["marks of alternating order", "\u0301\u0316"],
  ["zero-width joiners", "\u200d"],
  ["emoji joined to nothing", "\u{1f600}\u200d"],
  ["flags", "\u{1f1fa}"],
  ["tag characters", "\u{1f3f4}\u{e0067}"],
  ["ideographs", "\u6f22"],
  ["Thai", "\u0e01\u0e33"],
  ["katakana", "\u30ab"],
  ["hebrew quotes", '\u05d0"'],
  ["what NFKC makes 18 characters of", "\ufdfa"],
  ["underscores", "_"],
  ["underscores and marks", "_\u0301"],
  ["underscores and joiners", "_\u200d"],
  ["short rows of underscores", `${"_".repeat(200)} `],
  ["short rows of joiners", `${"\u200d".repeat(200)} `],
  ["an apostrophe and many marks", `a'${"\u0301".repeat(200)}`],
  ["blanks", " "],
  ["half surrogate pairs", "\ud83d"],
  ["suffixes", "ational"],
];

describe.each(UNITS)("a line of %s", (_, unit) => {
  const text = (units: number): string => unit.repeat(Math.ceil(units / unit.length));

  it("is scanned in looks that grow as the text does", () => {
    for (const scan of [scanWords, scanUnspacedBigrams]) {
      const looks = (units: number): number => scan(text(units), () => {});
      const [short, long] = [looks(20_000), looks(80_000)];
      expect(long / short).toBeLessThan(4.2);
      expect(long).toBeLessThan(3 * 80_000);
    }
  });

  it.each(["lucene-english", "unicode"] as const)("of 1 MB is analyzed at once by %s", (name) => {
    const analyzer = createAnalyzer({ name, ...(name === "unicode" && { accents: "remove" }) });
    const line = unit.repeat(1_000_000 / Buffer.byteLength(unit));
    // Of the processor: a machine that does other work too does not count.
    const start = process.cpuUsage();
    analyzer.analyze(line);
    const { user, system } = process.cpuUsage(start);
    // 0.05 to 0.4 s. Quadratic: minutes.
    expect((user + system) / 1e6).toBeLessThan(4);
  });
});
