import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { LocalCollection } from "../../src/collection/local_collection.js";
import type { PassageCollection } from "../../src/collection/passage_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import {
  AbortedError,
  CollectionUnavailableError,
  DisposedError,
  FilterError,
  FingerprintMismatchError,
  InvalidArgumentError,
  NotSupportedError,
} from "../../src/errors.js";
import { reciprocalRankFusion, weightedSum } from "../../src/ranking/fusion.js";
import { search, type SearchHit, type SearchRequest } from "../../src/search/search.js";
import { pausesOf } from "../pauses_of.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { plainCollection } from "./plain_collection.js";

let collection: LocalCollection;

beforeEach(async () => {
  collection = new LocalCollection({
    dimension: 2,
    fingerprint: "test",
    dense: new ReferenceIndex({ dimension: 2 }),
  });
  await collection.add(
    [
      { id: "orchard", text: "Apples grow in the orchard.", metadata: { year: 2019 } },
      { id: "pie", text: "Apple pie with apples.", metadata: { year: 2020 } },
      { id: "train", text: "Trains run on rails.", metadata: { year: 2021 } },
      { id: "ship", text: "Ships sail the sea.", metadata: { year: 2022 } },
    ],
    Float32Array.of(1, 0, 2, 0, 0, 3, 4, 1),
  );
});

afterEach(async () => {
  await collection.close();
});

const queryVector = Float32Array.of(1, 0);

function request(fields: Partial<SearchRequest> & Pick<SearchRequest, "mode">): SearchRequest {
  return { query: "apples", queryVector, ...fields };
}

/** The collection with some methods replaced, and reads that are not held together. */
function altered(methods: Partial<PassageCollection>): PassageCollection {
  return { ...plainCollection(collection), ...methods };
}

const brief = (hits: SearchHit[]): [string, number][] => hits.map(({ id, score }) => [id, score]);
/** As JavaScript callers may. */
const throwsText = (): never => {
  // oxlint-disable-next-line no-throw-literal, typescript/only-throw-error -- the case at hand
  throw "no model";
};
const failing = (): Promise<never> => Promise.reject(new Error("out of order"));

describe("mode dense", () => {
  it("ranks every passage by dot product", async () => {
    const { hits, legs, mode, query } = await search(collection, request({ mode: "dense", k: 3 }));
    expect(brief(hits)).toEqual([
      ["ship", 4],
      ["pie", 2],
      ["orchard", 1],
    ]);
    expect(hits[1]).toStrictEqual({
      id: "pie",
      score: 2,
      rank: 2,
      sequence: 1,
      text: "Apple pie with apples.",
      metadata: { year: 2020 },
      stages: { dense: { score: 2, rank: 2 } },
    });
    expect(legs).toEqual([{ leg: "dense", status: "ok", count: 3 }]);
    expect([mode, query]).toEqual(["dense", "apples"]);
  });

  it("says which window was best", async () => {
    await collection.add([{ id: "long", text: "" }], Float32Array.of(0, 0, 9, 0), {
      windowsPerPassage: Uint32Array.of(2),
    });
    const { hits } = await search(collection, request({ mode: "dense", k: 1 }));
    expect(hits[0]!.stages.dense).toStrictEqual({ score: 9, rank: 1, window: 1 });
  });

  it("throws what the engine throws", async () => {
    await expect(
      search(altered({ searchDense: failing }), request({ mode: "dense" })),
    ).rejects.toThrowError("out of order");
  });
});

