/** Passages of a test collection from files. */

import { FileFormatError } from "../../errors.js";
import { parseId } from "./fields.js";
import { idField, parseJsonObject, textField } from "./json_line.js";
import { readLineBatches, type ReadOptions } from "./read_lines.js";

/** One passage of a test collection. */
export interface CorpusPassage {
  /** As the judgments name it. */
  readonly id: string;
  /** Empty where the collection has no titles. */
  readonly title: string;
  /** Without the title. */
  readonly text: string;
}

/**
 * Streams passages: lines that start with `{` are BEIR's JSON (`{"_id": …, "title": …, "text": …}`),
 * others MS MARCO's `collection.tsv`, `passage id<TAB>text`.
 *
 * Ids are not compared with each other, so that a corpus larger than memory can be read.
 *
 * @throws FileFormatError with path and line
 */
export async function* readCorpus(
  path: string,
  options: ReadOptions = {},
): AsyncGenerator<CorpusPassage, void, undefined> {
  let json: boolean | undefined;
  for await (const { lines, firstLine } of readLineBatches(path, options)) {
    for (const [i, line] of lines.entries()) {
      if (line.trim() === "") continue;
      const place = { path, line: firstLine + i };
      json ??= line.trimStart().startsWith("{");
      if (json) {
        const record = parseJsonObject(line, place);
        yield {
          id: idField(record, place),
          title: textField(record, "title", place, ""),
          text: textField(record, "text", place),
        };
        continue;
      }
      const tab = line.indexOf("\t");
      if (tab < 0) throw new FileFormatError("Expected a passage id, a tab and its text.", place);
      yield {
        id: parseId(line.slice(0, tab).trim(), "passage id", place),
        title: "",
        text: line.slice(tab + 1),
      };
    }
  }
}

/** Title and text as one string, as they are indexed: joined by a space, or the text alone. */
export function passageText(passage: CorpusPassage): string {
  return passage.title === "" ? passage.text : `${passage.title} ${passage.text}`;
}
