// The int8 forms of the model and of the vectors find what the others find.
import { deepStrictEqual } from "node:assert";
import { TasbEmbeddings, TasbRetriever } from "langchain-tasb";

const embeddings = new TasbEmbeddings({ model: "tasb-mini", precision: "int8" });
const texts = ["Glaciers are rivers of ice.", "A cat sleeps."];
const fields = { k: 1, mode: "dense", vectors: "int8" };
const retriever = await TasbRetriever.fromTexts(texts, {}, embeddings, fields);
const [first] = await retriever.invoke("frozen water that flows");
deepStrictEqual(first.pageContent, texts[0]);
await retriever.close();
await embeddings.dispose();
