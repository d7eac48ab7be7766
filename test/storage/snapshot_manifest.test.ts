import { createHash } from "node:crypto";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  formatManifest,
  parseManifest,
  type Migrations,
  type SnapshotManifest,
} from "../../src/storage/snapshot_manifest.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

const id = "01234567-89ab-cdef-0123-456789abcdef";
const sha256 = "0".repeat(64);
const manifest: SnapshotManifest = {
  formatVersion: 1,
  id,
  fingerprint: "model/fp32",
  dimension: 2,
  passages: 3,
  windows: 4,
  nextSequence: 5,
  passageFile: { name: `passages-${id}.jsonl`, bytes: 10, sha256 },
  vectorFile: { name: `vectors-${id}.f32`, bytes: 32, sha256 },
  bm25File: { name: `bm25-${id}.bin`, bytes: 7, sha256 },
  extra: { "10": "a number-like key", b: [1, { c: null }] },
};
const code = (expected: string): object => expect.objectContaining({ code: expected }) as object;

/** As somebody would write it who also mends the checksum. */
function forged(fields: Record<string, unknown>): string {
  const others: Record<string, unknown> = JSON.parse(JSON.stringify({ ...manifest, ...fields }));
  const checksum = createHash("sha256").update(JSON.stringify(others)).digest("hex");
  return JSON.stringify({ ...others, checksum });
}

describe("a manifest", () => {
  it("comes back as it was written, with and without a BM25 file", () => {
    expect(parseManifest(formatManifest(manifest), "m")).toEqual(manifest);
    const { bm25File: _, ...without } = manifest;
    expect(parseManifest(formatManifest(without), "m")).toEqual(without);
  });

  it("is refused when any of its bytes is changed, or white space is added", () => {
    const text = formatManifest(manifest);
    for (let at = 0; at < text.length; at += 1) {
      for (const other of ["0", "x", " "]) {
        if (text[at] === other) continue;
        expect(() => parseManifest(text.slice(0, at) + other + text.slice(at + 1), "m")).toThrow(
          expect.objectContaining({
            code: expect.stringMatching(/^SNAPSHOT_(?:CORRUPT|VERSION)$/) as string,
          }) as object,
        );
      }
      expect(() => parseManifest(text.slice(0, at), "m")).toThrow(code("SNAPSHOT_CORRUPT"));
    }
    expect(() => parseManifest(`${text}\n`, "m")).toThrow(code("SNAPSHOT_CORRUPT"));
  });

  it.each([
    { id: "../x" },
    { id: 5 },
    { fingerprint: "" },
    { fingerprint: null },
    { dimension: 0 },
    { dimension: 1.5 },
    { dimension: 3 },
    { passages: -1 },
    { passages: 5 },
    { passages: "3" },
    { windows: 2 },
    { windows: 5 },
    { nextSequence: 2 },
    { nextSequence: 1e300 },
    { passageFile: null },
    { passageFile: { ...manifest.passageFile, name: "../../etc/passwd" } },
    { passageFile: { ...manifest.passageFile, name: "/etc/passwd" } },
    { passageFile: { ...manifest.passageFile, name: "a\\b" } },
    { passageFile: { ...manifest.passageFile, name: ".hidden" } },
    { passageFile: { ...manifest.passageFile, name: 1 } },
    { passageFile: { ...manifest.passageFile, sha256: "short" } },
    { passageFile: { ...manifest.passageFile, bytes: -1 } },
    { vectorFile: [] },
    { bm25File: "x" },
    { largestNorm: -1 },
    { largestNorm: "1" },
    { largestNorm: null },
    { extra: [] },
    { extra: 1 },
  ])("whose fields are forged together with the checksum is refused: %j", (fields) => {
    expect(() => parseManifest(forged(fields), "m")).toThrow(code("SNAPSHOT_CORRUPT"));
  });

  it("of no format version, or of one that cannot be read, is refused by that", () => {
    for (const formatVersion of [0, 2, 99]) {
      expect(() => parseManifest(forged({ formatVersion }), "m")).toThrow(code("SNAPSHOT_VERSION"));
    }
    for (const formatVersion of ["1", null, 1.5]) {
      expect(() => parseManifest(forged({ formatVersion }), "m")).toThrow(code("SNAPSHOT_CORRUPT"));
    }
  });

  it("of an older version is brought up to the present one, step by step", () => {
    const { fingerprint: model, ...others } = manifest;
    const old = forged({ ...others, fingerprint: undefined, model, formatVersion: -1 });
    type Migrate = (fields: Record<string, unknown>) => Record<string, unknown>;
    const first: Migrate = ({ model: name, ...rest }) => ({
      ...rest,
      named: name,
      formatVersion: 0,
    });
    const second: Migrate = ({ named, ...rest }) => ({
      ...rest,
      fingerprint: named,
      formatVersion: 1,
    });
    const migrations: Migrations = new Map([
      [-1, first],
      [0, second],
    ]);
    expect(parseManifest(old, "m", migrations)).toEqual(manifest);
    expect(() => parseManifest(old, "m")).toThrow(code("SNAPSHOT_VERSION"));
  });

  it("survives any JSON: it is refused with a typed error", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(() => parseManifest(text, "m")).toThrow(code("SNAPSHOT_CORRUPT"));
      }),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(300, 100_000) },
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
