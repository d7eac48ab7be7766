import { Document } from "@langchain/core/documents";
import { BaseRetriever } from "@langchain/core/retrievers";
import { RunnableLambda } from "@langchain/core/runnables";
import { describe, expect, it } from "vitest";
import { evaluateRetriever } from "../../src/langchain/evaluate_retriever.js";

/** Answers what it was told to. */
class FixedRetriever extends BaseRetriever {
  readonly lc_namespace = ["test"];
  readonly asked: string[] = [];

  constructor(readonly answers: Record<string, Document[]>) {
    super();
  }

  override async _getRelevantDocuments(query: string): Promise<Document[]> {
    this.asked.push(query);
    return this.answers[query] ?? [];
  }
}

const document = (id: string | undefined, metadata: Record<string, unknown> = {}) =>
  new Document({ pageContent: "text", metadata, ...(id !== undefined && { id }) });
const part = (source: string) => document(undefined, { source });
const queries = new Map([
  ["1", "who"],
  ["2", "what"],
  ["3", "unjudged"],
]);
const qrels = new Map([
  ["1", new Map([["a", 1]])],
  ["2", new Map([["b", 1]])],
]);

describe("evaluateRetriever", () => {
  it("asks the judged queries and measures the order of the answers", async () => {
    const retriever = new FixedRetriever({
      who: [document("z"), document("a")],
      what: [document(undefined, { id: "b" })],
    });
    const progress: number[] = [];
    const { evaluation, run, seconds } = await evaluateRetriever(retriever, queries, qrels, {
      metrics: "mrr@10",
      onProgress: (done) => progress.push(done),
    });
    expect(evaluation.means.get("mrr@10")).toBe(0.75);
    expect(retriever.asked).toStrictEqual(["who", "what"]);
    expect(progress).toStrictEqual([1, 2]);
    expect(run.get("1")).toStrictEqual(
      new Map([
        ["z", -1],
        ["a", -2],
      ]),
    );
    expect(seconds).toBeGreaterThanOrEqual(0);
  });

  it("counts the best place of several parts of one judged text", async () => {
    const retriever = new FixedRetriever({ who: [part("z"), part("z"), part("a"), part("a")] });
    const { evaluation, run } = await evaluateRetriever(retriever, queries, qrels, {
      metrics: "mrr",
      idOf: ({ metadata }) => String(metadata["source"]),
    });
    expect(run.get("1")!.get("a")).toBe(-2);
    expect(evaluation.means.get("mrr")).toBe(0.25);
  });

  it("takes any runnable that ends in documents", async () => {
    const chain = RunnableLambda.from((query: string) => [document(query === "who" ? "a" : "b")]);
    const { evaluation } = await evaluateRetriever(chain, queries, qrels, { metrics: "mrr" });
    expect(evaluation.means.get("mrr")).toBe(1);
  });

  it("hands its signal on to the retriever, and nothing where it has none", async () => {
    const given: unknown[] = [];
    const retriever = {
      invoke: (_query: string, options?: object) => {
        given.push(options);
        return Promise.resolve([document("a")]);
      },
    };
    const { signal } = new AbortController();
    const one = new Map([["1", "who"]]);
    await evaluateRetriever(retriever, one, qrels, { metrics: "mrr", signal });
    await evaluateRetriever(retriever, one, qrels, { metrics: "mrr" });
    expect(given).toStrictEqual([{ signal }, {}]);
  });

  it("refuses a document without an id, naming the query", async () => {
    const retriever = new FixedRetriever({ who: [document(undefined)] });
    await expect(evaluateRetriever(retriever, queries, qrels)).rejects.toThrow(
      /query `1` has no id.*idOf/,
    );
  });

  it("throws what the retriever throws, and stops when its signal fires", async () => {
    const failing = { invoke: () => Promise.reject(new Error("no index")) };
    await expect(evaluateRetriever(failing, queries, qrels)).rejects.toThrow("no index");
    await expect(
      evaluateRetriever(new FixedRetriever({}), queries, qrels, { signal: AbortSignal.abort() }),
    ).rejects.toThrow(expect.objectContaining({ code: "ABORTED" }));
  });
});
