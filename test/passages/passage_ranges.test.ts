import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { plainBlocks } from "../../src/passages/blocks.js";
import { markdownBlocks } from "../../src/passages/markdown_blocks.js";
import { passageRanges, type PassageRangeOptions } from "../../src/passages/passage_ranges.js";

/** Words and single marks, as BERT's pre-tokenizer cuts; long words in pieces of four characters. */
const countTokens = (text: string): number => {
  let count = 0;
  for (const word of text.match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? []) {
    count += Math.ceil(word.length / 4);
  }
  return count;
};

const split = (text: string, options: Partial<PassageRangeOptions> = {}) => [
  ...passageRanges(text, markdownBlocks(text), {
    countTokens,
    maxTokens: 20,
    overlapTokens: 0,
    ...options,
  }),
];

const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.constantFrom(
        "One sentence of words. ",
        "Is this Mr. Smith? ",
        "\n\n",
        "\n",
        "# Title\n",
        "## Sub title\n\n",
        "Setext\n===\n",
        "```js\ncode();\n\nmore();\n```\n",
        "```\nnever closed\n",
        "| a | b |\n| - | - |\n| 1 | 2 |\n",
        "- item one\n- item two\n",
        "    indented code\n",
        "---\ntitle: x\n---\n",
        "    ",
        "漢字仮名交じり文。次の文です。",
        "😀👩‍👩‍👧🏽",
        "\u0301",
        "\r\n",
        "supercalifragilisticexpialidocious".repeat(4),
      ),
    ),
    { maxLength: 25 },
  )
  .map((parts) => parts.join(""));

