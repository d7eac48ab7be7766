import { describe, expect, it } from "vitest";
import { headingPath, hitPlace, sentencePlace } from "../../src/cli/hit_place.js";

const text = "One sentence.\nAnother sentence.";

describe("the place of a hit", () => {
  it("is its file with lines or pages, as far as they are known, else its id", () => {
    const place = (metadata: Record<string, unknown>): string => hitPlace({ id: "x#1", metadata });
    expect(place({})).toBe("x#1");
    expect(place({ source: 5, line: 1 })).toBe("x#1");
    expect(place({ source: "a.md" })).toBe("a.md");
    expect(place({ source: "a.md", line: 3 })).toBe("a.md:3");
    expect(place({ source: "a.md", line: 3, endLine: 3 })).toBe("a.md:3");
    expect(place({ source: "a.md", line: 3, endLine: 5 })).toBe("a.md:3-5");
    expect(place({ source: "a.pdf", page: 3 })).toBe("a.pdf, page 3");
    expect(place({ source: "a.pdf", page: 3, endPage: 5 })).toBe("a.pdf, pages 3-5");
  });

  it("of a sentence is the line on which it begins", () => {
    const range = { start: 14, end: text.length };
    const metadata = { source: "a.md", line: 3, endLine: 4, start: 0 };
    expect(sentencePlace({ id: "x", text, metadata }, range)).toBe("a.md:4");
    expect(sentencePlace({ id: "x", text, metadata: {} }, range)).toBe("x");
  });

  it("among headings is their path, or the title", () => {
    expect(headingPath({ headings: ["Guide", "Setup"], title: "A" })).toBe("Guide › Setup");
    expect(headingPath({ headings: [], title: "A" })).toBe("A");
    expect(headingPath({ title: 5 })).toBe("");
  });
});
