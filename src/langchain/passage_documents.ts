/** Between LangChain's documents and the collection's passages. */

import { Document, type DocumentInterface } from "@langchain/core/documents";
import type { DeclarativeFilter, Filter } from "../collection/filter.js";
import type { NewPassage, Passage } from "../collection/passage_collection.js";
import { expected, InvalidArgumentError } from "../errors.js";
import { Pause } from "../pause.js";
import { withoutScores } from "./score_metadata.js";

/** A condition on metadata, or a function of the document. Applied before the top k. */
export type DocumentFilter = DeclarativeFilter | ((document: Document) => boolean);

/** The passage as a document. */
export function documentOf(passage: Passage): Document {
  return new Document({ pageContent: passage.text, metadata: passage.metadata, id: passage.id });
}

/** The filter in the collection's terms. */
export function passageFilter(filter: DocumentFilter): Filter {
  return typeof filter === "function" ? (passage) => filter(documentOf(passage)) : filter;
}

/**
 * The documents as passages to be added, in slices that leave the event loop free. An id in `ids`
 * wins over the document's own; metadata is copied, without the scores of an earlier search.
 */
export async function passagesOf(
  documents: readonly DocumentInterface[],
  ids?: readonly (string | undefined)[],
  signal?: AbortSignal,
): Promise<NewPassage[]> {
  if (!Array.isArray(documents)) throw expected("documents", "an array of documents", documents);
  if (ids !== undefined) checkIds(ids);
  if (ids !== undefined && ids.length !== documents.length) {
    throw new InvalidArgumentError(
      `Expected \`ids\` to have one id per document, got ${ids.length} for ${documents.length} documents.`,
    );
  }
  const pause = new Pause(signal);
  const passages: NewPassage[] = [];
  for (const [i, document] of documents.entries()) {
    if (pause.due()) await pause.take();
    if (typeof document?.pageContent !== "string") {
      throw expected(`documents[${i}].pageContent`, "a string", document?.pageContent);
    }
    const id = ids?.[i] ?? document.id;
    passages.push({
      text: document.pageContent,
      metadata: withoutScores(document.metadata),
      ...(id !== undefined && { id }),
    });
  }
  return passages;
}

/** The documents of `fromTexts`: one metadata object for all texts, or one for each. */
export function documentsOfTexts(
  texts: readonly string[],
  metadatas: readonly object[] | object = [],
): Document[] {
  if (!Array.isArray(texts)) throw expected("texts", "an array of strings", texts);
  if (isList(metadatas) && metadatas.length > 0 && metadatas.length !== texts.length) {
    throw new InvalidArgumentError(
      `Expected \`metadatas\` to have one object per text, got ${metadatas.length} for ${texts.length} texts.`,
    );
  }
  return texts.map((pageContent: string, i) => {
    const metadata: object = isList(metadatas) ? (metadatas[i] ?? {}) : metadatas;
    return new Document({ pageContent, metadata: { ...metadata } });
  });
}

function isList(value: readonly object[] | object): value is readonly object[] {
  return Array.isArray(value);
}

/** @throws InvalidArgumentError where `ids` is no array */
export function checkIds(ids: unknown): asserts ids is string[] {
  if (!Array.isArray(ids)) throw expected("ids", "an array of ids", ids);
}
