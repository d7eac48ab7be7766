/** manifest.json: what a saved collection is, and what its files must be. */

import { createHash } from "node:crypto";

import { SnapshotError, describe } from "../errors.js";
import { isJsonObject, type JsonObject } from "../json_object.js";

/** Raised when files written by older versions can no longer be read as they are. */
export const FORMAT_VERSION = 1;
export const MANIFEST_NAME = "manifest.json";
/** A manifest takes some hundred bytes; a larger file is not one. */
export const MAX_MANIFEST_BYTES = 1 << 20;

/** One file of a snapshot. */
export interface SnapshotFile {
  /** Within the folder. */
  readonly name: string;
  /** Its length. */
  readonly bytes: number;
  /** Of the whole file, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** What a saved collection is. */
export interface SnapshotManifest {
  /** `FORMAT_VERSION` of the writer. */
  readonly formatVersion: number;
  /** Of this save; in the names of its files. A UUID. */
  readonly id: string;
  /** Of model and precision. */
  readonly fingerprint: string;
  /** Length d of every vector. */
  readonly dimension: number;
  /** How many passages there are. */
  readonly passages: number;
  /** Vectors of all passages; each passage has at least one. */
  readonly windows: number;
  /** One above every sequence number ever given out. */
  readonly nextSequence: number;
  /** One passage a line: id, sequence, windows, text, metadata; in insertion order. */
  readonly passageFile: SnapshotFile;
  /** Row-major little-endian float32, [windows, d]. */
  readonly vectorFile: SnapshotFile;
  /** No vector's Euclidean norm is larger; absent where the writer did not tell. */
  readonly largestNorm?: number;
  /** The BM25 index; absent where it is made again from the texts. */
  readonly bm25File?: SnapshotFile;
  /** What the writer adds, such as the names of the files that were indexed. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/**
 * Brings the fields of an older format version to those of the next one, by the older version.
 * Version 1 is the first, so there is none yet.
 */
export type Migrations = ReadonlyMap<number, (fields: JsonObject) => JsonObject>;
const MIGRATIONS: Migrations = new Map();

/** The one text of a manifest: compact JSON whose last field is the checksum of the others. */
export function formatManifest(manifest: SnapshotManifest): string {
  // Through JSON once more, because it puts keys that look like numbers first.
  const fields: JsonObject = JSON.parse(JSON.stringify(manifest));
  return withChecksum(fields);
}

function withChecksum(fields: JsonObject): string {
  const { checksum: _, ...others } = fields;
  const checksum = createHash("sha256").update(JSON.stringify(others)).digest("hex");
  return JSON.stringify({ ...others, checksum });
}

/**
 * @throws SnapshotError `SNAPSHOT_VERSION` for a format version that cannot be read,
 *   `SNAPSHOT_CORRUPT` for anything that is not a manifest as it was written
 */
export function parseManifest(
  text: string,
  path: string,
  migrations: Migrations = MIGRATIONS,
): SnapshotManifest {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch (cause) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${path} is not JSON.`, { cause });
  }
  if (!isJsonObject(fields)) throw invalid(path, "the manifest", "an object", fields);
  // Before the checksum: what it covers is the version's own affair.
  requireReadable(fields["formatVersion"], path, migrations);
  if (withChecksum(fields) !== text) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${path} is damaged: its checksum is another.`);
  }
  let current = fields;
  while (current["formatVersion"] !== FORMAT_VERSION) {
    const version = requireReadable(current["formatVersion"], path, migrations);
    current = migrations.get(version)!(current);
  }
  return readFields(new Map(Object.entries(current)), path);
}

function requireReadable(version: unknown, path: string, migrations: Migrations): number {
  if (typeof version !== "number" || !Number.isSafeInteger(version)) {
    throw invalid(path, "formatVersion", "an integer", version);
  }
  if (version === FORMAT_VERSION || migrations.has(version)) return version;
  throw new SnapshotError(
    "SNAPSHOT_VERSION",
    `${path}: expected format version ${FORMAT_VERSION}, got ${describe(version)}. ` +
      "It was written by another version of langchain-tasb: use that one, or index again.",
  );
}

function readFields(root: Map<string, unknown>, path: string): SnapshotManifest {
  const fingerprint = root.get("fingerprint");
  if (typeof fingerprint !== "string" || fingerprint === "") {
    throw invalid(path, "fingerprint", "a text", fingerprint);
  }
  const id = root.get("id");
  if (typeof id !== "string" || !/^[0-9a-f-]{36}$/.test(id))
    throw invalid(path, "id", "a UUID", id);
  const manifest: SnapshotManifest = {
    formatVersion: FORMAT_VERSION,
    id,
    fingerprint,
    dimension: integerOf(root, "dimension", path, 1),
    passages: integerOf(root, "passages", path, 0),
    windows: integerOf(root, "windows", path, 0),
    nextSequence: integerOf(root, "nextSequence", path, 0),
    passageFile: fileOf(root, "passageFile", path),
    vectorFile: fileOf(root, "vectorFile", path),
    ...(root.has("largestNorm") && { largestNorm: normOf(root, path) }),
    ...(root.has("bm25File") && { bm25File: fileOf(root, "bm25File", path) }),
    extra: Object.fromEntries(fieldsOf(root.get("extra") ?? {}, path, "extra")),
  };
  const { dimension, passages, windows, vectorFile, nextSequence } = manifest;
  if (
    windows < passages ||
    nextSequence < passages ||
    vectorFile.bytes !== windows * dimension * 4
  ) {
    throw new SnapshotError(
      "SNAPSHOT_CORRUPT",
      `${path}: ${passages} passages with ${windows} vectors of ${dimension} numbers do not fit ` +
        `a vector file of ${vectorFile.bytes} bytes.`,
    );
  }
  return manifest;
}

function invalid(path: string, name: string, expectation: string, actual: unknown): SnapshotError {
  return new SnapshotError(
    "SNAPSHOT_CORRUPT",
    `${path}: expected \`${name}\` to be ${expectation}, got ${describe(actual)}.`,
  );
}

function fieldsOf(value: unknown, path: string, name: string): Map<string, unknown> {
  if (!isJsonObject(value)) throw invalid(path, name, "an object", value);
  return new Map(Object.entries(value));
}

function integerOf(
  fields: Map<string, unknown>,
  name: string,
  path: string,
  least: number,
): number {
  const value = fields.get(name);
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least) {
    throw invalid(path, name, `an integer of at least ${least}`, value);
  }
  return value;
}

function normOf(fields: Map<string, unknown>, path: string): number {
  const value = fields.get("largestNorm");
  if (typeof value !== "number" || !(value >= 0) || value === Infinity) {
    throw invalid(path, "largestNorm", "a number of at least 0", value);
  }
  return value;
}

function fileOf(fields: Map<string, unknown>, key: string, path: string): SnapshotFile {
  const file = fieldsOf(fields.get(key), path, key);
  const name = file.get("name");
  const sha256 = file.get("sha256");
  // A name is a plain file name: nothing here may lead out of the folder.
  if (typeof name !== "string" || !/^[a-z0-9][a-z0-9.-]{0,99}$/.test(name)) {
    throw invalid(path, `${key}.name`, "a plain file name", name);
  }
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) {
    throw invalid(path, `${key}.sha256`, "64 hexadecimal digits", sha256);
  }
  return { name, sha256, bytes: integerOf(file, "bytes", path, 0) };
}
