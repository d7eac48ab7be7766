import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { LineIndex } from "../../src/passages/line_index.js";
import { sentenceRanges } from "../../src/passages/sentences.js";

const sentences = (text: string) =>
  sentenceRanges(text).map(({ start, end }) => text.slice(start, end).trim());

describe("sentenceRanges", () => {
  it("together are the text, for any Unicode", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(
          sentenceRanges(text)
            .map(({ start, end }) => text.slice(start, end))
            .join(""),
        ).toBe(text);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it("does not end a sentence at an abbreviation, an initial, or before a lower-case letter", () => {
    expect(
      sentences(
        'It said "hello!" to Mr. Smith, e.g. in passing. See Fig. 3 by J. K. Rowling. What?',
      ),
    ).toEqual([
      'It said "hello!" to Mr. Smith, e.g. in passing.',
      "See Fig. 3 by J. K. Rowling.",
      "What?",
    ]);
  });

  it("reads through a line break, and ends at a blank line", () => {
    expect(sentences("A wrapped\nsentence. Another\r\none\n\nTitle\n\nNext")).toEqual([
      "A wrapped\nsentence.",
      "Another\r\none",
      "Title",
      "Next",
    ]);
  });

  it("cuts a long text as a short one, in linear time", () => {
    const text = "The quick brown fox jumps over the lazy dog. Did it? ".repeat(20_000);
    const start = performance.now();
    const ranges = sentenceRanges(text);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(ranges.length).toBe(40_000);
  });
});

describe("LineIndex", () => {
  it("finds the line of any offset", () => {
    const text = "a\nbc\n\nd";
    const index = new LineIndex(text);
    for (let at = 0; at <= text.length; at++) {
      expect(index.lineAt(at)).toBe(text.slice(0, at).split("\n").length);
    }
  });
});
