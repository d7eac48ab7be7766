import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SnapshotError } from "../../src/errors.js";
import { decodeBm25, encodeBm25 } from "../../src/collection/bm25_file.js";
import { Bm25Index } from "../../src/bm25/inverted_index.js";
import { Pause } from "../../src/pause.js";
import { runToEnd, runWithPauses } from "../../src/steps.js";
import { pausesOf } from "../pauses_of.js";
import { type ArrayFile, decodeArrayFile, encodeArrayFile } from "../../src/storage/array_file.js";

/** In memory that starts at a multiple of 8, as a file's bytes do. */
function joined(pieces: Iterable<Uint8Array>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat([...pieces]));
}

const encode = (file: ArrayFile): Uint8Array<ArrayBuffer> => joined(encodeArrayFile(file));

/** A file with this header and these bytes behind it. */
function withHeader(header: string, behind = 0): Uint8Array<ArrayBuffer> {
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
  const prefix = Buffer.alloc(16);
  prefix.write("TASBARR1", "latin1");
  prefix.writeUInt32LE(padded.length, 8);
  return joined([prefix, Buffer.from(padded), Buffer.alloc(behind)]);
}

describe("a file of arrays", () => {
  it("gives back the arrays and the JSON it was made of", () => {
    const array = fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc.uint16Array({ maxLength: 20 }),
      fc.uint32Array({ maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(array, { maxLength: 6 }), (meta, arrays) => {
        const read = decodeArrayFile(encode({ meta, arrays }), "x");
        expect(read.arrays).toEqual(arrays);
        expect(JSON.stringify(read.meta)).toBe(JSON.stringify(meta));
      }),
      { seed: 8 },
    );
  });

  it.each([
    ["is shorter than its beginning", new Uint8Array(4)],
    ["begins otherwise", new Uint8Array(64)],
    ["has a header longer than itself", withHeader("{}").subarray(0, 20)],
    ["has a header that is no JSON", withHeader("{arrays")],
    ["has a header that is null", withHeader("null")],
    ["has a header without arrays", withHeader('{"meta":1}')],
    ["names an unknown type", withHeader('{"arrays":[{"type":"f64","length":0}]}')],
    ["names a length that is no number", withHeader('{"arrays":[{"type":"u8","length":"1"}]}', 8)],
    ["names a broken length", withHeader('{"arrays":[{"type":"u8","length":0.5}]}', 8)],
    ["names a negative length", withHeader('{"arrays":[{"type":"u8","length":-1}]}', 8)],
    ["names more than it holds", withHeader('{"arrays":[{"type":"u32","length":3}]}', 8)],
    ["names 2^53 numbers", withHeader('{"arrays":[{"type":"u32","length":9007199254740991}]}', 8)],
    ["holds more than it names", withHeader('{"arrays":[{"type":"u8","length":1}]}', 16)],
    ["takes its arrays from a prototype", withHeader('{"__proto__":{"arrays":[]}}')],
  ])("is refused as corrupt when it %s", (_, bytes) => {
    const decode = (): ArrayFile => decodeArrayFile(new Uint8Array(bytes), "numbers.bin");
    expect(decode).toThrow(SnapshotError);
    expect(decode).toThrow(/^numbers\.bin/);
  });
});

describe("the file of a BM25 index", () => {
  it("is refused as corrupt when its arrays are not a whole number of segments", () => {
    const bytes = encode({ meta: {}, arrays: [new Uint32Array(1)] });
    expect(() => runToEnd(decodeBm25(bytes, "bm25.bin"))).toThrow(/does not hold a BM25 index/);
  });

  it("gives back every term, halves of surrogate pairs too, some thousand at a time", async () => {
    const terms = Array.from(
      { length: 10_000 },
      (_, i) => `${String.fromCharCode(0xd7f0 + i)}\n${i}`,
    );
    const index = new Bm25Index({ analyzer: () => terms });
    index.add(0, "");
    const snapshot = index.toSnapshot();
    const bytes = joined(runToEnd(encodeBm25(snapshot)));
    expect(runToEnd(decodeBm25(bytes, "bm25.bin"))).toEqual(snapshot);
    const pauses = await pausesOf(() => runWithPauses(decodeBm25(bytes, "bm25.bin"), new Pause()));
    expect(pauses).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ["are no JSON", "[1,\n"],
    ["do not end", '["a"]'],
    ["hold no array", '"a"\n'],
    ["hold more in a line than is read at once", `${JSON.stringify(Array(4097).fill("a"))}\n`],
  ])("is refused as corrupt when its terms %s", (_, lines) => {
    const bytes = encode({ meta: {}, arrays: [new Uint8Array(Buffer.from(lines))] });
    expect(() => runToEnd(decodeBm25(bytes, "bm25.bin"))).toThrow(SnapshotError);
  });

  it("is refused as corrupt when an array has another type", () => {
    const index = new Bm25Index();
    index.add(0, "one two three");
    const { segments, ...meta } = index.toSnapshot();
    const { meta: written, arrays } = decodeArrayFile(
      joined(runToEnd(encodeBm25({ ...meta, segments }))),
      "bm25.bin",
    );
    const changed = arrays.map((array, i) => (i === 5 ? Uint32Array.from(array) : array));
    const bytes = encode({ meta: written, arrays: changed });
    expect(() => runToEnd(decodeBm25(bytes, "bm25.bin"))).toThrow(/`passages` is no Uint16Array/);
  });
});
