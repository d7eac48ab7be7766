/** `tasb chat`: a conversation with the documents, in the terminal. */

import { createInterface } from "node:readline";
import { AbortedError, TasbError } from "../errors.js";
import { SEARCH_MODES, type SearchMode } from "../search/search_types.js";
import { expectPositionals } from "./arguments.js";
import { ChatSession, type Exchange } from "./chat_session.js";
import type { Command, CommandIo } from "./command.js";
import { explanation } from "./explanation.js";
import { headingPath, hitPlace } from "./hit_place.js";
import { chosenLanguageModel, languageModelOptions } from "./language_model.js";
import { openIndex, searchOptions } from "./open_index.js";
import { printable } from "./terminal.js";

const HELP = `/sources     the passages of the last answer, and why each was chosen
/sources N   passage N whole
/mode MODE   ${SEARCH_MODES.join(", ")}
/history     what was asked
/clear       forget the conversation
/quit        end (or Ctrl-D)

Ctrl-C stops an answer; at the prompt it ends the chat.`;

/** Characters of a passage in the list of sources. */
const SNIPPET_LENGTH = 240;

export const chatCommand: Command = {
  name: "chat",
  summary: "ask one question after the other",
  usage: "chat --index DIR [options]",
  options: { ...searchOptions, ...languageModelOptions },
  details:
    "Without --llm the answers are extractive, as those of tasb ask, and a follow-up (What about\n" +
    "it?) is searched together with the question before. With --llm, the model rewrites follow-ups\n" +
    "and writes the answers. OPENAI_API_KEY, where set, is sent to the --endpoint.\n\n" +
    "Within the chat:\n\n" +
    `${HELP}\n\n` +
    "Example: tasb chat --index .tasb --llm ollama:llama3.2",
  async run(args, io) {
    expectPositionals(args, "no further words", 0);
    const model = await chosenLanguageModel(args);
    const index = await openIndex(args, io);
    try {
      await converse(new ChatSession(index, model), io);
    } finally {
      await index.close();
    }
    return 0;
  },
};

async function converse(session: ChatSession, io: CommandIo): Promise<void> {
  const { stderr, signal } = io;
  const input = io.stdin ?? process.stdin;
  const isTerminal = "isTTY" in input && input.isTTY;
  const lines = createInterface({
    input,
    ...(isTerminal && { output: process.stderr, prompt: stderr.style("bold", "› ") }),
  });
  let answering: AbortController | undefined;
  // In a terminal Ctrl-C comes as a key; else the process gets a signal, and `signal` fires.
  lines.on("SIGINT", () => {
    if (answering === undefined) lines.close();
    else answering.abort();
  });
  const end = (): void => {
    answering?.abort();
    lines.close();
  };
  signal.addEventListener("abort", end, { once: true });
  const prompt = (): void => {
    if (isTerminal && !signal.aborted) lines.prompt();
  };
  if (isTerminal) stderr.line(stderr.style("dim", "Ask, or /help. Ctrl-D ends the chat."));
  prompt();
  try {
    for await (const line of lines) {
      if (signal.aborted) break;
      const text = line.trim();
      if (text === "/quit" || text === "/exit") break;
      if (text.startsWith("/")) obey(text, session, io);
      else if (text !== "") {
        answering = new AbortController();
        await answer(text, session, io, answering.signal);
        answering = undefined;
      }
      prompt();
    }
  } finally {
    signal.removeEventListener("abort", end);
    lines.close();
  }
  if (signal.aborted) throw new AbortedError();
}

