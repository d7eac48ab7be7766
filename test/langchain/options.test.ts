import { Document } from "@langchain/core/documents";
import { describe, expect, it } from "vitest";
import { InvalidArgumentError, TasbError } from "../../src/errors.js";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { Bm25Retriever } from "../../src/langchain/bm25_retriever.js";
import { evaluateRetriever } from "../../src/langchain/evaluate_retriever.js";
import { extractiveAnswer, rankSentences } from "../../src/langchain/extractive_answer.js";
import { citationOf, formatPassages } from "../../src/langchain/format_passages.js";
import { PassageSplitter } from "../../src/langchain/passage_splitter.js";
import { TasbEmbeddings } from "../../src/langchain/tasb_embeddings.js";
import { TasbReranker } from "../../src/langchain/tasb_reranker.js";
import { TasbRetriever } from "../../src/langchain/tasb_retriever.js";
import { TasbVectorStore } from "../../src/langchain/tasb_vector_store.js";
import { createTasbTool } from "../../src/langchain/tool.js";
import { WordEmbeddings } from "./word_embeddings.js";

type Options = Record<string, unknown>;
/** Programs without a compiler hand in anything. */
// oxlint-disable-next-line typescript/no-explicit-any -- on purpose
const any = (value: unknown): any => value;

const embeddings = new WordEmbeddings();
const store = new TasbVectorStore(embeddings);
const retriever = Bm25Retriever.fromTexts(["a cat"]);
const document = new Document({ pageContent: "A cat sleeps on the sofa all day long." });
const qrels = new Map([["1", new Map([["a", 1]])]]);
const queries = new Map([["1", "cat"]]);

const notPositive = [0, -1, 1.5, Number.NaN, "3", null];
const noBoolean = ["yes", 1, null];
const noText = [5, {}, null];
const noFunction = ["f", {}, null];

/** What takes options, with values that each option must refuse. */
const takers: Record<string, [(options: Options) => unknown, Record<string, unknown[]>]> = {
  TasbEmbeddings: [
    (options) => new TasbEmbeddings(any(options)),
    {
      model: ["", 5, null],
      precision: ["fp16", 8, null],
      maxPassageTokens: [2, ...notPositive],
      maxQueryTokens: [2, ...notPositive],
      maxLength: [2, ...notPositive],
      longPassages: ["cut", null],
      windowStride: notPositive,
      threads: notPositive,
      normalize: noBoolean,
      offline: noBoolean,
      revision: noText,
      queryPrefix: noText,
      cacheDir: noText,
      token: noText,
      endpoint: noText,
      workerPath: noText,
      onLongPassages: noFunction,
      onProgress: noFunction,
    },
  ],
  TasbVectorStore: [
    (options) => new TasbVectorStore(embeddings, any(options)),
    { includeScores: noBoolean, collection: [{}, "memory", null], vectors: ["fp16", 8, null] },
  ],
  "TasbVectorStore.addDocuments": [
    (options) => new TasbVectorStore(embeddings).addDocuments([document], any(options)),
    { ids: ["a", 5, null, []], onProgress: noFunction },
  ],
  "TasbVectorStore.maxMarginalRelevanceSearch": [
    (options) => store.maxMarginalRelevanceSearch("cat", any({ k: 1, ...options })),
    { fetchK: notPositive, lambda: [-0.1, 1.1, Number.NaN, "0.5", null] },
  ],
  TasbRetriever: [
    (options) => new TasbRetriever(any({ store, ...options })),
    {
      store: [undefined, {}, embeddings],
      mode: ["sparse", 1, null],
      grain: ["word", null],
      neighbors: notPositive,
      k: notPositive,
      candidates: notPositive,
      fusion: ["sum", { method: "rrf", constant: -1 }, { method: "other" }, null],
      weights: [5, { dense: -1 }, { dense: 0, bm25: 0 }, { sparse: 1 }, null],
      scoreThreshold: [Number.NaN, "0.5", null],
      includeScores: noBoolean,
    },
  ],
  "TasbRetriever.search": [
    (options) => new TasbRetriever({ store }).search("cat", any(options)),
    { mode: ["sparse"], k: [0, "3"], candidates: [0], fusion: ["sum"], weights: [5] },
  ],
  TasbReranker: [
    (options) => new TasbReranker(any({ embeddings, ...options })),
    { embeddings: [undefined, {}, null], topN: notPositive },
  ],
  "TasbReranker.rerank": [
    (options) => new TasbReranker({ embeddings }).rerank(["a"], "b", any(options)),
    { topN: notPositive },
  ],
  Bm25Retriever: [
    (options) => new Bm25Retriever(any(options)),
    {
      k: notPositive,
      documents: [5, "a cat", {}, null],
      includeScores: noBoolean,
      analyzer: ["german", 5],
      variant: ["bm26", 5],
      k1: [-1, Number.NaN, "1"],
      b: [-0.1, 1.1, "0.5", null],
      delta: [-1, "1"],
    },
  ],
  "Bm25Retriever.delete": [
    ({ ids = [] }) => retriever.delete(any({ ids })),
    { ids: ["1", 5, null] },
  ],
  PassageSplitter: [
    (options) => new PassageSplitter(any({ countTokens: () => 1, maxTokens: 64, ...options })),
    {
      embeddings: [{}, embeddings, null],
      countTokens: noFunction,
      maxTokens: [7, 8.5, "64"],
      overlapTokens: [-1, 32, 1.5],
      format: ["pdf", null],
    },
  ],
  formatPassages: [
    (options) => formatPassages([document], any(options)),
    { firstNumber: [1.5, "1", null], maxCharacters: notPositive },
  ],
  createTasbTool: [
    (options) => createTasbTool(retriever, any(options)),
    {
      name: ["", "two words", "a".repeat(65), 5, null],
      description: noText,
      firstNumber: [1.5],
      maxCharacters: notPositive,
    },
  ],
  extractiveAnswer: [
    (options) => extractiveAnswer("cat", [document], any(options)),
    { sentences: notPositive, embeddings: [{}, 5] },
  ],
  evaluate: [
    (options) => evaluate(qrels, new Map(), any(options)),
    {
      metrics: ["ndgc@10", [], [5], 5],
      relevantFrom: [0, 128, 1.5],
      depth: notPositive,
      missing: ["none", null],
    },
  ],
  evaluateRetriever: [
    (options) => evaluateRetriever(retriever, queries, qrels, any(options)),
    {
      metrics: ["ndgc@10"],
      relevantFrom: [0],
      depth: [0],
      missing: ["none"],
      idOf: noFunction,
      onProgress: noFunction,
    },
  ],
};

