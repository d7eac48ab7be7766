// node bench/bm25/part.mjs [--passages N] [--seconds N] [--engines A,B]: BM25 of this package beside other
// engines: time and memory of the index, queries a second, one at a time. Each query's rate is measured for
// that many seconds a round.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createAnalyzer } from "../../.build/esm/bm25/analyzer.js";
import { interleaved, prepareAll } from "../lib/contestants.mjs";
import { part } from "../lib/part.mjs";
import { NaiveBm25, best, overlap } from "../lib/reference.mjs";
import { median, summary } from "../lib/statistics.mjs";
import { corpus } from "../lib/texts.mjs";
import { engines } from "./engines.mjs";

const OURS = "langchain-tasb";
const BM25S = ["numpy", "numba", "numba-tokenized"].map((way) => `bm25s (${way})`);
const RATES = ["queries/s, k = 10", "queries/s, k = 1000"];
const QUERIES = 2_000;
/** Questions whose hits are compared, and those of the others: some take ten seconds for each. */
const CHECKED = 20;
const CHECKED_OF_OTHERS = 4;
const K = 10;

/** How far a float32 sum of some terms may be from float64's, as a share. */
const ROUNDING = 1e-5;

/** Whether places and scores are those of plain loops over all passages; `expected`: their scores. */
function isRight({ places, scores }, expected) {
  const wanted = best(expected, K).map((place) => expected[place]);
  const near = (a, b) => Math.abs(a - b) <= ROUNDING * b;
  return (
    places.length === wanted.length &&
    places.every((place, at) => near(scores[at], expected[place]) && near(scores[at], wanted[at]))
  );
}

/** Whether the text holds a word of the query, or its first four letters: stems and prefixes count. */
function holdsAWord(text, query) {
  const words = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const lower = text.toLowerCase();
  return words.some((word) => lower.includes(word.slice(0, 4)));
}

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

await part(
  {
    name: "bm25",
    title: "BM25",
    rounds: { full: 3, quick: 2 },
    options: {
      passages: { type: "string" },
      seconds: { type: "string" },
      engines: { type: "string" },
    },
  },
  async ({ quick, rounds, python, values, report, progress }) => {
    const { passages, queries, source } = corpus(
      Number(values.passages ?? (quick ? 5_000 : 100_000)),
      QUERIES,
    );
    const seconds = Number(values.seconds ?? (quick ? 0.5 : 5));
    const wanted = values.engines?.split(",");
    const names = [...Object.keys(engines), ...(python === undefined ? [] : BM25S)];
    const descriptions = names
      .filter((name) => wanted?.includes(name) ?? true)
      .map((name) => {
        const way = /^bm25s \((.*)\)$/.exec(name)?.[1];
        const script = join(import.meta.dirname, way === undefined ? "contest.mjs" : "contest.py");
        return { name, script, args: [way ?? name], threads: 1, ...(way && { python }) };
      });
    const folder = mkdtempSync(join(tmpdir(), "tasb-bench-"));
    const contestants = [];
    try {
      const file = join(folder, "texts.json");
      writeFileSync(file, JSON.stringify({ passages, queries }));
      const ready = await prepareAll(descriptions, { file }, { report, progress });
      contestants.push(...[...ready.values()].map(({ contestant }) => contestant));

      progress("compares the hits with plain loops");
      const analyzer = createAnalyzer("lucene-english");
      const naive = new NaiveBm25(passages, (text) => analyzer.analyze(text));
      const expected = queries.slice(0, CHECKED).map((query) => naive.scores(query));
      /** Name → share of the plain loops' ten best that it finds: other stems and weights, other hits. */
      const shares = new Map();
      for (const contestant of contestants) {
        const { name } = contestant;
        const count = name === OURS ? CHECKED : CHECKED_OF_OTHERS;
        const found = await contestant.ask("hits", { count, k: K });
        shares.set(name, mean(found.map(({ places }, i) => overlap(places, best(expected[i], K)))));
        if (name === OURS) {
          const right = found.every((each, i) => isRight(each, expected[i]));
          report.check(`${name} has the scores of plain loops`, right, `${CHECKED} questions`);
          continue;
        }
        const related = found.every(({ places }, i) => {
          return places.length > 0 && places.every((at) => holdsAWord(passages[at], queries[i]));
        });
        report.check(`${name} finds passages with words of the question`, related);
        if (!BM25S.includes(name)) continue;
        // The same formula, with another list of stop words and another stemmer.
        const share = shares.get(name);
        report.check(`${name} finds most of what plain loops find`, share > 0.7, share.toFixed(2));
      }
      const rates = new Map();
      for (const k of [10, 1000]) {
        progress(`queries, k = ${k}`);
        rates.set(k, await interleaved(contestants, rounds, "rate", { k, seconds }));
      }
      report.table({
        columns: ["engine", "build, s", "memory, MB", ...RATES, "of the ten best"],
        rows: contestants.map(({ name }) => {
          const { prepared } = ready.get(name);
          const both = [10, 1000].map((k) => summary(rates.get(k).get(name)));
          return [name, prepared.seconds, prepared.megabytes, ...both, shares.get(name)];
        }),
        note:
          `${passages.length.toLocaleString("en-US")} passages (${source}), one query at a time, one ` +
          "thread. Memory: what JavaScript holds more once the index is made; of bm25s, what the process " +
          "grew by. Of the ten best: share of those that plain loops with this package's analyzer find.",
      });
      for (const k of [10, 1000]) notes(report, k, rates.get(k));
    } finally {
      for (const contestant of contestants) await contestant.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

/** Ratios to the fastest of each kind. */
function notes(report, k, rates) {
  if (!rates.has(OURS)) return;
  const of = (name) => median(rates.get(name));
  const [fromText, tokenized] = [BM25S.slice(0, 2), BM25S.slice(2)];
  for (const kind of [Object.keys(engines), fromText, tokenized]) {
    const peers = kind.filter((name) => name !== OURS && rates.has(name));
    const fastest = peers.toSorted((a, b) => of(b) - of(a))[0];
    if (fastest === undefined) continue;
    const ratio = (of(OURS) / of(fastest)).toPrecision(3);
    report.note(`k = ${k}: ${ratio} times the queries a second of ${fastest}.`);
  }
}
