// What the package does, in one minute: reads documents, indexes them with the built-in model, and
// answers questions through a LangChain chain, with sources. No language model, no network.
//
//   npm run demo
//   npm run demo -- --docs PATH "question"
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Document } from "@langchain/core/documents";
import { RunnableLambda, RunnablePassthrough, RunnableSequence } from "@langchain/core/runnables";
import {
  extractiveAnswer,
  PassageSplitter,
  TasbEmbeddings,
  TasbRetriever,
  TasbVectorStore,
} from "langchain-tasb";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const fancy = process.stdout.isTTY === true && process.stdout.hasColors();
const style = (code, text) => (fancy ? `\u001b[${code}m${text}\u001b[0m` : text);
const bold = (text) => style(1, text);
const dim = (text) => style(2, text);
const cyan = (text) => style(36, text);

const { values, positionals } = parseArgs({
  options: { docs: { type: "string", multiple: true } },
  allowPositionals: true,
});

// 1. Documents: text, Markdown and HTML files.
const readable = /\.(?:md|markdown|txt|html?)$/i;
const largestFile = 200_000;
/** Bounds the demo: about a hundred READMEs, half a minute on a small machine. */
const largestReadme = 8_000;

function filesUnder(path) {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const inside = join(path, entry.name);
    if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
    if (entry.isDirectory()) return filesUnder(inside);
    return entry.isFile() && readable.test(entry.name) ? [inside] : [];
  });
}

function demoFiles() {
  const own = ["CONTRIBUTING.md", "SECURITY.md", "docs"].map((name) => join(root, name));
  const modules = join(root, "node_modules");
  const readmes = readdirSync(modules)
    .flatMap((name) =>
      name.startsWith("@")
        ? readdirSync(join(modules, name)).map((inner) => join(modules, name, inner, "README.md"))
        : [join(modules, name, "README.md")],
    )
    .filter((path) => existsSync(path) && statSync(path).size < largestReadme);
  return [...own.filter(existsSync).flatMap(filesUnder), ...readmes];
}

const paths = values.docs?.flatMap(filesUnder) ?? demoFiles();
const documents = paths
  .filter((path) => statSync(path).size <= largestFile)
  .map((path) => {
    const source = relative(process.cwd(), path);
    return new Document({ pageContent: readFileSync(path, "utf8"), metadata: { source } });
  });
if (documents.length === 0) {
  console.error("There is no .txt, .md or .html file there.");
  process.exit(1);
}

// 2. Passages of at most as many tokens as the model reads, embedded into an exact store.
const embeddings = new TasbEmbeddings({ model: "tasb-mini" });
const splitter = new PassageSplitter({ embeddings });
const started = performance.now();
const passages = await splitter.splitDocuments(documents);
const store = new TasbVectorStore(embeddings);
await store.addDocuments(passages, {
  onProgress: (done, total) => {
    if (fancy) process.stdout.write(`\r\u001b[2KEmbedding ${done} of ${total} passages`);
  },
});
if (fancy) process.stdout.write("\r\u001b[2K");
const seconds = (performance.now() - started) / 1000;
console.log(
  `${bold("Indexed")} ${documents.length} documents: ${passages.length} passages in ` +
    `${seconds.toFixed(1)} s (${Math.round(passages.length / seconds)} a second), model tasb-mini`,
);

// 3. A LangChain chain: retriever → answer. Put `prompt.pipe(model)` in the answer's place to let a
//    language model write it; here the answer is made of the passages' own sentences.
const retriever = new TasbRetriever({ store, k: 4 });
const answer = RunnableLambda.from(async ({ question, context }) => {
  const { text } = await extractiveAnswer(question, context, { embeddings });
  return { answer: text, context };
});
const chain = RunnableSequence.from([
  { question: new RunnablePassthrough(), context: retriever },
  answer,
]);

const questions =
  positionals.length > 0
    ? [positionals.join(" ")]
    : [
        "Why does the search run in a worker thread?",
        "Can loading a model run code on my machine?",
        "Which package colors the output of a terminal?",
      ];

for (const question of questions) {
  const asked = performance.now();
  const result = await chain.invoke(question);
  const milliseconds = Math.round(performance.now() - asked);
  console.log(`\n${bold(`? ${question}`)} ${dim(`${milliseconds} ms`)}`);
  console.log(result.answer === "" ? "No sentence of the passages answers this." : result.answer);
  for (const [i, { metadata }] of result.context.entries()) {
    const { source, line, endLine, headings = [], relevanceScore, tasb } = metadata;
    const { dense, bm25 } = tasb.stages;
    const ranks = [dense && `dense ${dense.rank}`, bm25 && `bm25 ${bm25.rank}`].filter(Boolean);
    const why = `${relevanceScore.toFixed(4)} = ${ranks.join(" + ")}`;
    console.log(
      `  [${i + 1}] ${cyan(`${source}:${line}-${endLine}`)} ${dim(`${why}  ${headings.join(" › ")}`)}`,
    );
  }
}

await store.close();
await embeddings.dispose();
