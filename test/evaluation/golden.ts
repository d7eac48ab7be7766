/** Reads the golden files of test/golden/evaluation, and the reference data beside the repository. */

import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";

const root = resolve(import.meta.dirname, "../..");

/** Parsed JSON; the caller states the type that the generator gives it. */
export function readGolden(name: string): unknown {
  const file = join(root, "test/golden/evaluation", name);
  return JSON.parse(gunzipSync(readFileSync(file)).toString("utf8"));
}

/** Path of public test data that is not committed; the tests that need it skip where it is absent. */
export function sharedData(name: string): string {
  return resolve(root, "../shared/data", name);
}

export function hasSharedData(name: string): boolean {
  return existsSync(sharedData(name));
}

/** query id → passage id → number, from plain objects. */
export function mapOf(
  entries: Record<string, Record<string, number>>,
): Map<string, Map<string, number>> {
  return new Map(
    Object.entries(entries).map(([query, row]) => [query, new Map(Object.entries(row))]),
  );
}
