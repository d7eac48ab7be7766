import { describe, expect, it } from "vitest";
import { ModelError } from "../../src/errors.js";
import type { PickledValue } from "../../src/model/pickled_values.js";
import { callAllowed, isAllowedName, readStorage } from "../../src/model/torch_records.js";

const invalid = (reason: string): ModelError => new ModelError("MODEL_FILE_INVALID", reason);
const sequence = (...items: PickledValue[]): PickledValue => ({ kind: "sequence", items });
const name = (text: string): PickledValue => ({ kind: "global", name: text });
const float = name("torch FloatStorage");
const storage = { kind: "storage", type: "FloatStorage", key: "0", length: 6, offset: 0 } as const;

describe("a storage of a checkpoint", () => {
  it("is read from torch.save's persistent id", () => {
    expect(readStorage(sequence("storage", float, "0", "cpu", 6), invalid)).toEqual(storage);
    expect(readStorage(sequence("storage", float, "0", "cuda:0", 6, null), invalid)).toEqual(
      storage,
    );
  });

  it("may be a view of another one, as old versions wrote", () => {
    const id = sequence("storage", float, "0", "cpu", 6, sequence("view", 2, 3));
    expect(readStorage(id, invalid)).toEqual({ ...storage, offset: 2, length: 3 });
  });

  it.each([
    ["is no sequence", "storage"],
    ["has another tag", sequence("module", float, "0", "cpu", 6)],
    ["has a type that is no class", sequence("storage", "FloatStorage", "0", "cpu", 6)],
    ["has a type of another module", sequence("storage", name("os system"), "0", "cpu", 6)],
    ["has a key that is no text", sequence("storage", float, 0, "cpu", 6)],
    ["has a negative length", sequence("storage", float, "0", "cpu", -1)],
    ["has a view that is no sequence", sequence("storage", float, "0", "cpu", 6, "view")],
    ["has a view without a length", sequence("storage", float, "0", "cpu", 6, sequence("view", 2))],
    ["has a view past its end", sequence("storage", float, "0", "cpu", 6, sequence("view", 4, 3))],
  ])("is refused when its id %s", (_, id) => {
    expect(() => readStorage(id, invalid)).toThrow(ModelError);
  });
});

describe("a call in a checkpoint", () => {
  const args = sequence(storage, 1, sequence(2, 2), sequence(2, 1));
  const tensor = { kind: "tensor", storage, offset: 1, shape: [2, 2], strides: [2, 1] };

  it.each(["torch._utils _rebuild_tensor", "torch._utils _rebuild_tensor_v2"])(
    "of %s is a tensor",
    (callable) => {
      expect(callAllowed(name(callable), args, invalid)).toEqual(tensor);
    },
  );

  it("of a parameter is its tensor", () => {
    const made = callAllowed(name("torch._utils _rebuild_tensor_v2"), args, invalid);
    const parameter = name("torch._utils _rebuild_parameter");
    expect(callAllowed(parameter, sequence(made, true), invalid)).toBe(made);
  });

  it("of OrderedDict is an empty dictionary", () => {
    const made = callAllowed(name("collections OrderedDict"), sequence(), invalid);
    expect(made).toEqual({ kind: "dictionary", entries: [] });
  });

  it.each([
    ["what is no name", "print", sequence()],
    ["a name with what is no tuple", name("collections OrderedDict"), "arguments"],
    ["OrderedDict with entries", name("collections OrderedDict"), sequence(sequence())],
    ["a parameter without a tensor", name("torch._utils _rebuild_parameter"), sequence()],
    ["a parameter of a number", name("torch._utils _rebuild_parameter"), sequence(1)],
    ["a tensor without a storage", name("torch._utils _rebuild_tensor"), sequence()],
    [
      "a tensor of a number",
      name("torch._utils _rebuild_tensor"),
      sequence(1, 0, sequence(), sequence()),
    ],
    [
      "a tensor at a negative place",
      name("torch._utils _rebuild_tensor"),
      sequence(storage, -1, sequence(), sequence()),
    ],
    [
      "a tensor of a broken shape",
      name("torch._utils _rebuild_tensor"),
      sequence(storage, 0, sequence(1.5), sequence(1)),
    ],
    [
      "a tensor without strides",
      name("torch._utils _rebuild_tensor"),
      sequence(storage, 0, sequence(1), null),
    ],
    [
      "a tensor with fewer strides than dimensions",
      name("torch._utils _rebuild_tensor"),
      sequence(storage, 0, sequence(1, 1), sequence(1)),
    ],
    [
      "a tensor of nine dimensions",
      name("torch._utils _rebuild_tensor"),
      sequence(
        storage,
        0,
        sequence(...Array<number>(9).fill(1)),
        sequence(...Array<number>(9).fill(1)),
      ),
    ],
    ["a function of Python's", name("os system"), sequence("true")],
  ])("of %s is refused", (_, callable, given) => {
    expect(() => callAllowed(callable, given, invalid)).toThrow(ModelError);
  });

  it("is allowed for the names of state dicts alone", () => {
    expect(isAllowedName("torch HalfStorage")).toBe(true);
    expect(isAllowedName("collections OrderedDict")).toBe(true);
    for (const other of ["torch EvilStorage", "builtins eval", "torch load", ""]) {
      expect(isAllowedName(other)).toBe(false);
    }
  });
});
