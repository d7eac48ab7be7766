/** Where a hit stands in its file. */

import type { Metadata } from "../collection/passage_collection.js";
import { citationLabel, cite } from "../passages/citation.js";
import type { TextRange } from "../passages/text_range.js";

/** A passage as far as its place goes. */
interface Placed {
  id: string;
  text: string;
  metadata: Metadata;
}

/**
 * `docs/a.md:12-14`, `corpus.jsonl:7`, `a.pdf, page 3`, or the passage's id where its source is
 * unknown.
 */
export function hitPlace({ id, metadata }: Omit<Placed, "text">): string {
  const { source, line, endLine, page, endPage } = metadata;
  if (typeof source !== "string") return id;
  if (typeof page === "number") {
    return typeof endPage === "number"
      ? `${source}, pages ${page}-${endPage}`
      : `${source}, page ${page}`;
  }
  if (typeof line !== "number") return source;
  const end = typeof endLine === "number" && endLine !== line ? `-${endLine}` : "";
  return `${source}:${line}${end}`;
}

/** The file and the line, or page, on which a sentence of the hit begins. */
export function sentencePlace(hit: Placed, sentence: TextRange): string {
  const { endLine: _, ...citation } = cite(hit, sentence);
  return citation.source === undefined ? hit.id : citationLabel(citation);
}

/** `Guide › Setup`, or the title. */
export function headingPath(metadata: Metadata): string {
  const { headings, title } = metadata;
  if (Array.isArray(headings) && headings.length > 0) return headings.map(String).join(" › ");
  return typeof title === "string" ? title : "";
}
