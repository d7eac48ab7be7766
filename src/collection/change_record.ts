/** Changes of a collection as records of the log (docs/persistence_format.md). */

import { SnapshotError } from "../errors.js";
import { fromLittleEndian, toLittleEndian } from "../storage/little_endian.js";
import { formatPassageLine, parsePassageLine, type StoredPassage } from "./passage_line.js";

/** Passages written or read between two yields: less than a millisecond. */
const PASSAGES_PER_STEP = 64;

/** Bytes moved between two yields. */
const BYTES_PER_STEP = 1 << 20;

const NEWLINE = 10;

/** One call of `add` or `delete` that took effect. */
export type Change =
  | { kind: "add"; passages: readonly StoredPassage[]; vectors: Float32Array }
  | { kind: "delete"; sequences: Uint32Array };

/**
 * The length of the text as uint32, then the text in UTF-8: its first line is `add` or `delete`; of
 * an addition the others are the passages and the vectors follow the text as float32, of a deletion
 * the text ends and the sequences follow as uint32. Made in steps.
 */
export function* encodeChange(change: Change): Generator<void, Uint8Array[]> {
  const adds = change.kind === "add";
  const text = [Buffer.from(`${change.kind}\n`)];
  const passages = adds ? change.passages : [];
  for (let at = 0; at < passages.length; at += PASSAGES_PER_STEP) {
    const lines = passages.slice(at, at + PASSAGES_PER_STEP).map(formatPassageLine);
    text.push(Buffer.from(lines.join("")));
    yield;
  }
  const length = Buffer.alloc(4);
  // The log refuses what is longer than this can tell.
  length.writeUInt32LE(text.reduce((sum, piece) => sum + piece.length, 0) % 2 ** 32);
  return [length, ...text, toLittleEndian(adds ? change.vectors : change.sequences)];
}

/**
 * Takes `content` over: the numbers are moved to its start, so that they are not held twice. In
 * steps.
 *
 * @throws SnapshotError `SNAPSHOT_CORRUPT`
 */
export function* decodeChange(
  content: Uint8Array,
  dimension: number,
  place: string,
): Generator<void, Change> {
  const corrupt = (): SnapshotError =>
    new SnapshotError("SNAPSHOT_CORRUPT", `${place}: a record of the log is no change.`);
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (buffer.length < 4) throw corrupt();
  const textEnd = 4 + buffer.readUInt32LE(0);
  if (textEnd > buffer.length || (buffer.length - textEnd) % 4 !== 0) throw corrupt();
  const text = buffer.subarray(4, textEnd);
  if (text.at(-1) !== NEWLINE) throw corrupt();
  const kindEnd = text.indexOf(NEWLINE);
  const kind = text.toString("utf8", 0, kindEnd);
  if (kind === "delete" && kindEnd === text.length - 1) {
    return { kind, sequences: new Uint32Array(...(yield* numbersAt(content, textEnd))) };
  }
  if (kind !== "add") throw corrupt();
  const passages: StoredPassage[] = [];
  const sequences = new Set<number>();
  let windows = 0;
  for (let at = kindEnd + 1; at < text.length;) {
    const end = text.indexOf(NEWLINE, at);
    const passage = parsePassageLine(text.toString("utf8", at, end), place);
    passages.push(passage);
    sequences.add(passage.sequence);
    windows += passage.windows;
    at = end + 1;
    if (passages.length % PASSAGES_PER_STEP === 0) yield;
  }
  if (buffer.length - textEnd !== windows * dimension * 4) throw corrupt();
  if (sequences.size !== passages.length) throw corrupt();
  // Last, because it writes over the text.
  return { kind, passages, vectors: new Float32Array(...(yield* numbersAt(content, textEnd))) };
}

/** Where the numbers from `start` to the end lie now: memory, offset and count. */
function* numbersAt(
  content: Uint8Array,
  start: number,
): Generator<void, [ArrayBufferLike, number, number]> {
  const aligned = content.byteOffset % 4 === 0 ? content : new Uint8Array(content);
  for (let from = start; from < aligned.length; from += BYTES_PER_STEP) {
    aligned.copyWithin(from - start, from, from + BYTES_PER_STEP);
    yield;
  }
  const bytes = aligned.subarray(0, content.length - start);
  fromLittleEndian(bytes, 4);
  return [bytes.buffer, bytes.byteOffset, bytes.length / 4];
}
