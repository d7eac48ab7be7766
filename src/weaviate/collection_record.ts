/** What a Weaviate collection says of itself, in its description: servers keep it with the schema. */

import { CollectionError } from "../errors.js";
import { isJsonObject, type JsonObject } from "../json_object.js";
import type { FilterFields } from "./filter_fields.js";

/** What was chosen when a collection was made, beside what servers know of it. */
export interface CollectionRecord {
  /** Length d of every vector. */
  readonly dimension: number;
  /** Of the model and precision whose vectors are held. */
  readonly fingerprint: string;
  /** Fingerprint of the analyzer that made the terms. */
  readonly analyzer: string;
  /** Metadata fields that filters may ask for. */
  readonly filterFields: FilterFields;
  /** What a snapshot's manifest keeps beside the passages: how to open the model again. */
  readonly extra: Readonly<Record<string, unknown>>;
}

const KEY = "langchain-tasb";
const VERSION = 1;

export function formatRecord(record: CollectionRecord): string {
  return JSON.stringify({ [KEY]: VERSION, ...record });
}

/** @throws CollectionError `COLLECTION_MISMATCH` where another program made the collection */
export function parseRecord(name: string, description: string | undefined): CollectionRecord {
  const record = parsed(description);
  if (record?.[KEY] === undefined) {
    throw new CollectionError(
      "COLLECTION_MISMATCH",
      `The Weaviate collection \`${name}\` was not made by this package; choose another name.`,
    );
  }
  const { dimension, fingerprint, analyzer, filterFields, extra } = record;
  if (
    record[KEY] !== VERSION ||
    typeof dimension !== "number" ||
    typeof fingerprint !== "string" ||
    typeof analyzer !== "string" ||
    !isJsonObject(filterFields) ||
    !isJsonObject(extra)
  ) {
    throw new CollectionError(
      "COLLECTION_MISMATCH",
      `The Weaviate collection \`${name}\` was made by another version of this package, or its ` +
        "description was changed.",
    );
  }
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- `checkFilterFields` looks at it
  return { dimension, fingerprint, analyzer, filterFields: filterFields as FilterFields, extra };
}

function parsed(description: string | undefined): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(description ?? "");
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
