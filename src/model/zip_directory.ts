/**
 * Table of contents of a zip archive whose entries are stored without compression, as
 * `torch.save` writes them. Format: PKWARE APPNOTE 6.3, sections 4.3 and 4.5.3 (zip64).
 */

import type { FileHandle } from "node:fs/promises";
import { readExactly } from "./float_formats.js";
import { unreadableWeights } from "./model_errors.js";

/** Where the bytes of an entry lie in the archive. */
export interface ZipEntry {
  readonly position: number;
  readonly length: number;
}

const END_SIGNATURE = 0x06054b50;
const END64_LOCATOR_SIGNATURE = 0x07064b50;
const END64_SIGNATURE = 0x06064b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;

/** Largest directory read, in bytes; one entry takes about 100. */
const MAX_DIRECTORY_BYTES = 16 << 20;

/** Most entries; BERT-large has 400. */
const MAX_ENTRIES = 20_000;

/**
 * Lists the entries of an archive.
 *
 * @param size of the file in bytes.
 * @throws ModelError MODEL_FILE_INVALID when the file is cut short, damaged, or compressed.
 */
export async function readZipDirectory(
  file: FileHandle,
  size: number,
  path: string,
): Promise<Map<string, ZipEntry>> {
  const { position, length, count } = await findDirectory(file, size, path);
  if (count > MAX_ENTRIES) throw unreadableWeights(path, `it has ${count} zip entries`);
  if (length > MAX_DIRECTORY_BYTES || position + length > size || count * CENTRAL_BYTES > length) {
    throw unreadableWeights(path, "its zip directory lies outside the file");
  }
  const directory = Buffer.alloc(length);
  await readExactly(file, directory, position, path);
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + CENTRAL_BYTES > length || directory.readUInt32LE(at) !== CENTRAL_SIGNATURE) {
      throw unreadableWeights(path, "its zip directory is damaged");
    }
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30);
    const next = at + CENTRAL_BYTES + nameLength + extraLength + directory.readUInt16LE(at + 32);
    if (next > length) throw unreadableWeights(path, "its zip directory is cut short");
    const name = directory.toString("utf8", at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameLength);
    const flags = directory.readUInt16LE(at + 8);
    const method = directory.readUInt16LE(at + 10);
    if (method !== 0 || (flags & 1) !== 0) {
      throw unreadableWeights(
        path,
        `its entry \`${name.slice(0, 80)}\` is compressed or encrypted`,
      );
    }
    const [uncompressed, compressed, header] = zip64Values(
      directory.subarray(next - directory.readUInt16LE(at + 32) - extraLength, next),
      extraLength,
      [
        directory.readUInt32LE(at + 24),
        directory.readUInt32LE(at + 20),
        directory.readUInt32LE(at + 42),
      ],
    );
    if (uncompressed === undefined || compressed === undefined || header === undefined) {
      throw unreadableWeights(path, "its zip64 fields are damaged");
    }
    if (uncompressed !== compressed || entries.has(name)) {
      throw unreadableWeights(path, `its zip entry \`${name.slice(0, 80)}\` contradicts itself`);
    }
    entries.set(name, await locate(file, size, header, compressed, path));
    at = next;
  }
  return entries;
}

async function findDirectory(
  file: FileHandle,
  size: number,
  path: string,
): Promise<{ position: number; length: number; count: number }> {
  const tail = Buffer.alloc(Math.min(size, END_BYTES + 65_535));
  const tailPosition = size - tail.length;
  await readExactly(file, tail, tailPosition, path);
  let at = tail.length - END_BYTES;
  while (at >= 0 && tail.readUInt32LE(at) !== END_SIGNATURE) at--;
  if (at < 0) throw unreadableWeights(path, "its zip directory is missing; the file is cut short");
  const count = tail.readUInt16LE(at + 10);
  const length = tail.readUInt32LE(at + 12);
  const position = tail.readUInt32LE(at + 16);
  const locator = tailPosition + at - 20;
  if ((count < 0xffff && length < 0xffffffff && position < 0xffffffff) || locator < 0) {
    return { position, length, count };
  }
  const pointer = Buffer.alloc(20);
  await readExactly(file, pointer, locator, path);
  if (pointer.readUInt32LE(0) !== END64_LOCATOR_SIGNATURE) return { position, length, count };
  const end64Position = toNumber(pointer.readBigUInt64LE(8));
  if (end64Position + 56 > size)
    throw unreadableWeights(path, "its zip64 directory lies outside the file");
  const end64 = Buffer.alloc(56);
  await readExactly(file, end64, end64Position, path);
  if (end64.readUInt32LE(0) !== END64_SIGNATURE)
    throw unreadableWeights(path, "its zip64 end is damaged");
  return {
    count: toNumber(end64.readBigUInt64LE(32)),
    length: toNumber(end64.readBigUInt64LE(40)),
    position: toNumber(end64.readBigUInt64LE(48)),
  };
}

/** Replaces 32-bit values that are all ones by the zip64 extra field's, in the standard's order. */
function zip64Values(fields: Buffer, length: number, values: number[]): (number | undefined)[] {
  if (!values.includes(0xffffffff)) return values;
  for (let at = 0; at + 4 <= length;) {
    const end = at + 4 + fields.readUInt16LE(at + 2);
    if (end > length) break;
    if (fields.readUInt16LE(at) === 1) {
      let from = at + 4;
      return values.map((value) => {
        if (value !== 0xffffffff) return value;
        if (from + 8 > end) return undefined;
        from += 8;
        return toNumber(fields.readBigUInt64LE(from - 8));
      });
    }
    at = end;
  }
  return values.map((value) => (value === 0xffffffff ? undefined : value));
}

/** The entry's values start after its local header, whose extra field differs from the directory's. */
async function locate(
  file: FileHandle,
  size: number,
  header: number,
  length: number,
  path: string,
): Promise<ZipEntry> {
  if (header + LOCAL_BYTES > size)
    throw unreadableWeights(path, "a zip entry lies outside the file");
  const local = Buffer.alloc(LOCAL_BYTES);
  await readExactly(file, local, header, path);
  if (local.readUInt32LE(0) !== LOCAL_SIGNATURE)
    throw unreadableWeights(path, "a zip entry is damaged");
  const position = header + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
  if (position + length > size)
    throw unreadableWeights(path, "a zip entry reaches past the end of the file");
  return { position, length };
}

function toNumber(value: bigint): number {
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value);
}
