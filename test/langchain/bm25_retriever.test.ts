import { Document } from "@langchain/core/documents";
import { describe, expect, it } from "vitest";
import { Bm25Retriever } from "../../src/langchain/bm25_retriever.js";
import { retrieverSuite } from "./standard_suite.js";
import { pausesOf } from "../pauses_of.js";

const texts = ["the cat sleeps", "cats sleep a lot", "dogs sleep too", "stock markets fall"];

describe("Bm25Retriever", () => {
  retrieverSuite(async (k) => Bm25Retriever.fromTexts(texts, [], { k }), "sleeping");

  describe("where LangChain.js' own BM25Retriever is broken today", () => {
    const find = async (query: string, corpus: string[]): Promise<string[]> => {
      const found = await Bm25Retriever.fromTexts(corpus).invoke(query);
      return found.map(({ pageContent }) => pageContent);
    };

    it("finds a word whatever its case in text and query", async () => {
      const corpus = ["TypeScript is a language", "Nothing here"];
      expect(await find("TypeScript", corpus)).toEqual([corpus[0]]);
      expect(await find("typescript", corpus)).toEqual([corpus[0]]);
    });

    it("matches words, not parts of words", async () => {
      expect(await find("cat", ["concatenate strings", "the cat"])).toEqual(["the cat"]);
    });

    it("ignores the marks around a word", async () => {
      expect(await find("who sleeps?", ["the cat sleeps", "dogs bark"])).toEqual([
        "the cat sleeps",
      ]);
    });

    it("takes characters that mean something in regular expressions", async () => {
      expect(await find("c++ (a|b)* [", ["we use c and b", "nothing"])).toEqual(["we use c and b"]);
    });

    it("gives nothing rather than documents without a term of the query", async () => {
      expect(await find("zebra", ["the cat", "the dog"])).toEqual([]);
    });

    it("takes k1, b, the variant and the analyzer as options", async () => {
      const score = async (options: object): Promise<unknown> => {
        const [first] = await Bm25Retriever.fromTexts(texts, [], options).invoke("cat sleep");
        return first?.metadata["relevanceScore"];
      };
      const scores = [
        {},
        { k1: 2 },
        { b: 1 },
        { variant: "bm25+" },
        { analyzer: (text: string) => text.split(" ") },
      ].map(score);
      expect(new Set(await Promise.all(scores)).size).toBe(5);
      expect(() => new Bm25Retriever({ k1: -1 })).toThrow("`k1`");
    });

    it("reads each text once, and a query's words alone after that", async () => {
      const read: string[] = [];
      const analyzer = (text: string): string[] => {
        read.push(text);
        return text.split(" ");
      };
      const corpus = Array.from({ length: 300 }, (_, i) => `document ${i} of set ${i % 7}`);
      const retriever = Bm25Retriever.fromTexts(corpus, [], {
        k: 1,
        analyzer,
        includeScores: false,
      });
      await retriever.invoke("document 1");
      await retriever.invoke("document 2");
      // There every query goes through all texts again: 87 ms at ten thousand of them.
      expect(read).toEqual([...corpus, "document 1", "document 2"]);
    });
  });

  it("explains each score by its terms, whose shares are the score", async () => {
    const [first] = await Bm25Retriever.fromTexts(texts).invoke("cat sleeps");
    const { relevanceScore, tasb } = first?.metadata as {
      relevanceScore: number;
      tasb: { mode: string; stages: { bm25: { terms: { term: string; score: number }[] } } };
    };
    const { terms } = tasb.stages.bm25;
    expect(terms.map(({ term }) => term)).toEqual(["cat", "sleep"]);
    expect(terms.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(relevanceScore, 5);
  });

  it("adds, replaces and deletes documents", async () => {
    const retriever = new Bm25Retriever();
    const ids = await retriever.addDocuments([
      new Document({ pageContent: "a cat", id: "1" }),
      new Document({ pageContent: "a dog" }),
    ]);
    expect(ids[0]).toBe("1");
    await retriever.addDocuments([new Document({ pageContent: "a bird", id: "1" })]);
    expect(await retriever.invoke("cat")).toEqual([]);
    expect((await retriever.invoke("bird")).map(({ id }) => id)).toEqual(["1"]);
    await retriever.delete({ ids: ["1", "unknown"] });
    expect(await retriever.invoke("bird")).toEqual([]);
    expect(retriever.size).toBe(1);
  });

  it("takes documents over one slice at a time", async () => {
    const documents = Array.from({ length: 200 }, (_, i) => {
      return new Document({ pageContent: `cat ${i}`, id: `${i}` });
    });
    let retriever = new Bm25Retriever();
    const pauses = await pausesOf(async () => {
      retriever = Bm25Retriever.fromDocuments(documents, { k: 200 });
      await retriever.invoke("cat");
    });
    // Each document is read, kept and indexed.
    expect(pauses).toBeGreaterThanOrEqual(3 * 200);
    expect(await retriever.invoke("cat")).toHaveLength(200);
  });

  it("deletes one slice at a time, after what was written before", async () => {
    const documents = Array.from({ length: 50 }, (_, i) => {
      return new Document({ pageContent: `cat ${i}`, id: `${i}` });
    });
    const retriever = new Bm25Retriever({ k: 50 });
    const pauses = await pausesOf(async () => {
      const added = retriever.addDocuments(documents);
      const deleted = retriever.delete({ ids: documents.slice(0, 40).map(({ id }) => id!) });
      await Promise.all([added, deleted]);
    });
    expect(pauses).toBeGreaterThanOrEqual(50 + 40);
    expect((await retriever.invoke("cat")).map(({ id }) => Number(id))).toEqual(
      Array.from({ length: 10 }, (_, i) => 40 + i),
    );
  });

  it("applies a filter before it takes the first k", async () => {
    const metadatas = texts.map((_, i) => ({ i }));
    const filter = { i: { $gte: 1 } };
    const retriever = Bm25Retriever.fromTexts(texts, metadatas, { k: 1, filter });
    expect((await retriever.invoke("cat sleeps"))[0]?.metadata["i"]).toBe(1);
  });

  it("gives bare copies where scores are not wanted", async () => {
    const document = new Document({ pageContent: "cat", metadata: { a: 1 }, id: "x" });
    const retriever = Bm25Retriever.fromDocuments([document], { includeScores: false });
    const [found] = await retriever.invoke("cat");
    expect(found).toEqual(document);
    expect(found).not.toBe(document);
  });

  it("searches no documents, and refuses k = 0", async () => {
    expect(await new Bm25Retriever().invoke("cat")).toEqual([]);
    expect(() => new Bm25Retriever({ k: 0 })).toThrow("`k`");
  });
});
