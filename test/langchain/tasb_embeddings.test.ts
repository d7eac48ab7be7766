import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Document } from "@langchain/core/documents";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { extractiveAnswer } from "../../src/langchain/extractive_answer.js";
import { PassageSplitter } from "../../src/langchain/passage_splitter.js";
import { TasbEmbeddings } from "../../src/langchain/tasb_embeddings.js";
import { TasbRetriever } from "../../src/langchain/tasb_retriever.js";
import { embeddingsSuite } from "./standard_suite.js";

let embeddings: TasbEmbeddings;
beforeAll(() => {
  embeddings = new TasbEmbeddings({ model: "tasb-mini" });
});
afterAll(async () => {
  await embeddings.dispose();
});

const close = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - (b[i] ?? Number.NaN))), 0);

describe("TasbEmbeddings, with the built-in model", () => {
  embeddingsSuite(() => embeddings);

  it("gives the same vectors as plain arrays, as a matrix, and whatever the batch", async () => {
    const texts = ["short", "a text of some more words than the other one", ""];
    const plain = await embeddings.embedDocuments(texts);
    const matrix = await embeddings.encode(texts);
    const d = await embeddings.dimension();
    expect(matrix).toHaveLength(3 * d);
    for (const [i, text] of texts.entries()) {
      const row = matrix.subarray(i * d, (i + 1) * d);
      expect(plain[i]).toEqual(Array.from(row));
      // Float rounding depends on the shape of the batch.
      expect(close(await embeddings.encode([text]), row)).toBeLessThan(1e-4);
    }
  });

  it("refuses what is no text", async () => {
    const any = (value: unknown): never => value as never;
    for (const call of [
      () => embeddings.embedQuery(any(5)),
      () => embeddings.embedDocuments(any("text")),
      () => embeddings.embedDocuments(any(["text", 5])),
      () => embeddings.encode(any(null)),
      () => embeddings.windows(any([])),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    }
  });

  it("embeds queries asked for at once as it embeds each alone", async () => {
    const queries = ["cat", "dog", "where is the bird?"];
    const together = await Promise.all(queries.map((query) => embeddings.embedQuery(query)));
    for (const [i, query] of queries.entries()) {
      expect(close(await embeddings.embedQuery(query), together[i] ?? [])).toBeLessThan(1e-4);
    }
  });

  it("tells the progress, and stops for a signal", async () => {
    const texts = Array.from({ length: 50 }, (_, i) => `text number ${i}`);
    let last = 0;
    await embeddings.encode(texts, { onProgress: (done) => void (last = done) });
    expect(last).toBe(50);
    await expect(embeddings.encode(texts, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "ABORTED",
    });
    const controller = new AbortController();
    const query = embeddings.encodeQuery("cat", { signal: controller.signal });
    controller.abort();
    await expect(query).rejects.toMatchObject({ code: "ABORTED" });
  });

  it("takes lone surrogates and control characters", async () => {
    const vectors = await embeddings.embedDocuments(["a\uD800b", "\u0000\u001f", "\u202Ex"]);
    expect(vectors.flat().every(Number.isFinite)).toBe(true);
  });

  it("gives nearly the same vectors in int8, under another fingerprint", async () => {
    const int8 = new TasbEmbeddings({ model: "tasb-mini", precision: "int8" });
    const [a, b] = await Promise.all([embeddings.encodeQuery("a cat"), int8.encodeQuery("a cat")]);
    expect(await int8.fingerprint()).not.toBe(await embeddings.fingerprint());
    expect(b).not.toEqual(a);
    const dot = (x: Float32Array, y: Float32Array): number =>
      x.reduce((sum, value, i) => sum + value * y[i]!, 0);
    expect(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))).toBeGreaterThan(0.999);
    await int8.dispose();
  });

  it("tries a failed load again, and fails at once, without retries", async () => {
    const broken = new TasbEmbeddings({ model: "./no/such/folder" });
    const start = performance.now();
    for (let time = 0; time < 2; time++) {
      await expect(broken.embedQuery("cat")).rejects.toMatchObject({ code: /^MODEL_/ as never });
    }
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it("refuses options and texts that cannot be", async () => {
    expect(() => new TasbEmbeddings({ model: "" })).toThrow("`model`");
    expect(() => new TasbEmbeddings({ precision: "fp8" as never })).toThrow("`precision`");
    expect(() => new TasbEmbeddings({ maxQueryTokens: 2 })).toThrow("`maxQueryTokens`");
    await expect(embeddings.embedQuery(7 as never)).rejects.toThrow("`text`");
    await expect(embeddings.embedDocuments(["a", 7 as never])).rejects.toThrow("`texts[1]`");
  });

  it("fails clearly after dispose", async () => {
    const own = new TasbEmbeddings({ model: "tasb-mini" });
    await own.embedQuery("cat");
    await own.dispose();
    await expect(own.embedQuery("cat")).rejects.toMatchObject({ code: "DISPOSED" });
    await own.dispose();
  });

  it("splits, indexes, searches, answers, saves and loads: the whole way", async () => {
    const splitter = new PassageSplitter({ embeddings, maxTokens: 40 });
    const passages = await splitter.splitDocuments([
      new Document({
        pageContent:
          "# Animals\n\nThe cat sleeps on the sofa all day. Dogs prefer the garden.\n\n" +
          "# Machines\n\nA steam engine turns heat into motion. It was improved by James Watt.",
        metadata: { source: "a.md" },
      }),
    ]);
    expect(passages).toHaveLength(2);
    const retriever = await TasbRetriever.fromDocuments(passages, embeddings, { k: 2 });
    const found = await retriever.invoke("Who improved the steam engine?");
    expect(found[0]?.metadata).toMatchObject({ headings: ["Machines"], line: 5, endLine: 7 });
    const answer = await extractiveAnswer("Who improved the steam engine?", found, {
      embeddings,
      sentences: 2,
    });
    expect(answer.text).toContain("James Watt. [1]");

    const directory = await mkdtemp(join(tmpdir(), "tasb-way-"));
    try {
      await retriever.store.save(directory);
      // The files name the model.
      const loaded = await TasbRetriever.load(directory, undefined, { k: 2 });
      expect(await loaded.invoke("Who improved the steam engine?")).toEqual(found);
      await loaded.close();
      // It made its embeddings itself, so nobody else could free them.
      await expect(loaded.store.embeddings.embedQuery("a")).rejects.toMatchObject({
        code: "DISPOSED",
      });
      const other = new TasbEmbeddings({ model: "tasb-mini", precision: "int8" });
      await expect(TasbRetriever.load(directory, other)).rejects.toMatchObject({
        code: "FINGERPRINT_MISMATCH",
      });
      await other.dispose();
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
    await retriever.store.close();
  });
});
