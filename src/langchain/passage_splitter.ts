/** Documents cut into passages that the model reads whole. */

import { createHash } from "node:crypto";
import {
  BaseDocumentTransformer,
  Document,
  type DocumentInterface,
} from "@langchain/core/documents";
import type { RunnableConfig } from "@langchain/core/runnables";
import { expected } from "../errors.js";
import type { PassagePlace } from "../passages/citation.js";
import { checkChoice, checkType } from "../option_checks.js";
import { passageRanges, type PassageRange } from "../passages/passage_ranges.js";
import {
  formatOfName,
  sourceText,
  TEXT_FORMATS,
  type SourceText,
  type TextFormat,
} from "../passages/source_text.js";
import { Pause } from "../pause.js";
import { invocationSignal, withInvocationSignal } from "./base_retriever.js";
import { documentsOfTexts } from "./passage_documents.js";
import type { TasbEmbeddings } from "./tasb_embeddings.js";

/** What a splitter is made with: `embeddings`, or `countTokens` and `maxTokens`. */
export interface PassageSplitterInput {
  /**
   * Whose tokens are counted, and whose `maxPassageTokens` is the limit. Needed without
   * `countTokens`.
   */
  embeddings?: TasbEmbeddings;
  /** Counts the tokens of a text, without special ones. Default: the embeddings' own. */
  countTokens?: (text: string) => number;
  /** The most tokens of a passage, at least 8. Default: all that the embeddings read. */
  maxTokens?: number;
  /**
   * Whole sentences that a passage repeats from the one before, up to this many tokens. Less than
   * half of `maxTokens`. Default 0.
   */
  overlapTokens?: number;
  /** How texts are read. Default: by the name in `metadata.source`; plain text without one. */
  format?: TextFormat;
}

/** What a passage's metadata says beside the document's own. */
export interface PassageMetadata extends PassagePlace {
  /** Where the passage begins in the document's text, in UTF-16 code units. */
  start: number;
  /** Where it ends: the passage is `text.slice(start, end)`. */
  end: number;
  /** Names the document: the same for all its passages, another for every other document. */
  document: string;
  /** Its place among the document's passages, from 0. */
  part: number;
  /** Titles of the headings it stands under, the highest first; absent where there is none. */
  headings?: string[];
}

/** Options of one call of a `PassageSplitter`. */
export interface SplitOptions {
  /** Stops the splitting between two passages; the call rejects with an `AbortedError`. */
  signal?: AbortSignal;
}

/**
 * A text splitter that counts the model's own tokens: no passage is longer than what the model
 * reads. Sentences stay whole where they fit, code and tables too; a passage begins at each
 * heading. No text is lost: every character but white space is in a passage, exactly as it was.
 *
 * `format: "html"`: passages are cut from the page's visible text, to which `start` and `end` then
 * refer; `line`, `endLine`, `sourceStart` and `sourceEnd` are places in the page.
 *
 * Other work goes on between passages. `signal` stops it, in a chain also that of the invocation.
 */
export class PassageSplitter extends BaseDocumentTransformer {
  override lc_namespace = ["langchain-tasb", "splitters"];
  readonly #fields: PassageSplitterInput;

  static override lc_name(): string {
    return "PassageSplitter";
  }

  constructor(fields: PassageSplitterInput) {
    super({});
    const { embeddings, countTokens, maxTokens, overlapTokens, format } = fields;
    if (embeddings === undefined && (countTokens === undefined || maxTokens === undefined)) {
      throw expected("fields", "to hold `embeddings`, or `countTokens` and `maxTokens`", fields);
    }
    if (embeddings !== undefined && typeof embeddings?.tokenCounter !== "function") {
      throw expected("embeddings", "a TasbEmbeddings", embeddings);
    }
    checkType("countTokens", countTokens, "function");
    checkChoice("format", format, TEXT_FORMATS);
    if (maxTokens !== undefined) checkLimits(maxTokens, overlapTokens ?? 0);
    this.#fields = fields;
  }

