import { describe, expect, it } from "vitest";

import { checkRequest, checkSettings } from "../../src/search/check_request.js";

const one = [1, 1];

describe("the settings of a search", () => {
  it("are completed with the documented defaults", () => {
    expect(checkSettings({})).toStrictEqual({
      mode: "hybrid",
      grain: "passage",
      neighbors: 1,
      k: 4,
      candidates: 1000,
      fusion: { method: "rrf", constant: 60, weights: one },
      filter: undefined,
      scoreThreshold: -Infinity,
    });
  });

  it("take as many candidates as hits at least", () => {
    expect(checkSettings({ k: 20, candidates: 7 })).toMatchObject({ k: 20, candidates: 20 });
  });

  it("hold how lists are fused, BM25's weight first", () => {
    const weights = { dense: 3, bm25: 2 };
    expect(checkSettings({ fusion: { method: "rrf", constant: 0 }, weights }).fusion).toStrictEqual(
      { method: "rrf", constant: 0, weights: [2, 3] },
    );
    expect(checkSettings({ fusion: { method: "weighted-sum" } }).fusion).toStrictEqual({
      method: "weighted-sum",
      normalization: "min-max",
      weights: one,
    });
  });
});

describe("the request of a search", () => {
  it("needs a vector in every mode but bm25", () => {
    expect(checkRequest({ query: "q", mode: "bm25" })).toMatchObject({ mode: "bm25", query: "q" });
    for (const mode of ["dense", "hybrid", "rerank"] as const) {
      expect(() => checkRequest({ query: "q", mode })).toThrowError(new RegExp(`mode ${mode}`));
    }
  });

  it("needs a text as query, also where only its vector is searched for", () => {
    const query = 3 as unknown as string;
    expect(() =>
      checkRequest({ query, mode: "dense", queryVector: Float32Array.of(1) }),
    ).toThrowError(/`query` to be a string/);
  });
});
