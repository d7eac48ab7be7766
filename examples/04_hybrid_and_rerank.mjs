// The four modes side by side, and why each passage stands where it does.
//
//   node examples/04_hybrid_and_rerank.mjs "XK-240 price"
import { citationOf } from "langchain-tasb";
import { handbookRetriever } from "./lib/retriever.mjs";

const question = process.argv[2] ?? "XK-240 price";
const { retriever, close } = await handbookRetriever({ k: 3 });

for (const mode of ["dense", "bm25", "hybrid", "rerank"]) {
  const { hits } = await retriever.search(question, { mode });
  console.log(`\n${mode}`);
  for (const { rank, score, text, metadata, stages } of hits) {
    const place = citationOf({ pageContent: text, metadata });
    const why = Object.entries(stages).map(([stage, value]) => `${stage} ${value.rank}`);
    const terms = (stages.bm25?.terms ?? []).map(({ term }) => term);
    console.log(
      `${rank}. ${place}  ${score.toFixed(4)}  (${why.join(", ")}` +
        `${terms.length > 0 ? `; terms: ${terms.join(" ")}` : ""})`,
    );
  }
}

// Weights, and a weighted sum of scores in place of reciprocal ranks.
const { hits } = await retriever.search(question, {
  fusion: { method: "weighted-sum", normalization: "min-max" },
  weights: { dense: 1, bm25: 3 },
});
console.log("\nweighted sum");
for (const { rank, score, stages } of hits) {
  const { dense = 0, bm25 = 0 } = stages.fused.contributions;
  console.log(`${rank}. ${score.toFixed(3)} = dense ${dense.toFixed(3)} + bm25 ${bm25.toFixed(3)}`);
}
await close();