describe("mode bm25", () => {
  it("needs no vector and explains each hit by its terms", async () => {
    const { hits, legs } = await search(collection, { query: "apple pie", mode: "bm25" });
    expect(hits.map(({ id }) => id)).toEqual(["pie", "orchard"]);
    const terms = hits[0]!.stages.bm25!.terms!;
    expect(terms.map(({ term, frequency }) => [term, frequency])).toEqual([
      ["appl", 2],
      ["pie", 1],
    ]);
    // Scores are float32: the sum of two of them is off by at most one rounding of each.
    expect(terms[0]!.score + terms[1]!.score).toBeCloseTo(hits[0]!.score, 6);
    expect(legs).toEqual([{ leg: "bm25", status: "ok", count: 2 }]);
  });

  it("asks for no vector", async () => {
    let asked = 0;
    const embed = (): Promise<Float32Array> => {
      asked += 1;
      return Promise.resolve(queryVector);
    };
    const { hits } = await search(collection, request({ mode: "bm25", queryVector: embed }));
    expect(hits.map(({ id }) => id)).toEqual(["pie", "orchard"]);
    expect(asked).toBe(0);
    await search(collection, request({ mode: "dense", queryVector: embed }));
    expect(asked).toBe(1);
  });

  it("takes the terms that come with a hit, and does not ask for them again", async () => {
    const terms = [
      { term: "t", queryCount: 1, frequency: 1, documentFrequency: 1, idf: 1, score: 1 },
    ];
    const asked: string[][] = [];
    const explained = altered({
      searchBm25: async (query, k) => {
        const [first, second] = await collection.searchBm25(query, k);
        return [{ ...first!, terms }, second!];
      },
      matchedTerms: (query, ids) => {
        asked.push([...ids]);
        return collection.matchedTerms(query, ids);
      },
    });
    const { hits } = await search(explained, request({ mode: "bm25" }));
    expect(asked).toEqual([[hits[1]!.id]]);
    expect(hits[0]!.stages.bm25).toStrictEqual({ score: hits[0]!.score, rank: 1, terms });
    expect(hits[1]!.stages.bm25!.terms).toMatchObject([{ term: "appl", frequency: 1 }]);
    await search(explained, request({ mode: "dense" }));
    expect(asked).toHaveLength(1);
  });

  it("leaves the terms out where the collection does not tell them", async () => {
    const { hits } = await search(altered({}), request({ mode: "bm25", k: 1 }));
    expect(hits[0]!.stages).toStrictEqual({ bm25: { score: hits[0]!.score, rank: 1 } });
  });

  it("reports that nothing matches", async () => {
    const { hits, legs } = await search(collection, { query: "zebra", mode: "bm25" });
    expect(hits).toEqual([]);
    expect(legs).toEqual([{ leg: "bm25", status: "empty", count: 0 }]);
  });
});

describe("mode rerank", () => {
  it("puts BM25's candidates in the order of their dot product", async () => {
    const { hits, legs } = await search(
      collection,
      request({ mode: "rerank", query: "orchard rails apples" }),
    );
    expect(brief(hits)).toEqual([
      ["pie", 2],
      ["orchard", 1],
      ["train", 0],
    ]);
    expect(hits[1]!.stages).toMatchObject({
      bm25: { rank: 1, terms: [{ term: "orchard" }, { term: "appl" }] },
      rerank: { score: 1, rank: 2 },
    });
    expect(legs).toEqual([
      { leg: "bm25", status: "ok", count: 3 },
      { leg: "dense", status: "ok", count: 3 },
    ]);
  });

  it("takes no more candidates than it is told, and at least k", async () => {
    const query = "orchard rails apples";
    const few = await search(collection, request({ mode: "rerank", query, k: 1, candidates: 2 }));
    expect(few.legs[0]!.count).toBe(2);
    const least = await search(collection, request({ mode: "rerank", query, k: 3, candidates: 1 }));
    expect(least.hits).toHaveLength(3);
  });

  it("finds nothing where BM25 finds nothing", async () => {
    const { hits, legs } = await search(collection, request({ mode: "rerank", query: "zebra" }));
    expect(hits).toEqual([]);
    expect(legs.map(({ status }) => status)).toEqual(["empty", "empty"]);
  });
});

