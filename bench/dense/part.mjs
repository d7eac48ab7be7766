// node bench/dense/part.mjs [--passages N] [--dimension D] [--k N] [--contestants A,B] and the common
// options: exact dense search beside FAISS, usearch and MemoryVectorStore, and beside what the machine
// can do at all: a plain read of the same bytes, and a plain matrix product.
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { interleaved, prepareAll } from "../lib/contestants.mjs";
import { part } from "../lib/part.mjs";
import { overlap } from "../lib/reference.mjs";
import { percentile, summary } from "../lib/statistics.mjs";
import { madeUpVectors } from "./made_up.mjs";

/** Queries whose results are compared with those of float64. */
const CHECKED = 50;
/** Queries asked at once. */
const TOGETHER = 64;
/** MemoryVectorStore holds numbers as objects: more do not fit. */
const MOST_IN_OBJECTS = 100_000;

const here = import.meta.dirname;
const ours = { script: join(here, "ours.mjs") };
const python = { script: join(here, "peers.py"), python: true };

/** The C library then asks the system for huge pages, of large pieces of memory. */
const hugePages = { env: { GLIBC_TUNABLES: "glibc.malloc.hugetlb=1" } };

/** `exact`: its hits must be those of float64; of the others the recall is told. */
const CONTESTANTS = [
  { name: "langchain-tasb, fp32", how: "fp32", exact: true, ...ours },
  { name: "langchain-tasb, fp32 in its file", how: "mapped", exact: true, ...ours },
  { name: "langchain-tasb, int8", how: "int8", exact: true, ...ours },
  { name: "langchain-tasb, int8, fp32 in its file", how: "mapped int8", exact: true, ...ours },
  ...(process.platform === "linux"
    ? ["fp32", "int8"].map((precision) => {
        const name = `langchain-tasb, ${precision}, huge pages`;
        return { name, how: `${precision} huge`, exact: true, ...ours, ...hugePages };
      })
    : []),
  { name: "FAISS IndexFlatIP", how: "faiss", exact: true, ...python },
  { name: "usearch exact, fp32", how: "usearch", exact: true, ...python },
  { name: "usearch exact, int8", how: "usearch int8", exact: false, ...python },
  {
    name: "MemoryVectorStore",
    how: "memory",
    exact: true,
    script: join(here, "memory_vector_store.mjs"),
  },
];

/** Where the same bytes are read, and which of this package's float32 searches reads them there. */
const PLAIN_READS = [
  { pages: "huge", name: "a plain read of the vectors", reader: "fp32 huge" },
  { pages: "small", name: "a plain read, no huge pages", reader: "fp32" },
  { pages: "file", name: "a plain read of their file, mapped", reader: "mapped" },
];

const options = {
  passages: { type: "string" },
  dimension: { type: "string", default: "768" },
  k: { type: "string", default: "10" },
  contestants: { type: "string" },
};

