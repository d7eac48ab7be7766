/** A search request checked and completed with the defaults. */

import { compileFilter } from "../collection/compile_filter.js";
import type { Filter } from "../collection/filter.js";
import { expected, InvalidArgumentError } from "../errors.js";
import { checkChoice, checkInteger, checkNumber } from "../option_checks.js";
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

export const DEFAULT_MODE: SearchMode = "hybrid";
export const DEFAULT_K = 4;
export const DEFAULT_CANDIDATES = 1000;

/** How two lists, dense and BM25, become one. */
export type FusionPlan =
  | ({ method: "rrf" } & Required<ReciprocalRankFusionOptions>)
  | ({ method: "weighted-sum" } & Required<WeightedSumOptions>);

/** How a search is done, whatever it is for. */
export type SearchSettings = Omit<SearchRequest, "query" | "queryVector" | "mode" | "signal"> &
  Partial<Pick<SearchRequest, "mode">>;

export interface CheckedSettings {
  mode: SearchMode;
  grain: Grain;
  neighbors: number;
  k: number;
  /** At least k. */
  candidates: number;
  fusion: FusionPlan;
  filter: Filter | undefined;
  scoreThreshold: number;
}

export interface CheckedRequest extends CheckedSettings {
  query: string;
  queryVector: SearchRequest["queryVector"];
  signal: AbortSignal | undefined;
}

/** @throws InvalidArgumentError, FilterError */
export function checkRequest(request: SearchRequest): CheckedRequest {
  const { query, queryVector, signal } = request;
  if (typeof query !== "string") throw expected("query", "a string", query);
  const settings = checkSettings(request);
  if (settings.mode !== "bm25" && queryVector === undefined) {
    throw new InvalidArgumentError(
      `Expected \`queryVector\`, which the mode ${settings.mode} needs, got none.`,
    );
  }
  return { ...settings, query, queryVector, signal };
}

/** @throws InvalidArgumentError, FilterError */
export function checkSettings(settings: SearchSettings): CheckedSettings {
  const { mode = DEFAULT_MODE, grain = "passage", neighbors = 1, filter } = settings;
  const { k = DEFAULT_K, candidates = DEFAULT_CANDIDATES, scoreThreshold } = settings;
  const { fusion = "rrf", weights } = settings;
  checkChoice("mode", mode, SEARCH_MODES);
  checkChoice("grain", grain, GRAINS);
  checkInteger("neighbors", neighbors);
  checkInteger("k", k);
  checkInteger("candidates", candidates);
  checkNumber("scoreThreshold", scoreThreshold);
  if (filter !== undefined) compileFilter(filter);
  return {
    mode,
    grain,
    neighbors,
    k,
    candidates: Math.max(candidates, k),
    fusion: planFusion(fusion, weights),
    filter,
    scoreThreshold: scoreThreshold ?? -Infinity,
  };
}

function planFusion(fusion: Fusion, given: SearchRequest["weights"]): FusionPlan {
  if (given !== undefined && (typeof given !== "object" || given === null)) {
    throw expected("weights", "{ dense, bm25 }", given);
  }
  for (const leg of Object.keys(given ?? {})) {
    if (leg !== "dense" && leg !== "bm25") throw expected("weights", "{ dense, bm25 }", leg);
  }
  // In the order in which the lists are fused.
  const weights = checkWeights([given?.bm25 ?? 1, given?.dense ?? 1], 2);
  const options = fusion === "rrf" ? { method: fusion } : fusion;
  switch (options?.method) {
    case "rrf": {
      const { constant = RRF_CONSTANT } = options;
      checkNumber("fusion.constant", constant, 0);
      return { method: "rrf", constant, weights };
    }
    case "weighted-sum": {
      const { normalization = "min-max" } = options;
      checkChoice("fusion.normalization", normalization, Object.keys(normalizations));
      return { method: "weighted-sum", normalization, weights };
    }
  }
  throw expected("fusion", '"rrf", { method: "rrf" } or { method: "weighted-sum" }', fusion);
}
