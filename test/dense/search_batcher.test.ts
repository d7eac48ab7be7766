import { describe, expect, it } from "vitest";

import type { DenseRanking } from "../../src/dense/dense_index.js";
import type { SearchRequest } from "../../src/dense/exact_search.js";
import { SearchBatcher } from "../../src/dense/search_batcher.js";

const requestOf = (k: number): SearchRequest => ({
  query: Float32Array.of(1),
  k,
  allowed: undefined,
});
/** A ranking that tells which request it answers. */
const rankingOf = ({ k }: SearchRequest): DenseRanking => ({
  sequences: Uint32Array.of(k),
  scores: Float32Array.of(0),
  windows: Uint32Array.of(0),
});

/** A batcher whose batches are answered by hand. */
function manual() {
  const batches: { requests: SearchRequest[]; signal: AbortSignal; answer: () => void }[] = [];
  const batcher = new SearchBatcher(
    (requests, signal) =>
      new Promise((resolve) => {
        batches.push({ requests, signal, answer: () => resolve(requests.map(rankingOf)) });
      }),
  );
  return { batches, batcher };
}

describe("SearchBatcher", () => {
  it("sends together what is asked at once, and what comes until it is back, 64 at most", async () => {
    const { batches, batcher } = manual();
    const add = (k: number): Promise<DenseRanking> => batcher.add(requestOf(k));
    const found = [add(1), add(2)];
    await new Promise(setImmediate);
    found.push(...Array.from({ length: 70 }, (_, i) => add(i + 3)));
    for (let sent = 0; sent < 3; sent += 1) {
      expect(batches.length).toBe(sent + 1);
      batches[sent]!.answer();
      await new Promise(setImmediate);
    }
    expect(batches.map(({ requests }) => requests.length)).toEqual([2, 64, 6]);
    const answers = await Promise.all(found);
    expect(answers.map(({ sequences }) => sequences[0])).toEqual(answers.map((_, i) => i + 1));
  });

  it("frees the caller whose signal fires; the others get their results", async () => {
    const { batches, batcher } = manual();
    const first = batcher.add(requestOf(1));
    await new Promise(setImmediate);
    const leaving = new AbortController();
    const left = batcher.add(requestOf(2), leaving.signal);
    const staying = batcher.add(requestOf(3));
    batches[0]!.answer();
    await first;
    await new Promise(setImmediate);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: "ABORTED" });
    expect(batches[1]!.signal.aborted).toBe(false);
    batches[1]!.answer();
    expect([...(await staying).sequences]).toEqual([3]);
  });

  it("gives up a batch that nobody waits for any more", async () => {
    const { batches, batcher } = manual();
    const leaving = new AbortController();
    const left = batcher.add(requestOf(1), leaving.signal);
    await new Promise(setImmediate);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: "ABORTED" });
    expect(batches[0]!.signal.aborted).toBe(true);
  });

  it("hands a failure to every caller of the batch, and goes on", async () => {
    let calls = 0;
    const batcher = new SearchBatcher((requests) => {
      calls += 1;
      return calls === 1
        ? Promise.reject(new Error("broken"))
        : Promise.resolve(requests.map(rankingOf));
    });
    await expect(batcher.add(requestOf(1))).rejects.toThrow("broken");
    expect([...(await batcher.add(requestOf(2))).sequences]).toEqual([2]);
  });

  it("refuses more than 10,000 that wait", async () => {
    const { batches, batcher } = manual();
    const waiting = [batcher.add(requestOf(1))];
    await new Promise(setImmediate);
    waiting.push(...Array.from({ length: 10_000 }, () => batcher.add(requestOf(1))));
    await expect(batcher.add(requestOf(1))).rejects.toMatchObject({ code: "QUEUE_FULL" });
    for (let sent = 0; sent < batches.length; sent += 1) {
      batches[sent]!.answer();
      await new Promise(setImmediate);
    }
    expect((await Promise.all(waiting)).length).toBe(10_001);
  });
});
