/** The search pipeline, written once over `PassageCollection`. */

import type { Hit, PassageCollection, PassageReader } from "../collection/passage_collection.js";
import { throwIfAborted } from "../errors.js";
import { reciprocalRankFusion, weightedSum, type FusedEntry } from "../ranking/fusion.js";
import { Pause } from "../pause.js";
import { checkRequest, type CheckedRequest, type FusionPlan } from "./check_request.js";
import { bm25Leg, denseLeg, outcomeOf, reportOf, requireOneLeg, type LegOutcome } from "./legs.js";
import { parentsOf } from "./parents.js";
import type {
  Bm25Stage,
  DenseStage,
  LegReport,
  SearchHit,
  SearchRequest,
  SearchResult,
} from "./search_types.js";

export type * from "./search_types.js";

/** How many times as many passages are taken where they have too few parents. */
const PASSAGES_PER_PARENT = 4;

/** A hit that still lacks its text and its terms. */
type RankedHit = Pick<SearchHit, "id" | "score" | "sequence" | "stages">;

/**
 * Ranks the passages of a collection for a query.
 *
 * All legs, and the texts, are of one state of the collection where it can promise that
 * (`readConsistently`). In mode hybrid a leg that fails is reported and the other one stands alone;
 * in the other modes its error is thrown.
 *
 * @throws InvalidArgumentError, FilterError, AbortedError; CollectionUnavailableError when both legs
 *   of a hybrid search fail; else what the collection, or `queryVector`, throws
 */
export async function search(
  collection: PassageCollection,
  request: SearchRequest,
): Promise<SearchResult> {
  const checked = checkRequest(request);
  const { query, mode, signal } = checked;
  throwIfAborted(signal);
  // Made before the collection is held still: it may take long.
  const vector = mode === "bm25" ? NO_VECTOR : await vectorOutcome(checked);
  throwIfAborted(signal);

  const rank = async (reader: PassageReader): Promise<SearchResult> => {
    // Several passages may have one parent: more are taken until there are enough parents.
    for (let k = checked.k; ; k *= PASSAGES_PER_PARENT) {
      const wider = { ...checked, k, candidates: Math.max(k, checked.candidates) };
      const { ranked, legs } = await rankers[mode](reader, wider, vector);
      throwIfAborted(signal);
      const kept = ranked.filter(({ score }) => score >= checked.scoreThreshold);
      const hits = await complete(reader, query, kept);
      if (checked.grain === "passage") return { query, mode, hits, legs };
      const parents = await parentsOf(reader, hits, checked);
      if (parents.length === checked.k || kept.length < k) {
        return { query, mode, hits: parents, legs };
      }
    }
  };
  if (collection.readConsistently === undefined) return rank(collection);
  return collection.readConsistently(rank, signal === undefined ? {} : { signal });
}

/** The query's vector, or why there is none. */
type VectorOutcome = { vector: Float32Array } | { error: unknown };

const NO_VECTOR: VectorOutcome = { error: undefined };

async function vectorOutcome({ queryVector }: CheckedRequest): Promise<VectorOutcome> {
  try {
    const vector = typeof queryVector === "function" ? await queryVector() : queryVector;
    return { vector: vector! };
  } catch (error) {
    return { error };
  }
}

/** @throws the error that came instead of a vector */
function requireVector(outcome: VectorOutcome): Float32Array {
  if ("error" in outcome) throw outcome.error;
  return outcome.vector;
}

interface Ranking {
  ranked: RankedHit[];
  legs: LegReport[];
}

type Ranker = (
  reader: PassageReader,
  request: CheckedRequest,
  vector: VectorOutcome,
) => Promise<Ranking>;

