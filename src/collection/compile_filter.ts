/**
 * Filters, compiled once into a predicate.
 *
 * What a declarative filter means:
 * - Fields are metadata fields, own properties only. A name with dots that is not itself a field
 *   walks into nested plain objects: `"loc.lines.from"`. Arrays are not walked into.
 * - Equality is by type and value; dates are equal when they are the same instant. Nothing is
 *   converted: `"2020"` is not `2020`, and a string is not a date.
 * - A missing field and `null` are the same, no value: equal to `null`, satisfying `$ne`, `$nin`
 *   and `$exists: false`, and never `$gt`, `$gte`, `$lt`, `$lte`.
 * - Order is that of numbers, of dates, or of strings by UTF-16 code units; across types nothing is
 *   greater or less.
 * - Of an array, `$eq`, `$in` and the comparisons ask whether any element satisfies them; `$ne` and
 *   `$nin` are their negations, so that no element may.
 * - Several fields, and several operators of a field, must all hold. `{}` holds for every passage.
 */

import { describe, FilterError } from "../errors.js";
import type { Filter, FilterScalar } from "./filter.js";
import type { Metadata, Passage } from "./passage_collection.js";

/** How deep `$and`, `$or` and `$not` may nest. */
export const MAX_FILTER_DEPTH = 32;

export type PassagePredicate = (passage: Readonly<Passage>) => boolean;

type ValuePredicate = (value: unknown) => boolean;
type MetadataPredicate = (metadata: Metadata) => boolean;

/**
 * @returns whether a passage satisfies the filter; for a function filter, what the function says
 * @throws FilterError when the filter is malformed; from the predicate of a function filter, when
 *   the function gives anything but a boolean (a promise would always count as true)
 */
export function compileFilter(filter: Filter): PassagePredicate {
  if (typeof filter === "function") {
    return (passage) => {
      const answer: unknown = filter(passage);
      if (typeof answer === "boolean") return answer;
      throw new FilterError(
        `Expected the filter function to give true or false, got ${describe(answer)}.`,
      );
    };
  }
  const holds = compileObject(filter, 0);
  return (passage) => holds(passage.metadata);
}

function compileObject(filter: unknown, depth: number): MetadataPredicate {
  if (!isPlainObject(filter)) {
    throw new FilterError(`Expected a filter to be a plain object, got ${describe(filter)}.`);
  }
  if (depth > MAX_FILTER_DEPTH) {
    throw new FilterError(`Expected filters to nest at most ${MAX_FILTER_DEPTH} deep.`);
  }
  const parts = Object.keys(filter).map((key) => compileEntry(key, filter[key], depth));
  if (parts.length === 1) return parts[0]!;
  return (metadata) => parts.every((part) => part(metadata));
}

function compileEntry(key: string, condition: unknown, depth: number): MetadataPredicate {
  switch (key) {
    case "$and": {
      const parts = compileList(key, condition, depth);
      return (metadata) => parts.every((part) => part(metadata));
    }
    case "$or": {
      const parts = compileList(key, condition, depth);
      return (metadata) => parts.some((part) => part(metadata));
    }
    case "$not": {
      const part = compileObject(condition, depth + 1);
      return (metadata) => !part(metadata);
    }
  }
  if (key.startsWith("$")) {
    throw new FilterError(`Unknown operator \`${key}\`; here stand $and, $or, $not or fields.`);
  }
  const read = fieldReader(key);
  const holds = compileCondition(key, condition);
  return (metadata) => holds(read(metadata));
}

function compileList(key: string, filters: unknown, depth: number): MetadataPredicate[] {
  if (!Array.isArray(filters) || filters.length === 0) {
    throw new FilterError(
      `Expected \`${key}\` to be a non-empty array of filters, got ${describe(filters)}.`,
    );
  }
  return filters.map((filter: unknown) => compileObject(filter, depth + 1));
}

function compileCondition(field: string, condition: unknown): ValuePredicate {
  if (isScalar(condition)) return anyElement(equalTo(condition));
  if (!isPlainObject(condition) || Object.keys(condition).length === 0) {
    throw new FilterError(
      `Expected the condition on \`${field}\` to be a string, a finite number, a boolean, null, ` +
        `a valid Date, or operators such as { $in: […] }, got ${describe(condition)}.`,
    );
  }
  const parts = Object.keys(condition).map((operator) =>
    compileOperator(field, operator, condition[operator]),
  );
  if (parts.length === 1) return parts[0]!;
  return (value) => parts.every((part) => part(value));
}

