// node bench/long_documents.mjs [--documents N] [--words N] [--json]: how well passages are found
// that are hidden in long documents, by each way of reading these. Run on dist/, with the collections
// of ../shared/data. Prints the tables of docs/long_documents.md.
//
// A document is one passage that answers questions (of XQuAD-en, or of the textbooks of
// training-texts) at a random place among other passages of training-texts. Sampling is seeded: the
// documents are the same in every run.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";

import { Bm25Retriever } from "../dist/esm/bm25.js";
import {
  evaluate,
  passageText,
  readCorpus,
  readQrels,
  readQueries,
} from "../dist/esm/evaluation.js";
import {
  PassageSplitter,
  TasbEmbeddings,
  TasbRetriever,
  TasbVectorStore,
} from "../dist/esm/index.js";
import { generator } from "./lib/texts.mjs";

const { values } = parseArgs({
  options: {
    documents: { type: "string", default: "100" },
    words: { type: "string", default: "3000" },
    model: { type: "string", default: "tasb-mini" },
    json: { type: "boolean", default: false },
  },
});
const documentCount = Number(values.documents);
const wordCount = Number(values.words);
const data = resolve(import.meta.dirname, "../../shared/data");

function shuffled(list, random) {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}

const words = (text) => text.split(/\s+/).length;
const jsonLines = (name) =>
  gunzipSync(readFileSync(resolve(data, "training-texts", name)))
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

const textbooks = jsonLines("passages.jsonl.gz").filter(({ source }) =>
  source.startsWith("openstax"),
);

/** Hides each passage among others, of other sources than its own. */
function hide(passages, random) {
  const filler = shuffled(textbooks, random);
  return passages.map(({ id, text, source }) => {
    const parts = [];
    for (let length = words(text); length < wordCount;) {
      const next = filler.pop();
      if (next === undefined) throw new Error("There are not enough passages: fewer --documents.");
      if (next.source === source) continue;
      parts.push(next.text);
      length += words(next.text);
    }
    parts.splice(Math.floor(random() * (parts.length + 1)), 0, text);
    return { id, text: parts.join("\n\n"), gold: text };
  });
}

async function xquad() {
  const folder = resolve(data, "xquad-en");
  const passages = [];
  for await (const passage of readCorpus(`${folder}/corpus.jsonl`)) {
    passages.push({ id: passage.id, text: passageText({ ...passage, title: "" }) });
  }
  const kept = passages.slice(0, documentCount);
  const ids = new Set(kept.map(({ id }) => id));
  const qrels = new Map();
  for (const [query, judged] of await readQrels(`${folder}/qrels/test.tsv`)) {
    if ([...judged.keys()].every((id) => ids.has(id))) qrels.set(query, judged);
  }
  const all = await readQueries(`${folder}/queries.jsonl`);
  const queries = new Map([...all].filter(([id]) => qrels.has(id)));
  return { name: "XQuAD-en questions", documents: hide(kept, generator(1)), queries, qrels };
}

function openstax() {
  const random = generator(2);
  const pairs = jsonLines("pairs.jsonl.gz").filter(({ source }) => source.startsWith("openstax"));
  const times = new Map();
  for (const { query } of pairs) times.set(query, (times.get(query) ?? 0) + 1);
  const chosen = shuffled(
    pairs.filter(({ query, passage }) => {
      return times.get(query) === 1 && words(query) >= 3 && words(passage) >= 40;
    }),
    random,
  ).slice(0, documentCount);
  const passages = chosen.map(({ passage, source }, i) => ({ id: `d${i}`, text: passage, source }));
  return {
    name: "headings of textbooks",
    documents: hide(passages, random),
    queries: new Map(chosen.map(({ query }, i) => [`q${i}`, query])),
    qrels: new Map(chosen.map((_, i) => [`q${i}`, new Map([[`d${i}`, 1]])])),
  };
}

const asDocuments = (documents, key = "text") =>
  documents.map((document) => ({
    pageContent: document[key],
    metadata: { document: document.id },
    id: document.id,
  }));

