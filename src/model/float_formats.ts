/** Number formats of weight files, read from a file handle in bounded steps. */

import type { FileHandle } from "node:fs/promises";
import { ModelError } from "../errors.js";

/** The formats weights are stored in, by safetensors' names. */
export type NumberFormat = "F64" | "F32" | "F16" | "BF16" | "I8";

/** Bytes per value. */
export const BYTES_PER_VALUE: Readonly<Record<NumberFormat, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I8: 1,
};

/** Bytes read and converted at a time, so that no step holds the event loop for milliseconds. */
const STEP_BYTES = 1 << 20;

/** Values that may be worked on before others get a turn on the event loop. */
export const VALUES_PER_TURN = 1 << 19;

/**
 * Reads `count` little-endian numbers at byte `position` of the file as float32. Memory: the
 * result, and one step of a mebibyte.
 *
 * @throws ModelError MODEL_FILE_INVALID when the file ends before.
 */
export async function readFloats(
  file: FileHandle,
  position: number,
  count: number,
  format: NumberFormat,
  source: string,
): Promise<Float32Array> {
  const result = new Float32Array(count);
  if (format === "F32") {
    await readExactly(file, new Uint8Array(result.buffer), position, source);
    return result;
  }
  const size = BYTES_PER_VALUE[format];
  const step = new Uint8Array(Math.min(STEP_BYTES, count * size));
  const convert = CONVERTERS[format];
  for (let done = 0; done < count;) {
    const values = Math.min(count - done, STEP_BYTES / size);
    const bytes = step.subarray(0, values * size);
    await readExactly(file, bytes, position + done * size, source);
    convert(step.buffer, values, result, done);
    done += values;
  }
  return result;
}

/** Fills `bytes` from the file, however many reads it takes. */
export async function readExactly(
  file: FileHandle,
  bytes: Uint8Array,
  position: number,
  source: string,
): Promise<void> {
  for (let filled = 0; filled < bytes.length;) {
    // A single read is limited to 2^31 - 1 bytes on some systems.
    const length = Math.min(bytes.length - filled, 1 << 30);
    const { bytesRead } = await file.read(bytes, filled, length, position + filled);
    if (bytesRead === 0) {
      throw new ModelError(
        "MODEL_FILE_INVALID",
        `${source} is cut short: ${bytes.length} bytes were expected at byte ${position}, ` +
          `${filled} are there.`,
      );
    }
    filled += bytesRead;
  }
}

type Converter = (from: ArrayBuffer, count: number, to: Float32Array, toOffset: number) => void;

const CONVERTERS: Readonly<Record<Exclude<NumberFormat, "F32">, Converter>> = {
  F64(from, count, to, toOffset) {
    to.set(new Float64Array(from, 0, count), toOffset);
  },
  I8(from, count, to, toOffset) {
    to.set(new Int8Array(from, 0, count), toOffset);
  },
  BF16(from, count, to, toOffset) {
    const values = new Uint16Array(from, 0, count);
    const bits = new Uint32Array(to.buffer, to.byteOffset + 4 * toOffset, count);
    for (let i = 0; i < count; i++) bits[i] = values[i]! << 16;
  },
  F16(from, count, to, toOffset) {
    const values = new Uint16Array(from, 0, count);
    const bits = new Uint32Array(to.buffer, to.byteOffset + 4 * toOffset, count);
    for (let i = 0; i < count; i++) bits[i] = float32BitsOfFloat16(values[i]!);
  },
};

/** IEEE 754 half → single precision, bit for bit, exact for every value. */
export function float32BitsOfFloat16(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent !== 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // Subnormal: fraction * 2^-24; shift the leading one up to the implicit bit.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}
