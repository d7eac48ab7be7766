// node bench/end_to_end/part.mjs [--passages N] [--encoded N] [--k N] and the common options: one question from text
// to documents, dense and BM25 fused, by this package and by LangChain.js' own retrievers over the same
// passages and vectors. Queries come one at a time, as from one user.
import { join } from "node:path";

import { createAnalyzer } from "../../.build/esm/bm25/analyzer.js";
import { prepareAll } from "../lib/contestants.mjs";
import { part } from "../lib/part.mjs";
import { best, dotProducts, fusedScores, NaiveBm25, overlap } from "../lib/reference.mjs";
import { median, percentile, summary } from "../lib/statistics.mjs";
import { corpus } from "../lib/texts.mjs";
import { readVectors, vectorFile } from "../lib/vectors.mjs";

/** Queries whose results are compared with the reference's. */
const CHECKED = 20;
/** Of each leg, the default of TasbRetriever. */
const CANDIDATES = 1000;

const here = import.meta.dirname;
const options = {
  passages: { type: "string" },
  encoded: { type: "string", default: "10000" },
  k: { type: "string", default: "10" },
};

await part({ name: "end_to_end", title: "End to end", options }, async (context) => {
  const { quick, rounds, threads, values, report, progress } = context;
  const count = Number(values.passages ?? (quick ? 10_000 : 100_000));
  const k = Number(values.k);
  const encoded = Math.min(count, Number(values.encoded));
  /** Queries of one round; LangChain.js takes about a second for each. */
  const perRound = { ours: quick ? 100 : 300, langchain: quick ? 20 : 10 };
  const queryCount = perRound.ours * rounds;
  const { passages, queries, source } = corpus(count, queryCount);
  const { file, dimension, seconds } = await vectorFile(passages, { encoded, threads, progress });
  if (seconds !== undefined) {
    report.note(
      `tasb-mini encoded ${encoded} passages in ${seconds.toFixed(0)} s, ${(encoded / seconds).toFixed(0)} a second.`,
    );
  }

  const ready = await prepareAll(
    [
      { name: "ours", script: join(here, "ours.mjs"), threads },
      { name: "langchain", script: join(here, "langchain.mjs"), threads },
    ],
    { count, queryCount, file, k },
    context,
  );
  const rows = [
    ["langchain-tasb, 1,000 candidates (default)", "ours", "default"],
    [`langchain-tasb, ${k} candidates`, "ours", "as few candidates"],
    ["LangChain.js EnsembleRetriever", "langchain", "default"],
  ].filter(([, name]) => ready.has(name));

  const times = new Map(rows.map(([label]) => [label, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const [label, name, variant] of rows) {
      const { contestant } = ready.get(name);
      // Round -1 warms up.
      const queriesNow = round < 0 ? 3 : perRound[name];
      const from = Math.max(0, round) * perRound[name];
      const answer = await contestant.ask("invoke", { variant, from, count: queriesNow });
      if (round >= 0) times.get(label).push(answer.times);
      if (answer.errors?.length > 0) report.note(`${label}: ${answer.errors[0]}`);
    }
    progress(`round ${round + 1} of ${rounds}`);
  }
  report.table({
    columns: ["retriever", "p50, ms", "p99, ms", "queries", "index, s", "memory, MB"],
    rows: rows.map(([label, name]) => {
      const all = times.get(label);
      const { prepared } = ready.get(name);
      return [
        label,
        summary(all.map(median)),
        percentile(all.flat(), 0.99),
        all.flat().length,
        prepared.seconds,
        prepared.megabytes,
      ];
    }),
    note:
      `${count.toLocaleString("en-US")} passages, vectors of ${dimension} components, ${source}, ` +
      `k = ${k}. Times are of \`invoke\`, from the question's text to documents, encoding included; ` +
      `p50 is the median of ${rounds} rounds, in brackets the rounds' range; p99 of all queries. ` +
      `Index: the vectors are given: of tasb-mini for ${encoded.toLocaleString("en-US")} passages, ` +
      "means of two of these for the others. Memory: what the process grew by, texts excluded.",
  });

  await showSteps(ready.get("ours").contestant, context);
  await check(ready, { k, passages, queries, vectors: readVectors(file), report, progress });
  for (const { contestant } of ready.values()) await contestant.stop();
});

async function showSteps(ours, { quick, report }) {
  const steps = await ours.ask("steps", { count: quick ? 100 : 300 });
  const of = (name) => percentile(steps[name], 0.5);
  report.table({
    title: "Where the time of one hybrid search goes (each step alone, medians):",
    columns: ["step", "ms"],
    rows: [
      ["the query's vector (worker thread)", of("encode")],
      ["1,000 candidates by dot product (worker thread)", of("dense")],
      ["1,000 candidates by BM25 (calling thread, meanwhile)", of("bm25")],
      ["`search`, all together", of("search")],
      ["`invoke`: LangChain's callbacks and documents on top", of("invoke")],
    ],
  });
}

/** Compares what was found with what plain loops find. */
async function check(ready, { k, passages, queries, vectors, report, progress }) {
  progress("checks the results");
  const analyzer = createAnalyzer("lucene-english");
  const naive = new NaiveBm25(passages, (text) => analyzer.analyze(text));
  const asked = { from: 0, count: CHECKED };
  const ours = ready.get("ours").contestant;
  const queryVectors = await ours.ask("vectors", asked);
  const found = (await ours.ask("invoke", { variant: "default", ...asked })).found;
  const dense = queryVectors.map((vector) => dotProducts(vectors, Float32Array.from(vector)));
  const shares = dense.map((scores, i) => {
    const lists = [best(naive.scores(queries[i]), CANDIDATES), best(scores, CANDIDATES)];
    // Fusion by rank gives many equal scores: any of those at place k is right.
    const fused = fusedScores(lists);
    const least = [...fused.values()].toSorted((a, b) => b - a)[k - 1];
    return found[i].filter((place) => fused.get(place) >= least).length / k;
  });
  // Float32 may order scores that are equal to six digits the other way round.
  const share = shares.reduce((sum, value) => sum + value, 0) / shares.length;
  report.check(
    `langchain-tasb finds the ${k} that plain loops find (dot products, Lucene's BM25, fusion)`,
    share >= 0.99,
    `${(100 * share).toFixed(1)} %`,
  );
  const langchain = ready.get("langchain")?.contestant;
  if (langchain === undefined) return;
  const theirs = (await langchain.ask("invoke", { variant: "dense", ...asked })).found;
  const same = dense.map((scores, i) => overlap(theirs[i], best(scores, k)));
  const mean = same.reduce((sum, value) => sum + value, 0) / same.length;
  report.check(
    `MemoryVectorStore finds the ${k} of largest dot product`,
    mean >= 0.99,
    `${(100 * mean).toFixed(1)} %`,
  );
}
