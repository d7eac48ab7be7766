/** Metadata fields that filters may ask for, and how their values are stored. */

import { createHash } from "node:crypto";

import { describe, expected, InvalidArgumentError } from "../errors.js";
import type { Metadata } from "../collection/passage_collection.js";

/** What a field holds; with `[]`, one value or an array of them. */
export type FilterKind = ScalarKind | `${ScalarKind}[]`;

type ScalarKind = "text" | "number" | "boolean" | "date";

/**
 * Metadata fields that filters may ask for, with the kind of their values: `{ year: "number", tags:
 * "text[]" }`. A name with dots walks into nested objects, as in filters.
 */
export type FilterFields = Readonly<Record<string, FilterKind>>;

/** One value as Weaviate stores it. */
export type StoredScalar = string | number | boolean;

/** One value or several. */
export type StoredValue = StoredScalar | string[] | number[] | boolean[];

export interface FilterField {
  /** As in metadata and filters. */
  readonly name: string;
  readonly kind: ScalarKind;
  /** Whether it may hold several values. */
  readonly list: boolean;
  /** The property of the objects that holds it. */
  readonly property: string;
}

const KINDS: readonly string[] = ["text", "number", "boolean", "date"];
const DATA_TYPES = { text: "text", number: "number", boolean: "boolean", date: "number" } as const;
/** Longer texts are compared by their hash. The server's keys end at 64 kB. */
const LONGEST_TEXT = 2000;
/** Stands before a text that is not stored as it is. */
const ESCAPED = "\u0001";
/** Not above any text that is stored as it is, and above all others. */
export const LEAST_TEXT = "\u0002";
/** The server trims texts, and UTF-8 has no lone surrogates. */
const ALTERED = /^\p{White_Space}|\p{White_Space}$|\p{Surrogate}/u;

/** @throws InvalidArgumentError */
export function checkFilterFields(fields: Readonly<Record<string, string>>): FilterField[] {
  if (typeof fields !== "object" || fields === null || Array.isArray(fields)) {
    throw expected("filterFields", 'an object such as { year: "number" }', fields);
  }
  const names = Object.keys(fields).map((name) => name.toLowerCase());
  return Object.entries(fields).map(([name, given]) => {
    const kind: string = typeof given === "string" ? given : "";
    const scalar = kind.replace(/\[\]$/, "");
    if (!isKind(scalar)) {
      throw expected(`filterFields.${name}`, `one of ${KINDS.join(", ")}, or one with []`, given);
    }
    if (name === "" || name.startsWith("$")) {
      throw expected("filterFields", "names of metadata fields", name);
    }
    return { name, kind: scalar, list: scalar !== kind, property: propertyOf(name, names) };
  });
}

function isKind(kind: string): kind is ScalarKind {
  return KINDS.includes(kind);
}

/**
 * Property names are GraphQL names, and servers take two that differ only in case for one.
 *
 * @param names of all fields, in lower case
 */
function propertyOf(name: string, names: readonly string[]): string {
  const lower = name.toLowerCase();
  const alone = names.indexOf(lower) === names.lastIndexOf(lower);
  return alone && /^[A-Za-z0-9_]{1,100}$/.test(name) && !name.startsWith("x_")
    ? `field_${name}`
    : `field_x_${createHash("sha256").update(name).digest("hex").slice(0, 32)}`;
}

/** The data type of a field's property. A date is a number: milliseconds since 1970. */
export function dataTypeOf({ kind, list }: FilterField): string {
  return DATA_TYPES[kind] + (list ? "[]" : "");
}

/** The scalar as stored, or `undefined` where the field cannot hold one of its type. */
export function storedScalar(kind: ScalarKind, value: unknown): StoredScalar | undefined {
  switch (kind) {
    case "text":
      return typeof value === "string" ? storedText(value) : undefined;
    case "number":
      // -0 equals 0 in filters, but has other bytes.
      return typeof value === "number" ? value + 0 : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    default:
      return value instanceof Date ? value.getTime() : undefined;
  }
}

/** Ordinary texts as they are; others so that equal stays equal and different stays different. */
function storedText(text: string): string {
  if (text.length > LONGEST_TEXT) {
    // Of JSON, in which lone surrogates differ.
    return `${ESCAPED}#${createHash("sha256").update(JSON.stringify(text)).digest("hex")}`;
  }
  return text < LEAST_TEXT || ALTERED.test(text) ? ESCAPED + JSON.stringify(text) : text;
}

/** Whether the order of stored texts is that of the texts, for this one. */
export function keepsOrder(value: unknown): boolean {
  return typeof value !== "string" || storedText(value) === value;
}

/**
 * The properties that filters ask for. `present` names the fields that have a value.
 *
 * @throws InvalidArgumentError where a value is not of the field's kind
 */
export function filterProperties(
  id: string,
  metadata: Metadata,
  fields: readonly FilterField[],
  readField: (name: string) => (metadata: Metadata) => unknown,
): Record<string, StoredValue> {
  const properties: Record<string, StoredValue> = {};
  const present: string[] = [];
  for (const field of fields) {
    const value = readField(field.name)(metadata);
    if (value === undefined || value === null) continue;
    present.push(field.property);
    const stored = storedValue(field, value);
    if (stored === undefined) {
      throw new InvalidArgumentError(
        `Expected \`metadata.${field.name}\` of the passage \`${id}\` to be ${
          field.list ? `a ${field.kind} or an array of them` : `a ${field.kind}`
        }, as \`filterFields\` says, got ${describe(value)}.`,
      );
    }
    if (!Array.isArray(stored) || stored.length > 0) properties[field.property] = stored;
  }
  if (present.length > 0) properties["present"] = present;
  return properties;
}

function storedValue({ kind, list }: FilterField, value: unknown): StoredValue | undefined {
  if (!list) return storedScalar(kind, value);
  const values: unknown[] = Array.isArray(value) ? value : [value];
  const stored = values.map((one) => storedScalar(kind, one));
  if (stored.every((one) => typeof one === "string")) return stored;
  if (stored.every((one) => typeof one === "number")) return stored;
  return stored.every((one) => typeof one === "boolean") ? stored : undefined;
}
