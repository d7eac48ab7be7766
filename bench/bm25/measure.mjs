// node --expose-gc measure.mjs ENGINE PASSAGES QUERIES SECONDS: one engine in a process of its own,
// as one line of JSON. Queries run one after the other until they or the seconds are used up.
import { setTimeout } from "node:timers/promises";

import { readTexts } from "./corpus.mjs";
import { engines } from "./engines.mjs";

const [engine, passagesFile, queriesFile, seconds] = process.argv.slice(2);
const texts = readTexts(passagesFile);
const all = readTexts(queriesFile);
// From all parts of the file, and the same for every engine.
const queries = Array.from({ length: 2000 }, (_, i) => all[(i * 7919) % all.length]);

/** Bytes in use. Buffers are given back only some time after they were collected. */
async function held() {
  for (let round = 0; round < 5; round++) {
    globalThis.gc();
    await setTimeout(50);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const before = await held();
const started = performance.now();
const search = await engines[engine](texts);
const buildSeconds = (performance.now() - started) / 1000;
const megabytes = ((await held()) - before) / 2 ** 20;

async function queriesPerSecond(k) {
  const limit = Number(seconds) * 1000;
  // Warm-up, of a tenth of the time at most.
  const warm = performance.now();
  for (const query of queries.slice(0, 200)) {
    await search(query, k);
    if (performance.now() - warm > limit / 10) break;
  }
  const start = performance.now();
  let count = 0;
  for (const query of queries) {
    await search(query, k);
    count++;
    if (performance.now() - start > limit) break;
  }
  return (count * 1000) / (performance.now() - start);
}

const at10 = await queriesPerSecond(10);
const at1000 = await queriesPerSecond(1000);
console.log(JSON.stringify({ passages: texts.length, buildSeconds, megabytes, at10, at1000 }));
