/** Runs from files. */

import { FileFormatError } from "../../errors.js";
import type { Run } from "../qrels.js";
import { parseRank, parseScore, splitFields } from "./fields.js";
import { KeyedEntries } from "./keyed_entries.js";
import { forEachLine, type ReadOptions } from "./read_lines.js";

/** Options of `readRun`. */
export interface ReadRunOptions extends ReadOptions {
  /** Most lines kept; a positive integer. Default 20,000,000 (about 2 GB of memory). */
  maxEntries?: number;
  /** Ids of the queries to keep; the lines of others are checked and dropped. Default: all. */
  queries?: ReadonlySet<string>;
}

/**
 * Reads a run; the first line tells the format:
 *
 * - TREC: `query Q0 passage rank score tag` between white space. The rank is not read, as in
 *   trec_eval; what follows the tag neither. A line that starts with `#` is a comment (trec_eval 10).
 * - MS MARCO: `query<TAB>passage<TAB>rank`, without scores: the score becomes -rank.
 *
 * Lines of one query need not stand together. A file whose name ends in `.gz` is decompressed.
 *
 * @throws FileFormatError with path and line, for a passage that comes twice too
 */
export async function readRun(path: string, options: ReadRunOptions = {}): Promise<Run> {
  const entries = new KeyedEntries(options.maxEntries ?? 20_000_000, options.queries);
  let ranksOnly: boolean | undefined;
  await forEachLine(path, options, (line, number) => {
    const place = { path, line: number };
    if (line.trimStart().startsWith("#")) return;
    const fields = splitFields(line);
    ranksOnly ??= fields.length === 3;
    if (ranksOnly) {
      if (fields.length !== 3) {
        throw new FileFormatError(
          `Expected 3 fields (query, passage, rank), got ${fields.length}.`,
          place,
        );
      }
      entries.add(fields[0]!, fields[1]!, -parseRank(fields[2]!, place), place);
      return;
    }
    if (fields.length < 6) {
      throw new FileFormatError(
        `Expected 6 fields (query, Q0, passage, rank, score, tag), got ${fields.length}.`,
        place,
      );
    }
    entries.add(fields[0]!, fields[2]!, parseScore(fields[4]!, place), place);
  });
  return entries.byQuery;
}
