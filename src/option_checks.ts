/** Options as a caller hands them in, checked there once. One that is absent passes. */

import { expected } from "./errors.js";

/** @throws InvalidArgumentError for what is no integer of at least `least` */
export function checkInteger(name: string, value: unknown, least = 1): void {
  if (value === undefined || (Number.isSafeInteger(value) && Number(value) >= least)) return;
  throw expected(
    name,
    least === 1 ? "a positive integer" : `an integer of at least ${least}`,
    value,
  );
}

/** @throws InvalidArgumentError for what is no finite number of at least `least`, at most `most` */
export function checkNumber(
  name: string,
  value: unknown,
  least = -Infinity,
  most = Infinity,
): void {
  if (value === undefined) return;
  if (Number.isFinite(value) && Number(value) >= least && Number(value) <= most) return;
  const range =
    most < Infinity
      ? `a number in [${least}, ${most}]`
      : least > -Infinity
        ? `a finite number of at least ${least}`
        : "a finite number";
  throw expected(name, range, value);
}

/** @throws InvalidArgumentError for what is not of a JavaScript type */
export function checkType(
  name: string,
  value: unknown,
  type: "boolean" | "string" | "function",
): void {
  if (value === undefined || typeof value === type) return;
  throw expected(name, `a ${type}`, value);
}

/** @throws InvalidArgumentError for what is none of a few words */
export function checkChoice(name: string, value: unknown, choices: readonly string[]): void {
  if (value === undefined || choices.some((choice) => choice === value)) return;
  throw expected(name, `one of ${choices.join(", ")}`, value);
}

/** The options that are set: one that is `undefined` is as one that is not given. */
export function defined<T extends object>(options: T): Partial<T> {
  const set: Partial<T> = { ...options };
  for (const name of keysOf(set)) if (set[name] === undefined) delete set[name];
  return set;
}

function keysOf<T extends object>(options: T): (keyof T)[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys knows no better
  return Object.keys(options) as (keyof T)[];
}