describe("mode hybrid", () => {
  it("fuses both legs by reciprocal rank and tells each stage", async () => {
    const { hits, legs } = await search(
      collection,
      request({ mode: "hybrid", query: "pie rails" }),
    );
    const [first] = hits;
    expect(first!.id).toBe("pie");
    expect(first!.score).toBe(1 / 62 + 1 / 61);
    expect(first!.stages).toMatchObject({
      dense: { score: 2, rank: 2 },
      bm25: { rank: 1, terms: [{ term: "pie" }] },
      fused: { score: first!.score, rank: 1, contributions: { dense: 1 / 62, bm25: 1 / 61 } },
    });
    expect(hits.find(({ id }) => id === "ship")!.stages.bm25).toBeUndefined();
    expect(legs).toEqual([
      { leg: "dense", status: "ok", count: 4 },
      { leg: "bm25", status: "ok", count: 2 },
    ]);
  });

  it("equals fusion of the two legs by definition, for every fusion, weight and filter", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("apples", "pie rails sea", "zebra", "apple orchard ships"),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom<NonNullable<SearchRequest["fusion"]>>(
          "rrf",
          { method: "rrf", constant: 0 },
          { method: "weighted-sum" },
          { method: "weighted-sum", normalization: "z-score" },
        ),
        fc.record({ dense: fc.integer({ min: 1, max: 3 }), bm25: fc.integer({ min: 0, max: 3 }) }),
        fc.constantFrom({}, { year: { $gt: 2019 } }),
        async (query, k, candidates, fusion, weights, filter) => {
          const { hits } = await search(collection, {
            query,
            queryVector,
            mode: "hybrid",
            k,
            candidates,
            fusion,
            weights,
            filter,
          });
          const n = Math.max(k, candidates);
          const lists = [
            await collection.searchBm25(query, n, { filter }),
            await collection.searchDense(queryVector, n, { filter }),
          ];
          const both = [weights.bm25, weights.dense];
          const truth =
            fusion === "rrf"
              ? reciprocalRankFusion(lists, { weights: both })
              : fusion.method === "rrf"
                ? reciprocalRankFusion(lists, { weights: both, constant: 0 })
                : weightedSum(lists, { ...fusion, weights: both });
          expect(brief(hits)).toEqual(truth.slice(0, k).map(({ id, score }) => [id, score]));
        },
      ),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(100, 5000) },
    );
  });

  it("keeps two passages of equal text apart", async () => {
    await collection.add([{ id: "copy", text: "Apple pie with apples." }], Float32Array.of(2, 0));
    const { hits } = await search(collection, request({ mode: "hybrid" }));
    expect(hits.map(({ id }) => id)).toEqual(expect.arrayContaining(["pie", "copy"]));
  });

  it("reports a leg that finds nothing", async () => {
    const { hits, legs } = await search(collection, request({ mode: "hybrid", query: "zebra" }));
    expect(hits).toHaveLength(4);
    expect(legs[1]).toEqual({ leg: "bm25", status: "empty", count: 0 });
  });

  it("goes on with the other leg when one fails, and reports it", async () => {
    const withoutBm25 = await search(
      altered({ searchBm25: failing }),
      request({ mode: "hybrid", k: 1 }),
    );
    expect(withoutBm25.hits.map(({ id }) => id)).toEqual(["ship"]);
    expect(withoutBm25.legs[1]).toStrictEqual({
      leg: "bm25",
      status: "failed",
      count: 0,
      error: { message: "out of order" },
    });
    const withoutModel = await search(
      collection,
      request({ mode: "hybrid", queryVector: failing }),
    );
    expect(withoutModel.hits.map(({ id }) => id)).toEqual(["pie", "orchard"]);
    expect(withoutModel.legs[0]).toMatchObject({ leg: "dense", status: "failed" });
  });

  it("reports the code of an error that has one, and what was thrown that is no error", async () => {
    const unavailable = new CollectionUnavailableError("no server");
    const failed = await search(
      altered({ searchDense: () => Promise.reject(unavailable) }),
      request({ mode: "hybrid" }),
    );
    expect(failed.legs[0]!.error).toStrictEqual({
      message: "no server",
      code: "COLLECTION_UNAVAILABLE",
    });
    const odd = await search(collection, request({ mode: "hybrid", queryVector: throwsText }));
    expect(odd.legs[0]!.error).toStrictEqual({ message: "no model" });
  });

  it("throws when both legs fail", async () => {
    await expect(
      search(altered({ searchBm25: failing, searchDense: failing }), request({ mode: "hybrid" })),
    ).rejects.toMatchObject({
      code: "COLLECTION_UNAVAILABLE",
      message: expect.stringMatching(/dense: out of order; bm25: out of order/) as string,
      cause: { errors: [new Error("out of order"), new Error("out of order")] },
    });
  });

  it.each([
    new InvalidArgumentError("wrong"),
    new FilterError("wrong"),
    new AbortedError(),
    new DisposedError("The collection"),
    new NotSupportedError("wrong"),
    new FingerprintMismatchError("one", "another"),
  ])("throws what concerns the call itself, not one leg: $code", async (error) => {
    const searching = search(
      altered({ searchBm25: () => Promise.reject(error) }),
      request({ mode: "hybrid" }),
    );
    await expect(searching).rejects.toBe(error);
  });

  it("gives way before it fuses where a turn of the event loop has been long, else not", async () => {
    const hits = await collection.searchDense(queryVector, 4);
    const passages = await collection.get(hits.map(({ id }) => id));
    // Nothing but the fusion has a pause here.
    const ready = altered({
      searchDense: () => Promise.resolve(hits),
      searchBm25: () => Promise.resolve(hits),
      get: () => Promise.resolve(passages),
    });
    const searching = () => search(ready, request({ mode: "hybrid" }));
    expect(await pausesOf(searching)).toBe(1);
    expect(await pausesOf(searching, false)).toBe(0);
  });

  it("does not take a mistake of the caller for a failing leg", async () => {
    await expect(
      search(collection, request({ mode: "hybrid", queryVector: Float32Array.of(1) })),
    ).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

describe("every mode", () => {
  it.each(["dense", "bm25", "hybrid", "rerank"] as const)(
    "%s applies the filter first",
    async (mode) => {
      const { hits } = await search(
        collection,
        request({ mode, k: 1, filter: { year: { $lt: 2020 } } }),
      );
      expect(hits.map(({ id }) => id)).toEqual(["orchard"]);
    },
  );

  it.each(["dense", "bm25", "hybrid", "rerank"] as const)(
    "%s cuts at the threshold",
    async (mode) => {
      const { hits } = await search(collection, request({ mode }));
      const scoreThreshold = hits[1]!.score;
      const cut = await search(collection, request({ mode, scoreThreshold }));
      expect(brief(cut.hits)).toEqual(brief(hits).filter(([, score]) => score >= scoreThreshold));
      expect((await search(collection, request({ mode, scoreThreshold: 1e9 }))).hits).toEqual([]);
    },
  );

  it.each(["dense", "bm25", "hybrid", "rerank"] as const)(
    "%s finds nothing where nothing is",
    async (mode) => {
      await collection.delete({ filter: {} });
      const { hits, legs } = await search(collection, request({ mode }));
      expect(hits).toEqual([]);
      expect(legs.every(({ status }) => status === "empty")).toBe(true);
    },
  );

  it.each(["dense", "bm25", "hybrid", "rerank"] as const)(
    "%s stops when the signal fires",
    async (mode) => {
      const controller = new AbortController();
      const searching = search(
        collection,
        request({
          mode,
          signal: controller.signal,
          filter: () => {
            controller.abort();
            const until = performance.now() + 6;
            while (performance.now() < until);
            return true;
          },
        }),
      );
      await expect(searching).rejects.toThrowError(AbortedError);
      await expect(
        search(collection, request({ mode, signal: AbortSignal.abort() })),
      ).rejects.toMatchObject({ code: "ABORTED" });
    },
  );

  it.each(["dense", "bm25", "hybrid", "rerank"] as const)(
    "%s hands on the filter and the signal, and nothing where there are none",
    async (mode) => {
      const given: object[] = [];
      const watched = altered({
        searchDense: (query, k, options) => {
          given.push(options!);
          return collection.searchDense(query, k, options);
        },
        searchBm25: (query, k, options) => {
          given.push(options!);
          return collection.searchBm25(query, k, options);
        },
        readConsistently: (read, options) => {
          given.push(options!);
          return read(watched);
        },
      });
      const { signal } = new AbortController();
      const filter = { year: { $gt: 2000 } };
      const candidates = ["pie", "orchard"];
      await search(watched, request({ mode }));
      await search(watched, request({ mode, filter, signal }));
      const legs = { dense: [{}], bm25: [{}], hybrid: [{}, {}], rerank: [{}, { candidates }] };
      expect(given).toStrictEqual([
        {},
        ...legs[mode],
        { signal },
        ...legs[mode].map((options) => ({ filter, ...options, signal })),
      ]);
    },
  );

  it("gives four hits where no k is given", async () => {
    await collection.add([{ text: "apples" }], Float32Array.of(1, 1));
    expect((await search(collection, request({ mode: "dense" }))).hits).toHaveLength(4);
  });

  it("numbers the hits anew where a passage has vanished since it was ranked", async () => {
    const vanishing = altered({
      get: async (ids) =>
        (await collection.get(ids)).map((p) => (p!.id === "ship" ? undefined : p)),
    });
    const { hits } = await search(vanishing, request({ mode: "dense", k: 2 }));
    expect(hits.map(({ id, rank }) => [id, rank])).toEqual([["pie", 1]]);
  });

  it("takes all it tells from one state of the collection", async () => {
    const searching = search(collection, request({ mode: "rerank", query: "apples pie" }));
    const deleting = collection.delete({ ids: ["pie"] });
    const { hits } = await searching;
    expect(hits.map(({ id }) => id)).toEqual(["pie", "orchard"]);
    expect(await deleting).toBe(1);
  });

  it.each<[string, Partial<SearchRequest>, RegExp]>([
    ["no vector", { queryVector: undefined as unknown as Float32Array }, /`queryVector`/],
    ["an unknown mode", { mode: "sparse" as "dense" }, /`mode` to be one of dense, bm25/],
    ["k = 0", { k: 0 }, /`k` to be a positive integer/],
    ["no candidates", { candidates: 0 }, /`candidates`/],
    ["a threshold that is NaN", { scoreThreshold: Number.NaN }, /`scoreThreshold`/],
    ["an unknown fusion", { fusion: "sum" as "rrf" }, /`fusion`/],
    ["no fusion", { fusion: null as unknown as "rrf" }, /`fusion`/],
    ["a boundless constant", { fusion: { method: "rrf", constant: Infinity } }, /fusion\.constant/],
    [
      "an unknown normalization",
      { fusion: { method: "weighted-sum", normalization: "toString" as "min-max" } },
      /fusion\.normalization/,
    ],
    ["weights that are null", { weights: null as unknown as object }, /\{ dense, bm25 \}/],
    ["weights that are a number", { weights: 3 as unknown as object }, /\{ dense, bm25 \}/],
    ["a negative constant", { fusion: { method: "rrf", constant: -1 } }, /fusion\.constant/],
    ["weights of zero", { weights: { dense: 0, bm25: 0 } }, /`weights`/],
    ["weights of a third leg", { weights: { sparse: 1 } as object }, /\{ dense, bm25 \}/],
    ["an unknown operator", { filter: { year: { $near: 1 } } }, /\$near/],
    ["a query that is no text", { query: 3 as unknown as string }, /`query` to be a string/],
  ])("refuses %s before it searches", async (_, fields, message) => {
    const asked: string[] = [];
    const watched = altered({
      searchDense: (...given) => {
        asked.push("dense");
        return collection.searchDense(...given);
      },
      searchBm25: (...given) => {
        asked.push("bm25");
        return collection.searchBm25(...given);
      },
    });
    await expect(search(watched, request({ mode: "hybrid", ...fields }))).rejects.toThrowError(
      message,
    );
    expect(asked).toEqual([]);
  });
});