await part({ name: "dense", title: "Dense search", options }, async (context) => {
  const { quick, rounds, threads, values, report, progress } = context;
  const n = Number(values.passages ?? (quick ? 20_000 : 100_000));
  const d = Number(values.dimension);
  const k = Number(values.k);
  const perRound = quick ? 20 : 40;
  progress(`makes up ${n.toLocaleString("en-US")} vectors`);
  const files = madeUpVectors(n, Math.max(CHECKED, TOGETHER, perRound), d);
  const given = { ...files, n, d };

  const machine = context.python === undefined ? undefined : await measureMachine(given, context);
  const named = values.contestants?.split(",");
  const chosen = CONTESTANTS.filter(({ how }) => named?.includes(how) ?? true).filter(
    ({ how }) => how !== "memory" || n <= MOST_IN_OBJECTS,
  );
  const ready = new Map();
  for (const { name, how, script, env, python: needsPython } of chosen) {
    if (needsPython && context.python === undefined) continue;
    const description = {
      name,
      script,
      threads,
      env,
      ...(needsPython && { python: context.python }),
    };
    const largestNorm = machine?.largestNorm ?? 1e6;
    const prepared = await prepareAll([description], { ...given, how, largestNorm }, context);
    for (const [key, value] of prepared) ready.set(key, value);
  }

  const contestants = [...ready.values()].map(({ contestant }) => contestant);
  progress("one query at a time");
  // A file's pages come into the process with the first searches, and into the machine's tables later.
  await interleaved(contestants, 1, "one", { from: 0, count: perRound, k });
  const reads = new Map(PLAIN_READS.map(({ pages }) => [pages, []]));
  const readAll = async () => {
    for (const [pages, medians] of machine === undefined ? [] : reads) {
      const times = await machine.contestant.ask("read", { warmUp: perRound, count: 5, pages });
      if (times !== null) medians.push(percentile(times, 0.5));
    }
  };
  const asked = { from: 0, count: perRound, k };
  const singles = await interleaved(contestants, rounds, "one", asked, readAll);
  progress(`${TOGETHER} queries at once`);
  const together = contestants.filter(({ name }) => name !== "MemoryVectorStore");
  await interleaved(together, 1, "many", { count: TOGETHER, k });
  const products = [];
  const multiply = async () => {
    if (machine === undefined) return;
    products.push(await machine.contestant.ask("product", { count: TOGETHER }));
    // The threads of its library wait awake for a while.
    await setTimeout(1_000);
  };
  const many = await interleaved(together, rounds, "many", { count: TOGETHER, k }, multiply);

  progress("compares the results");
  const truth = await machine?.contestant.ask("truth", { count: CHECKED, k });
  const gigabytes = (n * d * 4) / 1e9;
  const operations = (2 * n * d * TOGETHER) / 1e9;
  const rows = [];
  for (const { name, exact } of chosen) {
    if (!ready.has(name)) continue;
    const { contestant, prepared } = ready.get(name);
    const ms = summary(singles.get(name).map((times) => percentile(times, 0.5)));
    const all = many.has(name) ? summary(many.get(name)) : undefined;
    let recall;
    if (truth !== undefined) {
      const found = await contestant.ask("hits", { count: CHECKED, k });
      recall = share(found, truth);
      // Scores that differ by rounding alone may change places; a tenth of a hit in 1,000 may not.
      if (exact)
        report.check(`${name}: the hits are those of float64`, recall >= 0.999, `${recall}`);
      if (name.startsWith("langchain-tasb")) checkScores(name, found, truth, report);
    }
    rows.push([
      name,
      ms,
      name.includes("int8") ? undefined : gigabytes / (ms.median / 1e3),
      all,
      all && operations / (all.median / 1e3),
      recall,
      prepared.perPassage,
      prepared.seconds + (prepared.copiesSeconds ?? 0),
    ]);
    await contestant.stop();
  }
  if (machine !== undefined) {
    for (const { pages, name, reader } of PLAIN_READS) {
      if (reads.get(pages).length === 0) continue;
      const read = summary(reads.get(pages));
      rows.push([name, read, gigabytes / (read.median / 1e3)]);
      const search = chosen.find(({ how }) => how === reader)?.name;
      if (!singles.has(search)) continue;
      const { median } = summary(singles.get(search).map((times) => percentile(times, 0.5)));
      report.note(`${search}: ${(median / read.median).toFixed(2)} x ${name}.`);
    }
    const product = summary(products);
    rows.push(["a plain matrix product", "", "", product, operations / (product.median / 1e3)]);
    await machine.contestant.stop();
  } else {
    report.note("Without Python nothing was checked: npm run bench:install.");
  }
  report.table({
    columns: [
      "",
      "one query, ms",
      "GB/s",
      `${TOGETHER} queries, ms`,
      "GFLOP/s",
      `recall@${k}`,
      "bytes a passage",
      "build, s",
    ],
    rows: rows.map((row) => Array.from({ length: 8 }, (_, i) => row[i] ?? "")),
    note:
      `${n.toLocaleString("en-US")} made-up vectors of ${d} components with the shape of TAS-B's, k = ${k}. ` +
      "One query: the median of a round, and of the rounds. Bytes a passage: what the process grew by, " +
      "divided; the vectors themselves are " +
      `${d * 4}. usearch's int8 vectors and queries are scaled as a whole, and nothing is scored again. ` +
      "Huge pages: in a process started with GLIBC_TUNABLES=glibc.malloc.hugetlb=1; numpy, with which the " +
      "plain read is done, asks for such pages by itself.",
  });
});

/** The machine itself, as a contestant that nothing is asked of but reading and multiplying. */
async function measureMachine(given, context) {
  const name = "the machine";
  const description = {
    name,
    script: python.script,
    threads: context.threads,
    python: context.python,
  };
  const ready = await prepareAll([description], { ...given, how: "machine" }, context);
  const contestant = ready.get(name)?.contestant;
  if (contestant === undefined) return undefined;
  return { contestant, largestNorm: (await contestant.ask("norm")) * (1 + 1e-9) };
}

function share(found, truth) {
  const shares = found.map(({ places }, i) => overlap(places, truth[i].places));
  return shares.reduce((sum, one) => sum + one, 0) / shares.length;
}

/** Scores must be those of float64, rounded once. */
function checkScores(name, found, truth, report) {
  let wrong = 0;
  for (const [i, { places, scores }] of found.entries()) {
    for (const [j, place] of places.entries()) {
      const at = truth[i].places.indexOf(place);
      // Two orders of summation in float64 may fall on both sides of a rounding border.
      const exact = truth[i].scores[at];
      if (at !== -1 && Math.abs(scores[j] - exact) > Math.abs(exact) * 2 ** -23) wrong += 1;
    }
  }
  report.check(`${name}: the scores are those of float64, rounded to float32`, wrong === 0);
}
