import { Document } from "@langchain/core/documents";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { LocalCollection } from "../../src/collection/local_collection.js";
import type { NewPassage, PassageCollection } from "../../src/collection/passage_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { PassageSplitter } from "../../src/langchain/passage_splitter.js";
import { cite } from "../../src/passages/citation.js";
import { passageRanges } from "../../src/passages/passage_ranges.js";
import { pagesText } from "../../src/passages/pdf_text.js";
import { search, type SearchHit, type SearchRequest } from "../../src/search/search.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { plainCollection } from "./plain_collection.js";

const countTokens = (text: string): number => text.match(/\w+|[^\s\w]/g)?.length ?? 0;
const guide = `# Guide

Words before all.

## Boats

Boats float on the water. Many boats have sails.

Some boats have engines, which need fuel.

## Trains

Trains run on rails. Trains are fast.

Trains need no sails.
`;
const notes = "Sails are made of cloth. Cloth is woven.\n\nWeavers weave it.";

const open: LocalCollection[] = [];
afterEach(async () => {
  for (const collection of open.splice(0)) await collection.close();
});

/** A collection of the passages of texts, given as source → text; BM25 needs no vectors. */
async function collectionOf(
  texts: Record<string, string>,
  fields: { maxTokens?: number; overlapTokens?: number } = {},
): Promise<{ collection: LocalCollection; passages: NewPassage[] }> {
  const splitter = new PassageSplitter({ countTokens, maxTokens: 14, ...fields });
  const documents = Object.entries(texts).map(
    ([source, pageContent]) => new Document({ pageContent, metadata: { source } }),
  );
  const passages = (await splitter.splitDocuments(documents)).map(({ pageContent, metadata }) => ({
    id: `${String(metadata["source"])}:${String(metadata["part"])}`,
    text: pageContent,
    metadata,
  }));
  const dense = new ReferenceIndex({ dimension: 1 });
  const collection = new LocalCollection({ dimension: 1, fingerprint: "test", dense });
  open.push(collection);
  await collection.add(passages, new Float32Array(passages.length));
  return { collection, passages };
}

async function hitsOf(
  collection: PassageCollection,
  query: string,
  fields: Partial<SearchRequest>,
): Promise<SearchHit[]> {
  const { hits } = await search(collection, { query, mode: "bm25", ...fields });
  return hits;
}

