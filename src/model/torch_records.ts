/**
 * The few names a state dict's pickle may use, and what they stand for here. Each builds a plain
 * record of its arguments; nothing of PyTorch or Python is run.
 */

import type { ModelError } from "../errors.js";
import {
  isKind,
  type PickledSequence,
  type PickledStorage,
  type PickledValue,
} from "./pickled_values.js";

/** Makes the error for a reason. */
export type Invalid = (reason: string) => ModelError;

/** Most dimensions of a tensor. */
const MAX_DIMENSIONS = 8;

const STORAGE_PATTERN = /^torch (\w{1,20}Storage)$/;
const STORAGE_TYPES: ReadonlySet<string> = new Set(
  ["Float", "Double", "Half", "BFloat16", "Long", "Int", "Short", "Char", "Byte", "Bool"].map(
    (type) => `${type}Storage`,
  ),
);
const CALLABLES: ReadonlySet<string> = new Set([
  "collections OrderedDict",
  "torch._utils _rebuild_tensor",
  "torch._utils _rebuild_tensor_v2",
  "torch._utils _rebuild_parameter",
]);

/** True for the names, module and class with a blank between, that `callAllowed` or storages need. */
export function isAllowedName(name: string): boolean {
  const storage = STORAGE_PATTERN.exec(name)?.[1];
  return CALLABLES.has(name) || (storage !== undefined && STORAGE_TYPES.has(storage));
}

/** The persistent id ("storage", type, key, location, length[, view]) of torch.save. */
export function readStorage(id: PickledValue, invalid: Invalid): PickledStorage {
  const [tag, type, key, , length, view] = isKind(id, "sequence") ? id.items : [];
  const name =
    type !== undefined && isKind(type, "global") ? STORAGE_PATTERN.exec(type.name) : null;
  if (
    tag !== "storage" ||
    name?.[1] === undefined ||
    typeof key !== "string" ||
    !isNatural(length)
  ) {
    throw invalid("its pickle has a storage that torch.save does not write");
  }
  if (view === undefined || view === null) {
    return { kind: "storage", type: name[1], key, length, offset: 0 };
  }
  const [, offset, viewLength] = isKind(view, "sequence") ? view.items : [];
  if (!isNatural(offset) || !isNatural(viewLength) || offset + viewLength > length) {
    throw invalid("its pickle has a view outside its storage");
  }
  return { kind: "storage", type: name[1], key, length: viewLength, offset };
}

/** What a REDUCE of an allowed name with these arguments stands for. */
export function callAllowed(
  callable: PickledValue,
  args: PickledValue,
  invalid: Invalid,
): PickledValue {
  if (!isKind(callable, "global") || !isKind(args, "sequence")) {
    throw invalid("its pickle calls what cannot be called");
  }
  switch (callable.name) {
    case "collections OrderedDict": {
      if (args.items.length > 0) throw invalid("its pickle fills an OrderedDict by a call");
      return { kind: "dictionary", entries: [] };
    }
    case "torch._utils _rebuild_parameter": {
      const [tensor] = args.items;
      if (tensor === undefined || !isKind(tensor, "tensor")) break;
      return tensor;
    }
    case "torch._utils _rebuild_tensor":
    case "torch._utils _rebuild_tensor_v2": {
      const [storage, offset, shape, strides] = args.items;
      if (
        storage === undefined ||
        !isKind(storage, "storage") ||
        !isNatural(offset) ||
        !isNaturals(shape) ||
        !isNaturals(strides) ||
        shape.items.length !== strides.items.length
      ) {
        break;
      }
      return { kind: "tensor", storage, offset, shape: shape.items, strides: strides.items };
    }
    default:
  }
  throw invalid(`its pickle calls \`${callable.name}\` with arguments it does not take`);
}

function isNatural(value: PickledValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isNaturals(
  value: PickledValue | undefined,
): value is PickledSequence & { items: number[] } {
  return (
    value !== undefined &&
    isKind(value, "sequence") &&
    value.items.length <= MAX_DIMENSIONS &&
    value.items.every(isNatural)
  );
}
