import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csvRecords, recordText, type CsvRecord } from "../../src/passages/csv_records.js";
import { pagesText, pdfText } from "../../src/passages/pdf_text.js";
import { articleText } from "../../src/passages/article_text.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { pdfFile } from "./pdf_file.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-loaders-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function csv(content: string | Uint8Array, options = {}): Promise<CsvRecord[]> {
  const path = join(folder, "table.csv");
  await writeFile(path, content);
  const records: CsvRecord[] = [];
  for await (const record of csvRecords(path, options)) records.push(record);
  return records;
}

describe("csvRecords", () => {
  it("refuses a largest record that is no positive integer", async () => {
    for (const maxRecordSize of [0, 1.5, "9"]) {
      await expect(csv("a,b\n1,2\n", { maxRecordSize })).rejects.toThrow(/`maxRecordSize`/);
    }
  });

  it("names the fields by the first row, and knows the lines of each row", async () => {
    const content = '\ufeffname, text\r\nWhale,"Lives in\nthe ""sea""."\r\n\r\nBread,Baked\r\n';
    expect(await csv(content)).toEqual([
      {
        fields: [
          ["name", "Whale"],
          ["text", 'Lives in\nthe "sea".'],
        ],
        line: 2,
        endLine: 3,
        bytesRead: 46,
      },
      {
        fields: [
          ["name", "Bread"],
          ["text", "Baked"],
        ],
        line: 5,
        endLine: 5,
        bytesRead: 61,
      },
    ]);
  });

  it("finds the delimiter in the first row", async () => {
    for (const mark of [",", ";", "\t", "|"]) {
      const [record] = await csv(`"a,;",b,c`.replaceAll(/,(?!;)/g, mark) + `\n1${mark}2${mark}3\n`);
      expect(record?.fields.map(([, value]) => value)).toEqual(["1", "2", "3"]);
    }
  });

  it("gives back any fields that were written by the rules of CSV", async () => {
    const value = fc.string({ unit: "grapheme", maxLength: 12 }).filter((v) => !v.includes("\0"));
    const quoted = (v: string): string => `"${v.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value), { maxLength: 6 }), async (rows) => {
        const lines = [["one", "two"], ...rows].map((row) => row.map(quoted).join(","));
        const records = await csv(`${lines.join("\n")}\n`);
        expect(records.map(({ fields }) => fields.map(([, v]) => v))).toEqual(rows);
      }),
      { numRuns: propertyRuns(40, 1000), seed: PROPERTY_SEED },
    );
  });

  it("refuses binary data, rows of another width, open quotation marks, endless records", async () => {
    await expect(csv(new Uint8Array([97, 0, 98]))).rejects.toThrow(/table\.csv: .*binary data/);
    await expect(csv("a,b\n1,2\n3\n")).rejects.toThrow(
      /table\.csv:3: Expected 2 fields, as in the first row, got 1/,
    );
    await expect(csv('a,b\n1,"open\n2,3\n')).rejects.toMatchObject({ code: "FILE_FORMAT" });
    const endless = csv(`a,b\n1,"${"x".repeat(5000)}"\n`, { maxRecordSize: 1000 });
    await expect(endless).rejects.toMatchObject({ code: "FILE_FORMAT" });
    const missing = csvRecords(join(folder, "none.csv")).next();
    await expect(missing).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  });

  it("makes a text of a record that holds all of its values", () => {
    expect(
      recordText([
        ["title", "Whales"],
        ["Text", "Mammals."],
        ["year", "1999"],
        ["empty", " "],
      ]),
    ).toBe("Whales\nMammals.\nyear: 1999");
  });
});

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
