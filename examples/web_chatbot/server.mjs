// A chatbot in the browser over your own documents, on this machine alone.
//
//   node examples/web_chatbot/server.mjs [FILE…]      then open http://127.0.0.1:8787
//   PORT=0 picks a free port; CHAT_MODEL: see examples/README.md
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { stream } from "hono/streaming";
import { openChatModel } from "../lib/chat_model.mjs";
import { handbook } from "../lib/documents.mjs";
import { turn } from "./conversation.mjs";
import { Library, modes } from "./library.mjs";

const largestFile = 2_000_000;
const longestQuestion = 1000;

const library = new Library();
const files = process.argv.slice(2);
const documents =
  files.length > 0
    ? files.map((path) => [basename(path), readFileSync(path, "utf8")])
    : handbook().map(({ pageContent, metadata }) => [basename(metadata.source), pageContent]);
for (const [source, text] of documents) await library.add(source, text);
const model = await openChatModel(library.embeddings);

const app = new Hono();

app.use(async (context, next) => {
  // Other sites must not reach a server on this machine: neither by a name that resolves to it, nor
  // by a request from their pages.
  const host = (context.req.header("host") ?? "").replace(/:\d+$/, "");
  const site = context.req.header("sec-fetch-site");
  const foreign = site !== undefined && site !== "same-origin" && site !== "none";
  if (!["127.0.0.1", "localhost", "[::1]"].includes(host)) return context.text("Wrong host.", 421);
  if (context.req.path.startsWith("/api/") && foreign) return context.text("Wrong origin.", 403);
  await next();
  const { headers } = context.res;
  headers.set(
    "content-security-policy",
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
      "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
      "require-trusted-types-for 'script'; trusted-types 'none'",
  );
  headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "no-referrer");
  headers.set("cross-origin-opener-policy", "same-origin");
  headers.set("cross-origin-resource-policy", "same-origin");
  headers.set("cache-control", "no-store");
  return undefined;
});

const page = (name) => readFileSync(new URL(`page/${name}`, import.meta.url), "utf8");
const served = [
  ["/", "index.html", "text/html; charset=utf-8"],
  ["/app.js", "app.js", "text/javascript; charset=utf-8"],
  ["/style.css", "style.css", "text/css; charset=utf-8"],
  ["/icon.svg", "icon.svg", "image/svg+xml"],
];
for (const [path, name, type] of served) {
  const text = page(name);
  app.get(path, (context) => context.body(text, 200, { "content-type": type }));
}

/** Streams one JSON object a line; who leaves stops the work. */
function lines(context, produce) {
  context.header("content-type", "application/x-ndjson; charset=utf-8");
  return stream(context, async (out) => {
    const controller = new AbortController();
    out.onAbort(() => controller.abort());
    const write = (value) => out.write(`${JSON.stringify(value)}\n`);
    try {
      await produce(write, controller.signal);
    } catch (error) {
      if (controller.signal.aborted) return;
      console.error(error);
      await write({ type: "error", message: "That failed. The server's log says why." });
    }
  });
}

app.use(
  "/api/*",
  bodyLimit({
    maxSize: largestFile,
    // The rest of the body is not read: the connection is of no more use.
    onError: (context) =>
      context.json({ message: "The file is larger than 2 MB." }, 413, { connection: "close" }),
  }),
);

app.get("/api/documents", (context) => context.json(library.list()));

app.get("/api/document", async (context) => {
  const passages = await library.passagesOf(context.req.query("source") ?? "");
  return passages === undefined
    ? context.json({ message: "There is no such document." }, 404)
    : context.json({ passages });
});

app.post("/api/documents", async (context) => {
  const name = basename((context.req.query("name") ?? "").replaceAll("\\", "/")).slice(0, 200);
  if (!/\.(?:txt|md|markdown|html?)$/i.test(name)) {
    return context.json({ message: "Only .txt, .md and .html files are read." }, 415);
  }
  const text = await context.req.text();
  if (text.includes("\0")) return context.json({ message: "This is no text." }, 415);
  return lines(context, async (write, signal) => {
    const onProgress = (done, total) => void write({ type: "progress", done, total });
    const passages = await library.add(name, text, { signal, onProgress });
    await write({ type: "done", source: name, passages });
  });
});

/** The question, checked, or what is wrong with it. */
async function readQuestion(context) {
  const body = await context.req.json().catch(() => undefined);
  const { question, mode = "hybrid", history = [] } = body ?? {};
  const isText = (value) => typeof value === "string" && value.length <= 20_000;
  if (!isText(question) || question.trim() === "" || question.length > longestQuestion) {
    return { message: `Expected a question of at most ${longestQuestion} characters.` };
  }
  const known =
    Array.isArray(history) && history.every((one) => isText(one?.question) && isText(one?.answer));
  if (!modes.includes(mode) || !known) return { message: "Expected a mode and a history." };
  return { question: question.trim(), mode, history: history.slice(-6) };
}

app.post("/api/ask", async (context) => {
  const asked = await readQuestion(context);
  if (asked.message !== undefined) return context.json(asked, 400);
  return lines(context, async (write, signal) => {
    for await (const event of turn({ library, model, signal, ...asked })) await write(event);
  });
});

app.post("/api/compare", async (context) => {
  const asked = await readQuestion(context);
  if (asked.message !== undefined) return context.json(asked, 400);
  return context.json(await library.compare(asked.question, context.req.raw.signal));
});

app.onError((error, context) => {
  console.error(error);
  return context.json({ message: "That failed. The server's log says why." }, 500);
});

const port = Number(process.env.PORT ?? 8787);
const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, ({ port: open }) => {
  console.log(`Open http://127.0.0.1:${open}`);
});
for (const name of ["SIGINT", "SIGTERM"]) {
  process.once(name, () => {
    server.close(() => void library.close());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2000).unref();
  });
}
