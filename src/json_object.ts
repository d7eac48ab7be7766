/** Objects out of JSON that somebody else wrote: only own properties count. */

/** A parsed JSON object; read with `ownValue`. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for JSON's objects, false for arrays and null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The own property `key`, undefined where it is absent or null; never an inherited one. */
export function ownValue(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? (object[key] ?? undefined) : undefined;
}
