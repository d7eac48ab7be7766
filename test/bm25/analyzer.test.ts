import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { type AnalyzerInput, createAnalyzer } from "../../src/bm25/analyzer.js";
import { SNOWBALL_LANGUAGES } from "../../src/bm25/stemmers.js";
import { LUCENE_ENGLISH_STOP_WORDS } from "../../src/bm25/stop_words.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

const terms = (analyzer: AnalyzerInput, text: string): string[] =>
  createAnalyzer(analyzer).analyze(text);
const unicode = (text: string): string[] => terms("unicode", text);
const withoutAccents = (text: string): string[] =>
  terms({ name: "unicode", accents: "remove" }, text);

describe("the analyzer lucene-english", () => {
  it("has Lucene's 33 stop words, the original Porter stemmer and no possessives", () => {
    expect(LUCENE_ENGLISH_STOP_WORDS).toHaveLength(33);
    // "its" is no stop word, and is stemmed to one.
    expect(terms("lucene-english", "The dog's generalizations, and its oscillators")).toEqual([
      "dog",
      "gener",
      "it",
      "oscil",
    ]);
  });

  it("keeps emoji, and gives ideographs one by one and katakana whole, as Lucene does", () => {
    expect(terms("lucene-english", "\u{1f600} 東京 カタカナ")).toEqual([
      "\u{1f600}",
      "東",
      "京",
      "カタカナ",
    ]);
  });

  it("takes the person's own stop words and stemmer", () => {
    const analyzer: AnalyzerInput = {
      name: "lucene-english",
      stopWords: ["Cats"],
      stemmer: "none",
    };
    expect(terms(analyzer, "the cats sleeping")).toEqual(["the", "sleeping"]);
    expect(
      terms({ name: "lucene-english", stemmer: (word) => word.slice(0, 3) }, "the cattle"),
    ).toEqual(["cat"]);
  });
});

describe("the analyzer unicode", () => {
  it.each([
    ["compatibility forms by NFKC", "ﬁne ＡＢＣ１２ Å", ["fine", "abc12", "å"]],
    ["upper case by full case folding", "STRASSE straße ẞ ΣΑΣ σας", "strasse strasse ss σασ σασ"],
    ["composed and decomposed accents alike", "café cafe\u0301", "café café"],
    ["invisible characters as none", "soft\u00adhyphen zero\u200dwidth", "softhyphen zerowidth"],
    ["the dotless i as a letter of its own", "ışık ISIK", "ışık isik"],
    ["Chinese as pairs of neighbors", "自然語言", ["自然", "然語", "語言"]],
    ["Japanese as pairs, across its scripts", "東京タワー", ["東京", "京タ", "タワ", "ワー"]],
    ["Korean as pairs", "한국어를", ["한국", "국어", "어를"]],
    ["Thai as pairs", "ภาษา", ["ภา", "าษ", "ษา"]],
    ["a lone ideograph alone", "a 東 b", ["a", "東", "b"]],
    ["ideographs outside the first plane", "𠀀𠀁𠀂", ["𠀀𠀁", "𠀁𠀂"]],
    ["other scripts beside them as words", "東京Tokyo都市", ["東京", "tokyo", "都市"]],
    ["emoji as words", "ok 👩‍💻!", ["ok", "👩💻"]],
    ["every word, also English stop words", "the of", ["the", "of"]],
    ["half-width katakana as katakana", "ｶﾀｶﾅ", ["カタ", "タカ", "カナ"]],
  ])("gives %s", (_, text, expected) => {
    expect(unicode(text)).toEqual(typeof expected === "string" ? expected.split(" ") : expected);
  });

  it("takes accents off Latin, Greek and Cyrillic letters where asked to, and no vowel signs", () => {
    expect(withoutAccents("café naïve ÅNGSTRÖM Ελλάδα ёлка й हिन्दी")).toEqual([
      "cafe",
      "naive",
      "angstrom",
      "ελλαδα",
      "елка",
      "и",
      "हिन्दी",
    ]);
    expect(unicode("café")).not.toEqual(withoutAccents("café"));
  });

  it("finds a Chinese word inside a sentence by its pairs", () => {
    const sentence = new Set(unicode("我们使用自然语言处理技术"));
    expect(unicode("语言处理").every((term) => sentence.has(term))).toBe(true);
    expect(unicode("处语").some((term) => sentence.has(term))).toBe(false);
  });

  it("does not tell normalization forms apart", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
        expect(unicode(text.normalize("NFD"))).toEqual(unicode(text.normalize("NFC")));
        expect(unicode(text.normalize("NFKD"))).toEqual(unicode(text));
      }),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(1000, 10_000) },
    );
  });

  it("keeps a run of more marks than text has, and stays the same however it is composed", () => {
    const run = `a${"\u0301\u0316".repeat(100)}`;
    expect(unicode(run)).toEqual(unicode(run.normalize("NFD")));
    expect(withoutAccents(run)).toEqual(["a"]);
  });

  it("stems by Snowball, a language at a time", () => {
    const stem = (stemmer: "german" | "french" | "russian", text: string): string[] =>
      terms({ name: "unicode", stemmer }, text);
    expect(stem("german", "Häuser Haus")).toEqual(["haus", "haus"]);
    expect(stem("french", "continuation continuations")).toEqual(["continu", "continu"]);
    expect(stem("russian", "книга книги")).toEqual(["книг", "книг"]);
    for (const stemmer of SNOWBALL_LANGUAGES) {
      expect(terms({ name: "unicode", stemmer }, "x")).toHaveLength(1);
    }
  });

  it("leaves out the person's stop words, however they are written", () => {
    expect(terms({ name: "unicode", stopWords: ["ÜBER"] }, "Über u\u0308ber alles")).toEqual([
      "alles",
    ]);
  });
});

