import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loopbackModel } from "./loopback_model.js";
import { addressOf, runExample, startExample, stop } from "./run_example.js";

/** What each example must print, without a language model. */
const expected: Record<string, RegExp[]> = {
  "01_chain.mjs": [/^Books are lent for four weeks\. \[\d\]/],
  "02_two_step_rag.mjs": [
    /^A lost card is replaced for two euros at the front desk\. \[1\]/,
    /^\[1\] documents\/membership\.md:1-6 {2}0\.03\d\d$/m,
  ],
  "03_agent.mjs": [
    /^A short safety course is needed before the first visit\. \[1\]/,
    /^search_handbook found:\n\[1\] documents\/rooms\.md:8-11$/m,
  ],
  "04_hybrid_and_rerank.mjs": [
    /^bm25\n1\. documents\/rooms\.md:8-11 .*terms: xk 240\)$/m,
    /^rerank\n1\. documents\/rooms\.md:8-11 .*bm25 1, rerank 1/m,
    /^weighted sum\n1\. 4\.000 = dense 1\.000 \+ bm25 3\.000$/m,
  ],
  "05_filters.mjs": [
    /^for researchers\n {2}documents\/archive\.md:.*\n {2}documents\/archive\.md:/m,
    /^not about lending\n(?: {2}documents\/(?!lending).*\n){2}/m,
  ],
  "06_conversation.mjs": [
    /searched: What do late returns cost\? And for children under twelve\?\nChildren under twelve pay no fees for late returns\. \[1\]/,
  ],
  "07_stream_with_citations.mjs": [
    /^Visits to the archive are by appointment on Tuesdays and Thursdays\. \[documents\/archive\.md:8-11\]/,
  ],
  "08_rerank_another_retriever.mjs": [
    /^Found:\n(?: {3}documents\/.*\n){2,}Re-ranked:\n1\. documents\/lending\.md:13-16 /,
  ],
  "09_incremental_index.mjs": [
    /^First run: 10 added, 0 unchanged, 0 deleted; 10 stored\nAgain: 0 added, 10 unchanged, 0 deleted; 10 stored\nOne file changed: 2 added, 8 unchanged, 2 deleted; 10 stored\nOne file gone: 0 added, 8 unchanged, 2 deleted; 8 stored\n$/,
  ],
  "10_evaluation.mjs": [
    /^hybrid ndcg@10 (?:0\.[89]\d\d|1\.000) {2}mrr@10/m,
    /^dense {2}ndcg@10 .*, p \d/m,
  ],
};

describe("the examples", () => {
  it.each(Object.entries(expected))("%s runs without a language model", async (name, patterns) => {
    const printed = await runExample(name);
    for (const pattern of patterns) expect(printed).toMatch(pattern);
  });

  it("are all run by a test", () => {
    const folder = fileURLToPath(new URL("../../examples/", import.meta.url));
    const numbered = readdirSync(folder).filter((name) => /^\d\d_.*\.mjs$/.test(name));
    expect(numbered.toSorted()).toEqual([...Object.keys(expected), "11_serve_over_http.mjs"]);
  });

  it("11_serve_over_http.mjs answers over HTTP, refuses what it does not know, and ends when asked", async () => {
    const server = startExample("11_serve_over_http.mjs", [], { PORT: "0" });
    try {
      const address = await addressOf(server);
      const get = async (path: string) => {
        const response = await fetch(address + path);
        return { status: response.status, body: await response.json() };
      };
      expect(await get("/health")).toEqual({ status: 200, body: { status: "ok" } });
      expect(await get("/search?q=crew+lists&mode=bm25&k=1")).toMatchObject({
        status: 200,
        body: { mode: "bm25", hits: [{ metadata: { source: "documents/archive.md" } }] },
      });
      for (const path of ["/search", "/search?q=a&k=0", "/search?q=a&mode=fuzzy"]) {
        expect((await get(path)).status).toBe(400);
      }
    } finally {
      expect(await stop(server)).toBe(0);
    }
  });
});

describe("the examples with a language model behind an OpenAI-compatible address", () => {
  let model: Awaited<ReturnType<typeof loopbackModel>>;
  const settings = () => ({ CHAT_MODEL: "openai:stand-in", CHAT_BASE_URL: model.baseUrl });
  beforeAll(async () => {
    model = await loopbackModel();
  });
  afterAll(() => model.close());

  it.each([
    ["03_agent.mjs", /^The model says: .* \[1\]\n\nsearch_handbook found:\n\[1\] documents\//],
    ["06_conversation.mjs", /searched: Standing alone: And for children under twelve\?\nThe model/],
    ["07_stream_with_citations.mjs", /^The model says: .* \[documents\/.*:\d+-\d+\]\n$/],
  ])("%s", async (name, pattern) => {
    const before = model.asked.length;
    expect(await runExample(name, [], settings())).toMatch(pattern);
    expect(model.asked.length).toBeGreaterThan(before);
    expect(model.asked.at(-1)?.model).toBe("stand-in");
  });

  it("take Ollama's models from the same protocol", async () => {
    const printed = await runExample("01_chain.mjs", ["May I bring a pen?"], {
      ...settings(),
      CHAT_MODEL: "ollama:llama3.2",
    });
    expect(printed).toMatch(/^The model says: /);
    expect(model.asked.at(-1)?.model).toBe("llama3.2");
    expect(JSON.stringify(model.asked.at(-1)?.messages)).toContain("Question: May I bring a pen?");
  });
});
