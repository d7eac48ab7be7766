import { Document } from "@langchain/core/documents";
import { afterAll, describe, expect, it } from "vitest";
import type { LongPassageReport, LongPassages } from "../../src/encoder/long_passages.js";
import { TasbEmbeddings } from "../../src/langchain/tasb_embeddings.js";
import type { TasbEmbeddingsParams } from "../../src/langchain/tasb_embeddings_params.js";
import { TasbReranker } from "../../src/langchain/tasb_reranker.js";
import { TasbRetriever } from "../../src/langchain/tasb_retriever.js";
import { TasbVectorStore } from "../../src/langchain/tasb_vector_store.js";

/** Limits of 32 tokens, so that a few sentences are long. */
const open: TasbEmbeddings[] = [];
function mini(fields: TasbEmbeddingsParams = {}): TasbEmbeddings {
  const embeddings = new TasbEmbeddings({ model: "tasb-mini", maxPassageTokens: 32, ...fields });
  open.push(embeddings);
  return embeddings;
}
afterAll(async () => {
  for (const embeddings of open) await embeddings.dispose();
});

const filler = "The committee met again on Tuesday and talked about the weather. ".repeat(8);
const needle = "Whales are mammals that live in the sea.";
const long = filler + needle + filler;

describe("passages longer than the encoder reads", () => {
  it("get a vector for each window under `max`, which are the vectors of the windows' texts", async () => {
    const embeddings = mini();
    const { vectors, windowsPerPassage } = await embeddings.encodePassages([needle, long]);
    const windows = await embeddings.windows(long);
    expect([...windowsPerPassage!]).toEqual([1, windows.length]);
    expect(windows.length).toBeGreaterThan(5);
    const texts = [needle, ...windows.map(({ start, end }) => long.slice(start, end))];
    expect(embeddings.truncatedPassages).toBe(0);
    const one = await embeddings.encode(texts);
    expect(embeddings.truncatedPassages).toBe(0);
    expect(vectors.length).toBe(one.length);
    for (const [i, value] of vectors.entries()) expect(value).toBeCloseTo(one[i]!, 4);
  });

  it("get the mean of the windows' vectors, or the first one's, where that is asked for", async () => {
    const all = (await mini().encodePassages([long])).vectors;
    const d = await open[0]!.dimension();
    const mean = await mini({ longPassages: "mean" }).encodePassages([long, needle]);
    expect(mean.windowsPerPassage).toBeUndefined();
    for (let column = 0; column < d; column += 7) {
      let sum = 0;
      for (let row = 0; row < all.length / d; row++) sum += all[row * d + column]!;
      expect(mean.vectors[column]).toBeCloseTo(sum / (all.length / d), 4);
    }
    const first = await mini({ longPassages: "first" }).encode([long]);
    for (let column = 0; column < d; column += 7) {
      expect(first[column]).toBeCloseTo(all[column]!, 4);
    }
  });

  it("are never cut silently: what is not read is counted and reported", async () => {
    const expected: Record<LongPassages, LongPassageReport> = {
      max: { texts: 3, long: 2, truncated: 0 },
      mean: { texts: 3, long: 2, truncated: 0 },
      first: { texts: 3, long: 2, truncated: 2 },
      truncate: { texts: 3, long: 2, truncated: 2 },
    };
    const reports: Partial<Record<string, LongPassageReport>> = {};
    for (const longPassages of ["max", "mean", "first", "truncate"] as const) {
      const onLongPassages = (report: LongPassageReport): void => {
        reports[longPassages] = report;
      };
      const embeddings = mini({ longPassages, onLongPassages });
      await embeddings.encodePassages([long, needle, long]);
      expect(embeddings.truncatedPassages).toBe(expected[longPassages].truncated);
    }
    expect(reports).toEqual(expected);
    // One vector for each text, whatever its length: LangChain's interface cuts under `max`.
    let cut = 0;
    const embeddings = mini({ onLongPassages: ({ truncated }) => (cut += truncated) });
    expect(await embeddings.embedDocuments([long, needle])).toHaveLength(2);
    expect(cut).toBe(1);
  });

  it("are found by a store by their best window, and once", async () => {
    const embeddings = mini();
    const store = await TasbVectorStore.fromTexts([filler, long, filler], [], embeddings);
    const retriever = new TasbRetriever({ store, mode: "dense", k: 3 });
    const { hits } = await retriever.search("which animals of the sea are mammals?");
    expect(hits.map(({ text }) => text)).toEqual([long, filler, filler]);
    const { start, end } = (await embeddings.windows(long))[hits[0]!.stages.dense!.window!]!;
    expect(long.slice(start, end)).toContain("Whales are mammals");

    const cut = await TasbVectorStore.fromTexts(
      [filler, long],
      [],
      mini({ longPassages: "truncate" }),
    );
    const [[, score] = []] = await cut.similaritySearchWithScore("mammals of the sea", 1);
    const [[, best] = []] = await store.similaritySearchWithScore("mammals of the sea", 1);
    expect(best!).toBeGreaterThan(score!);
    await store.close();
    await cut.close();
  });

  it("are scored by their best window by the re-ranker too", async () => {
    const reranker = new TasbReranker({ embeddings: mini(), topN: 2 });
    const [best, second] = await reranker.rerank([filler, long], "mammals of the sea");
    expect(best).toMatchObject({ index: 1 });
    expect(best!.window).toBeGreaterThan(0);
    expect(best!.relevanceScore).toBeGreaterThan(second!.relevanceScore);
    const documents = [filler, long].map((pageContent) => new Document({ pageContent }));
    const [found] = await reranker.compressDocuments(documents, "mammals of the sea");
    const { window, relevanceScore: score } = best!;
    expect(found!.metadata["tasb"]).toEqual({
      rank: 1,
      mode: "rerank",
      stages: { rerank: { score, rank: 1, window } },
    });
  });

  it("are refused with options that cannot be", async () => {
    // @ts-expect-error -- no such way
    expect(() => mini({ longPassages: "best" })).toThrow("Expected `longPassages`");
    expect(() => mini({ windowStride: 0 })).toThrow("Expected `windowStride`");
    await expect(mini({ windowStride: 31 }).encodePassages([long])).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });
});
