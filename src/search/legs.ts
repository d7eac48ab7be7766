/** The two rankings that every mode starts from, and what is told about how they went. */

import type { Hit, PassageReader } from "../collection/passage_collection.js";
import { CollectionUnavailableError, TasbError, type ErrorCode } from "../errors.js";
import type { CheckedRequest } from "./check_request.js";
import type { LegName, LegReport } from "./search_types.js";

/** A leg's hits, or why there are none. */
export type LegOutcome = { leg: LegName; hits: Hit[] } | { leg: LegName; error: unknown };

/** Errors of the call itself, which hybrid must not take for the failure of one leg. */
const CALL_ERRORS: readonly ErrorCode[] = [
  "INVALID_ARGUMENT",
  "FILTER_INVALID",
  "ABORTED",
  "DISPOSED",
  "NOT_SUPPORTED",
  "FINGERPRINT_MISMATCH",
];

export function denseLeg(
  reader: PassageReader,
  request: CheckedRequest,
  vector: Float32Array,
  k: number,
  candidates?: readonly string[],
): Promise<Hit[]> {
  const { filter, signal } = request;
  return reader.searchDense(vector, k, {
    ...(filter !== undefined && { filter }),
    ...(candidates !== undefined && { candidates }),
    ...(signal !== undefined && { signal }),
  });
}

export function bm25Leg(reader: PassageReader, request: CheckedRequest, k: number): Promise<Hit[]> {
  const { query, filter, signal } = request;
  return reader.searchBm25(query, k, {
    ...(filter !== undefined && { filter }),
    ...(signal !== undefined && { signal }),
  });
}

/** Waits for a leg; its failure is an outcome, errors of the call are thrown. */
export async function outcomeOf(leg: LegName, running: Promise<Hit[]>): Promise<LegOutcome> {
  try {
    return { leg, hits: await running };
  } catch (error) {
    if (error instanceof TasbError && CALL_ERRORS.includes(error.code)) throw error;
    return { leg, error };
  }
}

/** @throws CollectionUnavailableError when no leg is left */
export function requireOneLeg(outcomes: readonly LegOutcome[]): void {
  const failed = outcomes.filter((outcome) => "error" in outcome);
  if (failed.length < outcomes.length) return;
  const reasons = failed.map(({ leg, error }) => `${leg}: ${messageOf(error)}`);
  throw new CollectionUnavailableError(`Every leg of the search failed. ${reasons.join("; ")}`, {
    cause: new AggregateError(failed.map(({ error }) => error)),
  });
}

export function reportOf(outcome: LegOutcome): LegReport {
  const { leg } = outcome;
  if ("hits" in outcome) {
    const count = outcome.hits.length;
    return { leg, status: count === 0 ? "empty" : "ok", count };
  }
  const { error } = outcome;
  const message = messageOf(error);
  return {
    leg,
    status: "failed",
    count: 0,
    error: error instanceof TasbError ? { message, code: error.code } : { message },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
