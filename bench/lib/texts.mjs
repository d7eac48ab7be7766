// What the contestants are given. Everything is seeded: the same in every run and on every machine.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** The open passages and questions that come beside a checkout; a benchmark can do without. */
const SHARED = join(import.meta.dirname, "../../../shared/data/training-texts");

/** mulberry32: small, seeded, the same everywhere. @returns numbers in [0, 1) */
export function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Normally distributed numbers (Box-Muller). */
export function normals(count, seed) {
  const random = generator(seed);
  return Float32Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return radius * Math.cos(2 * Math.PI * random());
  });
}

/** @returns {any[]} the objects of a .jsonl.gz file */
function jsonLines(path) {
  const text = gunzipSync(readFileSync(path)).toString("utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/**
 * Passages and questions: real ones where they are there and enough, else made-up ones.
 *
 * @param {number} passageCount real passages are repeated, each time with another word behind, where
 *   more are wanted than there are
 * @returns {{ passages: string[], queries: string[], source: string }}
 */
export function corpus(passageCount, queryCount) {
  const passageFile = join(SHARED, "passages.jsonl.gz");
  if (!existsSync(passageFile)) {
    return {
      passages: syntheticPassages(passageCount, 1),
      queries: syntheticQueries(queryCount, 2),
      source: "made-up passages (Zipf-distributed words, lengths as in MS MARCO)",
    };
  }
  const real = jsonLines(passageFile).map(({ text }) => text);
  const questions = jsonLines(join(SHARED, "questions.jsonl.gz")).map(questionText);
  const passages = Array.from({ length: passageCount }, (_, i) => {
    const copy = Math.floor(i / real.length);
    return copy === 0 ? real[i] : `${real[i % real.length]} Copy ${copy}.`;
  });
  // From all parts of the file.
  const queries = Array.from({ length: queryCount }, (_, i) => {
    return questions[(i * 7919) % questions.length];
  });
  const distinct = Math.min(passageCount, real.length).toLocaleString("en-US");
  return { passages, queries, source: `${distinct} open-licensed passages, real questions` };
}

function questionText(row) {
  return typeof row === "string" ? row : (row.query ?? row.question ?? row.text);
}

/** A made-up word of its rank; common words are short, as in a language. */
function word(rank) {
  const syllables = ["ka", "lo", "mi", "ren", "tu", "sol", "va", "ne", "dri", "po", "sha", "gen"];
  let text = "";
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / syllables.length)) {
    text += syllables[rest % syllables.length];
  }
  return text;
}

/** Ranks by Zipf's law over `size` words: the inverse of the distribution's integral. */
function zipfRank(random, size) {
  return Math.floor(Math.exp(random() * Math.log(size + 1))) - 1;
}

/** MS MARCO passages have 20 to 200 tokens, 60 words on average; log-normal fits. */
function passageLength(random) {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(160, Math.max(15, Math.round(54 * Math.exp(0.45 * normal))));
}

/** @returns {string[]} */
export function syntheticPassages(count, seed) {
  const random = generator(seed);
  return Array.from({ length: count }, () => {
    return Array.from({ length: passageLength(random) }, () => word(zipfRank(random, 60_000))).join(
      " ",
    );
  });
}

/** @returns {string[]} of 3 to 9 words, as people ask */
export function syntheticQueries(count, seed) {
  const random = generator(seed);
  return Array.from({ length: count }, () => {
    const length = 3 + Math.floor(random() * 7);
    return Array.from({ length }, () => word(zipfRank(random, 60_000))).join(" ");
  });
}
