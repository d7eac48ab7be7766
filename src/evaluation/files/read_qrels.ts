/** Relevance judgments from files. */

import { FileFormatError } from "../../errors.js";
import type { Qrels } from "../qrels.js";
import { parseGrade, parseId, splitFields } from "./fields.js";
import { KeyedEntries } from "./keyed_entries.js";
import { forEachLine, type ReadOptions } from "./read_lines.js";

/** Options of `readQrels`. */
export interface ReadQrelsOptions extends ReadOptions {
  /** Most judgments; a positive integer. Default 20,000,000. */
  maxEntries?: number;
}

/**
 * Reads judgments; the first line tells the format:
 *
 * - TREC, and MS MARCO's `qrels.dev.tsv`: `query iteration passage grade` between white space; a line
 *   that starts with `#` is a comment (trec_eval 10)
 * - BEIR: `query<TAB>passage<TAB>score`, with the header `query-id corpus-id score` or without one;
 *   ids may hold spaces
 *
 * A file whose name ends in `.gz` is decompressed.
 *
 * @throws FileFormatError with path and line
 */
export async function readQrels(path: string, options: ReadQrelsOptions = {}): Promise<Qrels> {
  const entries = new KeyedEntries(options.maxEntries ?? 20_000_000);
  let beir: boolean | undefined;
  await forEachLine(path, options, (line, number) => {
    const place = { path, line: number };
    if (beir !== true && line.trimStart().startsWith("#")) return;
    const columns = line.split("\t");
    if (beir === undefined) {
      beir = columns.length === 3;
      if (beir && isHeader(columns)) return;
    }
    if (!beir) {
      const fields = splitFields(line);
      if (fields.length !== 4) {
        throw new FileFormatError(
          `Expected 4 fields (query, iteration, passage, grade), got ${fields.length}.`,
          place,
        );
      }
      entries.add(fields[0]!, fields[2]!, parseGrade(fields[3]!, place), place);
      return;
    }
    if (columns.length !== 3) {
      throw new FileFormatError(
        `Expected 3 fields between tabs (query, passage, score), got ${columns.length}.`,
        place,
      );
    }
    const queryId = parseId(columns[0]!.trim(), "query id", place);
    const passageId = parseId(columns[1]!.trim(), "passage id", place);
    entries.add(queryId, passageId, parseGrade(columns[2]!.trim(), place), place);
  });
  if (entries.byQuery.size === 0) {
    throw new FileFormatError("The file holds no judgments.", { path });
  }
  return entries.byQuery;
}

/** Ids may be named `query1` and `doc1`: where a number stands for the score, it is a judgment. */
function isHeader(columns: readonly string[]): boolean {
  const [query, passage, score] = columns.map((column) => column.trim().toLowerCase());
  return (
    /^(?:query|qid)/.test(query!) &&
    /^(?:corpus|doc|pid|passage)/.test(passage!) &&
    /^[a-z]/.test(score!)
  );
}
