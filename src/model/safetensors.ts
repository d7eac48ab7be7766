/**
 * Reader of safetensors files: eight bytes of header length, a JSON header, then the values.
 * Format: https://huggingface.co/docs/safetensors/index#format
 */

import type { FileHandle } from "node:fs/promises";
import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import { isJsonObject, ownValue } from "../json_object.js";
import {
  BYTES_PER_VALUE,
  readExactly,
  readFloats,
  VALUES_PER_TURN,
  type NumberFormat,
} from "./float_formats.js";
import { parseJson } from "./json_file.js";
import type { TensorEntry, TensorFile } from "./tensor_file.js";
import { unreadableWeights } from "./model_errors.js";

/** Largest header read, in bytes. BERT-large has 50 kB. */
const MAX_HEADER_BYTES = 16 << 20;

/** Most tensors in one file. BERT-large has 391. */
const MAX_TENSORS = 100_000;

/** Bytes per value of every format the header may name. */
const KNOWN_FORMATS: ReadonlyMap<string, number> = new Map([
  ...Object.entries(BYTES_PER_VALUE),
  ...(["BOOL", "U8", "F8_E4M3", "F8_E5M2"] as const).map((name) => [name, 1] as const),
  ...(["I16", "U16"] as const).map((name) => [name, 2] as const),
  ...(["I32", "U32"] as const).map((name) => [name, 4] as const),
  ...(["I64", "U64"] as const).map((name) => [name, 8] as const),
]);

interface HeaderEntry {
  readonly name: string;
  readonly format: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
  readonly count: number;
}

/**
 * Reads and checks the header. Tensors of integers are left out, except int8 matrices that have a
 * companion `NAME.scale` with a float32 per row: those are read as int8 * scale[row].
 *
 * @param size of the file in bytes.
 * @throws ModelError MODEL_FILE_INVALID when the header does not describe the file exactly.
 */
export async function openSafetensors(
  file: FileHandle,
  size: number,
  path: string,
): Promise<TensorFile> {
  const start = new Uint8Array(8);
  if (size < 8) throw unreadableWeights(path, `it has ${size} bytes, too few for a header`);
  await readExactly(file, start, 0, path);
  const headerBytes = Number(new DataView(start.buffer).getBigUint64(0, true));
  if (headerBytes < 2 || headerBytes > Math.min(size - 8, MAX_HEADER_BYTES)) {
    throw unreadableWeights(
      path,
      `its header should have ${headerBytes} bytes, but the file has ${size}; it is cut short or not safetensors`,
    );
  }
  const header = new Uint8Array(headerBytes);
  await readExactly(file, header, 8, path);
  const dataStart = 8 + headerBytes;
  const entries = parseHeader(parseJson(header, path), size - dataStart, path);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));

  const tensors = new Map<string, TensorEntry>();
  for (const entry of entries) {
    const { name, format, shape, count } = entry;
    const position = dataStart + entry.begin;
    const scale = byName.get(`${name}.scale`);
    if (format === "I8") {
      if (scale === undefined || !isScaleOf(scale, shape)) continue;
      const scalePosition = dataStart + scale.begin;
      tensors.set(name, {
        shape,
        async read() {
          const scales = await readFloats(file, scalePosition, scale.count, "F32", path);
          return scaleRows(await readFloats(file, position, count, "I8", path), scales);
        },
      });
    } else if (isFloat(format)) {
      if (isScaleCompanion(entry, byName)) continue;
      tensors.set(name, { shape, read: () => readFloats(file, position, count, format, path) });
    }
  }
  return { tensors };
}

function parseHeader(header: unknown, dataBytes: number, path: string): HeaderEntry[] {
  if (!isJsonObject(header)) throw unreadableWeights(path, "its header is not a JSON object");
  const names = Object.keys(header).filter((name) => name !== "__metadata__");
  if (names.length > MAX_TENSORS) throw unreadableWeights(path, `it names ${names.length} tensors`);
  const entries = names.map((name) => parseEntry(name, header[name], path));
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== covered) {
      throw unreadableWeights(
        path,
        `the values of \`${name}\` should begin at ${covered}, not ${begin}`,
      );
    }
    covered = end;
  }
  if (covered !== dataBytes) {
    throw unreadableWeights(
      path,
      `its tensors take ${covered} bytes, but ${dataBytes} follow the header; it is cut short or damaged`,
    );
  }
  return entries;
}

function parseEntry(name: string, value: unknown, path: string): HeaderEntry {
  const shown = name.length > 100 ? `${name.slice(0, 97)}...` : name;
  if (!isJsonObject(value))
    throw unreadableWeights(path, `the entry of \`${shown}\` is not an object`);
  const format = ownValue(value, "dtype");
  const shape = ownValue(value, "shape");
  const offsets = ownValue(value, "data_offsets");
  const size = typeof format === "string" ? KNOWN_FORMATS.get(format) : undefined;
  if (typeof format !== "string" || size === undefined) {
    throw unreadableWeights(
      path,
      `\`${shown}\` has the unknown number format \`${String(format)}\``,
    );
  }
  if (!isNaturals(shape) || shape.length > 8) {
    throw unreadableWeights(path, `the shape of \`${shown}\` is not an array of natural numbers`);
  }
  const count = shape.reduce((product, dimension) => product * dimension, 1);
  const [begin, end] = isNaturals(offsets) && offsets.length === 2 ? offsets : [];
  if (begin === undefined || end === undefined || end - begin !== count * size) {
    throw unreadableWeights(
      path,
      `the offsets of \`${shown}\` do not fit its shape and number format`,
    );
  }
  return { name, format, shape, begin, end, count };
}

function isNaturals(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function isFloat(format: string): format is Exclude<NumberFormat, "I8"> {
  return format !== "I8" && Object.hasOwn(BYTES_PER_VALUE, format);
}

function isScaleOf(scale: HeaderEntry, shape: readonly number[]): boolean {
  return (
    shape.length === 2 &&
    scale.format === "F32" &&
    scale.shape.length === 1 &&
    scale.count === shape[0]
  );
}

function isScaleCompanion(entry: HeaderEntry, byName: ReadonlyMap<string, HeaderEntry>): boolean {
  if (!entry.name.endsWith(".scale")) return false;
  const scaled = byName.get(entry.name.slice(0, -".scale".length));
  return scaled?.format === "I8" && isScaleOf(entry, scaled.shape);
}

/** values[r, c] *= scales[r], in place; values is [scales.length, columns]. */
async function scaleRows(values: Float32Array, scales: Float32Array): Promise<Float32Array> {
  const columns = scales.length === 0 ? 0 : values.length / scales.length;
  const rowsPerTurn = Math.max(1, Math.floor(VALUES_PER_TURN / Math.max(1, columns)));
  for (let row = 0, i = 0; row < scales.length; row++) {
    if (row % rowsPerTurn === 0) await yieldToEventLoop();
    const scale = scales[row]!;
    for (const end = i + columns; i < end; i++) values[i] = values[i]! * scale;
  }
  return values;
}