describe("wrong options", () => {
  for (const [name, [take, options]] of Object.entries(takers)) {
    for (const [option, values] of Object.entries(options)) {
      it(`of ${name}: \`${option}\` is refused by its name`, async () => {
        for (const value of values) {
          const taken = async (): Promise<unknown> => await take({ [option]: value });
          const error: unknown = await taken().catch((thrown: unknown) => thrown);
          expect(error, `${option}: ${JSON.stringify(value)}`).toBeInstanceOf(InvalidArgumentError);
          const names = option === "metrics" ? /`?metrics?\b/ : new RegExp(`\\b${option}\\b`);
          expect((error as Error).message).toMatch(names);
        }
      });
    }
  }

  it("of filters are refused when a retriever is made, as the filter's error", () => {
    for (const filter of [5, { $near: 1 }, { year: { $in: 5 } }]) {
      expect(() => new TasbRetriever({ store, filter: any(filter) })).toThrow(TasbError);
      expect(() => new Bm25Retriever({ filter: any(filter) })).toThrow(TasbError);
    }
  });

  it("of a metric are found before the retriever is asked", async () => {
    let asked = 0;
    const counting = {
      invoke: async () => {
        asked += 1;
        return [];
      },
    };
    await expect(
      evaluateRetriever(counting, queries, qrels, { metrics: "ndgc@10" }),
    ).rejects.toThrow(InvalidArgumentError);
    expect(asked).toBe(0);
  });
});

describe("wrong arguments", () => {
  const splitter = new PassageSplitter({ countTokens: () => 1, maxTokens: 64 });
  const reranker = new TasbReranker({ embeddings });
  const search = new TasbRetriever({ store });
  const model = new TasbEmbeddings({ model: "tasb-mini" });
  const calls: Record<string, (() => unknown)[]> = {
    "TasbEmbeddings.encode": [
      () => model.encode(["a cat"], any({ kind: "document" })),
      () => model.encode(["a cat"], any({ onProgress: "f" })),
      () => model.encodePassages(["a cat"], any({ onProgress: "f" })),
    ],
    TasbVectorStore: [
      () => new TasbVectorStore(embeddings, { bm25: { k1: -1 } }),
      () => new TasbVectorStore(embeddings, { bm25: { analyzer: any(5) } }),
      () => store.delete(any({ ids: ["1"], filter: { year: 1 } })),
      () => store.delete(any({ ids: undefined, filter: undefined })),
      () => store.getByIds(any("1")),
      () => store.similaritySearch(any(5)),
    ],
    rankSentences: [
      () => rankSentences(any(5), [document]),
      () => rankSentences("cat", any(5)),
      () => rankSentences("cat", [any({})]),
      () => rankSentences("cat", [any(null)]),
    ],
    "TasbReranker.rerank": [
      () => reranker.rerank(any("a cat"), "cat"),
      () => reranker.rerank(any([5]), "cat"),
      () => reranker.rerank([document], any(5)),
    ],
    PassageSplitter: [
      () => splitter.splitText(any(5)),
      () => splitter.splitDocuments(any(document)),
      () => splitter.createDocuments(any("a cat")),
      () => splitter.createDocuments(["a cat"], [{}, {}]),
    ],
    formatPassages: [
      () => formatPassages(any(document)),
      () => formatPassages([any(null)]),
      () => formatPassages([any({ metadata: {} })]),
    ],
    "Bm25Retriever.invoke": [() => retriever.invoke(any(5))],
    "Bm25Retriever.addDocuments": [
      () => retriever.addDocuments(any(document)),
      () => retriever.addDocuments([any({ text: "a cat" })]),
      () => retriever.addDocuments([document], { ids: ["1", "2"] }),
    ],
    "TasbRetriever.search": [() => search.search(any(5))],
    evaluateRetriever: [() => evaluateRetriever(any(5), queries, qrels)],
    createTasbTool: [() => createTasbTool(any({}))],
  };
  for (const [name, wrong] of Object.entries(calls)) {
    it(`of ${name} are refused as such`, async () => {
      for (const [i, call] of wrong.entries()) {
        const called = async (): Promise<unknown> => await call();
        const error: unknown = await called().catch((thrown: unknown) => thrown);
        expect(error, `call ${i}`).toBeInstanceOf(InvalidArgumentError);
      }
    });
  }
});

describe("settings of a retriever", () => {
  it("are looked at before its documents are embedded, or its files read", async () => {
    const counting = new WordEmbeddings();
    await expect(TasbRetriever.fromDocuments([document], counting, { k: 0 })).rejects.toMatchObject(
      { code: "INVALID_ARGUMENT" },
    );
    await expect(TasbRetriever.fromTexts(["a cat"], {}, counting, { k: 0 })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    expect(counting.calls).toBe(0);
    await expect(TasbRetriever.load("no/such/folder", counting, { k: 0 })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });
});

describe("documents without metadata, as programs without a compiler make them", () => {
  it("are formatted and cited by what they have", () => {
    const bare = any({ pageContent: "A cat." });
    expect(formatPassages([bare])).toContain('<passage n="1">\nA cat.\n</passage>');
    expect(citationOf(any({ ...bare, id: "7" }))).toBe("7");
  });
});

describe("options that are `undefined`", () => {
  it("change no retriever that is made from another, and no number of retries", () => {
    const made = new TasbRetriever({ store, k: 2, mode: "dense" }).with(
      any({ k: undefined, store: undefined, mode: undefined }),
    );
    expect(made).toMatchObject({ k: 2, mode: "dense", store });
    const { caller } = new TasbEmbeddings(
      any({ maxRetries: undefined, maxConcurrency: undefined }),
    );
    expect(Reflect.get(caller, "maxRetries")).toBe(0);
  });

  it("leave a filter to delete by", async () => {
    const own = new TasbVectorStore(embeddings);
    await own.addDocuments([document]);
    await own.delete(any({ ids: undefined, filter: () => true }));
    expect(await (await own.collection()).count()).toBe(0);
    await own.close();
  });

  for (const [name, [take, options]] of Object.entries(takers)) {
    it(`of ${name} are as those that are not given`, async () => {
      // Except what is needed.
      const names = Object.keys(options).filter((one) => !["store", "embeddings"].includes(one));
      const given = Object.fromEntries(names.map((one) => [one, undefined]));
      if (name === "PassageSplitter") Object.assign(given, { countTokens: () => 1, maxTokens: 64 });
      await expect((async () => await take(given))()).resolves.not.toThrow();
    });
  }
});
