/** Changes of a collection as records of the log (docs/persistence_format.md). */

import { SnapshotError } from "../errors.js";
import { fromLittleEndian, toLittleEndian } from "../storage/little_endian.js";
import { formatPassageLine, parsePassageLine, type StoredPassage } from "./passage_line.js";

/** One call of `add` or `delete` that took effect. */
export type Change =
  | { kind: "add"; passages: readonly StoredPassage[]; vectors: Float32Array }
  | { kind: "delete"; sequences: Uint32Array };

/**
 * The length of the text as uint32, then the text in UTF-8: its first line is `add` or `delete`; of
 * an addition the others are the passages and the vectors follow the text as float32, of a deletion
 * the text ends and the sequences follow as uint32.
 */
export function encodeChange(change: Change): Uint8Array[] {
  const adds = change.kind === "add";
  const lines = adds ? change.passages.map(formatPassageLine) : [];
  const text = Buffer.from([`${change.kind}\n`, ...lines].join(""));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return [length, text, toLittleEndian(adds ? change.vectors : change.sequences)];
}

/**
 * Takes `content` over: the numbers are moved to its start, so that they are not held twice.
 *
 * @throws SnapshotError `SNAPSHOT_CORRUPT`
 */
export function decodeChange(content: Uint8Array, dimension: number, place: string): Change {
  const corrupt = (): SnapshotError =>
    new SnapshotError("SNAPSHOT_CORRUPT", `${place}: a record of the log is no change.`);
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (buffer.length < 4) throw corrupt();
  const textEnd = 4 + buffer.readUInt32LE(0);
  if (textEnd > buffer.length || (buffer.length - textEnd) % 4 !== 0) throw corrupt();
  const [kind, ...lines] = buffer.toString("utf8", 4, textEnd).split("\n");
  const numbers = numbersAt(content, textEnd);
  if (lines.pop() !== "") throw corrupt();
  if (kind === "delete" && lines.length === 0) {
    return { kind, sequences: new Uint32Array(...numbers) };
  }
  if (kind !== "add") throw corrupt();
  const passages = lines.map((line) => parsePassageLine(line, place));
  const vectors = new Float32Array(...numbers);
  const windows = passages.reduce((sum, passage) => sum + passage.windows, 0);
  if (vectors.length !== windows * dimension) throw corrupt();
  if (new Set(passages.map(({ sequence }) => sequence)).size !== passages.length) throw corrupt();
  return { kind, passages, vectors };
}

/** Where the numbers from `start` to the end lie now: memory, offset and count. */
function numbersAt(content: Uint8Array, start: number): [ArrayBufferLike, number, number] {
  const aligned = content.byteOffset % 4 === 0 ? content : new Uint8Array(content);
  aligned.copyWithin(0, start);
  const bytes = aligned.subarray(0, content.length - start);
  fromLittleEndian(bytes, 4);
  return [bytes.buffer, bytes.byteOffset, bytes.length / 4];
}
