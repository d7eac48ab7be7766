/**
 * Fusion: several ranked lists of passages into one. Passages are matched by id, never by text, and
 * the fused list stands in the order of `order.ts`. Every entry keeps what each list gave to it.
 */

import { expected, InvalidArgumentError } from "../errors.js";
import { normalizations, type Normalization } from "./normalization.js";
import { compareRanked, type Ranked } from "./order.js";

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

/** The constant of the source. */
export const RRF_CONSTANT = 60;

/**
 * Sum over the lists that hold the passage of weight / (constant + rank), rank from 1.
 *
 * Source: Cormack, Clarke & Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual
 * Rank Learning Methods", SIGIR 2009 (there without weights).
 */
export function reciprocalRankFusion(
  lists: readonly (readonly FusionEntry[])[],
  options: ReciprocalRankFusionOptions = {},
): FusedEntry[] {
  const constant = checkConstant(options.constant ?? RRF_CONSTANT);
  const weights = checkWeights(options.weights, lists.length);
  return fuse(
    lists,
    lists.map((list, l) => ({
      contributions: list.map((_, i) => weights[l]! / (constant + i + 1)),
      missing: 0,
    })),
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
  options: WeightedSumOptions = {},
): FusedEntry[] {
  const name = options.normalization ?? "min-max";
  if (!Object.hasOwn(normalizations, name)) {
    throw expected("normalization", '"min-max" or "z-score"', name);
  }
  const weights = checkWeights(options.weights, lists.length);
  return fuse(
    lists,
    lists.map((list, l) => {
      const { scores, missing } = normalizations[name](list.map((entry) => entry.score));
      return {
        contributions: Array.from(scores, (score) => weights[l]! * score),
        missing: weights[l]! * missing,
      };
    }),
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

function checkConstant(constant: number): number {
  if (!Number.isFinite(constant) || constant < 0) {
    throw expected("constant", "a finite number of at least 0", constant);
  }
  return constant;
}

/** What a list adds to the score of each of its entries, and of passages it does not hold. */
interface Contributions {
  contributions: readonly number[];
  missing: number;
}

function fuse(
  lists: readonly (readonly FusionEntry[])[],
  given: readonly Contributions[],
): FusedEntry[] {
  const byId = new Map<string, { sequence: number; components: (FusionComponent | undefined)[] }>();
  lists.forEach((list, l) => {
    list.forEach(({ id, score, sequence }, i) => {
      if (Number.isNaN(score)) throw expected("score", "a number other than NaN", score);
      let fused = byId.get(id);
      if (fused === undefined) {
        fused = { sequence, components: Array.from({ length: lists.length }, () => undefined) };
        byId.set(id, fused);
      }
      if (fused.components[l] !== undefined) {
        throw new InvalidArgumentError(`Expected each id once in a list, got \`${id}\` twice.`);
      }
      fused.components[l] = { rank: i + 1, score, contribution: given[l]!.contributions[i]! };
    });
  });
  const fused: FusedEntry[] = [];
  for (const [id, { sequence, components }] of byId) {
    let score = 0;
    components.forEach((component, l) => {
      score += component?.contribution ?? given[l]!.missing;
    });
    fused.push({ id, score, sequence, components });
  }
  return fused.toSorted(compareRanked);
}
