/** Which model made the vectors of a saved store, as the snapshot's manifest says it. */

import { resolve } from "node:path";
import type { Bm25IndexOptions } from "../bm25/index_options.js";
import { InvalidArgumentError, SnapshotError } from "../errors.js";
import { isDirectoryName } from "../model/resolve_model.js";
import type { TasbEmbeddingsParams } from "./tasb_embeddings_params.js";

const MODEL_FIELDS = {
  model: "string",
  revision: "string",
  precision: "string",
  maxPassageTokens: "number",
  maxQueryTokens: "number",
  maxLength: "number",
  longPassages: "string",
  windowStride: "number",
  normalize: "boolean",
  queryPrefix: "string",
} as const satisfies { [P in keyof TasbEmbeddingsParams]: string };

/** The options of `TasbEmbeddings` that decide what the vectors are. */
export type ModelRecord = Pick<TasbEmbeddingsParams, keyof typeof MODEL_FIELDS>;

const BM25_FIELDS = { variant: "string", k1: "number", b: "number", delta: "number" } as const;

/** Kept in the manifest's `extra`. */
export interface StoreRecord {
  /** Absent where the embeddings are not `TasbEmbeddings`. */
  embeddings?: ModelRecord;
  /** Options of BM25; `ownAnalyzer` where its analyzer is code, which no file can hold. */
  bm25?: Omit<Bm25IndexOptions, "analyzer"> & { analyzer?: unknown; ownAnalyzer?: true };
}

/** The record of a model: what decides its vectors, and nothing else. */
export function modelRecord(fields: TasbEmbeddingsParams): ModelRecord {
  const record = pickFields(fields, MODEL_FIELDS) as ModelRecord;
  const { model } = record;
  // A folder is meant from everywhere, not only from the present one.
  if (model !== undefined && isDirectoryName(model) && !model.startsWith("file:")) {
    record.model = resolve(model);
  }
  return record;
}

/** The record of BM25's options. */
export function bm25Record(options: Bm25IndexOptions): NonNullable<StoreRecord["bm25"]> {
  const { analyzer } = options;
  const record: NonNullable<StoreRecord["bm25"]> = pickFields(options, BM25_FIELDS);
  if (analyzer === undefined) return record;
  return isPlain(analyzer) ? { ...record, analyzer } : { ...record, ownAnalyzer: true };
}

/** Whether JSON can hold a value as it is. */
function isPlain(value: unknown): boolean {
  if (typeof value === "function") return false;
  if (typeof value !== "object" || value === null) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && !Array.isArray(value)) return false;
  return Object.values(value).every(isPlain);
}

function pickFields(from: object, kinds: Record<string, string>): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(from)) {
    if (Object.hasOwn(kinds, name) && value !== undefined) picked[name] = value;
  }
  return picked;
}

function readFields(value: unknown, kinds: Record<string, string>): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", "Expected the manifest's `extra` to hold objects.");
  }
  const read = pickFields(value, kinds);
  for (const [name, field] of Object.entries(read)) {
    if (typeof field !== kinds[name]) {
      throw new SnapshotError(
        "SNAPSHOT_CORRUPT",
        `Expected \`${name}\` in the manifest to be a ${kinds[name]}.`,
      );
    }
  }
  return read;
}

/** The model that the manifest names, or `undefined` where it names none. */
export function readModelRecord(extra: Readonly<Record<string, unknown>>): ModelRecord | undefined {
  const { embeddings } = extra;
  return embeddings === undefined ? undefined : readFields(embeddings, MODEL_FIELDS);
}

/**
 * BM25's options from the manifest.
 *
 * @throws InvalidArgumentError where the analyzer was code, which must be given again
 */
export function readBm25Record(
  extra: Readonly<Record<string, unknown>>,
): Bm25IndexOptions | undefined {
  const { bm25 } = extra;
  if (bm25 === undefined) return undefined;
  const read = readFields(bm25, { ...BM25_FIELDS, ownAnalyzer: "boolean" });
  if (read["ownAnalyzer"] === true) {
    throw new InvalidArgumentError(
      "It was saved with an analyzer of your own, which no file can hold: pass the analyzer again.",
    );
  }
  // Whatever it is: the index checks its options itself.
  const options: Bm25IndexOptions = read;
  return typeof bm25 === "object" && bm25 !== null && "analyzer" in bm25
    ? Object.assign(options, { analyzer: bm25.analyzer })
    : options;
}
