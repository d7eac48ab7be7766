/** A passage as the properties of a Weaviate object, and back. */

import type { WeaviateField } from "weaviate-client";

import type { Analyzer } from "../bm25/analyzer.js";
import { fieldReader } from "../collection/compile_filter.js";
import { formatMetadata, parseMetadata } from "../collection/passage_line.js";
import type { Passage } from "../collection/passage_collection.js";
import type { PreparedPassage } from "../collection/prepare_passages.js";
import { CollectionError, describe, InvalidArgumentError } from "../errors.js";
import { MAX_SEQUENCE } from "../ranking/order.js";
import { filterProperties, type FilterField } from "./filter_fields.js";
import { termsText } from "./terms_text.js";
import type { FieldName } from "./weaviate_tables.js";

/** Texts that UTF-8 cannot carry. */
const ILL_FORMED = /\p{Surrogate}/u;
const LONE_SURROGATES = /\p{Surrogate}/gu;

export type ObjectProperties = Record<string, WeaviateField>;

/** A stored passage with its place and its number of windows. */
export interface StoredPassage extends Passage {
  sequence: number;
  windows: number;
}

/** The properties that `readPassage` reads. */
export const PASSAGE_PROPERTIES: readonly FieldName[] = [
  "passageId",
  "text",
  "exactText",
  "metadata",
  "sequence",
  "windows",
];

/**
 * What filters ask for, on a passage's object and on those of its windows.
 *
 * @throws InvalidArgumentError
 */
export function filterable(
  { id, metadata }: PreparedPassage,
  fields: readonly FilterField[],
): ObjectProperties {
  if (ILL_FORMED.test(id)) {
    throw new InvalidArgumentError(
      `Expected ids to be well-formed Unicode, which a server keeps, got \`${id}\`.`,
    );
  }
  return filterProperties(id, metadata, fields, fieldReader);
}

export function passageProperties(
  { id, text, metadata, windows }: PreparedPassage,
  sequence: number,
  analyzer: Analyzer,
): ObjectProperties {
  return {
    passageId: id,
    text: text.replace(LONE_SURROGATES, "\ufffd"),
    ...(ILL_FORMED.test(text) && { exactText: JSON.stringify(text) }),
    metadata: formatMetadata(metadata),
    terms: termsText(analyzer, text),
    sequence,
    windows,
  };
}

/** @throws CollectionError `COLLECTION_CORRUPT` */
export function readPassage(uuid: string, properties: Record<string, unknown>): StoredPassage {
  const { passageId: id, text, exactText, metadata, windows } = properties;
  const sequence = readSequence(uuid, properties);
  if (
    typeof id !== "string" ||
    typeof text !== "string" ||
    typeof metadata !== "string" ||
    typeof windows !== "number" ||
    !Number.isSafeInteger(windows) ||
    windows < 1
  ) {
    throw corrupt(uuid, properties);
  }
  try {
    const exact: unknown = typeof exactText === "string" ? JSON.parse(exactText) : text;
    if (typeof exact !== "string") throw corrupt(uuid, properties);
    return { id, text: exact, metadata: parseMetadata(metadata, uuid), sequence, windows };
  } catch (cause) {
    throw corrupt(uuid, properties, cause);
  }
}

/** @throws CollectionError `COLLECTION_CORRUPT` */
export function readId(uuid: string, properties: Record<string, unknown>): string {
  const { passageId } = properties;
  if (typeof passageId !== "string") throw corrupt(uuid, properties);
  return passageId;
}

/** @throws CollectionError `COLLECTION_CORRUPT` */
export function readSequence(uuid: string, properties: Record<string, unknown>): number {
  const { sequence } = properties;
  if (
    typeof sequence !== "number" ||
    !Number.isSafeInteger(sequence) ||
    sequence < 0 ||
    sequence > MAX_SEQUENCE
  ) {
    throw corrupt(uuid, properties);
  }
  return sequence;
}

function corrupt(uuid: string, properties: object, cause?: unknown): CollectionError {
  return new CollectionError(
    "COLLECTION_CORRUPT",
    `The Weaviate object ${uuid} is no passage of this package; its properties: ` +
      `${describe(Object.keys(properties).join(", "))}.`,
    { cause },
  );
}
