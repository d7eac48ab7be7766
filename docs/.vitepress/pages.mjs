// The pages of the site in the order of the sidebar, by group. A page that is in no group comes last.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { notebooksIn, titleOf } from "../notebook_pages.mjs";

const docs = fileURLToPath(new URL("..", import.meta.url));
const notebooks = fileURLToPath(new URL("../../notebooks/", import.meta.url));

const groups = {
  Start: {
    getting_started: "Getting started",
    langchain: "LangChain integration",
    migration: "Coming from other retrievers",
    troubleshooting: "Troubleshooting",
  },
  Guides: {
    embeddings: "Embeddings",
    store: "The store",
    retriever: "The retriever",
    bm25: "BM25",
    hybrid: "Hybrid and re-ranking",
    long_documents: "Long documents",
    evaluation: "Evaluation",
    chains_and_agents: "Chains and agents",
    chatbots: "Chatbots",
    notebooks: "About the notebooks",
    weaviate: "Weaviate",
    command_line: "The command line",
    deployment: "Deployment",
  },
  Models: {
    model_card: "TAS-B: model card",
    tasb_mini: "tasb-mini: model card",
    models: "Loading and checking models",
  },
  "How it is made": {
    design: "Design",
    data_model: "Data model",
    persistence_format: "File format",
    reliability: "Reliability",
    performance: "Performance",
    scaling: "Scaling",
    reproduction: "Reproduction",
    compatibility: "Compatibility",
    licences: "Licences",
    changelog: "Changelog",
  },
};

/** Markdown files of a folder of docs, without `.md`. */
export function pagesIn(folder = "") {
  return readdirSync(`${docs}${folder}`)
    .filter((name) => name.endsWith(".md"))
    .map((name) => name.slice(0, -".md".length))
    .toSorted();
}

/** The sidebar of the hand-written pages. */
export function guideSidebar() {
  const left = new Set(pagesIn());
  left.delete("index");
  const items = Object.entries(groups).map(([text, pages]) => ({
    text,
    items: Object.entries(pages)
      .filter(([page]) => left.delete(page))
      .map(([page, title]) => ({ text: title, link: `/${page}` })),
  }));
  const rest = [...left].map((page) => {
    const words = page.replaceAll("_", " ");
    return { text: `${words[0].toUpperCase()}${words.slice(1)}`, link: `/${page}` };
  });
  return rest.length === 0 ? items : [...items, { text: "More", items: rest }];
}

/** The sidebar of the notebooks' pages. */
export function notebookSidebar() {
  const items = notebooksIn(notebooks).map((name) => ({
    text: titleOf(notebooks, name),
    link: `/notebooks/${name}`,
  }));
  return [{ text: "Notebooks", items }];
}
