/** What every `PassageCollection` does, whatever its home. Each implementation runs this suite. */

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Filter } from "../../src/collection/filter.js";
import type {
  NewPassage,
  Passage,
  PassageCollection,
} from "../../src/collection/passage_collection.js";

export interface ConformanceOptions {
  /** Makes an empty collection of dimension 3 and this fingerprint. */
  create: () => Promise<PassageCollection>;
  fingerprint: string;
  /** False where filters cannot be functions: they are then refused with `NOT_SUPPORTED`. */
  functionFilters: boolean;
  /** For a home where writes take a while to be found. */
  waitUntilSearchable?: (collection: PassageCollection) => Promise<void>;
}

/** Metadata fields the suite filters by, with the kind of their values. */
export const FILTER_FIELDS = {
  source: "text",
  year: "number",
  tags: "text[]",
  draft: "boolean",
  at: "date",
} as const;

const PASSAGES: (NewPassage & { id: string; metadata: Passage["metadata"] })[] = [
  {
    id: "apples",
    text: "Apples grow on trees in the orchard.",
    metadata: { source: "a.md", year: 2019, tags: ["fruit", "tree"], draft: false },
  },
  {
    id: "pears",
    text: "Pears and apples are fruit.",
    metadata: { source: "a.md", year: 2020, tags: ["fruit"], at: new Date("2020-05-01") },
  },
  {
    id: "trains",
    text: "Trains run on rails.",
    metadata: { source: "b.md", year: 2021, draft: true, at: new Date("2021-05-01") },
  },
  { id: "ships", text: "Ships sail the sea.", metadata: { year: 2022 } },
];
const VECTORS = [
  [1, 0, 0],
  [0, 2, 0],
  [0, 0, 3],
  [1, 1, 1],
];

const rows = (...vectors: number[][]): Float32Array => Float32Array.from(vectors.flat());

/** A function filter that changes what it is shown. */
const meddling: Filter = (passage) => {
  const answer = passage.text.includes("on");
  passage.metadata["year"] = 0;
  passage.text = "";
  return answer;
};

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}

