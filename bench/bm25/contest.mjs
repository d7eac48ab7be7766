// contest.mjs ENGINE: one engine of engines.mjs; contest.py is the same for bm25s.
import { readFileSync } from "node:fs";

import { serve } from "../lib/serve.mjs";
import { latencies, heldBytes, timed } from "../lib/timing.mjs";
import { engines } from "./engines.mjs";

const [name] = process.argv.slice(2);
let engine;
let queries;

await serve({
  async prepare({ file }) {
    const { passages, ...given } = JSON.parse(readFileSync(file, "utf8"));
    queries = given.queries;
    const before = await heldBytes();
    const { ms, result } = await timed(() => engines[name](passages));
    engine = result;
    return { seconds: ms / 1e3, megabytes: ((await heldBytes()) - before) / 2 ** 20 };
  },

  /** The `k` best of the first `count` queries: places and, where the engine tells them, scores. */
  async hits({ count, k }) {
    const found = [];
    for (const query of queries.slice(0, count)) {
      const result = await engine.search(query, k);
      found.push({ places: engine.places(result).slice(0, k), scores: engine.scores?.(result) });
    }
    return found;
  },

  /** Queries a second, one after the other, until they or the seconds are used up. */
  async rate({ k, seconds }) {
    const search = (query) => engine.search(query, k);
    await latencies(queries.slice(0, 200), search, { seconds: seconds / 10 });
    const times = await latencies(queries, search, { seconds });
    return (1e3 * times.length) / times.reduce((sum, ms) => sum + ms, 0);
  },
});
