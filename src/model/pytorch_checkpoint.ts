/**
 * Reader of `torch.save(state_dict)` files: the zip format of PyTorch 1.6 and later, and the older
 * one of pickles in a row. Understands tensors and nothing else; see pickle_machine.ts.
 * Format: torch/serialization.py, functions `_save` and `_legacy_save`.
 */

import type { FileHandle } from "node:fs/promises";
import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import {
  BYTES_PER_VALUE,
  readExactly,
  readFloats,
  VALUES_PER_TURN,
  type NumberFormat,
} from "./float_formats.js";
import { PickleEndsEarly, readPickle } from "./pickle_machine.js";
import { isKind, type PickledTensor, type PickledValue } from "./pickled_values.js";
import type { TensorEntry, TensorFile } from "./tensor_file.js";
import { readZipDirectory, type ZipEntry } from "./zip_directory.js";
import { unreadableWeights } from "./model_errors.js";

/** Largest pickle read, in bytes. A state dict of 200 tensors takes 40 kB. */
const MAX_PICKLE_BYTES = 8 << 20;

/** Opcodes a pickle may have: 400 tensors take 18,000. Grows with the file, as memory may. */
function maxSteps(fileSize: number): number {
  return 20_000 + Math.floor(fileSize / 64);
}

const LEGACY_MAGIC = 0x1950a86a20f9469cfc6cn;
const LEGACY_PROTOCOL = 1001;

/** Formats that weights come in; tensors of other types (position ids, masks) are left out. */
const WEIGHT_FORMATS: ReadonlyMap<string, NumberFormat> = new Map([
  ["FloatStorage", "F32"],
  ["DoubleStorage", "F64"],
  ["HalfStorage", "F16"],
  ["BFloat16Storage", "BF16"],
]);

const STORAGE_BYTES: ReadonlyMap<string, number> = new Map([
  ["FloatStorage", 4],
  ["DoubleStorage", 8],
  ["HalfStorage", 2],
  ["BFloat16Storage", 2],
  ["LongStorage", 8],
  ["IntStorage", 4],
  ["ShortStorage", 2],
  ["CharStorage", 1],
  ["ByteStorage", 1],
  ["BoolStorage", 1],
]);

/**
 * Reads the table of contents of a checkpoint.
 *
 * @param size of the file in bytes.
 * @throws ModelError MODEL_FILE_INVALID for anything but tensors by name.
 */
export async function openPytorchCheckpoint(
  file: FileHandle,
  size: number,
  path: string,
): Promise<TensorFile> {
  const start = Buffer.alloc(Math.min(4, size));
  await readExactly(file, start, 0, path);
  const isZip = start.length === 4 && start.readUInt32LE(0) === 0x04034b50;
  const { root, storages } = isZip
    ? await readZipFormat(file, size, path)
    : await readLegacyFormat(file, size, path);
  if (!isKind(root, "dictionary")) {
    throw unreadableWeights(path, "it holds no dict of tensors; save `model.state_dict()`");
  }
  const tensors = new Map<string, TensorEntry>();
  for (const [name, value] of root.entries) {
    if (typeof name !== "string" || !isKind(value, "tensor")) continue;
    const format = WEIGHT_FORMATS.get(value.storage.type);
    if (format === undefined) continue;
    tensors.set(name, tensorEntry(file, name, value, format, storages, path));
  }
  if (tensors.size === 0) {
    throw unreadableWeights(
      path,
      "it holds no tensors at its top level; save `model.state_dict()`",
    );
  }
  return { tensors };
}

interface Contents {
  readonly root: PickledValue;
  /** Bytes of each storage, by its key. */
  readonly storages: ReadonlyMap<string, ZipEntry>;
}

async function readZipFormat(file: FileHandle, size: number, path: string): Promise<Contents> {
  const entries = await readZipDirectory(file, size, path);
  const pickleName = [...entries.keys()].find((name) => /^[^/]*\/data\.pkl$/.test(name));
  if (pickleName === undefined) {
    throw unreadableWeights(
      path,
      "it is a zip archive without data.pkl, not a checkpoint of torch.save",
    );
  }
  const folder = pickleName.slice(0, -"data.pkl".length);
  const byteOrder = entries.get(`${folder}byteorder`);
  if (byteOrder !== undefined && (await readText(file, byteOrder, 16, path)) !== "little") {
    throw unreadableWeights(path, "its numbers are not little-endian");
  }
  const { position, length } = entries.get(pickleName)!;
  if (length > MAX_PICKLE_BYTES) throw unreadableWeights(path, `its pickle has ${length} bytes`);
  const bytes = new Uint8Array(length);
  await readExactly(file, bytes, position, path);
  const storages = new Map<string, ZipEntry>();
  for (const [name, entry] of entries) {
    if (name.startsWith(`${folder}data/`)) {
      storages.set(name.slice(folder.length + "data/".length), entry);
    }
  }
  try {
    return { root: readPickle(bytes, 0, maxSteps(size), path).value, storages };
  } catch (cause) {
    if (cause instanceof PickleEndsEarly) throw unreadableWeights(path, "its pickle ends early");
    throw cause;
  }
}

