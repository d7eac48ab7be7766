// Many calls, then many lives of embeddings and store; prints one line of JSON with the memory.
//   node --expose-gc soak.mjs <calls> <warm-up cycles> <cycles>
import { TasbEmbeddings, TasbVectorStore } from "../../dist/esm/index.js";

const [calls, warmUpCycles, cycles] = process.argv.slice(2).map(Number);
const thread = () => globalThis[Symbol.for("langchain-tasb.inference-thread")];
const words = "cat dog sofa engine steam whale bread oven quantum glacier river tree".split(" ");
const text = (n) =>
  Array.from({ length: 5 + (n % 7) }, (_, i) => words[(n * 31 + i * i * 7) % 12]).join(" ");
const documents = Array.from({ length: 300 }, (_, n) => ({
  pageContent: `${text(n)} number ${n}`,
  metadata: { n },
}));

/**
 * MiB of the process and of JavaScript's heap after a full collection. Arrays, which lie outside of
 * the heap, count for the process: they are freed some time after they were collected.
 */
async function memory() {
  for (let i = 0; i < 3; i += 1) {
    globalThis.gc();
    await new Promise(setImmediate);
  }
  const { rss, heapUsed } = process.memoryUsage();
  return { process: rss / 2 ** 20, heap: heapUsed / 2 ** 20 };
}

async function made() {
  const embeddings = new TasbEmbeddings({ model: "tasb-mini" });
  return { embeddings, store: await TasbVectorStore.fromDocuments(documents, embeddings) };
}

const soak = [];
const { embeddings, store } = await made();
// As many calls to warm up; then ten measurements.
const warmUp = calls;
for (let n = 0; n < warmUp + calls; n += 1) {
  // The tokenizer remembers words, up to a limit: these are known after the warm-up.
  const query = `${text(n)} ${n % 500}`;
  if (n % 4 === 0) await embeddings.embedQuery(query);
  else if (n % 4 === 1) await store.similaritySearchWithScore(query, 5);
  else if (n % 4 === 2) await store.maxMarginalRelevanceSearch(query, { k: 3 });
  else await embeddings.embedDocuments([query, text(n + 1)]);
  if (n >= warmUp - 1 && (n - warmUp + 1) % (calls / 10) === 0) soak.push(await memory());
}
await store.close();
await embeddings.dispose();

/** The worker ends a second after the last that it held. */
async function workerGone(generation) {
  while (thread().generation === generation) await new Promise((done) => setTimeout(done, 50));
}

const lives = [];
for (let cycle = 0; cycle < warmUpCycles + cycles; cycle += 1) {
  const one = await made();
  const { generation } = thread();
  await one.store.similaritySearch("a cat", 2);
  await one.store.close();
  await one.embeddings.dispose();
  await workerGone(generation);
  if (cycle >= warmUpCycles) lives.push(await memory());
}
console.log(JSON.stringify({ soak, lives }));
