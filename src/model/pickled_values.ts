/** What the pickles of state dicts are read into: plain records, no objects of any class. */

/** A storage that tensors point into; the values are elsewhere in the file. */
export interface PickledStorage {
  readonly kind: "storage";
  /** Class name without its module, such as `FloatStorage`. */
  readonly type: string;
  readonly key: string;
  /** Number of values. */
  readonly length: number;
  /** First value within the storage named `key`; above 0 only in very old files. */
  readonly offset: number;
}

/** A tensor as torch rebuilds it: value (i, j, …) is storage[offset + i * strides[0] + …]. */
export interface PickledTensor {
  readonly kind: "tensor";
  readonly storage: PickledStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** A dict or OrderedDict. */
export interface PickledDictionary {
  readonly kind: "dictionary";
  readonly entries: [key: PickledValue, value: PickledValue][];
}

/** A list or tuple. */
export interface PickledSequence {
  readonly kind: "sequence";
  readonly items: PickledValue[];
}

/** A name that the pickle asks for; compared with a list, never looked up. */
export interface PickledGlobal {
  readonly kind: "global";
  readonly name: string;
}

/** Everything such a pickle can hold. Integers too large for a number are bigint. */
export type PickledValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickledStorage
  | PickledTensor
  | PickledDictionary
  | PickledSequence
  | PickledGlobal;

type Kinds = Extract<PickledValue, { kind: string }>;

/** Narrows a value to one kind of record. */
export function isKind<K extends Kinds["kind"]>(
  value: PickledValue,
  kind: K,
): value is Extract<Kinds, { kind: K }> {
  return kindOf(value) === kind;
}

/** The kind of a record, undefined for plain values. */
export function kindOf(value: PickledValue): string | undefined {
  return typeof value === "object" && value !== null ? value.kind : undefined;
}
