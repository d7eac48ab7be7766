/** One JSON object per line, as in BEIR's corpus.jsonl and queries.jsonl. */

import { describe, FileFormatError } from "../../errors.js";
import { isJsonObject, type JsonObject } from "../../json_object.js";
import type { Place } from "./fields.js";

/** The object on a line. */
export function parseJsonObject(line: string, place: Place): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new FileFormatError("The line is not valid JSON.", { ...place, cause: error });
  }
  if (!isJsonObject(value)) {
    throw new FileFormatError(`Expected a JSON object, got ${describe(value)}.`, place);
  }
  return value;
}

/** The `_id` of a line: a string, or a whole number, which is read as its digits. */
export function idField(record: JsonObject, place: Place): string {
  const id = record["_id"];
  if (typeof id === "string" && id !== "") return id;
  if (typeof id === "number" && Number.isSafeInteger(id)) return String(id);
  throw new FileFormatError(`Expected \`_id\` to be a string, got ${describe(id)}.`, place);
}

/** A string field; `fallback` where it is absent or null. */
export function textField(
  record: JsonObject,
  name: string,
  place: Place,
  fallback?: string,
): string {
  const text = record[name] ?? fallback;
  if (typeof text === "string") return text;
  throw new FileFormatError(`Expected \`${name}\` to be a string, got ${describe(text)}.`, place);
}
