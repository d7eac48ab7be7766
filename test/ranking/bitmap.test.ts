import { describe, expect, it } from "vitest";

import { createBitmap, hasBit, setBit } from "../../src/ranking/bitmap.js";

describe("bitmap", () => {
  it("puts sequence s at bit s & 7 of byte s >> 3", () => {
    const bitmap = createBitmap(16);
    for (const sequence of [0, 9, 15]) setBit(bitmap, sequence);
    expect([...bitmap]).toEqual([0b1, 0b1000_0010]);
  });

  it("holds what was set and nothing else", () => {
    const bitmap = createBitmap(20);
    for (const sequence of [3, 19, 19]) setBit(bitmap, sequence);
    const held = Array.from({ length: 20 }, (_, i) => i).filter((i) => hasBit(bitmap, i));
    expect(held).toEqual([3, 19]);
  });

  it("passes over sequences past its end when it writes", () => {
    const bitmap = createBitmap(8);
    setBit(bitmap, 8);
    expect([...bitmap]).toEqual([0]);
  });

  it("is just large enough for the sequences below its length", () => {
    expect([0, 1, 8, 9, 16, 17].map((length) => createBitmap(length).length)).toEqual([
      0, 1, 1, 2, 2, 3,
    ]);
  });

  it("does not hold sequences past its end", () => {
    expect(hasBit(createBitmap(8), 8)).toBe(false);
    expect(hasBit(createBitmap(8), 0xffff_ffff)).toBe(false);
    expect(hasBit(new Uint8Array(0), 0)).toBe(false);
  });
});
