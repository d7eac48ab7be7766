/** The rows of a CSV file as records with named fields. */

import { open } from "node:fs/promises";
import { CsvError, parse } from "csv-parse";
import { FileFormatError } from "../errors.js";
import { checkInteger } from "../option_checks.js";

/** One row below the header. */
export interface CsvRecord {
  /** Name of the column and value, in the order of the columns. */
  fields: [name: string, value: string][];
  /** Its first line in the file, from 1. */
  line: number;
  /** Its last line: fields in quotes may hold line breaks. */
  endLine: number;
  /** Bytes of the file up to its end. */
  bytesRead: number;
}

export interface CsvOptions {
  /** Most characters of a record; a quotation mark that is never closed is found by it. Default 10⁶. */
  maxRecordSize?: number;
}

/** As the library gives it with `info` and `raw`. */
interface Row {
  record: string[];
  raw: string;
  info: { lines: number; bytes: number };
}

/** Bytes in which the delimiter is looked for. */
const PROBE = 1 << 16;
const DELIMITERS = [",", ";", "\t", "|"];

/**
 * Streams the records of a file whose first row names the columns (RFC 4180, UTF-8). The delimiter
 * is the one of comma, semicolon, tab and bar that stands most often in the first row.
 *
 * @throws FileFormatError with path and line: for binary data, a row with more or fewer fields than
 *   the header, a quotation mark that is never closed, a record beyond `maxRecordSize`;
 *   `FILE_UNREADABLE` where it cannot be read
 */
export async function* csvRecords(
  path: string,
  options: CsvOptions = {},
): AsyncGenerator<CsvRecord, void, undefined> {
  const { maxRecordSize = 1e6 } = options;
  checkInteger("maxRecordSize", maxRecordSize);
  const unreadable = (cause: unknown): FileFormatError =>
    new FileFormatError("The file cannot be read.", { path, cause, unreadable: true });
  const refuse = (cause: unknown): never => {
    throw unreadable(cause);
  };
  const file = await open(path).catch(refuse);
  let names: string[] | undefined;
  /** Line breaks of two characters within records so far: the library counts each as two lines. */
  let countedTwice = 0;
  try {
    const probe = await file.read(Buffer.alloc(PROBE), 0, PROBE, 0).catch(refuse);
    const head = probe.buffer.subarray(0, probe.bytesRead);
    if (head.includes(0)) {
      throw new FileFormatError("Expected a text file, got binary data.", { path });
    }
    const parser = parse({
      bom: true,
      delimiter: findDelimiter(head),
      info: true,
      raw: true,
      max_record_size: maxRecordSize,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      // Here and not below: rows read before an error that are not handed on yet are lost.
      on_record: (record) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- declared without them
        const { raw, info } = record as unknown as Row;
        countedTwice += pairsIn(raw);
        info.lines -= countedTwice;
        return record;
      },
    });
    // `pipe` hands no errors on.
    const source = file.createReadStream({ start: 0 });
    source.once("error", (cause) => parser.destroy(unreadable(cause))).pipe(parser);
    for await (const row of parser) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `info` and `raw` give
      const { record, raw, info } = row as Row;
      const endLine = info.lines;
      const line = endLine - (raw.trim().split(/\r\n?|\n/).length - 1);
      if (names === undefined) {
        names = record.map((name) => name.trim());
        continue;
      }
      if (record.length !== names.length) {
        const fields = `${names.length} fields, as in the first row`;
        throw new FileFormatError(`Expected ${fields}, got ${record.length}.`, { path, line });
      }
      const fields = record.map((value, i): [string, string] => [names![i]!, value]);
      yield { fields, line, endLine, bytesRead: info.bytes };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const lines: unknown = error["lines"];
    const raw: unknown = error["raw"];
    const line =
      typeof lines === "number" && typeof raw === "string"
        ? lines - countedTwice - pairsIn(raw)
        : undefined;
    throw new FileFormatError(`${error.message.replace(/ at line \d+$/, "")}.`, {
      path,
      cause: error,
      ...(line !== undefined && { line }),
    });
  } finally {
    await file.close().catch(() => undefined);
  }
}

/** The `\r\n` of a record; white space before it is the end of lines that were skipped. */
function pairsIn(raw: string): number {
  return raw.trimStart().split("\r\n").length - 1;
}

function findDelimiter(head: Buffer): string {
  const first = head
    .toString("utf8")
    .replaceAll(/"(?:[^"]|"")*"/g, "")
    .split(/\r?\n/, 1)[0]!;
  const counts = DELIMITERS.map((mark) => first.split(mark).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

/** A record as a text: `title` and `text` as they are, each other field that is not empty as `name: value`. */
export function recordText(fields: readonly (readonly [name: string, value: string])[]): string {
  return fields
    .filter(([, value]) => value.trim() !== "")
    .map(([name, value]) => (/^(?:title|text)?$/i.test(name) ? value : `${name}: ${value}`))
    .join("\n");
}
