/**
 * Fusion: several ranked lists of passages into one. Passages are matched by id, never by text.
 * Every entry keeps what each list gave to it.
 *
 * Equal fused scores are common in fusion by rank: two passages that change places between two lists
 * have one. There the lists' own scores, which the ranks left out, decide; and where they do not, the
 * rank in the first list, then in the next. Order of insertion says nothing of a passage's worth.
 */

import { expected, InvalidArgumentError } from "../errors.js";
import { checkNumber } from "../option_checks.js";
import {
  minMax,
  normalizations,
  type Normalization,
  type NormalizedScores,
} from "./normalization.js";
import type { Ranked } from "./order.js";
import { TopK } from "./top_k.js";

/** One entry of a list to be fused. Lists are given best first; an id stands once in a list. */
export interface FusionEntry extends Ranked {
  readonly id: string;
}

/** What one list gave to a fused passage. */
export interface FusionComponent {
  /** Place in that list, from 1. */
  rank: number;
  /** Score in that list, as it came. */
  score: number;
  /** What it adds to the fused score: weight times reciprocal rank, or times normalized score. */
  contribution: number;
}

export interface FusedEntry extends FusionEntry {
  /** One per list, in the order of the lists; `undefined` where a list does not hold the passage. */
  readonly components: readonly (FusionComponent | undefined)[];
}

export interface ReciprocalRankFusionOptions {
  /**
   * Added to every rank; the larger, the less the first places stand out. Finite, at least 0
   * (0 gives 1, 1/2, 1/3 …). Default 60, the value of the source.
   */
  constant?: number;
  /** One per list, finite, at least 0, not all 0. Default: 1 each. */
  weights?: readonly number[];
}

export interface WeightedSumOptions {
  /** How each list's scores are brought to one scale. Default "min-max". */
  normalization?: Normalization;
  /** One per list, finite, at least 0, not all 0. Default: 1 each. */
  weights?: readonly number[];
}

export interface FusedLength {
  /** How many entries to give, the best ones; a positive integer. Default: all. */
  limit?: number;
}

/** The constant of the source. */
export const RRF_CONSTANT = 60;

/**
 * Sum over the lists that hold the passage of weight / (constant + rank), rank from 1. Equal sums are
 * ordered by the weighted sum of the lists' scores, each brought to [0, 1] as by "min-max".
 *
 * Source: Cormack, Clarke & Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual
 * Rank Learning Methods", SIGIR 2009 (there without weights).
 */
export function reciprocalRankFusion(
  lists: readonly (readonly FusionEntry[])[],
  options: ReciprocalRankFusionOptions & FusedLength = {},
): FusedEntry[] {
  const { constant = RRF_CONSTANT } = options;
  checkNumber("constant", constant, 0);
  const weights = checkWeights(options.weights, lists.length);
  return fuse(
    lists,
    lists.map((list, l) => ({
      contributions: Float64Array.from(list, (_, i) => weights[l]! / (constant + i + 1)),
      missing: 0,
    })),
    options.limit,
    lists.map((list, l) => weighted(minMax, list, weights[l]!)),
  );
}

/**
 * Sum over all lists of weight * normalized score. A passage that a list does not hold counts there
 * with the normalization's score for missing passages.
 *
 * Source: linear combination ("weighted CombSUM"), Fox & Shaw, TREC-2 (1993); Vogt & Cottrell 1999.
 */
export function weightedSum(
  lists: readonly (readonly FusionEntry[])[],
  options: WeightedSumOptions & FusedLength = {},
): FusedEntry[] {
  const name = options.normalization ?? "min-max";
  if (!Object.hasOwn(normalizations, name)) {
    throw expected("normalization", '"min-max" or "z-score"', name);
  }
  const weights = checkWeights(options.weights, lists.length);
  return fuse(
    lists,
    lists.map((list, l) => weighted(normalizations[name], list, weights[l]!)),
    options.limit,
  );
}

