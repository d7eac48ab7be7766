import { Document } from "@langchain/core/documents";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PassageSplitter } from "../../src/langchain/passage_splitter.js";
import { citationLabel, cite } from "../../src/passages/citation.js";
import { sentenceRanges } from "../../src/passages/sentences.js";
import { trimRange } from "../../src/passages/text_range.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

const countTokens = (text: string): number => text.match(/\w+|[^\s\w]/g)?.length ?? 0;

const parts = fc.array(
  fc.oneof(
    fc.string({ unit: "binary", maxLength: 10 }),
    fc.constantFrom(
      "A sentence of words. ",
      "Mr. Fox and Dr. Owl? ",
      "\n\n",
      "\r\n",
      "\n# Heading\n",
      "\n```\ncode\n\n\ncode\n```\n",
      "\n| a | b |\n|---|---|\n| 1 | 2 |\n",
      "漢字かな交じり文。",
      "😀👩‍👧🏽 ",
      "e\u0301\u0301 ",
      "\t",
      "    ",
    ),
  ),
  { maxLength: 60 },
);

describe("passages", () => {
  it("are exactly the text between their offsets, lose nothing and repeat only the overlap", async () => {
    await fc.assert(
      fc.asyncProperty(
        parts,
        fc.integer({ min: 8, max: 40 }),
        fc.boolean(),
        fc.constantFrom("text", "markdown"),
        async (pieces, maxTokens, overlap, format) => {
          const text = pieces.join("");
          const overlapTokens = overlap ? Math.floor((maxTokens - 1) / 2) : 0;
          const splitter = new PassageSplitter({ countTokens, maxTokens, overlapTokens, format });
          const passages = await splitter.splitDocuments([new Document({ pageContent: text })]);
          let covered = 0;
          let joined = "";
          for (const [i, { pageContent, metadata }] of passages.entries()) {
            const { start, end, part, line, endLine } = metadata as Record<string, number>;
            expect(text.slice(start, end)).toBe(pageContent);
            expect(part).toBe(i);
            expect(countTokens(pageContent)).toBeLessThanOrEqual(maxTokens);
            expect(line).toBe(text.slice(0, start).split("\n").length);
            expect(endLine).toBe(text.slice(0, end! - 1).split("\n").length);
            // Between two passages stands white space alone.
            if (start! > covered) expect(text.slice(covered, start).trim()).toBe("");
            if (overlapTokens === 0) expect(start).toBeGreaterThanOrEqual(covered);
            joined += text.slice(Math.max(start!, covered), end);
            expect(end).toBeGreaterThan(covered);
            covered = end!;
          }
          expect(text.slice(covered).trim()).toBe("");
          expect(joined.replaceAll(/\s+/g, "")).toBe(text.replaceAll(/\s+/g, ""));
        },
      ),
      { numRuns: propertyRuns(150, 5000), seed: PROPERTY_SEED },
    );
  });
});

describe("cite", () => {
  it("gives the offsets and lines of any sentence of any passage in the file", async () => {
    await fc.assert(
      fc.asyncProperty(parts, async (pieces) => {
        const text = pieces.join("");
        const splitter = new PassageSplitter({ countTokens, maxTokens: 12, format: "markdown" });
        const metadata = { source: "a.md" };
        const document = new Document({ pageContent: text, metadata });
        for (const passage of await splitter.splitDocuments([document])) {
          const { pageContent } = passage;
          for (const sentence of sentenceRanges(pageContent)) {
            const range = trimRange(pageContent, sentence);
            if (range.start === range.end) continue;
            const found = cite({ text: pageContent, metadata: passage.metadata }, sentence);
            expect(found.source).toBe("a.md");
            expect(text.slice(found.start, found.end)).toBe(found.text);
            expect(pageContent.slice(found.passageStart, found.passageEnd)).toBe(found.text);
            expect(found.line).toBe(text.slice(0, found.start).split("\n").length);
            expect(found.endLine ?? found.line).toBe(text.slice(0, found.end).split("\n").length);
          }
        }
      }),
      { numRuns: propertyRuns(100, 3000), seed: PROPERTY_SEED },
    );
  });

  it("finds words of a page of HTML where they stand in its source", async () => {
    const page =
      "<h1>Engines</h1>\n<p>James <b>Watt</b> improved\n  the steam engine.\nIt &amp; he\nwere great.</p>\n<pre>a  = b\nc  = d</pre>";
    const splitter = new PassageSplitter({ countTokens, maxTokens: 60, format: "html" });
    const [passage] = await splitter.splitDocuments([
      new Document({ pageContent: page, metadata: { source: "a.html" } }),
    ]);
    const { pageContent: text, metadata } = passage!;
    const at = (words: string): string => {
      const start = text.indexOf(words);
      const found = cite({ text, metadata }, { start, end: start + words.length });
      return `${citationLabel(found)} ${page.slice(found.start, found.end)}`;
    };
    expect(at("Engines")).toBe("a.html:1 Engines");
    expect(at("James Watt improved the steam engine.")).toBe(
      "a.html:2-3 James <b>Watt</b> improved\n  the steam engine.",
    );
    expect(at("It & he were great.")).toBe("a.html:4-5 It &amp; he\nwere great.");
    expect(at("a  = b")).toBe("a.html:6 a  = b");
    expect(at("c  = d")).toBe("a.html:7 c  = d");
  });

  it("names the page of a PDF, the lines of a record, and nothing where nothing is known", () => {
    const text = "First. Second.";
    const range = { start: 7, end: 14 };
    const label = (metadata: Record<string, unknown>): string =>
      citationLabel(cite({ text, metadata }, range));
    expect(label({ source: "a.pdf", page: 3, start: 0 })).toBe("a.pdf, page 3");
    for (const [at, page] of [
      [8, 3],
      [7, 4],
    ]) {
      const metadata = { source: "a.pdf", page: 3, endPage: 4, pageBreaks: [at] };
      expect(label(metadata)).toBe(`a.pdf, page ${page}`);
    }
    expect(label({ source: "a.csv", recordId: "x", line: 7, endLine: 9 })).toBe("a.csv:7-9");
    expect(label({ source: "a" })).toBe("a");
    for (const pieces of [[["x"]], [7], [[0, 1]], [], "x"]) {
      expect(label({ source: "a", line: -1, pieces })).toBe("a");
    }
    expect(label({})).toBe("");
    expect(cite({ text, metadata: {} }, range)).toEqual({
      text: "Second.",
      passageStart: 7,
      passageEnd: 14,
    });
  });

  it("takes words before the first piece, and a range of white space, for the place they are at", () => {
    const text = "ab  cd";
    const metadata = { pieces: [[2, 100, 3]] };
    expect(cite({ text, metadata }, { start: 0, end: 2 })).toMatchObject({ start: 100, end: 101 });
    expect(cite({ text, metadata }, { start: 2, end: 4 })).toEqual({
      text: "",
      passageStart: 2,
      passageEnd: 2,
      start: 100,
      end: 100,
      line: 3,
    });
  });
});
