import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { snippetRange } from "../../src/cli/snippet.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

const shown = (text: string, sentence: string): string => {
  const at = text.indexOf(sentence);
  const { start, end } = snippetRange(text, { start: at, end: at + sentence.length });
  return text.slice(start, end);
};

describe("the part of a passage that is shown", () => {
  it("is all of a short passage", () => {
    expect(shown("One. Two. Three.", "Two.")).toBe("One. Two. Three.");
  });

  it("begins and ends at blanks, however the text breaks its lines", () => {
    const words = "word\nsuperlongish-hyphenated-word ".repeat(30);
    const part = shown(`${words}Here. ${words}`, "Here.");
    expect(part).toMatch(/^(?:word\n|superlongish-hyphenated-word )/);
    expect(part).toMatch(/(?:word|superlongish-hyphenated-word)$/);
    expect(part.length).toBeGreaterThan(250);
  });

  it.each([
    ["Chinese", "图书馆每天早上九点开门，", "港口的灯塔在这里。"],
    ["Thai", "ห้องสมุดเปิดทุกวันตอนเช้า", "ประภาคารอยู่ที่นี่"],
  ])("shows what stands before and after in %s, and cuts no word", (_, around, sentence) => {
    const text = around.repeat(40) + sentence + around.repeat(40);
    const at = text.indexOf(sentence);
    const { start, end } = snippetRange(text, { start: at, end: at + sentence.length });
    expect(at - start).toBeGreaterThan(60);
    expect(end - at - sentence.length).toBeGreaterThan(120);
    // The words of the whole text, as Unicode's dictionaries see them.
    const words = new Intl.Segmenter(undefined, { granularity: "word" }).segment(text);
    const begins = new Set(Array.from(words, ({ index }) => index));
    expect(begins).toContain(start);
    expect(begins).toContain(end);
  });

  it("cuts no character in two", () => {
    const text = `${"👩‍🚒".repeat(100)}Here.${"👩‍🚒".repeat(100)}`;
    const part = shown(text, "Here.");
    expect(part.replaceAll("👩‍🚒", "")).toBe("Here.");
    expect(part.length).toBeGreaterThan(200);
  });

  it("is the beginning of a passage without sentences, up to a blank", () => {
    const text = "word ".repeat(100);
    const { start, end } = snippetRange(text, undefined);
    expect(start).toBe(0);
    expect(text.slice(0, end)).toMatch(/^(?:word )+word$/);
    expect(end).toBeGreaterThan(300);
  });

  it("holds the sentence, within the text, for any text and place", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 1_000 }),
        fc.nat(),
        fc.nat(),
        (text, a, b) => {
          const [start, end] = [a % (text.length + 1), b % (text.length + 1)].toSorted(
            (x, y) => x - y,
          ) as [number, number];
          const range = snippetRange(text, { start, end });
          expect(range.start).toBeGreaterThanOrEqual(0);
          expect(range.start).toBeLessThanOrEqual(start);
          expect(range.end).toBeGreaterThanOrEqual(end);
          expect(range.end).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: propertyRuns(100, 2_000), seed: PROPERTY_SEED },
    );
  });
});
