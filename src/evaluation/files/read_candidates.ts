/** Candidates to re-rank, from MS MARCO's top-1000 files. */

import { FileFormatError } from "../../errors.js";
import { parseId } from "./fields.js";
import { forEachLine, type ReadOptions } from "./read_lines.js";

/** Options of `readCandidates`. */
export interface ReadCandidatesOptions extends ReadOptions {
  /** Ids of the queries to keep; the lines of others are dropped. Default: all. */
  queries?: ReadonlySet<string>;
}

/** What to re-rank for each query. */
export interface Candidates {
  /** Query id → text. */
  readonly queries: ReadonlyMap<string, string>;
  /** Query id → passage ids, in the order of the file. */
  readonly passageIds: ReadonlyMap<string, readonly string[]>;
  /** Passage id → text; a passage that is a candidate of several queries is held once. */
  readonly passages: ReadonlyMap<string, string>;
}

/**
 * Reads `query id<TAB>passage id<TAB>query<TAB>passage`, MS MARCO's `top1000.dev.tsv` and TREC-DL's
 * `msmarco-passagetest2019-top1000.tsv`. Lines of one query need not stand together.
 *
 * @throws FileFormatError with path and line; also where one id has two different texts, or a
 *   candidate comes twice
 */
export async function readCandidates(
  path: string,
  options: ReadCandidatesOptions = {},
): Promise<Candidates> {
  const queries = new Map<string, string>();
  const passages = new Map<string, string>();
  const byQuery = new Map<string, Set<string>>();
  await forEachLine(path, options, (line, number) => {
    const place = { path, line: number };
    const fields = line.split("\t");
    if (fields.length !== 4) {
      throw new FileFormatError(
        `Expected 4 fields between tabs (query id, passage id, query, passage), got ${fields.length}.`,
        place,
      );
    }
    const queryId = parseId(fields[0]!.trim(), "query id", place);
    const passageId = parseId(fields[1]!.trim(), "passage id", place);
    if (options.queries !== undefined && !options.queries.has(queryId)) return;
    if ((queries.get(queryId) ?? fields[2]) !== fields[2]) {
      throw new FileFormatError(`Query \`${queryId}\` has two different texts.`, place);
    }
    if ((passages.get(passageId) ?? fields[3]) !== fields[3]) {
      throw new FileFormatError(`Passage \`${passageId}\` has two different texts.`, place);
    }
    queries.set(queryId, fields[2]!);
    passages.set(passageId, fields[3]!);
    let ids = byQuery.get(queryId);
    if (ids === undefined) byQuery.set(queryId, (ids = new Set()));
    if (ids.has(passageId)) {
      throw new FileFormatError(
        `Passage \`${passageId}\` comes twice for query \`${queryId}\`.`,
        place,
      );
    }
    ids.add(passageId);
  });
  return {
    queries,
    passages,
    passageIds: new Map([...byQuery].map(([queryId, ids]) => [queryId, [...ids]])),
  };
}
