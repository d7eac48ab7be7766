/** manifest.json: what a saved collection is, and what its files must be. */

import { SnapshotError, describe } from "../errors.js";

/** Raised when files written by older versions can no longer be read as they are. */
export const FORMAT_VERSION = 1;
export const MANIFEST_NAME = "manifest.json";
/** A manifest takes some hundred bytes; a larger file is not one. */
export const MAX_MANIFEST_BYTES = 1 << 20;

/** One file of a snapshot. */
export interface SnapshotFile {
  readonly name: string;
  readonly bytes: number;
  /** Of the whole file, 64 hexadecimal digits. */
  readonly sha256: string;
}

export interface SnapshotManifest {
  readonly formatVersion: number;
  /** Of model and precision. */
  readonly fingerprint: string;
  /** Length d of every vector. */
  readonly dimension: number;
  readonly passages: number;
  /** Vectors of all passages; each passage has at least one. */
  readonly windows: number;
  /** One passage a line: id, text, metadata, windows. */
  readonly passageFile: SnapshotFile;
  /** Row-major little-endian float32, [windows, d]. */
  readonly vectorFile: SnapshotFile;
  /** What the writer adds, such as the names of the files that were indexed. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/**
 * @throws SnapshotError `SNAPSHOT_VERSION` for another format version, `SNAPSHOT_CORRUPT` for
 *   anything that is not a manifest
 */
export function parseManifest(text: string, path: string): SnapshotManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${path} is not JSON.`, { cause });
  }
  const root = fieldsOf(json, path, "the manifest");
  const version = root.get("formatVersion");
  if (version !== FORMAT_VERSION) {
    const known = typeof version === "number" && Number.isSafeInteger(version);
    throw new SnapshotError(
      known ? "SNAPSHOT_VERSION" : "SNAPSHOT_CORRUPT",
      `${path}: expected format version ${FORMAT_VERSION}, got ${describe(version)}.` +
        (known ? " It was written by another version of langchain-tasb: index again." : ""),
    );
  }
  const fingerprint = root.get("fingerprint");
  if (typeof fingerprint !== "string" || fingerprint === "") {
    throw invalid(path, "fingerprint", "a text", fingerprint);
  }
  const manifest: SnapshotManifest = {
    formatVersion: FORMAT_VERSION,
    fingerprint,
    dimension: integerOf(root, "dimension", path, 1),
    passages: integerOf(root, "passages", path, 0),
    windows: integerOf(root, "windows", path, 0),
    passageFile: fileOf(root, "passageFile", path),
    vectorFile: fileOf(root, "vectorFile", path),
    extra: Object.fromEntries(fieldsOf(root.get("extra") ?? {}, path, "extra")),
  };
  const { dimension, passages, windows, vectorFile } = manifest;
  if (windows < passages || vectorFile.bytes !== windows * dimension * 4) {
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
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(path, name, "an object", value);
  }
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
