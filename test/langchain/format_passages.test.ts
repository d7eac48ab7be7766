import { Document } from "@langchain/core/documents";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { citationOf, formatPassages } from "../../src/langchain/format_passages.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

const of = (pageContent: string, metadata: Record<string, unknown> = {}) =>
  new Document({ pageContent, metadata });

describe("formatPassages", () => {
  it("numbers the passages and says where they are from", () => {
    expect(
      formatPassages([
        of("One.", { source: "docs/a.md", line: 3, endLine: 5, headings: ["Set-up", "Keys"] }),
        of("Two.", { source: "b.pdf", page: 7 }),
        of("Three."),
      ]),
    ).toBe(
      [
        "<passages>",
        '<passage n="1" source="docs/a.md:3-5" headings="Set-up &gt; Keys">',
        "One.",
        "</passage>",
        '<passage n="2" source="b.pdf, page 7">',
        "Two.",
        "</passage>",
        '<passage n="3">',
        "Three.",
        "</passage>",
        "</passages>",
      ].join("\n"),
    );
  });

  it("is an empty element for no documents", () => {
    expect(formatPassages([])).toBe("<passages>\n</passages>");
  });

  it("keeps a document inside its element, whatever it holds", () => {
    const parts = fc.constantFrom(
      ...'</passage> <passage n="9"> </passages> </PASSAGE > < /passage> <\u200b/pas\u200bsage> ＜/passage＞ </pas\u0301sage> \n " > & < passage'.split(
        " ",
      ),
    );
    const text = fc
      .array(fc.oneof(parts, fc.string({ unit: "binary", maxLength: 5 })))
      .map((some) => some.join(""));
    const tag =
      /[<＜﹤][\s\p{Cf}\p{Mn}/]*p[\p{Cf}\p{Mn}]*a[\p{Cf}\p{Mn}]*s[\p{Cf}\p{Mn}]*s[\p{Cf}\p{Mn}]*a[\p{Cf}\p{Mn}]*g[\p{Cf}\p{Mn}]*e/giu;
    fc.assert(
      fc.property(text, text, (content, source) => {
        const formatted = formatPassages([of(content, { source, headings: [source] })]);
        // The outer two, the passage's two, and no other.
        expect(formatted.match(tag)).toHaveLength(4);
        expect(formatted.split("\n")[1]).toMatch(/^<passage n="1"[^<>\n]*>$/u);
      }),
      { numRuns: propertyRuns(300, 20_000), seed: PROPERTY_SEED },
    );
  });

  it("leaves all other text as it is", () => {
    const code = 'if (a < b && c > d) { return <div class="x">passages</div>; }';
    expect(formatPassages([of(code)])).toContain(code);
  });

  it("cuts long passages where asked, and numbers from where asked", () => {
    expect(formatPassages([of("ab\u{1f431}cd")], { maxCharacters: 3 })).toContain("\nab…\n");
    const formatted = formatPassages([of("abcdef")], { maxCharacters: 3, firstNumber: 5 });
    expect(formatted).toContain('<passage n="5">\nabc…\n</passage>');
  });
});

describe("citationOf", () => {
  it("falls back to the id, then to nothing", () => {
    expect(citationOf(new Document({ pageContent: "", id: "x" }))).toBe("x");
    expect(citationOf(of(""))).toBe("");
    expect(citationOf(of("", { source: "a.md", line: 4, endLine: 4 }))).toBe("a.md:4");
  });
});
