/** `tasb search`: ranked passages. */

import { rankSentences } from "../langchain/extractive_answer.js";
import { cite } from "../passages/citation.js";
import type { TextRange } from "../passages/text_range.js";
import type { SearchResult } from "../search/search_types.js";
import { expectPositionals, flag } from "./arguments.js";
import type { Command, CommandIo } from "./command.js";
import { explanation, shortNumber } from "./explanation.js";
import { headingPath, hitPlace, sentencePlace } from "./hit_place.js";
import { legMessages, openIndex, searchOptions, type OpenIndex } from "./open_index.js";
import { snippetRange } from "./snippet.js";
import { printable, type Terminal } from "./terminal.js";

/** One line, safe to show. */
function fold(text: string): string {
  return printable(text).replaceAll(/\s+/g, " ");
}

/** The best sentence, in bold, with what stands around it, on few lines. */
function snippet(text: string, sentence: TextRange | undefined, terminal: Terminal): string {
  const { start, end } = snippetRange(text, sentence);
  const bold = sentence ?? { start, end: start };
  return (
    (start > 0 ? "… " : "") +
    fold(text.slice(start, bold.start)) +
    terminal.style("bold", fold(text.slice(bold.start, bold.end))) +
    fold(text.slice(bold.end, end)) +
    (end < text.length ? " …" : "")
  ).trim();
}

/** Breaks a text between words, leaving styles alone. */
function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = "";
  let length = 0;
  for (const word of text.split(" ")) {
    // eslint-disable-next-line no-control-regex
    const visible = word.replaceAll(/\u001b\[\d+m/g, "").length;
    if (length > 0 && length + 1 + visible > width) {
      lines.push(line);
      line = "";
      length = 0;
    }
    line += length > 0 ? ` ${word}` : word;
    length += (length > 0 ? 1 : 0) + visible;
  }
  lines.push(line);
  return lines.map((one) => indent + one).join("\n");
}

/** The sentence of each hit that fits the question best; `undefined` for one without sentences. */
async function bestSentences(
  { query, mode, hits }: SearchResult,
  index: OpenIndex,
  signal: AbortSignal,
): Promise<(TextRange | undefined)[]> {
  // Of a section or document, the sentence is looked for in the passage that was found.
  const places = hits.map(({ text, passage }) => passage ?? { start: 0, end: text.length });
  const documents = hits.map(({ text }, i) => ({
    pageContent: text.slice(places[i]!.start, places[i]!.end),
  }));
  const sentences = await rankSentences(query, documents, {
    signal,
    ...(mode !== "bm25" && { embeddings: index.embeddings }),
  });
  return places.map(({ start: offset }, i) => {
    const sentence = sentences.find(({ documentIndex }) => documentIndex === i);
    return sentence && { start: offset + sentence.start, end: offset + sentence.end };
  });
}

function print(
  { hits }: SearchResult,
  sentences: readonly (TextRange | undefined)[],
  explain: boolean,
  { stdout }: CommandIo,
): void {
  const width = Math.min(100, Math.max(40, stdout.columns)) - 4;
  for (const [i, hit] of hits.entries()) {
    const { text, metadata, rank, score } = hit;
    const best = sentences[i];
    const place = best === undefined ? hitPlace(hit) : sentencePlace(hit, best);
    const heading = headingPath(metadata);
    stdout.line(
      `${`${rank}.`.padEnd(4)}${stdout.style("cyan", printable(place))}` +
        stdout.style(
          "dim",
          `  ${shortNumber(score)}${heading === "" ? "" : `  ${printable(heading)}`}`,
        ),
    );
    stdout.line(wrap(snippet(text, best, stdout), width, "    "));
    if (explain) {
      for (const line of explanation(hit)) stdout.line(stdout.style("dim", `    ${line}`));
    }
    stdout.line();
  }
}

export const searchCommand: Command = {
  name: "search",
  summary: "find the passages that fit a question",
  usage: 'search --index DIR "question" [options]',
  options: {
    ...searchOptions,
    json: { type: "boolean", help: "print one JSON object: query, mode, hits" },
    explain: { type: "boolean", help: "show each stage's rank and score, and the matched terms" },
  },
  details:
    "Each hit: its place (file and line of the best sentence), its score, its headings, and the\n" +
    "text around the best sentence. Scores: dense and rerank dot products, bm25 sums over the\n" +
    "terms, hybrid reciprocal ranks; larger is better. With --json, `sentence` tells where the best\n" +
    "sentence stands in the file: offsets in UTF-16 code units, lines, and the page of a PDF.",
  async run(args, io) {
    const [query = ""] = expectPositionals(args, "a question", 1);
    const index = await openIndex(args, io);
    try {
      const result = await index.retriever.search(query, { signal: io.signal });
      for (const message of legMessages(result)) io.stderr.line(printable(message));
      const sentences = await bestSentences(result, index, io.signal);
      if (flag(args, "json")) {
        const { mode, hits } = result;
        const shown = hits.map(({ id, score, rank, text, metadata, stages }, i) => {
          const sentence = sentences[i] && cite({ text, metadata }, sentences[i]);
          return { id, score, rank, text, metadata, stages, sentence };
        });
        io.stdout.line(JSON.stringify({ query, mode, hits: shown }, undefined, 2));
        return 0;
      }
      if (result.hits.length === 0) io.stderr.line("Nothing was found.");
      print(result, sentences, flag(args, "explain"), io);
      return 0;
    } finally {
      await index.close();
    }
  },
};
