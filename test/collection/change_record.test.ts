import { describe, expect, it } from "vitest";

import { decodeChange, encodeChange, type Change } from "../../src/collection/change_record.js";
import { PassageRecords } from "../../src/collection/passage_records.js";
import { formatPassageLine, parsePassageLine } from "../../src/collection/passage_line.js";
import { Pause } from "../../src/pause.js";
import { toLittleEndian } from "../../src/storage/little_endian.js";
import { runToEnd, runWithPauses } from "../../src/steps.js";
import { pausesOf } from "../pauses_of.js";

const stored = (sequence: number, metadata: Record<string, unknown> = {}) => ({
  id: `p${sequence}`,
  text: "text",
  metadata,
  sequence,
  windows: 1,
});
const corrupt = expect.objectContaining({ code: "SNAPSHOT_CORRUPT" }) as Error;

describe("a change in the log", () => {
  const change = {
    kind: "add" as const,
    passages: [stored(0), stored(1)],
    vectors: Float32Array.of(1, 2, 3, 4),
  };

  it("is read wherever in memory its bytes begin", () => {
    const bytes = Buffer.concat(runToEnd(encodeChange(change)));
    for (let offset = 0; offset < 8; offset += 1) {
      const content = new Uint8Array(new ArrayBuffer(bytes.length + 8), offset, bytes.length);
      content.set(bytes);
      expect(runToEnd(decodeChange(content, 2, "log"))).toEqual(change);
    }
  });

  it("is written and read in slices, its numbers moved a part at a time", async () => {
    const passages = Array.from({ length: 1000 }, (_, i) => stored(i));
    const vectors = Float32Array.from({ length: 1_000_000 }, (_, i) => i);
    const large = { kind: "add" as const, passages, vectors };
    let pieces: Uint8Array[] = [];
    const written = await pausesOf(async () => {
      pieces = await runWithPauses(encodeChange(large), new Pause());
    });
    const read: Change[] = [];
    const reads = await pausesOf(async () => {
      const bytes = Buffer.concat(pieces);
      read.push(await runWithPauses(decodeChange(bytes, 1000, "log"), new Pause()));
    });
    expect(written).toBeGreaterThanOrEqual(1000 / 64);
    // 1,000 lines, and 4 MB of numbers.
    expect(reads).toBeGreaterThanOrEqual(1000 / 64 + 3);
    const again = read[0]?.kind === "add" ? read[0] : undefined;
    expect(again?.passages).toEqual(passages);
    // As bytes: a million numbers one by one take seconds.
    const bytesOf = (numbers: Float32Array | undefined) =>
      Buffer.concat([toLittleEndian(numbers!)]);
    expect(Buffer.compare(bytesOf(again?.vectors), bytesOf(vectors))).toBe(0);
  });

  it("that adds one number twice is refused", () => {
    const twice = { ...change, passages: [stored(0), { ...stored(0), id: "other" }] };
    const bytes = Buffer.concat(runToEnd(encodeChange(twice)));
    expect(() => runToEnd(decodeChange(bytes, 2, "log"))).toThrow(corrupt);
  });
});

describe("a passage's line", () => {
  it("whose metadata nests deeper than any that can be added is refused", () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 99; depth += 1) deep = { deep };
    const good = formatPassageLine(stored(0, { deep }));
    expect(parsePassageLine(good, "line").metadata).toEqual({ deep });
    for (const nest of ['{"x":', "["]) {
      const end = nest === "[" ? "]" : "}";
      const line = `{"id":"a","sequence":0,"windows":1,"text":"","metadata":{"x":${nest.repeat(100_000)}1${end.repeat(100_000)}}}`;
      expect(() => parsePassageLine(line, "line")).toThrow(corrupt);
    }
  });
});

describe("the numbers of passages", () => {
  it("end at 2^32, and are not given out twice", () => {
    const records = new PassageRecords();
    records.reserve(2 ** 32 - 1);
    records.put(stored(2 ** 32 - 1));
    expect(records.nextSequence).toBe(2 ** 32);
    expect(() => records.requireRoom(2 ** 32 + 1)).toThrow("2^32");
    expect(() => records.put(stored(2 ** 32))).toThrow("copy it into a new one");
  });
});