/** One question; what goes wrong with it does not end the chat. */
async function answer(
  question: string,
  session: ChatSession,
  { stdout, stderr }: CommandIo,
  signal: AbortSignal,
): Promise<void> {
  let started = false;
  try {
    const exchange = await session.ask(question, {
      signal,
      onText: (text) => {
        started = true;
        stdout.write(printable(text));
      },
      onWarning: (message) => stderr.line(printable(message)),
    });
    stdout.line("\n");
    printCited(exchange, stdout);
    if (exchange.invented.length > 0) {
      const marks = exchange.invented.map((number) => `[${number}]`).join(", ");
      stderr.line(stderr.style("yellow", `No passage has the number ${marks}: do not trust it.`));
    }
    stdout.line();
  } catch (error) {
    if (started) stdout.line();
    if (error instanceof AbortedError || signal.aborted) {
      stderr.line("Stopped.");
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof TasbError ? ` [${error.code}]` : "";
    stderr.line(`${stderr.style("red", "tasb:")} ${printable(message)}${code}`);
  }
}

function printCited({ cited, hits }: Exchange, stdout: CommandIo["stdout"]): void {
  for (const [number, place] of [...cited].toSorted(([a], [b]) => a - b)) {
    const heading = headingPath(hits[number - 1]?.metadata ?? {});
    stdout.line(
      `[${number}] ${stdout.style("cyan", printable(place))}` +
        (heading === "" ? "" : stdout.style("dim", `  ${printable(heading)}`)),
    );
  }
}

/** A line that begins with `/`. */
function obey(line: string, session: ChatSession, io: CommandIo): void {
  const { stdout, stderr } = io;
  const [name = "", value = ""] = line.split(/\s+/);
  switch (name) {
    case "/help":
      stdout.line(HELP);
      break;
    case "/sources":
      printSources(session.history.at(-1), value, io);
      break;
    case "/mode":
      if (isMode(value)) session.mode = value;
      else if (value !== "") {
        stderr.line(`There is no mode ${printable(value)}: ${SEARCH_MODES.join(", ")}.`);
        break;
      }
      stdout.line(`mode ${session.mode}`);
      break;
    case "/history":
      for (const [i, { question, query }] of session.history.entries()) {
        const searched =
          query === question ? "" : stdout.style("dim", `  (searched: ${printableLine(query)})`);
        stdout.line(printableLine(`${i + 1}. ${question}`) + searched);
      }
      if (session.history.length === 0) stdout.line("Nothing was asked yet.");
      break;
    case "/clear":
      session.clear();
      stdout.line("The conversation is forgotten.");
      break;
    default:
      stderr.line(`There is no command ${printable(name)}: /help lists them.`);
  }
}

function isMode(value: string): value is SearchMode {
  return SEARCH_MODES.some((mode) => mode === value);
}

function printableLine(text: string): string {
  return printable(text).replaceAll(/\s+/g, " ");
}

function printSources(exchange: Exchange | undefined, which: string, io: CommandIo): void {
  const { stdout, stderr } = io;
  if (exchange === undefined || exchange.hits.length === 0) {
    stderr.line("There is no answer with sources yet.");
    return;
  }
  const { hits, query, question } = exchange;
  const one = which === "" ? undefined : hits[Number(which) - 1];
  if (which !== "" && one === undefined) {
    stderr.line(`There is no passage ${printable(which)}: 1 to ${hits.length}.`);
    return;
  }
  if (one !== undefined) {
    stdout.line(stdout.style("cyan", printable(hitPlace(one))));
    stdout.line(printable(one.text));
    return;
  }
  if (query !== question) stdout.line(stdout.style("dim", `searched: ${printableLine(query)}`));
  for (const [i, hit] of hits.entries()) {
    const heading = headingPath(hit.metadata);
    stdout.line(
      `[${i + 1}] ${stdout.style("cyan", printable(hitPlace(hit)))}` +
        (heading === "" ? "" : stdout.style("dim", `  ${printable(heading)}`)),
    );
    const text = printableLine(hit.text);
    stdout.line(`    ${text.slice(0, SNIPPET_LENGTH)}${text.length > SNIPPET_LENGTH ? " …" : ""}`);
    for (const line of explanation(hit)) stdout.line(stdout.style("dim", `    ${line}`));
  }
}