describe("blocks", () => {
  it("together are the whole text, for Markdown and for plain text", () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const blocks of [markdownBlocks(text), plainBlocks(text)]) {
          expect(blocks.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it("of Markdown are headings, paragraphs, code and tables", () => {
    const text =
      "---\na: 1\n---\n# The *Title* [here](x.html) #\nText\nmore\n\n- one\n- two\n\n" +
      "```ts\n# no heading\n```\nAfter\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nSub\n---\n\n    code\n";
    expect(markdownBlocks(text).map(({ kind, title }) => title ?? kind)).toEqual([
      "code",
      "The Title here",
      "paragraph",
      "paragraph",
      "paragraph",
      "code",
      "paragraph",
      "table",
      "Sub",
      "code",
    ]);
  });

  it("take backticks for the start of code only where none follows in the line", () => {
    const kinds = (line: string): string[] =>
      markdownBlocks(`${line}\n\n# Title\n`).map(({ kind }) => kind);
    expect(kinds("```npm i``` installs it")).toEqual(["paragraph", "heading"]);
    expect(kinds("````a`")).toEqual(["paragraph", "heading"]);
    expect(kinds("```js")).toEqual(["code"]);
    expect(kinds("~~~ `js`")).toEqual(["code"]);
  });

  it("are found in lines of any length that nearly open a table or code", () => {
    const blank = " ".repeat(5e5);
    const lines = [`a | b\n|-${blank}x`, `a | b\n|-${blank}|${blank}x`, `${"`".repeat(5e5)}x\``];
    // Quadratic: minutes, more than a test may take.
    for (const text of lines) {
      expect(markdownBlocks(text)).toEqual([{ kind: "paragraph", start: 0, end: text.length }]);
    }
    const table = markdownBlocks(`a | b\n|-${blank}|-${blank}|${blank}\n1 | 2`);
    expect(table.map(({ kind }) => kind)).toEqual(["table"]);
  });

  it("take three hyphens that nothing closes for a rule, not for front matter", () => {
    const kinds = markdownBlocks("---\ntext\n\n# Title\n").map(({ kind }) => kind);
    expect(kinds).toEqual(["paragraph", "heading"]);
  });

  it("keep indented code with blank lines in it as one block, up to the text after it", () => {
    const text = "Words.\n\n    one\n\n    two\n\nMore words.\n";
    const blocks = markdownBlocks(text);
    expect(blocks.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ["paragraph", "Words.\n\n"],
      ["code", "    one\n\n    two\n\n"],
      ["paragraph", "More words.\n"],
    ]);
  });
});

describe("passageRanges", () => {
  it("loses no character but white space, and doubles none without overlap", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 40 }), (text, maxTokens) => {
        const covered = new Uint8Array(text.length);
        let last = 0;
        for (const { start, end, tokens } of split(text, { maxTokens })) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(tokens).toBe(countTokens(text.slice(start, end)));
          covered.fill(1, start, end);
          last = end;
        }
        const left = [...covered.keys()].filter((i) => covered[i] === 0);
        expect(left.map((i) => text[i] ?? "").filter((unit) => /\S/.test(unit))).toEqual([]);
      }),
      { numRuns: 500, seed: 2 },
    );
  });

  it("keeps every passage within the limit, unless one character alone is more", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 3, max: 40 }), (text, maxTokens) => {
        for (const { tokens } of split(text, { maxTokens })) {
          expect(tokens).toBeLessThanOrEqual(maxTokens);
        }
      }),
      { numRuns: 500, seed: 3 },
    );
  });

  it("never cuts a pair of surrogates", () => {
    const text = "😀".repeat(100);
    const passages = split(text, { maxTokens: 3 });
    expect(passages.length).toBeGreaterThan(20);
    for (const { start, end } of passages) expect(text.slice(start, end)).toMatch(/^😀+$/u);
  });

  it("repeats whole sentences as the overlap, never more tokens than asked", () => {
    const text = Array.from({ length: 20 }, (_, i) => `Sentence number ${i} is here.`).join(" ");
    const passages = split(text, { maxTokens: 30, overlapTokens: 10 });
    for (const [i, passage] of passages.entries()) {
      const before = passages[i - 1];
      if (before === undefined) continue;
      const shared = text.slice(passage.start, before.end);
      expect(shared).toMatch(/^Sentence number \d+ is here\.$/);
      expect(countTokens(shared)).toBeLessThanOrEqual(10);
    }
  });

  it("halves what has more tokens as a whole than in its parts", () => {
    // As of a tokenizer that makes something of the end of a sentence and the next beginning.
    const joined = (text: string): number =>
      countTokens(text) + 5 * (text.match(/\.\s+\S/g) ?? []).length;
    const text = "One two. Six ten. Red car. Big dog.";
    const passages = split(text, { countTokens: joined, maxTokens: 12 });
    expect(passages.map(({ start, end }) => text.slice(start, end))).toEqual([
      "One two. Six ten.",
      "Red car. Big dog.",
    ]);
    for (const { start, end, tokens } of passages) {
      expect(tokens).toBe(joined(text.slice(start, end)));
      expect(tokens).toBeLessThanOrEqual(12);
    }
  });

  it("keeps sentences whole where they fit", () => {
    const text = "First sentence with Mr. Smith. Second one, e.g. this. Third! And a fourth?";
    for (const { start, end } of split(text, { maxTokens: 12 })) {
      expect(text.slice(start, end)).toMatch(/^(?:First|Second|Third|And)[^]*[.!?]$/);
    }
  });

  it("starts a passage at each heading, with the path of headings above it", () => {
    const text = "# A\n\nText a.\n\n## B\n\nText b.\n\n# C\n\n## D\n\nText d.\n";
    const passages = split(text, { maxTokens: 100 });
    expect(passages.map(({ start, end }) => text.slice(start, end))).toEqual([
      "# A\n\nText a.",
      "## B\n\nText b.",
      "# C\n\n## D\n\nText d.",
    ]);
    expect(passages.map(({ headings }) => headings)).toEqual([["A"], ["A", "B"], ["C", "D"]]);
  });

  it("does not tear code and tables that fit, and cuts longer ones between lines", () => {
    const code = "```\nlet a = 1;\nlet b = 2;\n```";
    const text = `A first paragraph of words.\n\n${code}\n\nAnother one.`;
    const passages = split(text, { maxTokens: 22 }).map(({ start, end }) => text.slice(start, end));
    expect(passages.some((passage) => passage.includes(code))).toBe(true);
    const rows = "| name | value |\n| --- | --- |\n" + "| some name | 12 |\n".repeat(20);
    for (const { start, end } of split(rows, { maxTokens: 22 })) {
      expect(rows.slice(start, end)).toMatch(/^\|[^]*\|$/);
    }
  });

  it("takes time linear in the length, whatever the text", () => {
    for (const piece of [
      "Some words here. ",
      "word",
      "a b ",
      ". ",
      "\n",
      "# a\n",
      "漢",
      "| - |\n",
    ]) {
      const text = piece.repeat(Math.ceil(300_000 / piece.length));
      const start = performance.now();
      const passages = split(text, { maxTokens: 200 });
      expect({ piece, slow: performance.now() - start > 3000 }).toEqual({ piece, slow: false });
      expect(passages.length).toBeLessThan(text.length);
    }
  });

  it("gives no passage for an empty or blank text", () => {
    expect(split("")).toEqual([]);
    expect(split(" \n\n\t ")).toEqual([]);
  });
});
