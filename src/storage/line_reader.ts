/** Lines of a file, ended by the byte 10 and by nothing else. */

import { SnapshotError } from "../errors.js";
import type { FileHandle } from "./file_system.js";

const PIECE_BYTES = 1 << 20;
/** Texts of that length do not fit a string. */
const MAX_LINE_BYTES = 2 ** 28;

/**
 * (`FileHandle.readLines` also ends a line at carriage returns and at U+2028, which JSON strings
 * may hold.)
 *
 * @param maxLineBytes a line longer than this that does not end in the piece it starts in is refused
 * @throws SnapshotError `SNAPSHOT_CORRUPT` where the last line has no end, or a line is too long
 */
export async function* readLines(
  file: FileHandle,
  path: string,
  maxLineBytes = MAX_LINE_BYTES,
): AsyncGenerator<string> {
  const { size } = await file.stat();
  const pieceBytes = Math.min(PIECE_BYTES, Math.max(1, size));
  const piece = Buffer.allocUnsafe(pieceBytes);
  let started: Buffer[] = [];
  let startedBytes = 0;
  for (;;) {
    const { bytesRead } = await file.read(piece, 0, pieceBytes);
    if (bytesRead === 0) break;
    let start = 0;
    for (;;) {
      const end = piece.indexOf(10, start);
      if (end === -1 || end >= bytesRead) break;
      const rest = piece.subarray(start, end);
      if (startedBytes === 0) yield rest.toString("utf8");
      else yield Buffer.concat([...started, rest]).toString("utf8");
      started = [];
      startedBytes = 0;
      start = end + 1;
    }
    if (start < bytesRead) {
      started.push(Buffer.from(piece.subarray(start, bytesRead)));
      startedBytes += bytesRead - start;
      if (startedBytes > maxLineBytes) {
        throw new SnapshotError("SNAPSHOT_CORRUPT", `${path}: a line is longer than any passage.`);
      }
    }
  }
  if (startedBytes > 0) {
    throw new SnapshotError("SNAPSHOT_CORRUPT", `${path} ends in the middle of a line.`);
  }
}
