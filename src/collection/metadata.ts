/** Metadata copied value by value, so that nothing outside shares it and nothing is lost silently. */

import { describe, expected, InvalidArgumentError } from "../errors.js";
import type { Metadata } from "./passage_collection.js";

/** How deep arrays and objects may nest; deeper data is most likely a cycle. */
export const MAX_METADATA_DEPTH = 100;

/**
 * A deep copy of what JSON can hold, and of dates.
 *
 * Kept: strings, finite numbers, booleans, null, valid `Date`s, arrays, and the own enumerable
 * properties of objects; an instance of a class becomes a plain object. A property that is
 * `undefined` is left out, as JSON does. Keys such as `__proto__` and `constructor` are data like
 * any other.
 *
 * @throws InvalidArgumentError naming the path of anything else: functions, symbols, bigints, NaN
 *   and infinities, maps, sets, binary data, holes in arrays, cycles
 */
export function copyMetadata(metadata: Readonly<Metadata>): Metadata {
  if (!isObject(metadata)) throw expected("metadata", "an object", metadata);
  return copyObject(metadata, "metadata", 0);
}

function copyValue(value: unknown, path: string, depth: number): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      break;
    case "object":
      if (value === null) return null;
      if (depth > MAX_METADATA_DEPTH) {
        throw new InvalidArgumentError(
          `Expected \`metadata\` to nest at most ${MAX_METADATA_DEPTH} deep; is it cyclic?`,
        );
      }
      if (value instanceof Date) {
        if (!Number.isNaN(value.getTime())) return new Date(value);
      } else if (Array.isArray(value)) {
        return Array.from(value, (element, i) => copyValue(element, `${path}[${i}]`, depth + 1));
      } else if (isObject(value)) {
        return copyObject(value, path, depth);
      }
      break;
  }
  throw new InvalidArgumentError(
    `Expected \`${path}\` to be something JSON can hold, or a valid Date, got ${describe(value)}.`,
  );
}

function copyObject(value: object, path: string, depth: number): Metadata {
  const copy: Metadata = {};
  for (const [key, element] of Object.entries(value)) {
    if (element === undefined) continue;
    const copied = copyValue(element, `${path}.${key}`, depth + 1);
    // Assigning to `__proto__` would set the prototype instead of a property.
    if (key === "__proto__") {
      Object.defineProperty(copy, key, {
        value: copied,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    } else {
      copy[key] = copied;
    }
  }
  return copy;
}

/** Neither an array nor one of the built-in classes, whose content is not in their properties. */
function isObject(value: unknown): value is object {
  return Object.prototype.toString.call(value) === "[object Object]";
}
