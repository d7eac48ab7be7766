/** A conversation over an index: each question searched, answered and cited, with what went before. */

import { extractiveAnswer } from "../langchain/extractive_answer.js";
import { formatPassages } from "../langchain/format_passages.js";
import type { SearchHit, SearchMode } from "../search/search_types.js";
import { hitPlace, sentencePlace } from "./hit_place.js";
import { ANSWER_INSTRUCTIONS, type ChatMessage, type LanguageModel } from "./language_model.js";
import { legMessages, type OpenIndex } from "./open_index.js";

/** One question with its answer. */
export interface Exchange {
  question: string;
  /** What was searched for: the question, or one that stands without the conversation. */
  query: string;
  answer: string;
  hits: readonly SearchHit[];
  /** Number in the answer (from 1) → place of what is cited, in the order cited. */
  cited: ReadonlyMap<number, string>;
  /** Numbers in the answer that no passage has. */
  invented: readonly number[];
}

/** Told of an answer while it is made. */
export interface AnswerEvents {
  signal: AbortSignal;
  /** A piece of the answer. */
  onText: (text: string) => void;
  /** A stage that failed while the others went on. */
  onWarning: (message: string) => void;
}

/** Exchanges of which a language model is reminded: the last ones, as its window is short. */
const REMEMBERED = 6;

const REWRITE_INSTRUCTIONS =
  "Rewrite the last message as one question that can be understood without the conversation: put " +
  "names in the place of words that point back. Give the question only.";

/** Words that point back to what was said. English, as the encoder. */
const POINTS_BACK =
  /^(?:and|but|or|so|what about|how about)\b|\b(?:it|its|they|them|their|he|she|him|her|this|that|these|those|there)\b/i;

/** Asks of one index, one question after the other. */
export class ChatSession {
  readonly #index: OpenIndex;
  readonly #model: LanguageModel | undefined;
  #history: Exchange[] = [];
  mode: SearchMode;

  constructor(index: OpenIndex, model: LanguageModel | undefined) {
    this.#index = index;
    this.#model = model;
    this.mode = index.retriever.mode;
  }

  /** What was asked and answered, the oldest first. */
  get history(): readonly Exchange[] {
    return this.#history;
  }

  /** Forgets the conversation. */
  clear(): void {
    this.#history = [];
  }

  /** Answers a question. One that fails or is stopped leaves no trace in the history. */
  async ask(question: string, events: AnswerEvents): Promise<Exchange> {
    const { signal } = events;
    const query = await this.#standalone(question, signal);
    const result = await this.#index.retriever.search(query, { mode: this.mode, signal });
    for (const message of legMessages(result)) events.onWarning(message);
    const { hits } = result;
    const answered =
      hits.length === 0
        ? { answer: "Nothing was found.", cited: new Map<number, string>(), invented: [] }
        : this.#model === undefined
          ? await this.#extract(query, hits, signal)
          : await this.#generate(this.#model, question, hits, events);
    if (hits.length === 0 || this.#model === undefined) events.onText(answered.answer);
    const exchange = { question, query, hits, ...answered };
    this.#history.push(exchange);
    return exchange;
  }

  /** The question as a search needs it, which knows nothing of the conversation. */
  async #standalone(question: string, signal: AbortSignal): Promise<string> {
    const last = this.#history.at(-1);
    if (last === undefined) return question;
    if (this.#model === undefined) {
      const words = question.match(/[\p{L}\p{N}]+/gu) ?? [];
      return words.length < 3 || POINTS_BACK.test(question)
        ? `${last.query} ${question}`.slice(-LONGEST_QUERY)
        : question;
    }
    const messages = [
      { role: "system", content: REWRITE_INSTRUCTIONS } as const,
      ...this.#messages(),
      { role: "user", content: question } as const,
    ];
    const rewritten = (await collect(this.#model(messages, { signal }))).trim();
    return rewritten === "" ? question : rewritten.slice(0, LONGEST_QUERY);
  }

  #messages(): ChatMessage[] {
    return this.#history.slice(-REMEMBERED).flatMap(({ question, answer }): ChatMessage[] => [
      { role: "user", content: question },
      { role: "assistant", content: answer },
    ]);
  }

  async #extract(query: string, hits: readonly SearchHit[], signal: AbortSignal) {
    const answer = await extractiveAnswer(query, hits.map(documentOf), {
      signal,
      ...(this.mode !== "bm25" && { embeddings: this.#index.embeddings }),
    });
    const cited = new Map<number, string>();
    for (const sentence of answer.sentences) {
      const hit = hits[sentence.documentIndex];
      const number = sentence.documentIndex + 1;
      if (hit !== undefined && !cited.has(number)) cited.set(number, sentencePlace(hit, sentence));
    }
    const text = answer.text === "" ? "No sentence answers this." : answer.text;
    return { answer: text, cited, invented: [] };
  }

  async #generate(
    model: LanguageModel,
    question: string,
    hits: readonly SearchHit[],
    { signal, onText }: AnswerEvents,
  ) {
    const passages = formatPassages(hits.map(documentOf));
    const messages = [
      { role: "system", content: ANSWER_INSTRUCTIONS } as const,
      ...this.#messages(),
      { role: "user", content: `${passages}\n\nQuestion: ${question}` } as const,
    ];
    const answer = await collect(model(messages, { signal }), onText);
    const cited = new Map<number, string>();
    const invented = new Set<number>();
    // `[1]` and `[1, 3]`.
    for (const [, list = ""] of answer.matchAll(/\[(\d{1,4}(?:\s*,\s*\d{1,4})*)\]/g)) {
      for (const number of list.split(",").map(Number)) {
        const hit = hits[number - 1];
        if (hit === undefined) invented.add(number);
        else cited.set(number, hitPlace(hit));
      }
    }
    return { answer, cited, invented: [...invented] };
  }
}

/** Characters of a query that are used; the encoder reads far fewer. */
const LONGEST_QUERY = 1000;

function documentOf({ id, text, metadata }: SearchHit) {
  return { id, pageContent: text, metadata };
}

async function collect(
  pieces: AsyncIterable<string>,
  onText: (text: string) => void = () => undefined,
): Promise<string> {
  let text = "";
  for await (const piece of pieces) {
    text += piece;
    onText(piece);
  }
  return text;
}
