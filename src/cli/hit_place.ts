/** Where a hit stands in its file. */

import type { Metadata } from "../collection/passage_collection.js";

/** `docs/a.md:12-14`, `corpus.jsonl:7`, or the passage's id where its source is unknown. */
export function hitPlace(id: string, metadata: Metadata): string {
  const { source, line, endLine } = metadata;
  if (typeof source !== "string") return id;
  if (typeof line !== "number") return source;
  const end = typeof endLine === "number" && endLine !== line ? `-${endLine}` : "";
  return `${source}:${line}${end}`;
}

/** `source:line` of a place within the hit's text. */
export function sentencePlace(id: string, metadata: Metadata, text: string, at: number): string {
  const { source, line, endLine } = metadata;
  if (typeof source !== "string" || typeof line !== "number") return hitPlace(id, metadata);
  // Lines of the text are lines of the file, but for pages of HTML and records of a corpus.
  const below = text.slice(0, at).split("\n").length - 1;
  const last = typeof endLine === "number" ? endLine : line;
  return `${source}:${Math.min(line + below, last)}`;
}

/** `Guide › Setup`, or the title. */
export function headingPath(metadata: Metadata): string {
  const { headings, title } = metadata;
  if (Array.isArray(headings) && headings.length > 0) return headings.map(String).join(" › ");
  return typeof title === "string" ? title : "";
}
