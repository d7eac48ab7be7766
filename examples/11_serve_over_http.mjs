// Search as a service: GET /search?q=…&mode=…&k=… gives ranked passages as JSON.
//
//   node examples/11_serve_over_http.mjs          then: curl 'http://127.0.0.1:8788/search?q=late+fee'
//   PORT=0 picks a free port
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { InvalidArgumentError } from "langchain-tasb";
import { handbookRetriever } from "./lib/retriever.mjs";

const { retriever, close } = await handbookRetriever();
// The first question must not wait for the model.
await retriever.invoke("warm up");

const app = new Hono();
app.get("/search", async (context) => {
  const { q, mode, k } = context.req.query();
  if (q === undefined || q.trim() === "" || q.length > 1000) {
    return context.json({ error: "Expected `q`: a question of at most 1000 characters." }, 400);
  }
  if (k !== undefined && !/^[1-9]\d?$/.test(k)) {
    return context.json({ error: "Expected `k`: 1 to 99." }, 400);
  }
  // Who hangs up does not keep the search busy.
  const result = await retriever.search(q, {
    signal: context.req.raw.signal,
    ...(mode !== undefined && { mode }),
    ...(k !== undefined && { k: Number(k) }),
  });
  return context.json({ mode: result.mode, hits: result.hits });
});
app.get("/health", (context) => context.json({ status: "ok" }));
app.onError((error, context) => {
  if (error instanceof InvalidArgumentError) return context.json({ error: error.message }, 400);
  console.error(error);
  return context.json({ error: "The search failed." }, 500);
});

const port = Number(process.env.PORT ?? 8788);
const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, ({ port: open }) => {
  console.log(`Listening on http://127.0.0.1:${open}`);
});

for (const name of ["SIGINT", "SIGTERM"]) {
  process.once(name, () => {
    // Answers under way are finished first.
    server.close(() => void close());
  });
}