function compileOperator(field: string, operator: string, operand: unknown): ValuePredicate {
  const place = `\`${operator}\` on \`${field}\``;
  switch (operator) {
    case "$eq":
      return anyElement(equalTo(scalarOperand(place, operand)));
    case "$ne":
      return not(anyElement(equalTo(scalarOperand(place, operand))));
    case "$in":
      return anyElement(oneOf(place, operand));
    case "$nin":
      return not(anyElement(oneOf(place, operand)));
    case "$exists": {
      if (typeof operand !== "boolean") throw operandError(place, "true or false", operand);
      return (value) => (value !== undefined && value !== null) === operand;
    }
    case "$gt":
      return anyElement(compared(place, operand, (a, b) => a > b));
    case "$gte":
      return anyElement(compared(place, operand, (a, b) => a >= b));
    case "$lt":
      return anyElement(compared(place, operand, (a, b) => a < b));
    case "$lte":
      return anyElement(compared(place, operand, (a, b) => a <= b));
  }
  throw new FilterError(
    `Unknown operator ${place}; there are $eq, $ne, $gt, $gte, $lt, $lte, $in, $nin, $exists. ` +
      'A nested field is written with dots: { "loc.page": 3 }.',
  );
}

/** Holds for a value, or for any element when the value is an array. */
function anyElement(holds: ValuePredicate): ValuePredicate {
  return (value) => (Array.isArray(value) ? value.some(holds) : holds(value));
}

function not(holds: ValuePredicate): ValuePredicate {
  return (value) => !holds(value);
}

function equalTo(operand: FilterScalar): ValuePredicate {
  if (operand === null) return (value) => value === null || value === undefined;
  if (operand instanceof Date) {
    const time = operand.getTime();
    return (value) => value instanceof Date && value.getTime() === time;
  }
  return (value) => value === operand;
}

function oneOf(place: string, operands: unknown): ValuePredicate {
  if (!Array.isArray(operands)) throw operandError(place, "an array", operands);
  const values = new Set<unknown>();
  const times = new Set<number>();
  for (const operand of operands as unknown[]) {
    const scalar = scalarOperand(place, operand);
    if (scalar instanceof Date) times.add(scalar.getTime());
    else values.add(scalar);
  }
  return (value) =>
    value instanceof Date ? times.has(value.getTime()) : values.has(value ?? null);
}

function compared(
  place: string,
  operand: unknown,
  holds: (a: number | string, b: number | string) => boolean,
): ValuePredicate {
  const scalar = scalarOperand(place, operand);
  if (scalar instanceof Date) {
    const time = scalar.getTime();
    return (value) => value instanceof Date && holds(value.getTime(), time);
  }
  if (typeof scalar === "number") {
    return (value) => typeof value === "number" && holds(value, scalar);
  }
  if (typeof scalar === "string") {
    return (value) => typeof value === "string" && holds(value, scalar);
  }
  throw operandError(place, "a number, a string or a Date", operand);
}

function scalarOperand(place: string, operand: unknown): FilterScalar {
  if (isScalar(operand)) return operand;
  throw operandError(place, "a string, a finite number, a boolean, null or a valid Date", operand);
}

function operandError(place: string, expectation: string, operand: unknown): FilterError {
  return new FilterError(
    `Expected the operand of ${place} to be ${expectation}, got ${describe(operand)}.`,
  );
}

function isScalar(value: unknown): value is FilterScalar {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  return value instanceof Date && !Number.isNaN(value.getTime());
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object made in another realm has that realm's Object.prototype, whose prototype is null.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Reads a field's value, `undefined` where it is missing. Never looks at a prototype. */
export function fieldReader(field: string): (metadata: Metadata) => unknown {
  if (!field.includes(".")) {
    return (metadata) => (Object.hasOwn(metadata, field) ? metadata[field] : undefined);
  }
  const path = field.split(".");
  return (metadata) => {
    if (Object.hasOwn(metadata, field)) return metadata[field];
    let value: unknown = metadata;
    for (const name of path) {
      if (!isPlainObject(value) || !Object.hasOwn(value, name)) return undefined;
      value = value[name];
    }
    return value;
  };
}
