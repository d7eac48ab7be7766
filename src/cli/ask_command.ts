/** `tasb ask`: an answer from the documents, with its sources. */

import { extractiveAnswer } from "../langchain/extractive_answer.js";
import { formatPassages } from "../langchain/format_passages.js";
import type { TasbRetriever } from "../langchain/tasb_retriever.js";
import { expectPositionals } from "./arguments.js";
import type { Command, CommandIo } from "./command.js";
import { hitPlace, sentencePlace } from "./hit_place.js";
import {
  ANSWER_INSTRUCTIONS,
  languageModelOptions,
  chosenLanguageModel,
  type LanguageModel,
} from "./language_model.js";
import { openIndex, searchOptions } from "./open_index.js";
import { printable } from "./terminal.js";

async function generate(
  model: LanguageModel,
  query: string,
  documents: Awaited<ReturnType<TasbRetriever["invoke"]>>,
  { stdout, signal }: CommandIo,
): Promise<void> {
  const messages = [
    { role: "system", content: ANSWER_INSTRUCTIONS },
    { role: "user", content: `${formatPassages(documents)}\n\nQuestion: ${query}` },
  ] as const;
  for await (const text of model(messages, { signal })) stdout.write(printable(text));
  stdout.line();
}

export const askCommand: Command = {
  name: "ask",
  summary: "answer a question from the documents, with sources",
  usage: 'ask --index DIR "question" [options]',
  options: {
    ...searchOptions,
    ...languageModelOptions,
  },
  details:
    "Without --llm the answer is extractive: the sentences of the passages that fit the question\n" +
    "best, word for word. The numbers in brackets are the sources below the answer.",
  async run(args, io) {
    const [query = ""] = expectPositionals(args, "a question", 1);
    const model = await chosenLanguageModel(args);
    const index = await openIndex(args, io);
    try {
      const { stdout } = io;
      const documents = await index.retriever.invoke(query, { signal: io.signal });
      if (documents.length === 0) {
        io.stderr.line("Nothing was found.");
        return 0;
      }
      const whole = { start: 0, end: 0 };
      let cited = new Map(documents.map((_, i) => [i, whole]));
      if (model === undefined) {
        const answer = await extractiveAnswer(query, documents, {
          signal: io.signal,
          // BM25 needs no model, and so must not wait for one.
          ...(index.retriever.mode !== "bm25" && { embeddings: index.embeddings }),
        });
        cited = new Map(answer.sentences.map((one) => [one.documentIndex, one]));
        stdout.line(printable(answer.text === "" ? "No sentence answers this." : answer.text));
      } else {
        await generate(model, query, documents, io);
      }
      stdout.line();
      for (const [i, sentence] of cited) {
        const document = documents[i];
        if (document === undefined) continue;
        const { id = "", metadata, pageContent: text } = document;
        const hit = { id, text, metadata };
        const place = model === undefined ? sentencePlace(hit, sentence) : hitPlace(hit);
        stdout.line(`[${i + 1}] ${stdout.style("cyan", printable(place))}`);
      }
      return 0;
    } finally {
      await index.close();
    }
  },
};
