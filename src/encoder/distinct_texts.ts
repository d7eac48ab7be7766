/** Texts without their repetitions: equal texts are computed once. */

import { expected } from "../errors.js";
import { Pause } from "../pause.js";

/** The distinct texts in order of first appearance, and the places each of them stands at. */
export async function findDistinct(
  texts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<{ distinct: string[]; places: number[][] }> {
  const known = new Map<string, number>();
  const distinct: string[] = [];
  const places: number[][] = [];
  const pause = new Pause(signal);
  for (let at = 0; at < texts.length; at += 1) {
    const text: unknown = texts[at];
    if (typeof text !== "string") throw expected(`texts[${at}]`, "a string", text);
    const index = known.get(text);
    if (index === undefined) {
      known.set(text, distinct.length);
      distinct.push(text);
      places.push([at]);
    } else {
      places[index]!.push(at);
    }
    if (at % 256 === 255 && pause.due()) await pause.take();
  }
  return { distinct, places };
}
