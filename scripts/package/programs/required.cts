import tasb = require("langchain-tasb");
import words = require("langchain-tasb/bm25");
import measures = require("langchain-tasb/evaluation");
import servers = require("langchain-tasb/weaviate");
export const embeddings: tasb.TasbEmbeddings = new tasb.TasbEmbeddings({ model: "tasb-mini" });
export const retriever: words.Bm25Retriever = new words.Bm25Retriever({ k: 1 });
export const metrics: measures.Metric[] = measures.parseMetrics("ndcg@10");
export const refused = (error: unknown): readonly servers.RejectedPassage[] =>
  error instanceof servers.ImportError ? error.rejected : [];
