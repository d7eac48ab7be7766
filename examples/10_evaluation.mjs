// How good is a retriever? Questions with their right passages, the measures of trec_eval, and a test
// whether a difference is more than chance.
//
//   node examples/10_evaluation.mjs
import { compareRuns, evaluateRetriever } from "langchain-tasb/evaluation";
import { handbookRetriever } from "./lib/retriever.mjs";

const { retriever, close } = await handbookRetriever({ k: 10 });

// Judgments name passages by id. Here an answer's passage is its heading.
const judged = {
  "how long can I borrow a novel": "Loans",
  "fine for bringing books back too late": "Late returns",
  "I lost a book, what now": "Lost items",
  "is it quiet in the reading room": "Reading room",
  "XK-240": "Workshop",
  "book a room for our study group": "Group rooms",
  "old ship registers": "Holdings",
  "photographs of archive boxes": "Visits",
  "how do I get a library card": "Cards",
  "open on Sundays": "Opening hours",
};
const queries = new Map(Object.keys(judged).map((query) => [query, query]));
const qrels = new Map(
  Object.entries(judged).map(([query, heading]) => [query, new Map([[heading, 1]])]),
);
const idOf = ({ metadata }) => metadata.headings.at(-1);

const evaluations = [];
for (const mode of ["bm25", "dense", "hybrid"]) {
  const { evaluation } = await evaluateRetriever(retriever.with({ mode }), queries, qrels, {
    metrics: "ndcg@10,mrr@10,recall@3",
    idOf,
  });
  evaluations.push({ name: mode, evaluation });
  const means = [...evaluation.means].map(([metric, mean]) => `${metric} ${mean.toFixed(3)}`);
  console.log(`${mode.padEnd(7)}${means.join("  ")}`);
}

console.log("\nIs the difference to bm25 more than chance? (10 questions: hardly ever)");
for (const { metric, contender, difference, pAdjusted } of await compareRuns(evaluations)) {
  const sign = difference < 0 ? "" : "+";
  console.log(
    `${contender.padEnd(7)}${metric} ${sign}${difference.toFixed(3)}, p ${pAdjusted.toFixed(2)}`,
  );
}
await close();
