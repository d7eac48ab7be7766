/** Any LangChain retriever, or anything that is invoked like one, measured against judgments. */

import { expected, InvalidArgumentError, throwIfAborted } from "../errors.js";
import {
  checkEvaluateOptions,
  evaluate,
  type EvaluateOptions,
  type Evaluation,
} from "../evaluation/evaluate.js";
import type { Qrels, Run } from "../evaluation/qrels.js";
import { checkType } from "../option_checks.js";

/** What is looked at of a retrieved document. */
export interface RetrievedDocument {
  /** What the judgments are looked up by; where absent, the metadata's `id`. */
  readonly id?: string | undefined;
  /** May hold the `id`. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The part of LangChain's `BaseRetriever` that is used: a chain that ends in documents fits too. */
export interface InvokableRetriever<D extends RetrievedDocument = RetrievedDocument> {
  /** Documents for a query, best first. */
  invoke(query: string, config?: { signal?: AbortSignal }): Promise<readonly D[]>;
}

/** Options of `evaluateRetriever`, beside those of `evaluate`. */
export interface EvaluateRetrieverOptions<D extends RetrievedDocument> extends EvaluateOptions {
  /**
   * The judged id of a document. Default: its `id`, else its metadata's `id`. Where several documents
   * have one id (parts of one judged text), the best place counts.
   */
  idOf?: (document: D) => string | undefined;
  /** Called after each query with the number of queries done, and of all. */
  onProgress?: (done: number, total: number) => void;
}

/** What a retriever reaches. */
export interface RetrieverEvaluation {
  /** Metrics per query, and their means. */
  readonly evaluation: Evaluation;
  /** Query id → document id → -rank, for `writeRun` or `compareRuns`. */
  readonly run: Run;
  /** Seconds spent in the retriever, one query after the other. */
  readonly seconds: number;
}

/**
 * Asks a retriever every judged query and evaluates what it answers, in the order it answers:
 * retrievers of LangChain give no scores. How deep the metrics can look is how many documents the
 * retriever gives: set its `k`.
 *
 *     const retriever = await TasbRetriever.fromDocuments(documents, embeddings, { k: 100 });
 *     const { evaluation } = await evaluateRetriever(retriever, queries, qrels, { metrics: "ndcg@10" });
 *
 * @param queries query id → text; those without judgments are not asked
 * @throws InvalidArgumentError for a document without an id; AbortedError; what the retriever throws
 */
export async function evaluateRetriever<D extends RetrievedDocument>(
  retriever: InvokableRetriever<D>,
  queries: ReadonlyMap<string, string>,
  qrels: Qrels,
  options: EvaluateRetrieverOptions<D> = {},
): Promise<RetrieverEvaluation> {
  if (typeof retriever?.invoke !== "function") {
    throw expected("retriever", "a retriever", retriever);
  }
  const { idOf = defaultId, onProgress, ...evaluateOptions } = options;
  checkType("idOf", idOf, "function");
  checkType("onProgress", onProgress, "function");
  // Before the retriever is asked, which may take long.
  checkEvaluateOptions(evaluateOptions);
  const { signal } = evaluateOptions;
  const asked = [...queries].filter(([queryId]) => qrels.has(queryId));
  const run = new Map<string, Map<string, number>>();
  let milliseconds = 0;
  for (const [i, [queryId, query]] of asked.entries()) {
    throwIfAborted(signal);
    const started = performance.now();
    const documents = await retriever.invoke(query, signal === undefined ? {} : { signal });
    milliseconds += performance.now() - started;
    const ranks = new Map<string, number>();
    for (const document of documents) {
      const id = idOf(document);
      if (typeof id !== "string" || id === "") {
        throw new InvalidArgumentError(
          `A document retrieved for query \`${queryId}\` has no id. Give documents an \`id\`, or ` +
            "say with `idOf` where theirs is.",
        );
      }
      if (!ranks.has(id)) ranks.set(id, -(ranks.size + 1));
    }
    run.set(queryId, ranks);
    onProgress?.(i + 1, asked.length);
  }
  const evaluation = await evaluate(qrels, run, evaluateOptions);
  return { evaluation, run, seconds: milliseconds / 1000 };
}

function defaultId(document: RetrievedDocument): string | undefined {
  if (document.id !== undefined) return document.id;
  const id = Object.hasOwn(document.metadata, "id") ? document.metadata["id"] : undefined;
  return typeof id === "string" ? id : undefined;
}
