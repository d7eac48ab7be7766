/** Answers without a language model: the sentences of the documents that fit the question best. */

import type { DocumentInterface } from "@langchain/core/documents";
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import { Bm25Index } from "../bm25/inverted_index.js";
import { expected, throwIfAborted } from "../errors.js";
import { checkInteger } from "../option_checks.js";
import { markdownBlocks, plainProse } from "../passages/markdown_blocks.js";
import { sentenceRanges } from "../passages/sentences.js";
import { trimRange } from "../passages/text_range.js";
import { reciprocalRankFusion } from "../ranking/fusion.js";
import { compareRanked } from "../ranking/order.js";
import { bestWindows, vectorSource } from "./vector_source.js";

/** One sentence of a document. */
export interface RankedSentence {
  /** The sentence, word for word. */
  text: string;
  /** Which of the documents given, from 0. */
  documentIndex: number;
  /** Place in that document's text: `pageContent.slice(start, end)` is `text`. */
  start: number;
  /** Where it ends there. */
  end: number;
  /** Reciprocal rank fusion of its places by dot product and by BM25; larger is better. */
  score: number;
}

/** Options of `rankSentences` and `extractiveAnswer`. */
export interface RankSentencesOptions {
  /** The encoder. Default: none; sentences are ranked by BM25 among themselves alone. */
  embeddings?: EmbeddingsInterface;
  /** Stops the work. */
  signal?: AbortSignal;
}

/** Sentences of fewer letters say too little to be an answer. */
const FEWEST_LETTERS = 20;
/** More sentences than this are not encoded: the first ones of the best documents are taken. */
const MOST_SENTENCES = 200;

/** The sentences of running text; headings, code and tables hold none. */
function sentencesOf(text: string): { start: number; end: number }[] {
  return markdownBlocks(text)
    .filter(({ kind }) => kind === "paragraph")
    .flatMap((block) =>
      sentenceRanges(text.slice(block.start, block.end)).map(({ start, end }) =>
        trimRange(text, { start: start + block.start, end: end + block.start }),
      ),
    )
    .filter(({ start, end }) => {
      // The rest of a table whose head is in another passage.
      if (text.startsWith("|", start)) return false;
      const letters = text.slice(start, end).match(/\p{L}/gu);
      return letters !== null && letters.length >= FEWEST_LETTERS;
    });
}

/** All sentences of the documents (at most 200, of the first documents), best first. */
export async function rankSentences(
  query: string,
  documents: readonly Pick<DocumentInterface, "pageContent">[],
  options: RankSentencesOptions = {},
): Promise<RankedSentence[]> {
  if (typeof query !== "string") throw expected("query", "a string", query);
  if (!Array.isArray(documents)) throw expected("documents", "an array of documents", documents);
  const { embeddings, signal } = options;
  throwIfAborted(signal);
  const sentences = documents
    .flatMap((document, documentIndex) => {
      const text: unknown = document?.pageContent;
      if (typeof text !== "string") {
        throw expected(`documents[${documentIndex}].pageContent`, "a string", text);
      }
      return sentencesOf(text).map((range) => ({
        ...range,
        documentIndex,
        text: text.slice(range.start, range.end),
      }));
    })
    .slice(0, MOST_SENTENCES);
  if (sentences.length === 0) return [];

  const index = new Bm25Index();
  for (const [sequence, { text }] of sentences.entries()) index.add(sequence, text);
  const found = index.search(query, sentences.length);
  const lists = [
    Array.from(found.sequences, (sequence, i) => ({
      id: String(sequence),
      sequence,
      score: found.scores[i] ?? 0,
    })),
  ];
  if (embeddings !== undefined) {
    const source = vectorSource(embeddings);
    const stop = signal === undefined ? {} : { signal };
    const queryVector = await source.encodeQuery(query, stop);
    const passages = await source.encodePassages(
      sentences.map(({ text }) => text),
      stop,
    );
    const dense = bestWindows(queryVector, passages).map(({ score }, sequence) => ({
      id: String(sequence),
      sequence,
      score,
    }));
    lists.push(dense.toSorted(compareRanked));
  }
  return reciprocalRankFusion(lists).flatMap(({ sequence, score }) => {
    const sentence = sentences[sequence];
    return sentence === undefined ? [] : [{ ...sentence, score }];
  });
}

/** An answer put together from sentences of the documents. */
export interface ExtractiveAnswer {
  /**
   * The sentences without their markup, each with its citation mark: `… [1] … [3]`. Empty where
   * nothing was found.
   */
  text: string;
  /** The sentences, best first, as in the answer. A mark's number is `documentIndex + 1`. */
  sentences: RankedSentence[];
}

/**
 * Answers a question with the documents' own sentences: no language model, nothing made up, every
 * sentence cited by the number that `formatPassages` gives its document.
 *
 * @param options.sentences how many; a positive integer, default 2
 */
export async function extractiveAnswer(
  query: string,
  documents: readonly Pick<DocumentInterface, "pageContent">[],
  options: RankSentencesOptions & { sentences?: number } = {},
): Promise<ExtractiveAnswer> {
  const { sentences: count = 2, ...rest } = options;
  checkInteger("sentences", count);
  const sentences: RankedSentence[] = [];
  const seen = new Set<string>();
  for (const sentence of await rankSentences(query, documents, rest)) {
    const key = sentence.text.toLowerCase().replaceAll(/\s+/g, " ");
    if (!seen.has(key)) sentences.push(sentence);
    seen.add(key);
    if (sentences.length === count) break;
  }
  const text = sentences
    .map(({ text: sentence, documentIndex }) => {
      return `${plainProse(sentence)} [${documentIndex + 1}]`;
    })
    .join(" ");
  return { text, sentences };
}
