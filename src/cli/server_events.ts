/** Server-sent events: the data of each, as the HTML standard frames them. */

import { LanguageModelError } from "../errors.js";

/** A line longer than this is no event of a chat. */
const LONGEST_LINE = 1_000_000;

/**
 * The data of the events in a stream of bytes. Comments and other fields are passed over; what is
 * left at the end without an empty line counts as an event, as some servers end so.
 *
 * @throws LanguageModelError for a line that does not end
 */
export async function* readServerEvents(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  let data: string[] = [];
  const take = (line: string): string | undefined => {
    if (line.startsWith("data:")) data.push(line.slice(line[5] === " " ? 6 : 5));
    if (line !== "" || data.length === 0) return undefined;
    const event = data.join("\n");
    data = [];
    return event;
  };
  for await (const bytes of stream) {
    rest += decoder.decode(bytes, { stream: true });
    const lines = rest.split(/\r?\n/);
    rest = lines.pop() ?? "";
    if (rest.length > LONGEST_LINE) {
      throw new LanguageModelError("The language model's server sent a line without an end.");
    }
    for (const line of lines) {
      const event = take(line);
      if (event !== undefined) yield event;
    }
  }
  const last = take(rest) ?? take("");
  if (last !== undefined) yield last;
}