const rankers: Record<SearchRequest["mode"], Ranker> = {
  async dense(reader, request, vector) {
    const hits = await denseLeg(reader, request, requireVector(vector), request.k);
    return {
      ranked: hits.map((hit, i) => rankedHit(hit, { dense: denseStage(hit, i) })),
      legs: [reportOf({ leg: "dense", hits })],
    };
  },

  async bm25(reader, request) {
    const hits = await bm25Leg(reader, request, request.k);
    return {
      ranked: hits.map((hit, i) => rankedHit(hit, { bm25: bm25Stage(hit, i) })),
      legs: [reportOf({ leg: "bm25", hits })],
    };
  },

  async rerank(reader, request, vector) {
    const first = await bm25Leg(reader, request, request.candidates);
    const places = new Map(first.map((hit, i) => [hit.id, bm25Stage(hit, i)]));
    const hits = await denseLeg(reader, request, requireVector(vector), request.k, [
      ...places.keys(),
    ]);
    return {
      ranked: hits.map((hit, i) =>
        rankedHit(hit, { bm25: places.get(hit.id)!, rerank: denseStage(hit, i) }),
      ),
      legs: [reportOf({ leg: "bm25", hits: first }), reportOf({ leg: "dense", hits })],
    };
  },

  async hybrid(reader, request, vector) {
    const { candidates } = request;
    const outcomes = await Promise.all([
      outcomeOf("dense", denseOf(reader, request, vector)),
      outcomeOf("bm25", bm25Leg(reader, request, candidates)),
    ]);
    requireOneLeg(outcomes);
    const [dense, bm25] = outcomes.map(hitsOf);
    const pause = new Pause(request.signal);
    // The answers of many searches may have come in one turn of the event loop.
    if (pause.due()) await pause.take();
    const fused = fuse(bm25!, dense!, request.fusion, request.k);
    return {
      ranked: fused.map((entry, i) => fusedHit(entry, i, dense!, bm25!)),
      legs: outcomes.map(reportOf),
    };
  },
};

async function denseOf(
  reader: PassageReader,
  request: CheckedRequest,
  vector: VectorOutcome,
): Promise<Hit[]> {
  return denseLeg(reader, request, requireVector(vector), request.candidates);
}

function hitsOf(outcome: LegOutcome): Hit[] {
  return "hits" in outcome ? outcome.hits : [];
}

/** BM25 first: where nothing else does, its ranks decide between equal fused scores. */
function fuse(bm25: Hit[], dense: Hit[], plan: FusionPlan, limit: number): FusedEntry[] {
  const lists = [bm25, dense];
  return plan.method === "rrf"
    ? reciprocalRankFusion(lists, { ...plan, limit })
    : weightedSum(lists, { ...plan, limit });
}

function rankedHit({ id, score, sequence }: Hit, stages: SearchHit["stages"]): RankedHit {
  return { id, score, sequence, stages };
}

function fusedHit(entry: FusedEntry, i: number, dense: Hit[], bm25: Hit[]): RankedHit {
  const { id, score, sequence, components } = entry;
  const [ofBm25, ofDense] = components;
  const stages: SearchHit["stages"] = {};
  const contributions: { dense?: number; bm25?: number } = {};
  if (ofDense !== undefined) {
    stages.dense = denseStage(dense[ofDense.rank - 1]!, ofDense.rank - 1);
    contributions.dense = ofDense.contribution;
  }
  if (ofBm25 !== undefined) {
    stages.bm25 = bm25Stage(bm25[ofBm25.rank - 1]!, ofBm25.rank - 1);
    contributions.bm25 = ofBm25.contribution;
  }
  stages.fused = { score, rank: i + 1, contributions };
  return { id, score, sequence, stages };
}

function denseStage({ score, window }: Hit, i: number): DenseStage {
  return window === undefined ? { score, rank: i + 1 } : { score, rank: i + 1, window };
}

function bm25Stage({ score, terms }: Hit, i: number): Bm25Stage {
  return terms === undefined ? { score, rank: i + 1 } : { score, rank: i + 1, terms };
}

/** Puts in the texts, and the matched terms where the hits do not bring them. */
async function complete(
  reader: PassageReader,
  query: string,
  ranked: RankedHit[],
): Promise<SearchHit[]> {
  const ids = ranked.map(({ id }) => id);
  const explained = ranked
    .filter(({ stages: { bm25 } }) => bm25 !== undefined && bm25.terms === undefined)
    .map(({ id }) => id);
  const [passages, terms] = await Promise.all([
    reader.get(ids),
    explained.length === 0 ? [] : (reader.matchedTerms?.(query, explained) ?? []),
  ]);
  const termsOf = new Map(explained.map((id, i) => [id, terms[i]]));
  const hits: SearchHit[] = [];
  ranked.forEach((hit, i) => {
    const passage = passages[i];
    // Deleted since it was ranked, which only a remote collection lets happen.
    if (passage === undefined) return;
    const found = termsOf.get(hit.id);
    if (found !== undefined) hit.stages.bm25!.terms = found;
    const { text, metadata } = passage;
    hits.push({ ...hit, rank: hits.length + 1, text, metadata });
  });
  return hits;
}
