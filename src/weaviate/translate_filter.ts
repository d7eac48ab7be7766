/** Declarative filters as Weaviate's, with the meaning of collection/compile_filter.ts. */

import type { FilterValue } from "weaviate-client";

import { compileFilter } from "../collection/compile_filter.js";
import type { Filter } from "../collection/filter.js";
import { NotSupportedError } from "../errors.js";
import {
  keepsOrder,
  LEAST_TEXT,
  storedScalar,
  type FilterField,
  type StoredScalar,
} from "./filter_fields.js";

/** Weaviate's filter; `true` where every passage satisfies it, `false` where none can. */
export type Translated = FilterValue | boolean;

type Operator = FilterValue["operator"];

/**
 * @throws FilterError where the filter is malformed; NotSupportedError where it is a function, or
 *   asks for a field that is not declared
 */
export function translateFilter(filter: Filter, fields: readonly FilterField[]): Translated {
  if (typeof filter === "function") {
    throw new NotSupportedError(
      "A filter function cannot run in a Weaviate server: write it as conditions on metadata.",
    );
  }
  // Says what is malformed in the same words as a local collection.
  compileFilter(filter);
  return translateObject(filter, fields);
}

function translateObject(filter: unknown, fields: readonly FilterField[]): Translated {
  return and(
    entriesOf(filter).map(([key, condition]) => {
      switch (key) {
        case "$and":
          return and(listOf(condition).map((one) => translateObject(one, fields)));
        case "$or":
          return or(listOf(condition).map((one) => translateObject(one, fields)));
        case "$not":
          return not(translateObject(condition, fields));
        default:
          return translateCondition(fieldOf(key, fields), condition);
      }
    }),
  );
}

function fieldOf(name: string, fields: readonly FilterField[]): FilterField {
  const field = fields.find((one) => one.name === name);
  if (field !== undefined) return field;
  const declared = fields.map((one) => `\`${one.name}\``).join(", ") || "none";
  throw new NotSupportedError(
    `The collection was made without \`${name}\` in \`filterFields\`, so no filter can ask for it. ` +
      `Declared: ${declared}.`,
  );
}

function translateCondition(field: FilterField, condition: unknown): Translated {
  if (isOperators(condition)) {
    return and(
      Object.entries(condition).map(([operator, operand]) =>
        translateOperator(field, operator, operand),
      ),
    );
  }
  return oneOf(field, [condition]);
}

function isOperators(condition: unknown): condition is Record<string, unknown> {
  return typeof condition === "object" && condition !== null && !(condition instanceof Date);
}

function translateOperator(field: FilterField, operator: string, operand: unknown): Translated {
  switch (operator) {
    case "$eq":
      return oneOf(field, [operand]);
    case "$ne":
      return not(oneOf(field, [operand]));
    case "$in":
      return oneOf(field, listOf(operand));
    case "$nin":
      return not(oneOf(field, listOf(operand)));
    case "$exists":
      return operand === true ? present(field) : not(present(field));
    case "$gt":
      return compared(field, "GreaterThan", operand);
    case "$gte":
      return compared(field, "GreaterThanEqual", operand);
    case "$lt":
      return compared(field, "LessThan", operand);
    default:
      return compared(field, "LessThanEqual", operand);
  }
}

function present({ property }: FilterField): FilterValue {
  return asked("ContainsAny", "present", [property]);
}

function oneOf(field: FilterField, values: readonly unknown[]): Translated {
  const stored = values.flatMap((value) => storedScalar(field.kind, value) ?? []);
  return or([
    stored.length > 0 && asked("ContainsAny", field.property, stored),
    values.includes(null) && not(present(field)),
  ]);
}

function compared(field: FilterField, operator: Operator, operand: unknown): Translated {
  const stored = storedScalar(field.kind, operand);
  if (stored === undefined) return false;
  if (!keepsOrder(operand)) {
    throw new NotSupportedError(
      "On a Weaviate server texts that are empty, very long, or begin or end with blanks have no " +
        `order; they can be compared for equality. (\`${field.name}\`)`,
    );
  }
  const condition = asked(operator, field.property, stored);
  // Texts without order are stored below all others.
  return field.kind === "text" && operator.startsWith("Less")
    ? and([asked("GreaterThanEqual", field.property, LEAST_TEXT), condition])
    : condition;
}

/** Filters that `compileFilter` has passed. */
function entriesOf(filter: unknown): [string, unknown][] {
  return Object.entries({ ...(typeof filter === "object" && filter) });
}

function listOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : [];
}

/** One condition on a property. */
export function asked(
  operator: Operator,
  property: string,
  value: StoredScalar | readonly StoredScalar[],
): FilterValue {
  return { operator, target: { property }, value };
}

/** All of them. */
export function and(parts: readonly Translated[]): Translated {
  if (parts.includes(false)) return false;
  return combined("And", parts) ?? true;
}

function or(parts: readonly Translated[]): Translated {
  if (parts.includes(true)) return true;
  return combined("Or", parts) ?? false;
}

function not(part: Translated): Translated {
  if (typeof part === "boolean") return !part;
  return { operator: "Not", filters: [part], value: null };
}

function combined(operator: "And" | "Or", parts: readonly Translated[]): FilterValue | undefined {
  const filters = parts.filter((part) => typeof part !== "boolean");
  return filters.length > 1 ? { operator, filters, value: null } : filters[0];
}
