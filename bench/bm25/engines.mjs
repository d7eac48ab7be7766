// The engines: each makes an index of texts and gives `search`, and `places`: the passages' places of what
// it found, best first. Defaults of each but for what BM25's parameters and the language need.

/**
 * @typedef {{ search(query: string, k: number): unknown, places(found: any): number[],
 *   scores?(found: any): number[] }} Engine
 * @type {Record<string, (texts: string[]) => Promise<Engine>>}
 */
export const engines = {
  async "langchain-tasb"(texts) {
    const { Bm25Index } = await import("../../.build/esm/bm25/inverted_index.js");
    const index = new Bm25Index();
    await index.addAll(texts.map((text, sequence) => ({ sequence, text })));
    return {
      search: (query, k) => index.search(query, k),
      places: ({ sequences }) => [...sequences],
      scores: ({ scores }) => [...scores],
    };
  },

  async MiniSearch(texts) {
    const { default: MiniSearch } = await import("minisearch");
    const index = new MiniSearch({ fields: ["text"] });
    index.addAll(texts.map((text, id) => ({ id, text })));
    return {
      search: (query, k) => index.search(query).slice(0, k),
      places: (hits) => hits.map(({ id }) => id),
    };
  },

  async "wink-bm25-text-search"(texts) {
    const { default: bm25 } = await import("wink-bm25-text-search");
    const { default: nlp } = await import("wink-nlp-utils");
    const engine = bm25();
    engine.defineConfig({ fldWeights: { text: 1 }, bm25Params: { k1: 0.9, b: 0.4 } });
    engine.definePrepTasks([
      nlp.string.lowerCase,
      nlp.string.tokenize0,
      nlp.tokens.removeWords,
      nlp.tokens.stem,
    ]);
    for (const [id, text] of texts.entries()) engine.addDoc({ text }, id);
    engine.consolidate();
    return {
      search: (query, k) => engine.search(query, k),
      places: (hits) => hits.map(([id]) => Number(id)),
    };
  },

  async Orama(texts) {
    const { create, insertMultiple, search } = await import("@orama/orama");
    const db = create({ schema: { text: "string" } });
    await insertMultiple(
      db,
      texts.map((text, id) => ({ id: String(id), text })),
      5000,
    );
    return {
      search: (term, limit) => search(db, { term, limit, threshold: 1 }),
      places: ({ hits }) => hits.map(({ id }) => Number(id)),
    };
  },
};