describe("createAnalyzer", () => {
  it("takes a function, and an analyzer as it is", () => {
    const split = (text: string): string[] => text.split(" ");
    const analyzer = createAnalyzer(split);
    expect(analyzer.analyze("A b")).toEqual(["A", "b"]);
    expect(analyzer.fingerprint).toBe("function split");
    expect(createAnalyzer(analyzer)).toBe(analyzer);
  });

  it("tells by the fingerprint what gives other terms", () => {
    const inputs: AnalyzerInput[] = [
      "lucene-english",
      "unicode",
      { name: "unicode", accents: "remove" },
      { name: "unicode", stemmer: "german" },
      { name: "unicode", stopWords: ["a"] },
      { name: "unicode", stopWords: ["a", "b"] },
      { name: "lucene-english", stopWords: [] },
      { name: "lucene-english", stemmer: "english" },
      { name: "lucene-english", stemmer: (word) => word, stemmerFingerprint: "mine 1" },
    ];
    const fingerprints = inputs.map((input) => createAnalyzer(input).fingerprint);
    expect(new Set(fingerprints).size).toBe(inputs.length);
    expect(createAnalyzer({ name: "unicode", stopWords: ["B", "a"] }).fingerprint).toBe(
      createAnalyzer({ name: "unicode", stopWords: ["a", "b"] }).fingerprint,
    );
    expect(createAnalyzer({ name: "lucene-english", stemmer: "porter" }).fingerprint).toBe(
      createAnalyzer("lucene-english").fingerprint,
    );
  });

  it.each<[string, unknown, RegExp]>([
    ["an unknown name", "english", /`analyzer`.*`english`/],
    ["null", null, /`analyzer`/],
    ["an object that is no analyzer", { analyze: 1, fingerprint: "x" }, /`analyze`/],
    ["an unknown stemmer", { name: "unicode", stemmer: "klingon" }, /`stemmer`.*`klingon`/],
    ["stop words that are no array", { name: "unicode", stopWords: "a" }, /`stopWords`/],
    ["unknown treatment of accents", { name: "unicode", accents: "fold" }, /`accents`/],
    [
      "accents removed from Lucene's terms",
      { name: "lucene-english", accents: "remove" },
      /accents/,
    ],
  ])("refuses %s", (_, input, message) => {
    expect(() => createAnalyzer(input as AnalyzerInput)).toThrowError(message);
  });

  it("refuses what a function gives if it is no array of strings", () => {
    const analyzer = createAnalyzer((() => "a") as unknown as () => string[]);
    expect(() => analyzer.analyze("a")).toThrowError(/array of strings/);
  });
});
