/** One stored passage as a line of JSON; dates survive. */

import { SnapshotError, describe } from "../errors.js";
import type { Metadata, Passage } from "./passage_collection.js";

/** Stands for a `Date`: `{ "$date": "2026-01-01T00:00:00.000Z" }`. */
const DATE_KEY = "$date";
/** An object of the caller's that looks like one gets one more `$`; reading takes it off again. */
const DATE_LIKE = /^\$+date$/;

export interface StoredPassage extends Passage {
  /** How many vectors it has, at least 1. */
  windows: number;
}

export function formatPassageLine({ id, text, metadata, windows }: StoredPassage): string {
  return `${JSON.stringify({ id, text, metadata: encode(metadata), windows })}\n`;
}

/** @throws SnapshotError `SNAPSHOT_CORRUPT` */
export function parsePassageLine(line: string, place: string): StoredPassage {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (cause) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${place} is not JSON.`, { cause });
  }
  const { id, text, metadata, windows } = { ...(isObject(json) ? json : {}) };
  if (
    typeof id !== "string" ||
    typeof text !== "string" ||
    !isObject(metadata) ||
    typeof windows !== "number" ||
    !Number.isSafeInteger(windows) ||
    windows < 1
  ) {
    throw new SnapshotError(
      "SNAPSHOT_CORRUPT",
      `${place}: expected a passage with id, text, metadata and windows, got ${describe(json)}.`,
    );
  }
  return { id, text, metadata: decodeObject(metadata), windows };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function encode(value: unknown): unknown {
  if (value instanceof Date) return { [DATE_KEY]: value.toISOString() };
  if (Array.isArray(value)) return value.map(encode);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, element]) => [
    DATE_LIKE.test(key) ? `$${key}` : key,
    encode(element),
  ]);
  // `fromEntries` defines properties: `__proto__` stays data.
  return Object.fromEntries(entries);
}

function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (!isObject(value)) return value;
  const date = Object.hasOwn(value, DATE_KEY) ? value[DATE_KEY] : undefined;
  if (typeof date === "string") return new Date(date);
  return decodeObject(value);
}

function decodeObject(value: Record<string, unknown>): Metadata {
  const entries = Object.entries(value).map(([key, element]) => [
    DATE_LIKE.test(key) ? key.slice(1) : key,
    decode(element),
  ]);
  const decoded: Metadata = Object.fromEntries(entries);
  return decoded;
}
