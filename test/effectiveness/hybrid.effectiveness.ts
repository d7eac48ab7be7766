/**
 * Retrieval on whole test collections with bge-small-en-v1.5, beside reference values: Lucene 9.12
 * for BM25 (title and text joined by a blank), sentence embeddings by the model's own
 * implementation for dense (at most 256 tokens), reciprocal rank fusion of the first 1000 of each.
 */

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Document } from "@langchain/core/documents";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { evaluate } from "../../src/evaluation/evaluate.js";
import { readCorpus } from "../../src/evaluation/files/read_corpus.js";
import { readQrels } from "../../src/evaluation/files/read_qrels.js";
import { readQueries } from "../../src/evaluation/files/read_queries.js";
import type { Run } from "../../src/evaluation/qrels.js";
import { TasbEmbeddings } from "../../src/langchain/tasb_embeddings.js";
import { TasbRetriever } from "../../src/langchain/tasb_retriever.js";

const shared = resolve(import.meta.dirname, "../../../shared");
const model = join(shared, "models/bge-small-en-v1.5");
const METRICS = ["mrr@10", "ndcg@10", "recall@100"];

const COLLECTIONS = [
  {
    name: "cranfield",
    bm25: [0.5022, 0.3417, 0.7206],
    dense: [0.5525, 0.3946, 0.7822],
    hybrid: [0.559, 0.4022, 0.7932],
  },
  {
    name: "xquad-en",
    bm25: [0.9587, 0.9674, 0.9966],
    dense: [0.9361, 0.9505, 1],
    hybrid: [0.9654, 0.9747, 1],
  },
] as const;

/**
 * For each metric. BM25: ties alone; dense: another order of float32 sums; hybrid: both, through the
 * ranks, and equal fused scores, which the reference leaves in another order. They are many, and
 * decide who is first: the reciprocal rank moves twice as far as nDCG.
 */
const TOLERANCE = {
  bm25: [0.0005, 0.0005, 0.0005],
  dense: [0.003, 0.003, 0.003],
  hybrid: [0.01, 0.005, 0.005],
} as const;

for (const collection of COLLECTIONS) {
  const folder = join(shared, "data", collection.name);
  const absent =
    !existsSync(join(folder, "corpus.jsonl")) || !existsSync(join(model, "config.json"));
  describe.skipIf(absent)(`${collection.name} with bge-small-en-v1.5`, () => {
    let retriever: TasbRetriever;
    const embeddings = new TasbEmbeddings({
      model,
      maxPassageTokens: 256,
      maxQueryTokens: 256,
      longPassages: "truncate",
      normalize: true,
      queryPrefix: "Represent this sentence for searching relevant passages: ",
    });

    beforeAll(async () => {
      const documents: Document[] = [];
      for await (const { id, title, text } of readCorpus(join(folder, "corpus.jsonl"))) {
        documents.push(new Document({ id, pageContent: `${title} ${text}` }));
      }
      retriever = await TasbRetriever.fromDocuments(documents, embeddings, { k: 1000 });
    });

    afterAll(async () => {
      await embeddings.dispose();
    });

    it.each(["bm25", "dense", "hybrid"] as const)(
      "reaches the reference in mode %s",
      async (mode) => {
        const queries = await readQueries(join(folder, "queries.jsonl"));
        const qrels = await readQrels(join(folder, "qrels/test.tsv"));
        const run = new Map<string, Map<string, number>>();
        for (const [id, query] of queries) {
          if (!qrels.has(id)) continue;
          const { hits } = await retriever.search(query, { mode });
          run.set(id, new Map(hits.map((hit) => [hit.id, -hit.rank])));
        }
        const { means } = await evaluate(qrels, run satisfies Run, { metrics: METRICS });
        const values = METRICS.map((metric) => means.get(metric)!);
        console.log(collection.name, mode, values.map((value) => value.toFixed(4)).join(" / "));
        const far = METRICS.filter(
          (_, i) => Math.abs(values[i]! - collection[mode][i]!) > TOLERANCE[mode][i]!,
        );
        expect(far).toEqual([]);
      },
    );
  });
}
