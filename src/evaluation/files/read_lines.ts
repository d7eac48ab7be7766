/** Text files as batches of lines: streamed, bounded, and always with the line number. */

import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { expected, FileFormatError, TasbError, throwIfAborted } from "../../errors.js";

/** Limits and the signal of every reader of this folder. */
export interface ReadOptions {
  /** Longest line, in bytes; positive. Default 16 MiB. */
  maxLineBytes?: number;
  /** Largest file, in bytes after decompression; positive. Default 32 GiB. */
  maxFileBytes?: number;
  /** Stops the work. */
  signal?: AbortSignal;
}

/** Consecutive lines without their line ends. */
export interface LineBatch {
  readonly lines: readonly string[];
  /** Number of `lines[0]` in the file, from 1. */
  readonly firstLine: number;
}

const DEFAULT_MAX_LINE_BYTES = 2 ** 24;
const DEFAULT_MAX_FILE_BYTES = 2 ** 35;
const CHUNK_BYTES = 2 ** 16;
const NEWLINE = 0x0a;

/**
 * Streams the lines of a UTF-8 file; one whose name ends in `.gz` is decompressed. Line ends are LF
 * or CR LF; a byte order mark is dropped.
 *
 * @throws FileFormatError with path and line: unreadable, not UTF-8, or over a limit
 */
export async function* readLineBatches(
  path: string,
  options: ReadOptions = {},
): AsyncGenerator<LineBatch, void, undefined> {
  const maxLineBytes = positive("maxLineBytes", options.maxLineBytes ?? DEFAULT_MAX_LINE_BYTES);
  const maxFileBytes = positive("maxFileBytes", options.maxFileBytes ?? DEFAULT_MAX_FILE_BYTES);
  throwIfAborted(options.signal);
  const tooLong = (line: number) =>
    new FileFormatError(`The line is longer than ${maxLineBytes} bytes.`, { path, line });

  let nextLine = 1;
  let size = 0;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  try {
    for await (const chunk of openBytes(path)) {
      throwIfAborted(options.signal);
      size += chunk.length;
      if (size > maxFileBytes) {
        throw new FileFormatError(`The file is larger than ${maxFileBytes} bytes.`, {
          path,
          line: nextLine,
        });
      }
      const end = chunk.lastIndexOf(NEWLINE);
      if (end < 0) {
        pending.push(chunk);
        pendingBytes += chunk.length;
        if (pendingBytes > maxLineBytes) throw tooLong(nextLine);
        continue;
      }
      const bytes = Buffer.concat([...pending, chunk.subarray(0, end)]);
      pending = [chunk.subarray(end + 1)];
      pendingBytes = pending[0]!.length;
      const lines = decodeLines(bytes, nextLine, path);
      checkLengths(lines, maxLineBytes, (i) => tooLong(nextLine + i));
      yield { lines, firstLine: nextLine };
      nextLine += lines.length;
    }
    if (pendingBytes > 0) {
      if (pendingBytes > maxLineBytes) throw tooLong(nextLine);
      const lines = decodeLines(Buffer.concat(pending), nextLine, path);
      yield { lines, firstLine: nextLine };
    }
  } catch (error) {
    if (error instanceof TasbError) throw error;
    throw new FileFormatError(
      `The file cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      { path, unreadable: true, cause: error },
    );
  }
}

/** Calls `visit` with each line and its number, from 1. Lines without visible text are passed over. */
export async function forEachLine(
  path: string,
  options: ReadOptions,
  visit: (line: string, number: number) => void,
): Promise<void> {
  for await (const { lines, firstLine } of readLineBatches(path, options)) {
    for (const [i, line] of lines.entries()) {
      if (line.trim() !== "") visit(line, firstLine + i);
    }
  }
}

function openBytes(path: string): AsyncIterable<Buffer> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  if (!path.toLowerCase().endsWith(".gz")) return file;
  // `pipeline` hands an error of the file on to the consumer of the decompressed stream.
  return pipeline(file, createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
}

function decodeLines(bytes: Buffer, firstLine: number, path: string): string[] {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new FileFormatError("The line is not valid UTF-8.", {
      path,
      line: firstLine + firstInvalidLine(bytes, decoder),
    });
  }
  if (firstLine === 1 && text.startsWith("\uFEFF")) text = text.slice(1);
  return text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
}

function firstInvalidLine(bytes: Buffer, decoder: InstanceType<typeof TextDecoder>): number {
  let index = 0;
  for (let start = 0; start <= bytes.length; index++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return index;
    }
    start = end + 1;
  }
  return index;
}

function checkLengths(lines: string[], maxLineBytes: number, error: (i: number) => Error): void {
  for (const [i, line] of lines.entries()) {
    // A UTF-16 code unit is at most three bytes of UTF-8: most lines need no counting.
    if (line.length * 3 > maxLineBytes && Buffer.byteLength(line) > maxLineBytes) throw error(i);
  }
}

function positive(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) throw expected(name, "a positive integer", value);
  return value;
}
