// Whether a notebook prints again what is kept in it.
import { textOf } from "./cells.mjs";

/**
 * Numbers may differ as processors add floating-point numbers in another order: the last printed digit
 * of a score or of a place in a picture. All else must be equal.
 */
const TOLERANCE = { absolute: 0.02, relative: 0.005 };

/**
 * @param kept the cells as they are kept, from `cellsOf`
 * @param printed the cells as they were just executed
 * @returns a line for each cell whose outputs differ; none where they are the same
 */
export function differences(kept, printed) {
  if (kept.length !== printed.length) {
    return [`${kept.length} cells are kept, ${printed.length} were executed`];
  }
  return kept.flatMap((cell, i) => {
    const before = joinStreams(cell.outputs).flatMap(textsOf);
    const now = joinStreams(printed[i].outputs).flatMap(textsOf);
    if (before.length !== now.length) {
      return [`cell ${i + 1}: ${before.length} outputs are kept, ${now.length} were printed`];
    }
    return before.flatMap((text, j) => {
      const difference = firstDifference(text, now[j]);
      return difference === undefined ? [] : [`cell ${i + 1}: ${difference}`];
    });
  });
}

/** What is printed line by line comes in as many parts as the kernel likes: one text of each row of them. */
function joinStreams(outputs) {
  const joined = [];
  for (const output of outputs) {
    const last = joined.at(-1);
    if (output.output_type !== "stream" || last?.name !== output.name) joined.push(output);
    else joined[joined.length - 1] = { ...last, text: textOf(last.text) + textOf(output.text) };
  }
  return joined;
}

/** Each form of an output, in a stable order. */
function textsOf({ output_type: type, data, name, text }) {
  if (type === "stream") return [`${name}: ${textOf(text)}`];
  if (data === undefined) return [type];
  return Object.keys(data)
    .toSorted()
    .map((media) => `${media}: ${textOf(data[media])}`);
}

/** Where two texts part, in words; `undefined` where they agree within the tolerance. */
export function firstDifference(before, now) {
  const [numbersBefore, wordsBefore] = parts(before);
  const [numbersNow, wordsNow] = parts(now);
  for (let i = 0; i < Math.max(wordsBefore.length, wordsNow.length); i += 1) {
    if (wordsBefore[i] !== wordsNow[i]) {
      return `${shorten(wordsBefore[i])} is kept, ${shorten(wordsNow[i])} was printed`;
    }
  }
  for (const [i, number] of numbersBefore.entries()) {
    const allowed = TOLERANCE.absolute + TOLERANCE.relative * Math.abs(number);
    if (Math.abs(number - numbersNow[i]) > allowed) {
      return `${number} is kept, ${numbersNow[i]} was printed, after ${shorten(wordsBefore[i])}`;
    }
  }
  return undefined;
}

/** The numbers of a text, and what stands between them with single blanks. */
function parts(text) {
  const number = /-?\d+(?:\.\d+)?/g;
  return [
    [...text.matchAll(number)].map(([digits]) => Number(digits)),
    text.split(number).map((words) => words.replaceAll(/\s+/g, " ")),
  ];
}

function shorten(text) {
  if (text === undefined) return "nothing";
  return JSON.stringify(text.length > 80 ? `…${text.slice(-80)}` : text);
}
