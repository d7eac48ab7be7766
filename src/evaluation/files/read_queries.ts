/** Queries from files. */

import { FileFormatError } from "../../errors.js";
import { parseId } from "./fields.js";
import { idField, parseJsonObject, textField } from "./json_line.js";
import { forEachLine, type ReadOptions } from "./read_lines.js";

/**
 * Reads queries: lines that start with `{` are BEIR's JSON (`{"_id": …, "text": …}`), others MS
 * MARCO's and TREC-DL's `query id<TAB>text`.
 *
 * @returns query id → text, in the order of the file
 * @throws FileFormatError with path and line, for an id that comes twice too
 */
export async function readQueries(
  path: string,
  options: ReadOptions = {},
): Promise<Map<string, string>> {
  const queries = new Map<string, string>();
  let json: boolean | undefined;
  await forEachLine(path, options, (line, number) => {
    const place = { path, line: number };
    json ??= line.trimStart().startsWith("{");
    let id: string;
    let text: string;
    if (json) {
      const record = parseJsonObject(line, place);
      id = idField(record, place);
      text = textField(record, "text", place);
    } else {
      const tab = line.indexOf("\t");
      if (tab < 0) {
        throw new FileFormatError("Expected a query id, a tab and the query's text.", place);
      }
      id = parseId(line.slice(0, tab).trim(), "query id", place);
      text = line.slice(tab + 1).trim();
    }
    if (queries.has(id)) throw new FileFormatError(`Query \`${id}\` comes twice.`, place);
    queries.set(id, text);
  });
  return queries;
}
