/** A search request checked and completed with the defaults. */

import { compileFilter } from "../collection/compile_filter.js";
import type { Filter } from "../collection/filter.js";
import { expected, InvalidArgumentError } from "../errors.js";
import {
  checkWeights,
  RRF_CONSTANT,
  type ReciprocalRankFusionOptions,
  type WeightedSumOptions,
} from "../ranking/fusion.js";
import { normalizations } from "../ranking/normalization.js";
import {
  GRAINS,
  SEARCH_MODES,
  type Fusion,
  type Grain,
  type SearchMode,
  type SearchRequest,
} from "./search_types.js";

export const DEFAULT_K = 4;
export const DEFAULT_CANDIDATES = 1000;

/** How two lists, dense and BM25, become one. */
export type FusionPlan =
  | ({ method: "rrf" } & Required<ReciprocalRankFusionOptions>)
  | ({ method: "weighted-sum" } & Required<WeightedSumOptions>);

export interface CheckedRequest {
  query: string;
  queryVector: SearchRequest["queryVector"];
  mode: SearchMode;
  grain: Grain;
  neighbors: number;
  k: number;
  /** At least k. */
  candidates: number;
  fusion: FusionPlan;
  filter: Filter | undefined;
  scoreThreshold: number;
  signal: AbortSignal | undefined;
}

/** @throws InvalidArgumentError, FilterError */
export function checkRequest(request: SearchRequest): CheckedRequest {
  const { query, queryVector, mode, filter, signal } = request;
  const { k = DEFAULT_K, candidates = DEFAULT_CANDIDATES, scoreThreshold } = request;
  if (typeof query !== "string") throw expected("query", "a string", query);
  if (!SEARCH_MODES.includes(mode)) {
    throw expected("mode", `one of ${SEARCH_MODES.join(", ")}`, mode);
  }
  const { grain = "passage", neighbors = 1 } = request;
  if (!GRAINS.includes(grain)) throw expected("grain", `one of ${GRAINS.join(", ")}`, grain);
  requirePositiveInteger("neighbors", neighbors);
  requirePositiveInteger("k", k);
  requirePositiveInteger("candidates", candidates);
  if (scoreThreshold !== undefined && !Number.isFinite(scoreThreshold)) {
    throw expected("scoreThreshold", "a finite number", scoreThreshold);
  }
  if (mode !== "bm25" && queryVector === undefined) {
    throw new InvalidArgumentError(
      `Expected \`queryVector\`, which the mode ${mode} needs, got none.`,
    );
  }
  if (filter !== undefined) compileFilter(filter);
  return {
    query,
    queryVector,
    mode,
    grain,
    neighbors,
    k,
    candidates: Math.max(candidates, k),
    fusion: planFusion(request.fusion ?? "rrf", request.weights),
    filter,
    scoreThreshold: scoreThreshold ?? -Infinity,
    signal,
  };
}

function planFusion(fusion: Fusion, given: SearchRequest["weights"]): FusionPlan {
  if (given !== undefined && (typeof given !== "object" || given === null)) {
    throw expected("weights", "{ dense, bm25 }", given);
  }
  for (const leg of Object.keys(given ?? {})) {
    if (leg !== "dense" && leg !== "bm25") throw expected("weights", "{ dense, bm25 }", leg);
  }
  const weights = checkWeights([given?.dense ?? 1, given?.bm25 ?? 1], 2);
  const options = fusion === "rrf" ? { method: fusion } : fusion;
  switch (options?.method) {
    case "rrf": {
      const { constant = RRF_CONSTANT } = options;
      if (!Number.isFinite(constant) || constant < 0) {
        throw expected("fusion.constant", "a finite number of at least 0", constant);
      }
      return { method: "rrf", constant, weights };
    }
    case "weighted-sum": {
      const { normalization = "min-max" } = options;
      if (!Object.hasOwn(normalizations, normalization)) {
        throw expected("fusion.normalization", '"min-max" or "z-score"', normalization);
      }
      return { method: "weighted-sum", normalization, weights };
    }
  }
  throw expected("fusion", '"rrf", { method: "rrf" } or { method: "weighted-sum" }', fusion);
}

function requirePositiveInteger(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) throw expected(name, "a positive integer", value);
}
