// What every engine is given: passages and questions, one JSON object a line, gzip or not.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** @returns {string[]} the texts of a .jsonl or .jsonl.gz file, title and text joined by a blank */
export function readTexts(path) {
  const bytes = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const texts = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const { title, text: body } = JSON.parse(line);
    texts.push(title === undefined ? body : `${title} ${body}`);
  }
  return texts;
}
