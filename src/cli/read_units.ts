/** What a file holds: one document, or one for each record of a BEIR corpus or a CSV file. */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { FileFormatError } from "../errors.js";
import { idField, parseJsonObject, textField } from "../evaluation/files/json_line.js";
import { passageText } from "../evaluation/files/read_corpus.js";
import { readLineBatches } from "../evaluation/files/read_lines.js";
import { csvRecords, recordText } from "../passages/csv_records.js";
import { pdfText } from "../passages/pdf_text.js";
import { sourceText, type SourceText } from "../passages/source_text.js";
import { fileFormat, type FoundFile } from "./find_files.js";

/** A document that is indexed as a whole or not at all. */
export interface Unit {
  /** Unique in the index: the source's name, for a record of a corpus with `#` and its id. */
  key: string;
  /** Metadata of all its passages. */
  metadata: { source: string; title?: string; recordId?: string };
  /** Of its content; equal hash, nothing to do. */
  hash: string;
  /** Bytes of the file up to the end of this document, for the progress. */
  bytesRead: number;
  /** @throws FileFormatError */
  read(): SourceText | Promise<SourceText>;
}

/** Text files beyond this many bytes are refused: they would not fit in one string. */
const LARGEST_TEXT = 256e6;
/** PDF files beyond this many bytes are refused: reading one takes several times its size. */
const LARGEST_PDF = 100e6;
/** A file with a NUL among its first bytes is no text. */
const PROBED_BYTES = 8192;

/** 16 hexadecimal digits: 64 bits are plenty to tell a document from its older self. */
export function contentHash(...parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex").slice(0, 16);
}

/**
 * The documents of a file, one after the other.
 *
 * @param salt whatever else decides the passages: a document whose salt changed is read again
 * @throws FileFormatError for a binary or too large file, a line that is no record, or an `_id` that repeats
 */
export async function* readUnits(file: FoundFile, salt: string): AsyncGenerator<Unit> {
  const { path, source, bytes } = file;
  const format = fileFormat(path);
  if (format === "jsonl") {
    yield* readRecords(file, salt);
    return;
  }
  if (format === "csv") {
    yield* readRows(file, salt);
    return;
  }
  const largest = format === "pdf" ? LARGEST_PDF : LARGEST_TEXT;
  if (bytes > largest) {
    throw new FileFormatError(
      `Expected a file of at most ${largest / 1e6} MB, got ${Math.round(bytes / 1e6)} MB.`,
      { path: source },
    );
  }
  const content = await readFile(path).catch((cause: unknown) => {
    throw new FileFormatError("The file cannot be read.", {
      path: source,
      cause,
      unreadable: true,
    });
  });
  if (format === "pdf") {
    yield {
      key: source,
      metadata: { source },
      hash: contentHash(salt, format, content),
      bytesRead: bytes,
      read: () => pdfText(new Uint8Array(content), { path: source }),
    };
    return;
  }
  if (content.subarray(0, PROBED_BYTES).includes(0)) {
    throw new FileFormatError("Expected a text file, got binary data.", { path: source });
  }
  // Drops a byte order mark; what is not UTF-8 becomes U+FFFD.
  const text = new TextDecoder().decode(content);
  yield {
    key: source,
    metadata: { source },
    hash: contentHash(salt, format, text),
    bytesRead: bytes,
    read: async () => {
      if (format !== "html") return sourceText(text, format);
      // Its libraries are loaded where they are needed: a search should start fast.
      const { articleText } = await import("../passages/article_text.js");
      return articleText(text);
    },
  };
}

/** The records of a BEIR corpus: `{"_id": …, "title": …, "text": …}` on each line. */
async function* readRecords(file: FoundFile, salt: string): AsyncGenerator<Unit> {
  const { path, source, bytes } = file;
  let bytesRead = 0;
  const ids = new Set<string>();
  for await (const { lines, firstLine } of readLineBatches(path)) {
    for (const [i, content] of lines.entries()) {
      bytesRead = Math.min(bytes, bytesRead + Buffer.byteLength(content) + 1);
      if (content.trim() === "") continue;
      const line = firstLine + i;
      const place = { path: source, line };
      const record = parseJsonObject(content, place);
      const id = idField(record, place);
      if (ids.has(id)) {
        throw new FileFormatError(`Expected each \`_id\` once, got \`${id}\` again.`, place);
      }
      ids.add(id);
      const title = textField(record, "title", place, "");
      const text = passageText({ id, title, text: textField(record, "text", place) });
      yield {
        key: `${source}#${id}`,
        metadata: { source, recordId: id, ...(title !== "" && { title }) },
        hash: contentHash(salt, String(line), text),
        bytesRead,
        read: () => ({ ...sourceText(text, "text"), placeOf: () => ({ line, endLine: line }) }),
      };
    }
  }
}

/** The rows of a CSV file below its header. A row is known by its content, wherever it stands. */
async function* readRows(file: FoundFile, salt: string): AsyncGenerator<Unit> {
  const { path, source } = file;
  const seen = new Map<string, number>();
  for await (const { fields, line, endLine, bytesRead } of csvRecords(path)) {
    const text = recordText(fields);
    if (text === "") continue;
    const hash = contentHash(text);
    const copy = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, copy);
    const recordId = copy === 1 ? hash : `${hash}.${copy}`;
    const title = fields.find(([name]) => name.toLowerCase() === "title")?.[1].trim() ?? "";
    yield {
      key: `${source}#${recordId}`,
      metadata: { source, recordId, ...(title !== "" && { title }) },
      hash: contentHash(salt, String(line), text),
      bytesRead,
      read: () => ({ ...sourceText(text, "text"), placeOf: () => ({ line, endLine }) }),
    };
  }
}
