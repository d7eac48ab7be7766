import { describe, expect, it } from "vitest";

import { decodeChange, encodeChange } from "../../src/collection/change_record.js";
import { PassageRecords } from "../../src/collection/passage_records.js";
import { formatPassageLine, parsePassageLine } from "../../src/collection/passage_line.js";

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
    const bytes = Buffer.concat(encodeChange(change));
    for (let offset = 0; offset < 8; offset += 1) {
      const content = new Uint8Array(new ArrayBuffer(bytes.length + 8), offset, bytes.length);
      content.set(bytes);
      expect(decodeChange(content, 2, "log")).toEqual(change);
    }
  });

  it("that adds one number twice is refused", () => {
    const twice = { ...change, passages: [stored(0), { ...stored(0), id: "other" }] };
    expect(() => decodeChange(Buffer.concat(encodeChange(twice)), 2, "log")).toThrow(corrupt);
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
