/** One stored passage as a line of JSON; dates survive. */

import { SnapshotError, describe } from "../errors.js";
import { isJsonObject, type JsonObject } from "../json_object.js";
import { MAX_SEQUENCE } from "../ranking/order.js";
import { MAX_METADATA_DEPTH } from "./metadata.js";
import type { Metadata, Passage } from "./passage.js";

/** Stands for a `Date`: `{ "$date": "2026-01-01T00:00:00.000Z" }`. */
const DATE_KEY = "$date";
/** An object of the caller's that looks like one gets one more `$`; reading takes it off again. */
const DATE_LIKE = /^\$+date$/;

export interface StoredPassage extends Passage {
  /** Insertion number, an integer in [0, 2^32). */
  sequence: number;
  /** How many vectors it has, at least 1. */
  windows: number;
}

export function formatPassageLine(passage: Readonly<StoredPassage>): string {
  const { id, sequence, windows, text, metadata } = passage;
  return `${JSON.stringify({ id, sequence, windows, text, metadata: encode(metadata) })}\n`;
}

/** @throws SnapshotError `SNAPSHOT_CORRUPT` */
export function parsePassageLine(line: string, place: string): StoredPassage {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (cause) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${place} is not JSON.`, { cause });
  }
  const { id, sequence, windows, text, metadata } = { ...(isJsonObject(json) ? json : {}) };
  if (
    typeof id !== "string" ||
    typeof text !== "string" ||
    !isJsonObject(metadata) ||
    typeof windows !== "number" ||
    !Number.isSafeInteger(windows) ||
    windows < 1 ||
    typeof sequence !== "number" ||
    !Number.isSafeInteger(sequence) ||
    sequence < 0 ||
    sequence > MAX_SEQUENCE
  ) {
    throw new SnapshotError(
      "SNAPSHOT_CORRUPT",
      `${place}: expected a passage with id, sequence, windows, text and metadata, got ${describe(json)}.`,
    );
  }
  return { id, sequence, windows, text, metadata: decodeObject(metadata, place, 0) };
}

/** Metadata alone as JSON; `parseMetadata` gives it back. */
export function formatMetadata(metadata: Readonly<Metadata>): string {
  return JSON.stringify(encode(metadata));
}

/** @throws SnapshotError `SNAPSHOT_CORRUPT` */
export function parseMetadata(json: string, place: string): Metadata {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${place} is not JSON.`, { cause });
  }
  if (isJsonObject(value)) return decodeObject(value, place, 0);
  throw new SnapshotError(
    "SNAPSHOT_CORRUPT",
    `${place}: expected an object, got ${describe(value)}.`,
  );
}

function encode(value: unknown): unknown {
  if (value instanceof Date) return { [DATE_KEY]: value.toISOString() };
  if (Array.isArray(value)) return value.map(encode);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, element]) => [
    DATE_LIKE.test(key) ? `$${key}` : key,
    encode(element),
  ]);
  // `fromEntries` defines properties: `__proto__` stays data.
  return Object.fromEntries(entries);
}

function decode(value: unknown, place: string, depth: number): unknown {
  if (depth > MAX_METADATA_DEPTH) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${place}: the metadata nests too deep.`);
  }
  if (Array.isArray(value)) return value.map((element) => decode(element, place, depth + 1));
  if (!isJsonObject(value)) return value;
  const text = Object.hasOwn(value, DATE_KEY) ? value[DATE_KEY] : undefined;
  if (typeof text !== "string") return decodeObject(value, place, depth);
  const date = new Date(text);
  if (!Number.isNaN(date.getTime())) return date;
  throw new SnapshotError("SNAPSHOT_CORRUPT", `${place}: expected a date, got ${describe(text)}.`);
}

function decodeObject(value: JsonObject, place: string, depth: number): Metadata {
  const entries = Object.entries(value).map(([key, element]) => [
    DATE_LIKE.test(key) ? key.slice(1) : key,
    decode(element, place, depth + 1),
  ]);
  const decoded: Metadata = Object.fromEntries(entries);
  return decoded;
}
