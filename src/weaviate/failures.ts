/** What went wrong at a server: whether another try may help, and how it is told. */

import { CollectionUnavailableError, TasbError } from "../errors.js";

/** A server's process does not answer at all. */
export class ServerDownError extends Error {}

/** A server that must not be spoken to: another one may do, another try at this one does not help. */
export class UntrustedServerError extends Error {}

/** gRPC's statuses for what another try, or another server, may not repeat. */
const TRANSIENT_STATUS =
  /\b(?:UNAVAILABLE|DEADLINE_EXCEEDED|UNKNOWN|INTERNAL|RESOURCE_EXHAUSTED|ABORTED|CANCELLED)\b/;

/** Whether the same call may succeed later, or at another server. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof TasbError) return false;
  if (error instanceof ServerDownError || error instanceof UntrustedServerError) return true;
  if ("code" in error && typeof error.code === "number") {
    return error.code >= 500 || error.code === 429 || error.code === 408;
  }
  switch (error.name) {
    case "WeaviateRequestTimeoutError":
    // `fetch` could not connect.
    case "TypeError":
      return true;
    case "WeaviateQueryError":
    case "WeaviateBatchError":
    case "WeaviateDeleteManyError":
      return TRANSIENT_STATUS.test(error.message);
  }
  return TRANSIENT_STATUS.test(error.message);
}

/** The error as this package throws it. */
export function refusal(address: string, error: unknown): TasbError {
  if (error instanceof TasbError) return error;
  return new CollectionUnavailableError(
    `The Weaviate server at ${address} refused: ${messageOf(error)}`,
    { cause: error },
  );
}

/** The last of several tries has failed. */
export function unavailable(
  attempts: readonly { address: string; error: unknown }[],
): CollectionUnavailableError {
  const last = new Map(attempts.map(({ address, error }) => [address, messageOf(error)]));
  const reasons = Array.from(last, ([address, message]) => `${address}: ${message}`);
  const tries = attempts.length === 1 ? "1 try" : `${attempts.length} tries`;
  return new CollectionUnavailableError(
    `No Weaviate server carried the call out, in ${tries}. ${reasons.join("; ")}`,
    { cause: new AggregateError(attempts.map(({ error }) => error)) },
  );
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, message } = error;
  return cause instanceof Error && cause.message !== "" ? `${message} (${cause.message})` : message;
}
