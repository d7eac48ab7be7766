// node bench/growth/part.mjs [--sizes 1000,10000] [--dimension N] and the common options: how index
// time, search time, memory, files and loading grow with the number of passages, and what that makes of
// MS MARCO's 8.8 million on paper.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Contestant } from "../lib/contestants.mjs";
import { part } from "../lib/part.mjs";
import { growth, percentile, summary } from "../lib/statistics.mjs";

const MS_MARCO = 8_841_823;
const MODES = ["dense", "bm25", "hybrid", "rerank"];
const QUERIES = 200;

/** Rows of the table. */
const FIGURES = [
  ["index, s", ({ index }) => index.seconds],
  ...MODES.map((mode) => [`search ${mode}, ms`, ({ search }) => search[mode]]),
  ["memory, MB", ({ index }) => index.megabytes],
  ["save, s", ({ saved }) => saved.seconds],
  ["files, MB", ({ saved }) => saved.megabytes],
  ["load, s", ({ loaded }) => loaded.seconds],
  ["first query after loading, ms", ({ loaded }) => loaded.firstMs],
  ["memory after loading, MB", ({ loaded }) => loaded.megabytes],
];
const script = join(import.meta.dirname, "store.mjs");
const options = {
  sizes: { type: "string" },
  dimension: { type: "string", default: "384" },
};
const rounds = { full: 3, quick: 1 };

await part({ name: "growth", title: "Growth", options, rounds }, async (context) => {
  const { quick, values, report } = context;
  const sizes = (values.sizes ?? (quick ? "1000,10000,50000" : "1000,10000,100000,1000000"))
    .split(",")
    .map(Number);
  const dimension = Number(values.dimension);
  const measured = [];
  for (const n of sizes) {
    const results = [];
    for (let round = 0; round < context.rounds; round += 1) {
      results.push(await measure(n, dimension, context));
    }
    measured.push({ n, results });
  }
  const rows = FIGURES.map(([name, of]) => {
    const cells = measured.map(({ results }) => summary(results.map(of)));
    return { name, cells, fit: fitOf(measured, cells) };
  });
  report.table({
    columns: ["", ...sizes.map((n) => n.toLocaleString("en-US")), "grows as", "at 8.8 million"],
    rows: rows.map(({ name, cells, fit }) => [name, ...cells, ...shown(fit)]),
    note:
      `Vectors of ${dimension} components; k = 10, hybrid and rerank over 1,000 candidates; the query's ` +
      "vector is given. Memory is what the process grew by, texts and vectors included. Growth: the " +
      "least-squares line through (log n, log value) of the sizes from 10,000 on; at 8.8 million (MS " +
      "MARCO's passages) that line goes on, on paper.",
  });
  const same = measured.every(({ results }) => results.every((result) => result.same));
  report.check("a loaded collection gives the hits it gave before it was saved", same);
});

/** Everything about one collection of n passages. */
async function measure(n, dimension, { threads, quick, progress }) {
  const directory = mkdtempSync(join(tmpdir(), "bench-growth-"));
  const store = new Contestant({ name: `${n} passages`, script, threads });
  let fresh;
  try {
    progress(`${n.toLocaleString("en-US")} passages: index`);
    const index = await store.ask("prepare", { n, dimension, queries: QUERIES });
    const search = {};
    for (const mode of MODES) {
      await store.ask("search", { mode, k: 10, seconds: 0.5 });
      const times = await store.ask("search", { mode, k: 10, seconds: quick ? 1.5 : 10 });
      search[mode] = percentile(times, 0.5);
    }
    progress(`${n.toLocaleString("en-US")} passages: save and load`);
    const before = await store.ask("firstHits");
    const saved = await store.ask("save", { directory });
    await store.stop();
    fresh = new Contestant({ name: `${n} loaded`, script, threads });
    const loaded = await fresh.ask("load", { directory, dimension, queries: QUERIES });
    const same = JSON.stringify(loaded.hits) === JSON.stringify(before);
    progress(JSON.stringify({ index, search, saved, loaded: { ...loaded, hits: undefined } }));
    return { index, search, saved, loaded, same };
  } finally {
    await store.stop();
    await fresh?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The fit over the larger sizes: below, fixed costs rule. */
function fitOf(measured, cells) {
  const points = measured
    .map(({ n }, i) => ({ n, value: cells[i].median }))
    .filter(({ n, value }) => n >= 10_000 && value > 0);
  return points.length < 2 ? undefined : growth(points);
}

function shown(fit) {
  if (fit === undefined) return ["", ""];
  const { slope, scale } = fit;
  return [`n^${slope.toFixed(2)}`, scale * MS_MARCO ** slope];
}