/** Documents in the order of their best passage, 10 of them. */
async function rank({ queries }, search) {
  const run = new Map();
  const start = performance.now();
  for (const [id, query] of queries) run.set(id, new Map(await search(query)));
  return { run, searchMs: (performance.now() - start) / queries.size };
}

async function dense(set, documents, fields, prepare) {
  const embeddings = new TasbEmbeddings({ model: values.model, ...fields });
  await embeddings.embedQuery("The model is loaded before the clock starts.");
  const start = performance.now();
  const added = prepare === undefined ? documents : await prepare(embeddings, documents);
  const store = await TasbVectorStore.fromDocuments(added, embeddings);
  const encodeMs = (performance.now() - start) / documents.length;
  const collection = await store.collection();
  let vectors = 0;
  for await (const passage of collection.scan()) {
    vectors += passage.vectors.length / collection.dimension;
  }
  const retriever = new TasbRetriever({ store, mode: "dense", k: prepare === undefined ? 10 : 50 });
  const ranked = await rank(set, async (query) => {
    const best = new Map();
    for (const { metadata, score } of (await retriever.search(query)).hits) {
      if (best.size < 10 && !best.has(metadata.document)) best.set(metadata.document, score);
    }
    return best;
  });
  await store.close();
  await embeddings.dispose();
  const perDocument = vectors / documents.length;
  return {
    ...ranked,
    encodeMs,
    perDocument,
    kilobytes: (perDocument * collection.dimension * 4) / 1024,
  };
}

const split = async (embeddings, documents) => {
  const passages = await new PassageSplitter({ embeddings }).splitDocuments(
    documents.map(({ pageContent, metadata }) => ({ pageContent, metadata })),
  );
  return passages;
};

const report = [];
for (const set of [await xquad(), openstax()]) {
  const documents = asDocuments(set.documents);
  const bm25 = Bm25Retriever.fromDocuments(documents, { k: 10 });
  const ways = [
    ["truncate", () => dense(set, documents, { longPassages: "truncate" })],
    ["first window", () => dense(set, documents, { longPassages: "first" })],
    ["mean of windows", () => dense(set, documents, { longPassages: "mean" })],
    ["best window (MaxP)", () => dense(set, documents, { longPassages: "max" })],
    ["`PassageSplitter`, best passage", () => dense(set, documents, {}, split)],
    [
      "BM25 over whole documents",
      () =>
        rank(set, async (query) =>
          (await bm25.invoke(query)).map((found, i) => [found.id, 1 / (i + 1)]),
        ),
    ],
    ["the hidden passages alone", () => dense(set, asDocuments(set.documents, "gold"), {})],
  ];
  const rows = [];
  for (const [way, measure] of ways) {
    const { run, ...cost } = await measure();
    const { means } = await evaluate(set.qrels, run, { metrics: "ndcg@10,success@1" });
    rows.push({ way, ndcg: means.get("ndcg@10"), success: means.get("success@1"), ...cost });
    process.stderr.write(`${set.name}: ${way}\n`);
  }
  const length = set.documents.reduce((sum, { text }) => sum + words(text), 0) / documents.length;
  report.push({
    name: set.name,
    documents: documents.length,
    queries: set.queries.size,
    length,
    rows,
  });
}

if (values.json) console.log(JSON.stringify(report, undefined, 2));
else {
  for (const { name, documents, queries, length, rows } of report) {
    console.log(
      `\n${name}: ${documents} documents of ${Math.round(length)} words, ${queries} queries\n`,
    );
    console.log(
      "| read by | nDCG@10 | success@1 | ms a document | vectors a document | KB a document | ms a query |",
    );
    console.log("| --- | --: | --: | --: | --: | --: | --: |");
    for (const row of rows) {
      const number = (value, digits) => (value === undefined ? "" : value.toFixed(digits));
      console.log(
        `| ${row.way} | ${number(row.ndcg, 3)} | ${number(row.success, 3)} | ${number(row.encodeMs, 1)} | ` +
          `${number(row.perDocument, 1)} | ${number(row.kilobytes, 1)} | ${number(row.searchMs, 2)} |`,
      );
    }
  }
}
