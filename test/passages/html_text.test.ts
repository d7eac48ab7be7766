import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { htmlText } from "../../src/passages/html_text.js";
import { formatOfName, sourceText } from "../../src/passages/source_text.js";

const page = `<!doctype html>
<html><head><title>The  title</title><style>p { color: red }</style></head>
<body>
<nav><ul><li>Home</li></ul></nav>
<h1>First <em>heading</em></h1>
<p>Fish &amp; chips,
   folded&nbsp;&nbsp;space.</p>
<script>alert("x")</script>
<pre>code  kept
  as it is</pre>
<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>
<p hidden>unseen</p>
<h2>Second</h2>
<p>Last words.
<footer>copyright</footer>
</body></html>`;

describe("htmlText", () => {
  it("reads the visible text, in blocks of their kind", () => {
    const { text, blocks, title } = htmlText(page);
    expect(title).toBe("The title");
    expect(blocks.map(({ kind, start, end }) => [kind, text.slice(start, end).trim()])).toEqual([
      ["heading", "First heading"],
      ["paragraph", "Fish & chips, folded space."],
      ["code", "code  kept\n  as it is"],
      ["table", "a | b\n1 | 2"],
      ["heading", "Second"],
      ["paragraph", "Last words."],
    ]);
  });

  it("reads on as before after code and headings inside a table", () => {
    const cell = "<td><h3>One</h3>two</td><td><pre>x  y</pre>three</td>";
    const { text, blocks } = htmlText(`<table><tr>${cell}</tr></table><p>four  five</p>`);
    expect(blocks.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ["table", "One two | x  y three\n"],
      ["paragraph", "four five\n\n"],
    ]);
  });

  it("keeps the blocks of a table's cell apart, and its words together", () => {
    const read = (cell: string): string => htmlText(`<table><td>${cell}</td></table>`).text;
    expect(read("<ul><li>red</li><li>blue</li></ul>end")).toBe("red blue end\n");
    expect(read("<div> red </div> <div>bl<b>u</b>e</div>")).toBe("red blue\n");
    expect(htmlText("<table><thead><tr><th>a<tbody><tr><td>1<td>2</table>").text).toBe(
      "a\n1 | 2\n",
    );
  });

  it("knows the line of the page that any word came from", () => {
    const { text, placeOf } = sourceText(page, "html");
    const lineAt = (start: number): number | undefined => placeOf({ start, end: start }).line;
    for (const word of [
      "First",
      "heading",
      "chips",
      "folded",
      "space",
      "code",
      "as it",
      "Second",
    ]) {
      const line = page.slice(0, page.indexOf(word, page.indexOf("<body>"))).split("\n").length;
      expect([word, lineAt(text.indexOf(word))]).toEqual([word, line]);
    }
  });

  it("gives blocks that are together the whole text, and never throws, for any input", () => {
    const tags = fc.constantFrom(
      ..."<p> </p> <b> </b> <pre> </pre> <table> <tr> <td> </table> <h1> </h1> <br> <script> </script> <title> &lt; &#x1F600; &bogus; <!-- --> <![CDATA[ <svg> </svg> <nav> </nav> <li hidden>".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(tags, fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 30 }),
        (parts) => {
          const { text, blocks } = htmlText(parts.join(" "));
          expect(blocks.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
        },
      ),
      { numRuns: 200, seed: 4 },
    );
  });

  it("reads a megabyte in well under a second", () => {
    const start = performance.now();
    for (const piece of ["<p>some words</p>", "a &amp; b ", "<b>x</b> ", "<div>", "word "]) {
      htmlText(piece.repeat(200_000 / piece.length));
    }
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe("formatOfName", () => {
  it("knows text, Markdown and HTML by their extension, and nothing else", () => {
    expect(
      ["a.TXT", "b.md", "c.html", "d.htm", "e.png", "f", "g.constructor"].map(formatOfName),
    ).toEqual(["text", "markdown", "html", "html", undefined, undefined, undefined]);
  });
});
