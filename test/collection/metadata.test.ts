import { describe, expect, it } from "vitest";

import { copyMetadata } from "../../src/collection/metadata.js";
import type { Metadata } from "../../src/collection/passage_collection.js";

describe("copyMetadata", () => {
  it("copies what JSON can hold, and dates, deeply", () => {
    const metadata = { a: [1, "x", null, { b: true }], d: new Date(5) };
    const copy = copyMetadata(metadata);
    expect(copy).toEqual(metadata);
    (metadata.a[3] as Metadata)["b"] = false;
    metadata.d.setTime(6);
    expect(copy).toEqual({ a: [1, "x", null, { b: true }], d: new Date(5) });
  });

  it("keeps __proto__, constructor and lc as data", () => {
    const metadata = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"lc":1}',
    ) as Metadata;
    const copy = copyMetadata(metadata);
    expect(JSON.stringify(copy)).toBe(JSON.stringify(metadata));
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(({} as Metadata)["polluted"]).toBeUndefined();
  });

  it("leaves out properties that are undefined", () => {
    expect(Object.keys(copyMetadata({ a: undefined, b: 1 }))).toEqual(["b"]);
  });

  it("makes an instance of a class a plain object", () => {
    class Page {
      readonly number = 3;
    }
    const copy = copyMetadata({ page: new Page() });
    expect(copy).toEqual({ page: { number: 3 } });
    expect(Object.getPrototypeOf(copy["page"])).toBe(Object.prototype);
  });

  it.each<[string, unknown, string]>([
    ["a function", { a: { b: () => 1 } }, "metadata.a.b"],
    ["a symbol", { a: [Symbol("x")] }, "metadata.a[0]"],
    ["a bigint", { a: 1n }, "metadata.a"],
    ["NaN", { a: Number.NaN }, "metadata.a"],
    ["an infinity", { a: Infinity }, "metadata.a"],
    ["an invalid date", { a: new Date("no") }, "metadata.a"],
    ["a map", { a: new Map() }, "metadata.a"],
    ["binary data", { a: new Uint8Array(2) }, "metadata.a"],
    ["undefined in an array", { a: [undefined] }, "metadata.a[0]"],
  ])("refuses %s and names its path", (_, metadata, path) => {
    expect(() => copyMetadata(metadata as Metadata)).toThrowError(`Expected \`${path}\` to be`);
  });

  it.each([null, "x", 3, [1], new Date(1)])("refuses metadata that is %j", (metadata) => {
    expect(() => copyMetadata(metadata as unknown as Metadata)).toThrowError(/`metadata`/);
  });

  it("refuses a cycle instead of never ending", () => {
    const metadata: Metadata = {};
    metadata["self"] = metadata;
    expect(() => copyMetadata(metadata)).toThrowError(/cyclic/);
  });
});
