import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";

import { Bm25Index } from "../../src/bm25/inverted_index.js";
import { decodeBm25, encodeBm25 } from "../../src/collection/bm25_file.js";
import { decodeChange, encodeChange } from "../../src/collection/change_record.js";
import { formatPassageLine, parsePassageLine } from "../../src/collection/passage_line.js";
import { TasbError } from "../../src/errors.js";
import { runToEnd } from "../../src/steps.js";
import { formatManifest, parseManifest } from "../../src/storage/snapshot_manifest.js";
import { readMutated } from "../mutations.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { reportFigure } from "../reliability_report.js";

// The checksums of a snapshot stop damage. These tests are of what somebody wrote on purpose, with
// checksums that fit: the readers behind them.

const id = "01234567-89ab-cdef-0123-456789abcdef";
const sha256 = "0".repeat(64);
const passage = {
  id: "a",
  sequence: 3,
  windows: 2,
  text: "Some text, é 🚂",
  metadata: { at: new Date(5), n: [1, null, { $date: "mine" }], __proto__x: { constructor: {} } },
};

function manifest(): Buffer {
  const file = (kind: string) => ({ name: `${kind}-${id}.bin`, bytes: 24, sha256 });
  return Buffer.from(
    formatManifest({
      formatVersion: 1,
      id,
      fingerprint: "model/fp32",
      dimension: 3,
      passages: 1,
      windows: 2,
      nextSequence: 4,
      passageFile: file("passages"),
      vectorFile: file("vectors"),
      bm25File: file("bm25"),
      extra: { embeddings: { model: "m" } },
    }),
  );
}

/** The text with the checksum that fits it, where it is JSON at all. */
function resealed(text: string): string {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return text;
  }
  if (typeof fields !== "object" || fields === null || Array.isArray(fields)) return text;
  const { checksum: _, ...others } = fields as Record<string, unknown>;
  const checksum = createHash("sha256").update(JSON.stringify(others)).digest("hex");
  return JSON.stringify({ ...others, checksum });
}

function bm25(): Buffer {
  const index = new Bm25Index();
  for (const [i, text] of ["cats purr", "dogs and cats", "a train of 12 cars"].entries()) {
    index.add(i, text);
  }
  return Buffer.concat([...runToEnd(encodeBm25(index.toSnapshot()))]);
}

const parsers: Record<string, [Buffer[], (bytes: Buffer) => unknown]> = {
  manifests: [[manifest()], (bytes) => parseManifest(resealed(bytes.toString()), "m")],
  passages: [
    [Buffer.from(formatPassageLine(passage).trimEnd())],
    (bytes) => parsePassageLine(bytes.toString(), "line 1"),
  ],
  "BM25 indexes": [
    [bm25()],
    (bytes) => {
      // An array of its own: views need its alignment.
      const snapshot = runToEnd(decodeBm25(Uint8Array.from(bytes), "b"));
      const index = Bm25Index.fromSnapshot(snapshot);
      for (const query of ["cats", "dogs train"]) {
        for (const score of index.search(query, 3).scores) expect(score).not.toBeNaN();
      }
    },
  ],
  "records of the log": [
    [
      Buffer.concat(
        runToEnd(
          encodeChange({
            kind: "add",
            passages: [passage],
            vectors: Float32Array.of(1, 2, 3, 4, 5, 6),
          }),
        ),
      ),
      Buffer.concat(runToEnd(encodeChange({ kind: "delete", sequences: Uint32Array.of(1, 2) }))),
    ],
    // A copy: the decoder writes over what it is given.
    (bytes) => runToEnd(decodeChange(Uint8Array.from(bytes), 3, "log")),
  ],
};

describe("the readers of a snapshot behind its checksums", () => {
  it.each(Object.entries(parsers))(
    "read or refuse mutated %s",
    async (name, [inputs, read]) => {
      for (const input of inputs) read(input);
      const runs = propertyRuns(1500, 100_000);
      const outcomes = await readMutated(inputs, read, {
        runs,
        seed: PROPERTY_SEED,
        isTyped: (error) => error instanceof TasbError,
      });
      expect(outcomes.refused).toBeGreaterThan(runs / 4);
      expect(outcomes.read).toBeGreaterThan(0);
      expect(outcomes.slowestMilliseconds).toBeLessThan(2000);
      reportFigure(`Mutated ${name}, with checksums that fit`, {
        inputs: runs,
        refused: outcomes.refused,
        "read as files": outcomes.read,
        "untyped errors": 0,
        "slowest, ms of the processor": Math.round(outcomes.slowestMilliseconds),
      });
    },
    3_600_000,
  );
});