/** Weights as given, or 1 each; throws what is wrong with them. */
export function checkWeights(
  weights: readonly number[] | undefined,
  length: number,
): readonly number[] {
  if (weights === undefined) return Array.from({ length }, () => 1);
  if (!Array.isArray(weights) || weights.length !== length) {
    throw expected("weights", `an array of ${length} numbers, one per list`, weights);
  }
  for (const weight of weights) {
    if (!Number.isFinite(weight) || weight < 0) {
      throw expected("weights", "finite numbers of at least 0", weight);
    }
  }
  if (length > 0 && weights.every((weight) => weight === 0)) {
    throw new InvalidArgumentError("Expected `weights` to hold a number above 0, got zeros only.");
  }
  return weights;
}

/** What a list adds to the score of each of its entries, and of passages it does not hold. */
interface Contributions {
  contributions: Float64Array;
  missing: number;
}

/** Normalized scores times a weight. */
function weighted(
  normalize: (scores: ArrayLike<number>) => NormalizedScores,
  list: readonly FusionEntry[],
  weight: number,
): Contributions {
  const { scores, missing } = normalize(list.map(({ score }) => score));
  return { contributions: scores.map((score) => weight * score), missing: weight * missing };
}

/**
 * Scores lie in typed arrays, one place for each passage, and only what is given out becomes objects:
 * of two lists of a thousand a search keeps a handful.
 */
function fuse(
  lists: readonly (readonly FusionEntry[])[],
  given: readonly Contributions[],
  limit = Infinity,
  ofEqual: readonly Contributions[] = [],
): FusedEntry[] {
  if (limit !== Infinity && !(Number.isSafeInteger(limit) && limit >= 1)) {
    throw expected("limit", "a positive integer", limit);
  }
  const width = lists.length;
  const { ids, sequences, ranks } = placesOf(lists);
  const sumAt = (place: number, parts: readonly Contributions[]): number => {
    let sum = 0;
    for (const [l, { contributions, missing }] of parts.entries()) {
      const rank = ranks[place * width + l]!;
      sum += rank === 0 ? missing : contributions[rank - 1]!;
    }
    return sum;
  };
  const scores = Float64Array.from(ids, (_, place) => sumAt(place, given));
  return (
    bestPlaces(scores, limit)
      .map((place) => ({ place, score: scores[place]!, second: sumAt(place, ofEqual) }))
      // Stable: what is equal in both stays in the order of the places.
      .toSorted((a, b) => b.score - a.score || b.second - a.second)
      .slice(0, limit)
      .map(({ place, score }) => {
        const components = lists.map((list, l): FusionComponent | undefined => {
          const rank = ranks[place * width + l]!;
          if (rank === 0) return undefined;
          const contribution = given[l]!.contributions[rank - 1]!;
          return { rank, score: list[rank - 1]!.score, contribution };
        });
        return { id: ids[place]!, score, sequence: sequences[place]!, components };
      })
  );
}

/**
 * Each passage once, with its rank in each list, [passages, lists]; 0: not in that list. Places are
 * given out along the first list, then along the next.
 */
function placesOf(lists: readonly (readonly FusionEntry[])[]): {
  ids: string[];
  sequences: number[];
  ranks: Uint32Array;
} {
  const places = new Map<string, number>();
  const ids: string[] = [];
  const sequences: number[] = [];
  const entries = lists.reduce((sum, list) => sum + list.length, 0);
  const ranks = new Uint32Array(entries * lists.length);
  lists.forEach((list, l) => {
    list.forEach(({ id, sequence }, i) => {
      let place = places.get(id);
      if (place === undefined) {
        place = ids.push(id) - 1;
        sequences.push(sequence);
        places.set(id, place);
      }
      const at = place * lists.length + l;
      if (ranks[at] !== 0) {
        throw new InvalidArgumentError(`Expected each id once in a list, got \`${id}\` twice.`);
      }
      ranks[at] = i + 1;
    });
  });
  return { ids, sequences, ranks };
}

/** The places of the `limit` best scores, and of those that equal the last of them; ascending. */
function bestPlaces(scores: Float64Array, limit: number): number[] {
  const places = [...scores.keys()];
  if (limit >= places.length) return places;
  const top = new TopK(limit);
  scores.forEach((score, place) => top.push(score, place));
  const { worst } = top;
  return places.filter((place) => scores[place]! >= worst);
}
