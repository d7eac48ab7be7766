import { describe, expect, it } from "vitest";
import { PickleEndsEarly, readPickle } from "../../src/model/pickle_machine.js";
import type { PickledValue } from "../../src/model/pickled_values.js";

const STOP = 0x2e;
const read = (...bytes: number[]): PickledValue =>
  readPickle(Uint8Array.from([...bytes, STOP]), 0, 1000, "test").value;
const ascii = (text: string): number[] => [...Buffer.from(text, "latin1")];
const invalid = expect.objectContaining({ code: "MODEL_FILE_INVALID" }) as Error;

// Opcodes and their arguments as Python's pickletools lists them.
describe("a pickled value", () => {
  it.each<[string, number[], PickledValue]>([
    ["None", [0x4e], null],
    ["True", [0x88], true],
    ["False", [0x89], false],
    ["a negative 32-bit integer", [0x4a, 0xfe, 0xff, 0xff, 0xff], -2],
    ["a byte", [0x4b, 0xff], 255],
    ["a 16-bit integer", [0x4d, 0x01, 0x02], 513],
    ["an integer of no bytes", [0x8a, 0], 0],
    ["a negative integer of one byte", [0x8a, 1, 0x80], -128],
    ["an integer of 9 bytes", [0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1], 2n ** 64n],
    ["a float", [0x47, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0], 1.5],
    ["a text", [0x58, 2, 0, 0, 0, 0xc3, 0xa9], "é"],
    ["Python 2's bytes", [0x54, 1, 0, 0, 0, 0xe9], "é"],
    ["Python 2's short bytes", [0x55, 3, ...ascii("abc")], "abc"],
    ["a tuple of one", [0x4b, 1, 0x85], { kind: "sequence", items: [1] }],
    ["a tuple of three", [0x4b, 1, 0x4b, 2, 0x4b, 3, 0x87], { kind: "sequence", items: [1, 2, 3] }],
    ["a list", [0x5d, 0x28, 0x4b, 1, 0x4b, 2, 0x65], { kind: "sequence", items: [1, 2] }],
    ["a list of one", [0x5d, 0x4b, 1, 0x61], { kind: "sequence", items: [1] }],
    ["a dict", [0x7d, 0x4b, 1, 0x4b, 2, 0x73], { kind: "dictionary", entries: [[1, 2]] }],
    ["what was put aside", [0x4b, 7, 0x71, 3, 0x85, 0x68, 3], 7],
    ["what was put far aside", [0x4b, 7, 0x72, 1, 1, 0, 0, 0x85, 0x6a, 1, 1, 0, 0], 7],
  ])("is %s", (_name, bytes, value) => {
    expect(read(...bytes)).toEqual(value);
  });
});

describe("a pickle is refused", () => {
  it.each<[string, number[]]>([
    ["of protocol 3", [0x80, 3]],
    ["with an opcode that no state dict needs", [0x93]],
    ["that pops a mark", [0x28]],
    ["that ends a tuple without a mark", [0x4b, 1, 0x74]],
    ["that recalls what it never stored", [0x68, 0]],
    ["with an integer of 17 bytes", [0x8a, 17, ...Array.from({ length: 17 }, () => 1)]],
    ["with a string of a gigabyte, before it is read", [0x58, 0, 0, 0, 0x40]],
    ["that appends to a number", [0x4b, 1, 0x4b, 2, 0x61]],
    ["that sets an item of a list", [0x5d, 0x4b, 1, 0x4b, 2, 0x73]],
    ["that sets a key without a value", [0x7d, 0x28, 0x4b, 1, 0x75]],
    ["that sets the state of a list", [0x5d, 0x4e, 0x62]],
    ["that asks for os.system", [0x63, ...ascii("os\nsystem\n")]],
    ["that asks for a name without end", [0x63, ...ascii("a".repeat(300))]],
  ])("%s", (_name, bytes) => {
    expect(() => read(...bytes)).toThrow(invalid);
  });

  it("that takes more steps than its file can need", () => {
    const nones = Uint8Array.from([...Array.from({ length: 50 }, () => 0x4e), STOP]);
    expect(() => readPickle(nones, 0, 50, "test")).toThrow(invalid);
    expect(readPickle(nones, 0, 51, "test").end).toBe(51);
  });

  it.each<[string, number[]]>([
    ["an opcode's argument", [0x4a, 1, 2]],
    ["a string", [0x58, 9, 0, 0, 0, 0x61]],
    ["a name", [0x63, ...ascii("collections\nOrd")]],
    ["the next opcode", [0x4e]],
  ])("for want of bytes inside %s, so that more can be read", (_name, bytes) => {
    expect(() => readPickle(Uint8Array.from(bytes), 0, 100, "test")).toThrow(PickleEndsEarly);
  });
});
