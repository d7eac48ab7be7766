import { describe, expect, it } from "vitest";

import {
  bitmapOf,
  clearBit,
  countBits,
  createBitmap,
  hasBit,
  setBit,
} from "../../src/ranking/bitmap.js";

describe("bitmap", () => {
  it("puts sequence s at bit s & 7 of byte s >> 3", () => {
    expect([...bitmapOf([0, 9, 15])]).toEqual([0b1, 0b1000_0010]);
  });

  it("holds what was set and not what was cleared", () => {
    const bitmap = createBitmap(20);
    setBit(bitmap, 3);
    setBit(bitmap, 19);
    clearBit(bitmap, 3);
    expect(Array.from({ length: 20 }, (_, i) => i).filter((i) => hasBit(bitmap, i))).toEqual([19]);
    expect(countBits(bitmap)).toBe(1);
  });

  it("keeps the neighbors of what is cleared, and stays as it is where nothing was set", () => {
    const bitmap = bitmapOf([1, 3, 4]);
    clearBit(bitmap, 3);
    clearBit(bitmap, 6);
    expect([...bitmap]).toEqual([0b1_0010]);
  });

  it("passes over sequences past its end when it writes", () => {
    const bitmap = createBitmap(8);
    setBit(bitmap, 8);
    clearBit(bitmap, 8);
    expect([...bitmap]).toEqual([0]);
  });

  it("is just large enough for the largest sequence", () => {
    expect([0, 7, 8, 15, 16].map((largest) => bitmapOf([largest]).length)).toEqual([1, 1, 2, 2, 3]);
    expect(createBitmap(0)).toHaveLength(0);
  });

  it("does not hold sequences past its end", () => {
    expect(hasBit(createBitmap(8), 8)).toBe(false);
    expect(hasBit(createBitmap(8), 0xffff_ffff)).toBe(false);
    expect(hasBit(new Uint8Array(0), 0)).toBe(false);
  });

  it("is empty for no sequences", () => {
    expect(bitmapOf([])).toHaveLength(0);
  });
});