  /** The texts of the passages. */
  async splitText(text: string, options: SplitOptions = {}): Promise<string[]> {
    const pause = new Pause(options.signal);
    const document = this.#source(text, {});
    return (await this.#ranges(document, pause)).map(({ start, end }) =>
      document.text.slice(start, end),
    );
  }

  /** Passages of texts. `metadatas`: one object for each text, or one for all. */
  async createDocuments(
    texts: string[],
    metadatas: object[] | object = [],
    options: SplitOptions = {},
  ): Promise<Document[]> {
    return this.splitDocuments(documentsOfTexts(texts, metadatas), options);
  }

  /**
   * Passages of documents, in order, with the documents' metadata and `PassageMetadata`. They have
   * no ids: a document's own id would be the same for all its passages.
   */
  async splitDocuments(
    documents: readonly DocumentInterface[],
    options: SplitOptions = {},
  ): Promise<Document[]> {
    if (!Array.isArray(documents)) throw expected("documents", "an array of documents", documents);
    const pause = new Pause(options.signal);
    const passages: Document[] = [];
    for (const { pageContent, metadata } of documents as readonly DocumentInterface[]) {
      const document = this.#source(pageContent, metadata);
      const key = documentKey(pageContent, metadata);
      for (const [part, range] of (await this.#ranges(document, pause)).entries()) {
        const { start, end, headings } = range;
        const place: PassageMetadata = {
          document: key,
          part,
          start,
          end,
          ...document.placeOf({ start, end }),
          ...(headings.length > 0 && { headings }),
        };
        passages.push(
          new Document({
            pageContent: document.text.slice(start, end),
            metadata: { ...metadata, ...place },
          }),
        );
      }
    }
    return passages;
  }

  override async transformDocuments(documents: DocumentInterface[]): Promise<Document[]> {
    const signal = invocationSignal();
    return this.splitDocuments(documents, signal === undefined ? {} : { signal });
  }

  override async invoke(
    documents: DocumentInterface[],
    options?: Partial<RunnableConfig>,
  ): Promise<Document[]> {
    return withInvocationSignal(options, () => this.transformDocuments(documents));
  }

  #source(text: string, metadata: Record<string, unknown>): SourceText {
    if (typeof text !== "string") throw expected("text", "a string", text);
    const { source } = metadata ?? {};
    const named = typeof source === "string" ? formatOfName(source) : undefined;
    return sourceText(text, this.#fields.format ?? named ?? "text");
  }

  async #ranges(document: SourceText, pause: Pause): Promise<PassageRange[]> {
    const { embeddings, overlapTokens = 0 } = this.#fields;
    const own = await embeddings?.tokenCounter();
    const countTokens = this.#fields.countTokens ?? own?.countTokens;
    const maxTokens = this.#fields.maxTokens ?? own?.maxTokens;
    if (countTokens === undefined || maxTokens === undefined) return [];
    checkLimits(maxTokens, overlapTokens);
    const ranges: PassageRange[] = [];
    const options = { countTokens, maxTokens, overlapTokens };
    for (const range of passageRanges(document.text, document.blocks, options)) {
      ranges.push(range);
      if (pause.due()) await pause.take();
    }
    return ranges;
  }
}

/** The document's own name for itself, or a hash of all that it is. */
function documentKey(text: string, metadata: Record<string, unknown>): string {
  const { document, source } = metadata ?? {};
  if (typeof document === "string" && document !== "") return document;
  const hash = createHash("sha256").update(typeof source === "string" ? source : "");
  return hash.update("\0").update(text).digest("hex").slice(0, 16);
}

function checkLimits(maxTokens: number, overlapTokens: number): void {
  if (!Number.isSafeInteger(maxTokens) || maxTokens < 8) {
    throw expected("maxTokens", "an integer of at least 8", maxTokens);
  }
  if (!Number.isSafeInteger(overlapTokens) || overlapTokens < 0 || overlapTokens * 2 >= maxTokens) {
    throw expected(
      "overlapTokens",
      `an integer from 0 to less than ${maxTokens} / 2`,
      overlapTokens,
    );
  }
}
