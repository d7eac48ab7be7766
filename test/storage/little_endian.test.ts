import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { fromLittleEndian, swapBytes, toLittleEndian } from "../../src/storage/little_endian.js";

describe("numbers in files", () => {
  it("are little-endian, whatever the machine", () => {
    expect([...toLittleEndian(Uint16Array.of(0x0102, 0xfffe))]).toEqual([2, 1, 0xfe, 0xff]);
    expect([...toLittleEndian(Float32Array.of(1))]).toEqual([0, 0, 0x80, 0x3f]);
    fc.assert(
      fc.property(fc.uint32Array(), (values) => {
        const bytes = toLittleEndian(values).slice();
        const view = new DataView(bytes.buffer);
        values.forEach((value, i) => expect(view.getUint32(4 * i, true)).toBe(value));
        expect(new Uint32Array(fromLittleEndian(bytes, 4).slice().buffer)).toEqual(values);
      }),
    );
  });

  it("have their bytes reversed for machines that are big-endian", () => {
    expect([...swapBytes(Uint8Array.of(1, 2, 3, 4), 4)]).toEqual([4, 3, 2, 1]);
    expect([...swapBytes(Uint8Array.of(1, 2, 3, 4), 2)]).toEqual([2, 1, 4, 3]);
    expect([...swapBytes(Uint8Array.of(1, 2, 3, 4), 1)]).toEqual([1, 2, 3, 4]);
  });
});
