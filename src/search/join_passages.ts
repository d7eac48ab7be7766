/** Passages of one document, put together again. */

import type { Metadata, Passage } from "../collection/passage_collection.js";

/** A passage that knows its place in its document. */
export interface PlacedPassage extends Passage {
  document: string;
  start: number;
  end: number;
}

export interface JoinedPassages {
  text: string;
  /** Of the passage that was found, with the place of the whole. */
  metadata: Metadata;
  /** Where a passage begins in the text. */
  offsetOf: (id: string) => number;
}

/** Stands for passages that are not in the collection. */
const OMISSION = "\n\n…\n\n";

/**
 * Puts passages together in their order. What they overlap stands once. The white space between
 * them, which no passage holds, is made again: as long as it was, with as many line breaks as their
 * line numbers tell. Where a passage between two is missing, `…` stands.
 *
 * @param passages of one document, by their places there
 * @param found the one whose metadata the whole takes over
 */
export function joinPassages(
  passages: readonly PlacedPassage[],
  found: PlacedPassage,
): JoinedPassages {
  const first = passages[0] ?? found;
  const last = passages.at(-1) ?? found;
  let text = "";
  /** Where the text ends in the document. */
  let reached = first.start;
  let before: PlacedPassage | undefined;
  const offsets = new Map<string, number>();
  const pieces: unknown[] = [];
  const pageBreaks: number[] = [];
  let { page } = first.metadata;
  for (const passage of passages) {
    if (before !== undefined && passage.start > reached) text += between(before, passage);
    const overlap = Math.max(0, reached - passage.start);
    const offset = text.length - overlap;
    offsets.set(passage.id, offset);
    text += passage.text.slice(overlap);
    reached = Math.max(reached, passage.end);
    const { pieces: own, page: ownPage, pageBreaks: breaks } = passage.metadata;
    if (Array.isArray(own)) pieces.push(...shifted(own, offset, overlap));
    if (typeof page === "number" && typeof ownPage === "number") {
      for (; page < ownPage; page++) pageBreaks.push(offset);
      for (const at of Array.isArray(breaks) ? (breaks as unknown[]) : []) {
        if (typeof at !== "number" || at < overlap) continue;
        pageBreaks.push(offset + at);
        page++;
      }
    }
    before = passage;
  }
  return {
    text,
    metadata: placeOfWhole(first, last, found, { pieces, pageBreaks }),
    offsetOf: (id) => offsets.get(id) ?? 0,
  };
}

function between(before: PlacedPassage, after: PlacedPassage): string {
  const { part: partBefore, endLine } = before.metadata;
  const { part: partAfter, line, pieces } = after.metadata;
  if (typeof partBefore === "number" && typeof partAfter === "number") {
    if (partAfter - partBefore > 1) return OMISSION;
  }
  const length = after.start - before.end;
  // Lines of a page of HTML are no lines of its text.
  const counted = typeof line === "number" && typeof endLine === "number" && pieces === undefined;
  const breaks = counted ? Math.min(length, Math.max(0, line - endLine)) : length > 1 ? 2 : 0;
  if (length === 2 * breaks && counted && /\r\n/.test(before.text + after.text)) {
    return "\r\n".repeat(breaks);
  }
  return "\n".repeat(breaks) + " ".repeat(length - breaks);
}

/** The pieces of a passage as those of a text in which it begins at `offset`. */
function shifted(pieces: readonly unknown[], offset: number, overlap: number): unknown[] {
  return pieces.flatMap((piece) => {
    if (!Array.isArray(piece)) return [];
    const [at, ...rest] = piece as unknown[];
    // What lies in the overlap was told by the passage before.
    return typeof at === "number" && at >= overlap ? [[offset + at, ...rest]] : [];
  });
}

function placeOfWhole(
  first: PlacedPassage,
  last: PlacedPassage,
  found: PlacedPassage,
  { pieces, pageBreaks }: { pieces: readonly unknown[]; pageBreaks: readonly number[] },
): Metadata {
  const metadata: Metadata = { ...found.metadata, start: first.start, end: last.end };
  const take = (name: string, value: unknown): void => {
    if (value === undefined) delete metadata[name];
    else metadata[name] = value;
  };
  take("line", first.metadata["line"]);
  take("endLine", last.metadata["endLine"]);
  take("sourceStart", first.metadata["sourceStart"]);
  take("sourceEnd", last.metadata["sourceEnd"]);
  const { page } = first.metadata;
  const lastPage = last.metadata["endPage"] ?? last.metadata["page"];
  take("page", page);
  take("endPage", lastPage === page ? undefined : lastPage);
  take("pageBreaks", pageBreaks.length > 0 ? pageBreaks : undefined);
  take("pieces", pieces.length > 0 ? pieces : undefined);
  if (first.id !== last.id) {
    delete metadata["part"];
    // Of several sections, none is the whole's.
    if (JSON.stringify(first.metadata["headings"]) !== JSON.stringify(last.metadata["headings"])) {
      delete metadata["headings"];
    }
  }
  return metadata;
}