describe("a search by grain", () => {
  it("returns the document as it was written, once, however many of its passages were found", async () => {
    const { collection } = await collectionOf({ "guide.md": guide, "notes.txt": notes });
    const hits = await hitsOf(collection, "sails boats cloth", { grain: "document", k: 5 });
    expect(hits.map(({ rank }) => rank)).toEqual([1, 2]);
    expect(new Set(hits.map(({ text }) => text))).toEqual(new Set([guide.trim(), notes]));
    for (const { id, text, passage, metadata } of hits) {
      const [found] = await collection.get([id]);
      expect(text.slice(passage!.start, passage!.end)).toBe(found!.text);
      expect(passage!.id).toBe(id);
      expect(metadata).toMatchObject({ start: 0, line: 1 });
    }
  });

  it("returns the section: what stands around the passage under the same headings", async () => {
    const { collection } = await collectionOf({ "guide.md": guide });
    const [hit, ...rest] = await hitsOf(collection, "engines fuel", { grain: "section" });
    expect(hit!.text).toBe(
      "## Boats\n\nBoats float on the water. Many boats have sails.\n\nSome boats have engines, which need fuel.",
    );
    expect(hit!.metadata).toMatchObject({ headings: ["Guide", "Boats"], line: 5, endLine: 9 });
    expect(rest).toEqual([]);
  });

  it("returns neighbors without returning any passage twice", async () => {
    const { collection, passages } = await collectionOf({ "guide.md": guide });
    for (const neighbors of [1, 2]) {
      const hits = await hitsOf(collection, "sails trains boats", {
        grain: "neighbors",
        neighbors,
        k: 9,
      });
      const times = passages.map(
        ({ text }) => hits.filter((hit) => hit.text.includes(text)).length,
      );
      expect(Math.max(...times)).toBe(1);
      const [best] = await hitsOf(collection, "sails trains boats", {});
      const at = passages.findIndex(({ id }) => id === best!.id);
      for (let i = Math.max(0, at - neighbors); i <= at + neighbors && i < passages.length; i++) {
        expect(hits[0]!.text).toContain(passages[i]!.text);
      }
    }
  });

  it("counts by `k` what is returned, and takes more passages until there are as many", async () => {
    const texts: Record<string, string> = {};
    // One passage is as good as another: those of the first document come first.
    for (let i = 0; i < 6; i++)
      texts[`${i}.txt`] = `Sails and masts of number ${i}.\n\n`.repeat(12);
    const { collection } = await collectionOf(texts, { maxTokens: 8 });
    const asked: number[] = [];
    const watched: PassageCollection = {
      ...plainCollection(collection),
      find: collection.find.bind(collection),
      searchBm25: (query, most, options) => {
        asked.push(most);
        return collection.searchBm25(query, most, options);
      },
    };
    for (const [k, wanted] of [
      [1, [1]],
      [3, [3, 12, 48]],
      [6, [6, 24, 96]],
      [7, [7, 28, 112]],
    ] as const) {
      asked.length = 0;
      const hits = await hitsOf(watched, "sails", { grain: "document", k });
      expect(hits).toHaveLength(Math.min(k, 6));
      expect(new Set(hits.map(({ metadata }) => metadata["source"])).size).toBe(hits.length);
      expect(asked).toEqual(wanted);
    }
  });

  it("leaves out of a document what the filter excludes, and marks the place", async () => {
    const { collection } = await collectionOf({ "guide.md": guide });
    const engines = (text: string): boolean => !text.includes("engines");
    const filter = (passage: { text: string }): boolean => engines(passage.text);
    const [hit] = await hitsOf(collection, "trains", { grain: "document", filter });
    expect(hit!.text).not.toContain("engines");
    expect(hit!.text).toContain("sails.\n\n…\n\n## Trains");
    const { start, end } = hit!.passage!;
    expect(hit!.text.slice(start, end)).toBe((await collection.get([hit!.id]))[0]!.text);
  });

  it("takes no passage for a neighbor across one that the filter excludes", async () => {
    const { collection } = await collectionOf({ "guide.md": guide });
    const { signal } = new AbortController();
    const all = { grain: "neighbors", neighbors: 3, k: 1, signal } as const;
    const [whole] = await hitsOf(collection, "engines", all);
    expect(whole!.text).toContain("Many boats");
    expect(whole!.text).toContain("Trains run on rails.");
    const filter = (passage: { text: string }): boolean => !passage.text.includes("rails");
    const [hit] = await hitsOf(collection, "engines", { ...all, filter });
    expect(hit!.text).toContain("Many boats");
    expect(hit!.text).not.toContain("no sails");
    const fired = { ...all, signal: AbortSignal.abort() };
    await expect(hitsOf(collection, "engines", fired)).rejects.toMatchObject({ code: "ABORTED" });
  });

  it("takes passages that have no numbers for neighbors by their places alone", async () => {
    const { collection } = await collectionOf({});
    const place = (start: number, text: string) => ({
      id: `${start}`,
      text,
      metadata: { document: "x", start, end: start + text.length },
    });
    await collection.add(
      [place(40, "Last words."), place(0, "First words."), place(20, "Sails.")],
      new Float32Array(3),
    );
    const [hit] = await hitsOf(collection, "sails", { grain: "neighbors" });
    expect(hit!.text.split(/\W*\n\W*/)).toEqual(["First words", "Sails", "Last words."]);
  });

  it("returns a passage alone that does not know its document", async () => {
    const { collection } = await collectionOf({});
    await collection.add(
      [
        { id: "a", text: "Sails.", metadata: { document: "x" } },
        { id: "b", text: "Sails too.", metadata: { document: "x", start: 0, end: 3 } },
        { id: "c", text: "More sails." },
      ],
      new Float32Array(3),
    );
    for (const grain of ["neighbors", "section", "document"] as const) {
      const hits = await hitsOf(collection, "sails", { grain });
      expect(hits.map(({ id, passage }) => [id, passage])).toEqual([
        ["a", undefined],
        ["b", undefined],
        ["c", undefined],
      ]);
    }
  });

  it("cites in what is returned as in the passage, in pages of HTML too", async () => {
    const page =
      "<h1>A</h1>\n<p>First of all.</p>\n<p>Boats <b>float</b>\n&amp; sail.</p><p>Last words here.";
    const { collection } = await collectionOf({ "a.html": page }, { maxTokens: 8 });
    const [hit] = await hitsOf(collection, "float", { grain: "document" });
    expect(hit!.text).toBe("A\n\nFirst of all.\n\nBoats float & sail.\n\nLast words here.");
    const start = hit!.text.indexOf("Boats");
    const found = cite(hit!, { start, end: start + "Boats float & sail.".length });
    expect(page.slice(found.start, found.end)).toBe("Boats <b>float</b>\n&amp; sail.");
    expect(found).toMatchObject({ line: 3, endLine: 4 });
  });

  it("cites the page of every word of a document with pages", async () => {
    const pages = ["One one. One more.", "Two two.", "Three. Three boats. Three sails."];
    const { text, blocks, placeOf } = pagesText(pages);
    for (const overlapTokens of [0, 3]) {
      const { collection } = await collectionOf({});
      const options = { countTokens, maxTokens: 8, overlapTokens };
      const passages = [...passageRanges(text, blocks, options)].map(({ start, end }, part) => ({
        text: text.slice(start, end),
        metadata: {
          source: "a.pdf",
          document: "a.pdf",
          part,
          start,
          end,
          ...placeOf({ start, end }),
        },
      }));
      await collection.add(passages, new Float32Array(passages.length));
      const [hit] = await hitsOf(collection, "boats", { grain: "document" });
      expect(hit!.text).toBe(text);
      for (const { index, 0: word } of text.matchAll(/\w+/g)) {
        const { page } = cite(hit!, { start: index, end: index + word.length });
        const expected = pages.findIndex(
          (_, i) => index < pages.slice(0, i + 1).join("\n\n").length,
        );
        expect(`${word} ${page}`).toBe(`${word} ${expected + 1}`);
      }
    }
  });

  it("gives back every document without its outer white space, for any text and overlap", async () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.constantFrom("boats sail. ", "\n\n", "\r\n", "\n# H\n", "\n    code\n", "漢字。", "😀 "),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 40 }),
        fc.boolean(),
        async (pieces, overlap) => {
          const text = `boats\n${pieces.join("")}`;
          const fields = { maxTokens: 8, overlapTokens: overlap ? 3 : 0 };
          const { collection } = await collectionOf({ "a.md": text }, fields);
          const hits = await hitsOf(collection, "boats", { grain: "document", k: 3 });
          expect(hits).toHaveLength(1);
          const [{ text: joined }] = hits as [SearchHit];
          expect(joined.length).toBe(text.trim().length);
          for (const [i, unit] of text.trim().split("").entries()) {
            // White space between passages is made again, blank for blank.
            if (joined[i] !== unit) expect([joined[i]!.trim(), unit.trim()]).toEqual(["", ""]);
          }
        },
      ),
      { numRuns: propertyRuns(60, 2000), seed: PROPERTY_SEED },
    );
  });

  it("refuses what is no grain, and a collection that cannot find the other passages", async () => {
    const { collection } = await collectionOf({ "notes.txt": notes });
    // @ts-expect-error -- no such grain
    await expect(hitsOf(collection, "sails", { grain: "chapter" })).rejects.toThrow(
      "Expected `grain`",
    );
    await expect(hitsOf(collection, "sails", { neighbors: 0 })).rejects.toThrow("`neighbors`");
    await expect(
      hitsOf(plainCollection(collection), "sails", { grain: "section" }),
    ).rejects.toMatchObject({
      code: "NOT_SUPPORTED",
    });
  });
});