export function describePassageCollection(name: string, options: ConformanceOptions): void {
  describe(`${name} as a PassageCollection`, () => {
    let collection: PassageCollection;

    beforeEach(async () => {
      collection = await options.create();
    });

    afterEach(async () => {
      await collection.close();
    });

    async function fill(): Promise<void> {
      await collection.add(PASSAGES, rows(...VECTORS));
      await searchable();
    }

    async function searchable(): Promise<void> {
      await options.waitUntilSearchable?.(collection);
    }

    async function ids(filter: Filter): Promise<string[]> {
      const hits = await collection.searchDense(rows([1, 1, 1]), 100, { filter });
      return hits.map(({ id }) => id);
    }

    it("says its dimension and its fingerprint", () => {
      expect(collection.dimension).toBe(3);
      expect(collection.fingerprint).toBe(options.fingerprint);
    });

    describe("when empty", () => {
      it("finds nothing", async () => {
        expect(await collection.searchDense(rows([1, 2, 3]), 4)).toEqual([]);
        expect(await collection.searchBm25("apples", 4)).toEqual([]);
      });

      it("counts, gets, scans and deletes nothing", async () => {
        expect(await collection.count()).toBe(0);
        expect(await collection.get(["apples"])).toEqual([undefined]);
        expect(await gather(collection.scan())).toEqual([]);
        expect(await collection.delete({ ids: ["apples"] })).toBe(0);
        expect(await collection.delete({ filter: {} })).toBe(0);
      });
    });

    describe("add", () => {
      it("gives the ids back in input order", async () => {
        expect(await collection.add(PASSAGES, rows(...VECTORS))).toEqual(
          PASSAGES.map(({ id }) => id),
        );
      });

      it("makes up ids where none are given", async () => {
        const [first, second] = await collection.add(
          [{ text: "a" }, { text: "b" }],
          rows([1, 0, 0], [0, 1, 0]),
        );
        expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
        expect(first).not.toBe(second);
        expect((await collection.get([second!]))[0]).toEqual({
          id: second,
          text: "b",
          metadata: {},
        });
      });

      it("takes no passages", async () => {
        expect(await collection.add([], new Float32Array(0))).toEqual([]);
      });

      it("keeps copies: what the caller changes later changes nothing", async () => {
        const passage = { id: "x", text: "x", metadata: { tags: ["a"] } };
        const vectors = rows([1, 0, 0]);
        await collection.add([passage], vectors);
        passage.metadata.tags.push("b");
        vectors.fill(9);
        expect((await collection.get(["x"]))[0]!.metadata).toEqual({ tags: ["a"] });
        expect(await collection.getVectors(["x"])).toEqual(rows([1, 0, 0]));
      });

      it("replaces text, metadata and vectors of an id that is there, and keeps its place", async () => {
        await fill();
        await collection.add(
          [{ id: "apples", text: "Quinces.", metadata: { year: 1 } }],
          rows([0, 0, 3]),
        );
        await searchable();
        expect(await collection.count()).toBe(4);
        expect(await collection.get(["apples"])).toEqual([
          { id: "apples", text: "Quinces.", metadata: { year: 1 } },
        ]);
        const hits = await collection.searchDense(rows([0, 0, 1]), 2);
        expect(hits.map(({ id, score, sequence }) => [id, score, sequence])).toEqual([
          ["apples", 3, 0],
          ["trains", 3, 2],
        ]);
        const found = await collection.searchBm25("apples orchard", 9);
        expect(found.map(({ id }) => id)).toEqual(["pears"]);
        expect((await collection.searchBm25("quinces", 9)).map(({ id }) => id)).toEqual(["apples"]);
      });

      it("gives a deleted and added passage a new place at the end", async () => {
        await fill();
        await collection.delete({ ids: ["apples"] });
        await collection.add([PASSAGES[0]!], rows([0, 0, 3]));
        await searchable();
        const hits = await collection.searchDense(rows([0, 0, 1]), 2);
        expect(hits.map(({ id }) => id)).toEqual(["trains", "apples"]);
      });

      it.each<[string, NewPassage[], Float32Array, RegExp]>([
        [
          "a repeated id",
          [
            { id: "a", text: "" },
            { id: "a", text: "" },
          ],
          rows([1, 0, 0], [1, 0, 0]),
          /`a` twice/,
        ],
        ["too few vectors", [{ text: "a" }, { text: "b" }], rows([1, 0, 0]), /shape \[3, 3\]/],
        ["vectors of another dimension", [{ text: "a" }], rows([1, 0]), /shape \[2, 3\]/],
        ["NaN", [{ text: "a" }], rows([1, Number.NaN, 0]), /finite/],
        ["infinity", [{ text: "a" }], rows([1, Infinity, 0]), /finite/],
        [
          "a text that is not one",
          [{ text: 3 as unknown as string }],
          rows([1, 0, 0]),
          /text` to be a string/,
        ],
        ["an empty id", [{ id: "", text: "a" }], rows([1, 0, 0]), /id` to be a non-empty string/],
        [
          "functions in metadata",
          [{ text: "a", metadata: { f: () => 1 } }],
          rows([1, 0, 0]),
          /metadata\.f/,
        ],
      ])("refuses %s, and stores nothing of the call", async (_, passages, vectors, message) => {
        const first = { id: "first", text: "first" };
        const adding = collection.add([first, ...passages], rows([5, 5, 5], [...vectors]));
        await expect(adding).rejects.toThrowError(message);
        await expect(adding).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
        expect(await collection.count()).toBe(0);
        expect(await collection.get(["first"])).toEqual([undefined]);
      });

      it("refuses windows that are none, too many, or of the wrong number", async () => {
        const one = [{ text: "a" }];
        for (const windowsPerPassage of [[0], [2], [1, 1]]) {
          const adding = collection.add(one, rows([1, 0, 0]), {
            windowsPerPassage: Uint32Array.from(windowsPerPassage),
          });
          await expect(adding).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
        }
      });

      it("does nothing when the signal has fired", async () => {
        const adding = collection.add([{ text: "a" }], rows([1, 0, 0]), {
          signal: AbortSignal.abort(),
        });
        await expect(adding).rejects.toMatchObject({ code: "ABORTED" });
        expect(await collection.count()).toBe(0);
      });
    });

    describe("searchDense", () => {
      it("ranks by dot product, larger first", async () => {
        await fill();
        const hits = await collection.searchDense(rows([1, 2, 0.5]), 3);
        expect(hits).toEqual([
          { id: "pears", score: 4, sequence: 1 },
          { id: "ships", score: 3.5, sequence: 3 },
          { id: "trains", score: 1.5, sequence: 2 },
        ]);
      });

      it("gives all there are when k is larger", async () => {
        await fill();
        expect(await collection.searchDense(rows([1, 0, 0]), 1_000_000)).toHaveLength(4);
      });

      it("scores a passage by its best window, and says which", async () => {
        await collection.add(
          [
            { id: "long", text: "long" },
            { id: "short", text: "short" },
          ],
          rows([1, 0, 0], [0, 5, 0], [0, 0, 1], [0, 3, 0]),
          { windowsPerPassage: Uint32Array.of(3, 1) },
        );
        await searchable();
        const hits = await collection.searchDense(rows([0, 1, 0]), 9);
        expect(hits).toEqual([
          { id: "long", score: 5, sequence: 0, window: 1 },
          { id: "short", score: 3, sequence: 1 },
        ]);
      });

      it("scores only the candidates it is given, those it knows", async () => {
        await fill();
        const hits = await collection.searchDense(rows([1, 1, 1]), 9, {
          candidates: ["ships", "apples", "nobody", "apples"],
        });
        expect(hits.map(({ id, score }) => [id, score])).toEqual([
          ["ships", 3],
          ["apples", 1],
        ]);
        expect(await collection.searchDense(rows([1, 1, 1]), 9, { candidates: [] })).toEqual([]);
      });

      it("combines candidates and filter", async () => {
        await fill();
        const hits = await collection.searchDense(rows([1, 1, 1]), 9, {
          candidates: ["ships", "apples"],
          filter: { source: "a.md" },
        });
        expect(hits.map(({ id }) => id)).toEqual(["apples"]);
      });

      it.each([0, -1, 1.5, Number.NaN, Infinity])("refuses k = %s", async (k) => {
        const searching = collection.searchDense(rows([1, 0, 0]), k);
        await expect(searching).rejects.toThrowError(/`k` to be a positive integer/);
      });

      it("refuses a query of another dimension and one that is not finite", async () => {
        await fill();
        for (const query of [
          [1, 0],
          [1, 0, 0, 0],
          [1, 0, Number.NaN],
        ]) {
          await expect(collection.searchDense(rows(query), 1)).rejects.toMatchObject({
            code: "INVALID_ARGUMENT",
          });
        }
      });

      it("stops when the signal has fired", async () => {
        await fill();
        await expect(
          collection.searchDense(rows([1, 0, 0]), 1, { signal: AbortSignal.abort() }),
        ).rejects.toMatchObject({ code: "ABORTED" });
      });
    });

    describe("searchBm25", () => {
      it("ranks passages that hold a term of the query, and no others", async () => {
        await fill();
        const hits = await collection.searchBm25("apples in the orchard", 9);
        expect(hits.map(({ id, sequence }) => [id, sequence])).toEqual([
          ["apples", 0],
          ["pears", 1],
        ]);
        expect(hits[0]!.score).toBeGreaterThan(hits[1]!.score);
        expect(await collection.searchBm25("zebra", 9)).toEqual([]);
        expect(await collection.searchBm25("", 9)).toEqual([]);
      });

      it("gives no more than k", async () => {
        await fill();
        expect(await collection.searchBm25("apples", 1)).toHaveLength(1);
      });

      it("breaks ties by insertion", async () => {
        await collection.add(
          ["c", "a", "b"].map((id) => ({ id, text: "same words" })),
          rows([1, 0, 0], [1, 0, 0], [1, 0, 0]),
        );
        await searchable();
        const hits = await collection.searchBm25("words", 3);
        expect(hits.map(({ id }) => id)).toEqual(["c", "a", "b"]);
      });

      it("applies a filter before the top k", async () => {
        await fill();
        const hits = await collection.searchBm25("apples", 1, { filter: { year: 2019 } });
        expect(hits.map(({ id }) => id)).toEqual(["apples"]);
        const others = await collection.searchBm25("apples", 1, {
          filter: { year: { $ne: 2019 } },
        });
        expect(others.map(({ id }) => id)).toEqual(["pears"]);
      });

      it.each([0, -1, 1.5, Number.NaN])("refuses k = %s", async (k) => {
        await expect(collection.searchBm25("apples", k)).rejects.toThrowError(/`k`/);
      });
    });

    describe("filters", () => {
      it.each<[Filter, string[]]>([
        [{}, ["ships", "trains", "pears", "apples"]],
        [{ source: "a.md" }, ["pears", "apples"]],
        [{ source: null }, ["ships"]],
        [{ source: { $ne: "a.md" } }, ["ships", "trains"]],
        [{ source: { $in: ["b.md", "c.md"] } }, ["trains"]],
        [{ source: { $nin: ["b.md"] } }, ["ships", "pears", "apples"]],
        [{ source: { $exists: false } }, ["ships"]],
        [{ source: { $exists: true } }, ["trains", "pears", "apples"]],
        [{ year: { $gt: 2019, $lte: 2021 } }, ["trains", "pears"]],
        [{ year: { $lt: 2020 } }, ["apples"]],
        [{ year: { $gte: 2022 } }, ["ships"]],
        [{ tags: "tree" }, ["apples"]],
        [{ tags: { $in: ["fruit"] } }, ["pears", "apples"]],
        [{ draft: true }, ["trains"]],
        [{ draft: false }, ["apples"]],
        [{ at: new Date("2020-05-01") }, ["pears"]],
        [{ at: { $gt: new Date("2020-12-31") } }, ["trains"]],
        [{ $or: [{ year: 2019 }, { source: "b.md" }] }, ["trains", "apples"]],
        [{ $and: [{ source: "a.md" }, { year: 2020 }] }, ["pears"]],
        [{ $not: { source: "a.md" } }, ["ships", "trains"]],
        [{ year: 1 }, []],
      ])("%j holds for %j", async (filter, expected) => {
        await fill();
        expect((await ids(filter)).toSorted()).toEqual(expected.toSorted());
        expect(await collection.count(filter)).toBe(expected.length);
      });

      it("that are malformed are refused, also where nothing is stored", async () => {
        const filter = { year: { $near: 3 } };
        for (const call of [
          () => collection.searchDense(rows([1, 0, 0]), 1, { filter }),
          () => collection.searchBm25("apples", 1, { filter }),
          () => collection.count(filter),
          () => collection.delete({ filter }),
        ]) {
          await expect(call()).rejects.toMatchObject({ code: "FILTER_INVALID" });
        }
      });

      it.runIf(options.functionFilters)(
        "may be functions, which cannot change what is stored",
        async () => {
          await fill();
          expect(await ids(meddling)).toEqual(["trains", "apples"]);
          expect(await collection.count(meddling)).toBe(2);
          expect((await collection.get(["trains"]))[0]!.metadata["year"]).toBe(2021);
        },
      );

      it.runIf(!options.functionFilters)("may not be functions", async () => {
        await expect(ids(() => true)).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
      });
    });

    describe("delete", () => {
      it("by ids takes passages out of every search, and passes over the unknown", async () => {
        await fill();
        expect(await collection.delete({ ids: ["apples", "nobody", "apples"] })).toBe(1);
        await searchable();
        expect(await collection.count()).toBe(3);
        expect(await collection.get(["apples"])).toEqual([undefined]);
        expect(await ids({})).not.toContain("apples");
        expect((await collection.searchBm25("apples", 9)).map(({ id }) => id)).toEqual(["pears"]);
      });

      it("by filter takes out what satisfies it", async () => {
        await fill();
        expect(await collection.delete({ filter: { source: "a.md" } })).toBe(2);
        await searchable();
        expect(await ids({})).toEqual(["trains", "ships"]);
      });

      it("refuses to be told neither ids nor filter", async () => {
        await expect(collection.delete({} as { ids: string[] })).rejects.toMatchObject({
          code: "INVALID_ARGUMENT",
        });
      });
    });

    describe("get, getVectors and scan", () => {
      it("get gives copies in the order asked", async () => {
        await fill();
        const [ships, nobody, apples] = await collection.get(["ships", "nobody", "apples"]);
        expect(ships).toEqual(PASSAGES[3]);
        expect(nobody).toBeUndefined();
        apples!.metadata["year"] = 0;
        expect((await collection.get(["apples"]))[0]!.metadata["year"]).toBe(2019);
      });

      it("keeps metadata whole: dates, nesting, unicode, and keys that look dangerous", async () => {
        const metadata = JSON.parse(
          '{"__proto__":{"a":1},"constructor":1,"lc":1,"n":{"m":[1,[2,{"x":null}]]},"é😀":"\\u0000"}',
        ) as Passage["metadata"];
        metadata["when"] = new Date(86_400_123);
        await collection.add([{ id: "x", text: "é\u0000😀", metadata }], rows([1, 0, 0]));
        const [passage] = await collection.get(["x"]);
        expect(passage!.text).toBe("é\u0000😀");
        expect(passage!.metadata["when"]).toEqual(new Date(86_400_123));
        expect(JSON.stringify(passage!.metadata)).toBe(JSON.stringify(metadata));
      });

      it("getVectors gives the first window of each id, in the order asked", async () => {
        await collection.add(
          [
            { id: "long", text: "" },
            { id: "short", text: "" },
          ],
          rows([1, 0, 0], [0, 5, 0], [0, 3, 0]),
          { windowsPerPassage: Uint32Array.of(2, 1) },
        );
        expect(await collection.getVectors(["short", "long", "short"])).toEqual(
          rows([0, 3, 0], [1, 0, 0], [0, 3, 0]),
        );
        expect(await collection.getVectors([])).toEqual(new Float32Array(0));
        await expect(collection.getVectors(["nobody"])).rejects.toThrowError(/`nobody` is not/);
      });

      it("scan gives every passage in insertion order with all its vectors", async () => {
        await fill();
        await collection.add([{ id: "pears", text: "Two." }], rows([7, 0, 0], [8, 0, 0]), {
          windowsPerPassage: Uint32Array.of(2),
        });
        const scanned = await gather(collection.scan());
        expect(scanned.map(({ passage }) => passage.id)).toEqual(PASSAGES.map(({ id }) => id));
        expect(scanned[1]).toEqual({
          passage: { id: "pears", text: "Two.", metadata: {} },
          vectors: rows([7, 0, 0], [8, 0, 0]),
        });
        expect(scanned[3]!.vectors).toEqual(rows([1, 1, 1]));
      });
    });

    it("refuses calls after close, and closes twice without harm", async () => {
      await fill();
      await collection.close();
      await collection.close();
      for (const call of [
        () => collection.add([], new Float32Array(0)),
        () => collection.get([]),
        () => collection.searchDense(rows([1, 0, 0]), 1),
        () => collection.searchBm25("a", 1),
        () => collection.count(),
        () => collection.delete({ ids: [] }),
        () => gather(collection.scan()),
      ]) {
        await expect(call()).rejects.toMatchObject({ code: "DISPOSED" });
      }
    });
  });
}
