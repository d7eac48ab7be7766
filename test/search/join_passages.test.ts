import { describe, expect, it } from "vitest";
import { joinPassages, type PlacedPassage } from "../../src/search/join_passages.js";

/** A passage of `text`, as the splitter would place it. */
function passage(
  text: string,
  [start, end]: [number, number],
  metadata: Record<string, unknown> = {},
): PlacedPassage {
  return {
    id: `${start}`,
    text: text.slice(start, end),
    document: "a",
    start,
    end,
    metadata: { document: "a", start, end, ...metadata },
  };
}

describe("passages put together", () => {
  it("have the line breaks of their file, also those of Windows", () => {
    for (const newline of ["\n", "\r\n"]) {
      const text = ["One.", "", "Two.", "Three and", "a half."].join(newline);
      const two = text.indexOf("Two.");
      const three = text.indexOf("Three");
      const parts = [
        passage(text, [0, 4], { part: 0, line: 1, endLine: 1 }),
        passage(text, [two, two + 4], { part: 1, line: 3, endLine: 3 }),
        passage(text, [three, text.length], { part: 2, line: 4, endLine: 5 }),
      ];
      const joined = joinPassages(parts, parts[1]!);
      // Windows' line breaks are known where a passage holds one itself.
      expect(joined.text).toBe(newline === "\n" ? text : `One.\n\n  Two.${text.slice(two + 4)}`);
      expect(joined.offsetOf(`${three}`)).toBe(joined.text.indexOf("Three"));
      expect(joined.offsetOf("unknown")).toBe(0);
    }
  });

  it("show what is missing between them, and say once what they share", () => {
    const text = "Alpha. Beta. Gamma. Delta.";
    const first = passage(text, [0, 12], { part: 0 });
    const second = passage(text, [7, 19], { part: 1 });
    expect(joinPassages([first, second], first).text).toBe("Alpha. Beta. Gamma.");
    const last = passage(text, [20, 26], { part: 3 });
    expect(joinPassages([first, last], last).text).toBe("Alpha. Beta.\n\n…\n\nDelta.");
    // Without numbers nothing is known to be missing.
    const plain = [passage(text, [0, 6]), passage(text, [7, 12])];
    expect(joinPassages(plain, plain[0]!).text).toBe("Alpha. Beta.");
    expect(joinPassages([], first).text).toBe("");
  });

  it("count their pages once, and pass over places that are none", () => {
    const text = "Page one. Page two. Page three.";
    const one = passage(text, [0, 19], { part: 0, page: 1, endPage: 2, pageBreaks: [10] });
    const two = passage(text, [10, 31], { part: 1, page: 2, endPage: 3, pageBreaks: ["x", 0, 10] });
    const { metadata } = joinPassages([one, two], one);
    expect(metadata).toMatchObject({ page: 1, endPage: 3, pageBreaks: [10, 20] });
  });

  it("keep the way back to a page of HTML, and take damaged pieces for none", () => {
    const text = "Fish and chips.";
    const one = passage(text, [0, 8], { pieces: [[0, 10, 1], "x"] });
    const two = passage(text, [5, 15], {
      pieces: [
        [0, 15, 1],
        [4, 30, 2],
      ],
    });
    const { metadata } = joinPassages([one, two], one);
    expect(metadata["pieces"]).toEqual([
      [0, 10, 1],
      [9, 30, 2],
    ]);
  });
});
