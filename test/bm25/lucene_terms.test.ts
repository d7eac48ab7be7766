import { describe, expect, it } from "vitest";

import { createAnalyzer } from "../../src/bm25/analyzer.js";
import { simpleLowerCase } from "../../src/bm25/simple_lower_case.js";
import { scanWords } from "../../src/bm25/word_scanner.js";
import { goldenLines } from "./golden.js";

/** Letters with a lower case since Unicode 14 and 16, which Java 17 (Unicode 13) does not have. */
const NEWER_CAPITALS =
  /[\u1c89\u2c2f\ua7c0\ua7cb\ua7cc\ua7ce\ua7d0\ua7d2\ua7d4\ua7d6\ua7d8\ua7da\ua7dc\u{10570}-\u{10595}\u{10d50}-\u{10d65}\u{16ea0}-\u{16eb8}]/u;

describe("the analyzer lucene-english", () => {
  const texts = goldenLines("terms.jsonl.gz") as { t: string; e: string[] }[];

  it("gives the terms of Lucene 9.12.1's EnglishAnalyzer for 6,000 texts", () => {
    const analyzer = createAnalyzer("lucene-english");
    expect(texts.length).toBeGreaterThan(6000);
    const wrong = texts.filter(({ t, e }) => {
      const terms = analyzer.analyze(t);
      return terms.length !== e.length || terms.some((term, i) => term !== e[i]);
    });
    expect(wrong).toEqual([]);
  });

  it("gives the same terms for a text among others: no text changes the next one's", () => {
    const analyzer = createAnalyzer("lucene-english");
    for (const { t, e } of texts.slice(0, 300)) {
      expect(analyzer.analyze(`${t}\n\n${t}`)).toEqual([...e, ...e]);
    }
  });
});

describe("the word scanner", () => {
  const [head, ...rest] = goldenLines("code_points.jsonl.gz") as [
    { templates: string[] },
    ...({ from: number; to: number; words: string[] } | { lower: [number, number][] })[],
  ];

  it("finds Lucene's words around every code point of Unicode", () => {
    let covered = 0;
    for (const run of rest) {
      if ("lower" in run) continue;
      const { from, to, words } = run;
      covered += to + 1 - from;
      // The ends and some between: equal results are one run, and the tables have their own tests.
      const step = Math.max(1, Math.floor((to - from) / 16));
      for (let codePoint = from; codePoint <= to; codePoint += step) {
        if (codePoint >= 0xd800 && codePoint < 0xe000) continue;
        const found = head.templates.map((template) =>
          wordsOf(template.replaceAll("%", () => String.fromCodePoint(codePoint))),
        );
        expect(found, `U+${codePoint.toString(16)}`).toEqual(words);
      }
    }
    expect(covered).toBe(0x110000);
  });

  it("lower-cases as Java's Character.toLowerCase does", () => {
    const last = rest.at(-1) as { lower: [number, number][] };
    const lower = new Map(last.lower);
    for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
      if (codePoint >= 0xd800 && codePoint < 0xe000) continue;
      const character = String.fromCodePoint(codePoint);
      if (NEWER_CAPITALS.test(character)) continue;
      const expected = lower.get(codePoint) ?? codePoint;
      if (simpleLowerCase(character) === String.fromCodePoint(expected)) continue;
      expect.fail(`U+${codePoint.toString(16)} became ${simpleLowerCase(character)}`);
    }
  });
});

/** Boundaries of the words as the generator writes them: "start-end" in code points. */
function wordsOf(text: string): string {
  const words: string[] = [];
  const points = (end: number): number => Array.from(text.slice(0, end)).length;
  scanWords(text, (start, end) => words.push(`${points(start)}-${points(end)}`));
  return words.join(" ");
}
