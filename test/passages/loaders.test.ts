import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pagesText, pdfText } from "../../src/passages/pdf_text.js";
import { articleText } from "../../src/passages/article_text.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { pdfFile } from "./pdf_file.js";

describe("pdfText", () => {
  it("reads text page by page, and knows the page of every word", async () => {
    const bytes = pdfFile([["Whales are mammals", "of the (deep) sea."], ["Bread is baked."]], "T");
    const { text, title, placeOf } = await pdfText(bytes, { path: "a.pdf" });
    expect(text.split("\n\n")).toEqual([
      "Whales are mammals\nof the (deep) sea.",
      "Bread is baked.",
    ]);
    expect(title).toBe("T");
    const end = text.indexOf("mammals") + 7;
    expect(placeOf({ start: 0, end })).toEqual({ page: 1 });
    expect(placeOf({ start: text.indexOf("Bread"), end: text.length })).toEqual({ page: 2 });
    expect(placeOf({ start: 3, end: text.length })).toEqual({
      page: 1,
      endPage: 2,
      pageBreaks: [text.indexOf("Bread") - 3],
    });
  });

  it("refuses damaged files, scans without text, and too many pages", async () => {
    const path = "a.pdf";
    for (const bytes of [new Uint8Array(), new TextEncoder().encode("no PDF at all")]) {
      await expect(pdfText(bytes, { path })).rejects.toThrow("a.pdf: The PDF cannot be read.");
    }
    await expect(pdfText(pdfFile([[""]]), { path })).rejects.toThrow("holds no text");
    await expect(pdfText(pdfFile([["a"], ["b"]]), { path, maxPages: 1 })).rejects.toThrow(
      "at most 1 pages, got 2",
    );
  });

  it("says of a file that a password locks that it is locked", async () => {
    await expect(pdfText(pdfFile([["secret"]], "T", true), { path: "a.pdf" })).rejects.toThrow(
      "a.pdf: The PDF is locked by a password.",
    );
  });

  it("gives no title where the file has none", async () => {
    const { text, title } = await pdfText(pdfFile([["Words."]]), { path: "a.pdf" });
    expect(text).toBe("Words.");
    expect(title).toBeUndefined();
  });

  it("finds the page of any offset", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 5 }), { minLength: 1 }), (pages) => {
        const { text, placeOf } = pagesText(pages);
        let from = 0;
        for (const [i, page] of pages.entries()) {
          expect(text.slice(from, from + page.length)).toBe(page);
          expect(placeOf({ start: from, end: from + page.length })).toEqual({ page: i + 1 });
          from += page.length + 2;
        }
      }),
      { numRuns: 100, seed: PROPERTY_SEED },
    );
  });
});

const words = "The steam engine was improved by James Watt in the eighteenth century, they say. ";
const paragraphs = Array.from({ length: 8 }, (_, i) => `<p>${i}. ${words.repeat(3)}</p>`).join(
  "\n",
);
const webPage = `<!doctype html><html><head><title>Steam engines - The Site</title></head><body>
<div class="menu sidebar"><ul>${'<li><a href="#">Buy our other products</a></li>'.repeat(12)}</ul></div>
<div class="cookie-banner">We value your privacy. <a href="#">Accept all</a></div>
<main><article><h1>Steam engines</h1>
${paragraphs}
<h2>Boilers</h2>
<p>Fish &amp; chips are cooked elsewhere, but boilers make steam, and there is more to say of them.</p>
<pre>pressure = force / area</pre></article></main>
<div class="related"><ul>${'<li><a href="#">You may also like</a></li>'.repeat(9)}</ul></div>
</body></html>`;

describe("articleText", () => {
  it("leaves out menus, banners and lists of links, and keeps headings and code", () => {
    const { text, title, blocks } = articleText(webPage);
    expect(title).toBe("Steam engines - The Site");
    expect(text).not.toMatch(/products|privacy|also like/);
    expect(text).toMatch(/^Steam engines\n\n0\. The steam engine/);
    expect(text).toContain("Fish & chips");
    expect(blocks.filter(({ kind }) => kind !== "paragraph").map(({ kind }) => kind)).toEqual([
      "heading",
      "heading",
      "code",
    ]);
  });

  it("knows where in the page every word stands", () => {
    const { text, placeOf } = articleText(webPage);
    for (const match of text.matchAll(/[a-z]{4,}/g)) {
      const [word] = match;
      const range = { start: match.index, end: match.index + word.length };
      const { sourceStart, sourceEnd, line } = placeOf(range);
      expect(webPage.slice(sourceStart, sourceEnd)).toBe(word);
      expect(line).toBe(webPage.slice(0, sourceStart).split("\n").length);
    }
  });

  it("leaves out the headings of menus and banners, of a page without a title too", () => {
    const boxes = webPage
      .replace('sidebar">', "$&<h2>Our menu</h2>")
      .replace('banner">', "$&<h2>Our cookies</h2>");
    for (const page of [boxes, boxes.replace(/<title>.*<\/title>/, "")]) {
      const { text } = articleText(page);
      expect(text).not.toMatch(/Our (?:menu|cookies)/);
      expect(text).toMatch(/^Steam engines\n\n0\./);
    }
  });

  it("reads all visible text where there is no article", () => {
    expect(articleText("<h1>Short</h1><p>Words.").text).toBe("Short\n\nWords.\n\n");
    expect(articleText("").text).toBe("");
    const list = `<ul>${'<li><a href="x">One of many links</a></li>'.repeat(30)}</ul>`;
    expect(articleText(list).text.match(/many links/g)).toHaveLength(30);
  });

  it("reads a page whole that is too large to look for its content, or has too many elements", () => {
    const padding = (what: string): string => webPage.replace("</body>", `${what}</body>`);
    for (const page of [padding(`<!--${"x".repeat(4e6)}-->`), padding("<b></b>".repeat(50_001))]) {
      const { text, placeOf } = articleText(page);
      expect(text).toMatch(/products[^]*Steam engines[^]*also like/);
      const start = text.indexOf("Boilers");
      const { sourceStart, sourceEnd } = placeOf({ start, end: start + 7 });
      expect(page.slice(sourceStart, sourceEnd)).toBe("Boilers");
    }
  });

  it("gives a page without text the place of its beginning", () => {
    expect(articleText("<p></p>").placeOf({ start: 0, end: 0 })).toMatchObject({ line: 1 });
  });

  it("never throws, and reads nothing that is not visible, for any input", () => {
    const tags = fc.constantFrom(
      ..."<p> </p> <div class=comment> </div> <b> </b> <pre> <table> <tr> <td> <h1> </h1> </h1 <br> <br><br> <script> </script> <title> <html> <body> <head> </body> <svg> <math> <nav> <template> <p/> < <p<p> <![CDATA[ <!-- --> &lt;".split(
        " ",
      ),
    );
    const text = fc.oneof(fc.constant(words), fc.string({ unit: "binary", maxLength: 8 }));
    fc.assert(
      fc.property(fc.array(fc.oneof(tags, text), { maxLength: 40 }), (parts) => {
        const page = parts.join(" ");
        const { text: read, blocks } = articleText(page);
        expect(blocks.map(({ start, end }) => read.slice(start, end)).join("")).toBe(read);
      }),
      { numRuns: propertyRuns(100, 3000), seed: PROPERTY_SEED },
    );
  });
});
