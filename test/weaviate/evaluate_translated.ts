/** What a Weaviate server makes of a filter, for tests that have none. */

import type { StoredValue } from "../../src/weaviate/filter_fields.js";
import type { Translated } from "../../src/weaviate/translate_filter.js";

/** Whether an object with these properties satisfies the filter. */
export function satisfies(
  properties: Readonly<Record<string, StoredValue>>,
  filter: Translated,
): boolean {
  if (typeof filter === "boolean") return filter;
  const parts = (filter.filters ?? []).map((part) => satisfies(properties, part));
  const stored = properties[filter.target?.property ?? ""] ?? [];
  const values: (string | number | boolean)[] = Array.isArray(stored) ? stored : [stored];
  const operand = filter.value as string | number;
  switch (filter.operator) {
    case "And":
      return parts.every(Boolean);
    case "Or":
      return parts.some(Boolean);
    case "Not":
      return !parts[0]!;
    case "ContainsAny":
      return values.some((value) => (filter.value as unknown[]).includes(value));
    case "GreaterThan":
      return values.some((value) => value > operand);
    case "GreaterThanEqual":
      return values.some((value) => value >= operand);
    case "LessThan":
      return values.some((value) => value < operand);
    case "LessThanEqual":
      return values.some((value) => value <= operand);
    default:
      throw new Error(`The operator ${filter.operator} is not used.`);
  }
}