/** Five pickles (magic, protocol, system, state dict, storage keys), then each storage's bytes. */
async function readLegacyFormat(file: FileHandle, size: number, path: string): Promise<Contents> {
  const most = Math.min(size, MAX_PICKLE_BYTES);
  for (let length = Math.min(most, 1 << 18); ; length = Math.min(most, length * 4)) {
    const bytes = new Uint8Array(length);
    await readExactly(file, bytes, 0, path);
    try {
      return await readLegacyPickles(file, bytes, size, path);
    } catch (cause) {
      if (!(cause instanceof PickleEndsEarly)) throw cause;
      if (length === most)
        throw unreadableWeights(path, "its pickle ends early; the file is cut short");
    }
  }
}

async function readLegacyPickles(
  file: FileHandle,
  bytes: Uint8Array,
  size: number,
  path: string,
): Promise<Contents> {
  if (bytes[0] !== 0x80) {
    throw unreadableWeights(
      path,
      "it is neither a zip archive nor a pickle, so not a PyTorch checkpoint",
    );
  }
  const limit = maxSteps(size);
  const magic = readPickle(bytes, 0, limit, path);
  if (magic.value !== LEGACY_MAGIC) {
    throw unreadableWeights(path, "it does not begin with the number that torch.save writes first");
  }
  const protocol = readPickle(bytes, magic.end, limit, path);
  if (protocol.value !== LEGACY_PROTOCOL) {
    throw unreadableWeights(path, `its format version is not ${LEGACY_PROTOCOL}`);
  }
  const system = readPickle(bytes, protocol.end, limit, path);
  const isLittle =
    isKind(system.value, "dictionary") &&
    system.value.entries.some(([key, value]) => key === "little_endian" && value === true);
  if (!isLittle) throw unreadableWeights(path, "its numbers are not little-endian");
  const root = readPickle(bytes, system.end, limit, path);
  const keys = readPickle(bytes, root.end, limit, path);

  const storages = new Map<string, ZipEntry>();
  let position = keys.end;
  for (const key of isKind(keys.value, "sequence") ? keys.value.items : []) {
    const type = typeof key === "string" ? root.storageTypes.get(key) : undefined;
    const width = STORAGE_BYTES.get(type ?? "");
    if (typeof key !== "string" || width === undefined || position + 8 > size) {
      throw unreadableWeights(path, "its list of storages is damaged, or the file is cut short");
    }
    const count = new Uint8Array(8);
    await readExactly(file, count, position, path);
    const length = Number(new DataView(count.buffer).getBigInt64(0, true)) * width;
    position += 8;
    if (length < 0 || position + length > size) {
      throw unreadableWeights(path, "a storage reaches past the end of the file; it is cut short");
    }
    storages.set(key, { position, length });
    position += length;
  }
  return { root: root.value, storages };
}

function tensorEntry(
  file: FileHandle,
  name: string,
  tensor: PickledTensor,
  format: NumberFormat,
  storages: ReadonlyMap<string, ZipEntry>,
  path: string,
): TensorEntry {
  const { shape, strides, storage } = tensor;
  const shown = name.slice(0, 100);
  const place = storages.get(storage.key);
  const width = BYTES_PER_VALUE[format];
  if (place === undefined || (storage.offset + storage.length) * width > place.length) {
    throw unreadableWeights(path, `the values of \`${shown}\` are missing`);
  }
  const count = shape.reduce((product, size) => product * size, 1);
  // Index of the last value; a tensor larger than its storage would be an expanded view.
  const last = shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, 0);
  if (count > storage.length || (count > 0 && tensor.offset + last >= storage.length)) {
    throw unreadableWeights(path, `the tensor \`${shown}\` reaches outside its storage`);
  }
  const position = place.position + (storage.offset + tensor.offset) * width;
  return {
    shape,
    async read() {
      if (count === 0) return new Float32Array(0);
      if (isContiguous(shape, strides)) return readFloats(file, position, count, format, path);
      return gather(await readFloats(file, position, last + 1, format, path), shape, strides);
    },
  };
}

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis]!;
  }
  return true;
}

/** result[i, j, …] = values[i * strides[0] + j * strides[1] + …], row-major. */
async function gather(
  values: Float32Array,
  shape: readonly number[],
  strides: readonly number[],
): Promise<Float32Array> {
  const result = new Float32Array(shape.reduce((product, size) => product * size, 1));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    if (to % VALUES_PER_TURN === 0) await yieldToEventLoop();
    result[to] = values[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      index[axis]!++;
      if (index[axis]! < shape[axis]!) break;
      from -= index[axis]! * strides[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}

async function readText(
  file: FileHandle,
  entry: ZipEntry,
  most: number,
  path: string,
): Promise<string> {
  const bytes = Buffer.alloc(Math.min(entry.length, most));
  await readExactly(file, bytes, entry.position, path);
  return bytes.toString("latin1");
}
