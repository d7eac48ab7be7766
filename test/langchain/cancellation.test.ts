/** A fired signal ends the work itself, not only the wait for it. */

import { setTimeout } from "node:timers/promises";
import { Document } from "@langchain/core/documents";
import { describe, expect, it } from "vitest";

import { Bm25Retriever } from "../../src/langchain/bm25_retriever.js";
import { rankSentences } from "../../src/langchain/extractive_answer.js";
import { TasbRetriever } from "../../src/langchain/tasb_retriever.js";
import { WordEmbeddings } from "./word_embeddings.js";

const documents = Array.from({ length: 200 }, (_, i) => {
  return new Document({ pageContent: `the cat sleeps in room ${i}`, id: `d${i}` });
});

/** Longer than a slice of work, after which the event loop and the signal have their turn. */
const LONGER_THAN_A_SLICE = 8;

/** A filter that fires the signal when it is first asked, and counts how often it is. */
function firing(controller: AbortController): { asked: number; filter: () => boolean } {
  const counted = {
    asked: 0,
    filter: () => {
      counted.asked += 1;
      controller.abort();
      const until = performance.now() + LONGER_THAN_A_SLICE;
      while (performance.now() < until);
      return true;
    },
  };
  return counted;
}

/** The error's code, how often the filter was asked until then, and how often after it. */
async function stopped(
  counted: { asked: number },
  searching: Promise<unknown>,
): Promise<{ code: unknown; before: number; after: number }> {
  const code: unknown = await searching.then(
    () => "no error",
    (error: unknown) => (error as { code?: unknown }).code,
  );
  const before = counted.asked;
  await setTimeout(3 * LONGER_THAN_A_SLICE);
  return { code, before, after: counted.asked - before };
}

/** Each of two legs may be asked once more than once; all documents would be 200 of each. */
const STOPPED = {
  code: "ABORTED",
  before: expect.toSatisfy((asked: number) => asked >= 1 && asked <= 4) as unknown,
  after: 0,
};

describe.each(["dense", "bm25", "hybrid", "rerank"] as const)(
  "TasbRetriever in mode %s, when the signal fires in the middle",
  (mode) => {
    it("stops what invoke began", async () => {
      const controller = new AbortController();
      const counted = firing(controller);
      const retriever = await TasbRetriever.fromDocuments(documents, new WordEmbeddings(), {
        mode,
        filter: counted.filter,
      });
      expect(
        await stopped(counted, retriever.invoke("cat", { signal: controller.signal })),
      ).toEqual(STOPPED);
    });

    it("stops what search began", async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const counted = firing(controller);
      const retriever = await TasbRetriever.fromDocuments(documents, new WordEmbeddings());
      const { filter } = counted;
      expect(await stopped(counted, retriever.search("cat", { mode, filter, signal }))).toEqual(
        STOPPED,
      );
    });
  },
);

describe("Bm25Retriever, when the signal fires in the middle", () => {
  it("stops what invoke began", async () => {
    const controller = new AbortController();
    const counted = firing(controller);
    const retriever = Bm25Retriever.fromDocuments(documents, { filter: counted.filter });
    expect(await stopped(counted, retriever.invoke("cat", { signal: controller.signal }))).toEqual(
      STOPPED,
    );
  });
});

describe("rankSentences", () => {
  it("does nothing for a signal that fired, with embeddings and without", async () => {
    const signal = AbortSignal.abort("gone");
    const embeddings = new WordEmbeddings();
    for (const options of [{ signal }, { signal, embeddings }]) {
      await expect(rankSentences("cat", documents, options)).rejects.toMatchObject({
        code: "ABORTED",
      });
    }
    expect(embeddings.calls).toBe(0);
  });
});
