/** Arguments of searches that every collection checks in the same way. */

import { expected } from "../errors.js";

/** @throws InvalidArgumentError */
export function checkK(k: number): void {
  if (!Number.isSafeInteger(k) || k < 1) throw expected("k", "a positive integer", k);
}

/** @throws InvalidArgumentError */
export function checkQueryText(query: string): void {
  if (typeof query !== "string") throw expected("query", "a string", query);
}
