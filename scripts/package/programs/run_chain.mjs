// The README's chain and tool, with a model that repeats what it is asked.
import { deepStrictEqual } from "node:assert";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage } from "@langchain/core/messages";
import { TasbEmbeddings, TasbRetriever } from "langchain-tasb";
import { ragChain, searchTool } from "./chain.ts";

class RepeatingModel extends BaseChatModel {
  _llmType() {
    return "repeating";
  }

  async _generate(messages) {
    const { text } = messages.at(-1);
    return { generations: [{ text, message: new AIMessage(text) }] };
  }
}

const embeddings = new TasbEmbeddings({ model: "tasb-mini" });
const texts = ["Glaciers are rivers of ice.", "A cat sleeps."];
const retriever = await TasbRetriever.fromTexts(texts, {}, embeddings, { k: 1 });
const { text } = await ragChain(retriever, new RepeatingModel({})).invoke(
  "frozen water that flows",
);
deepStrictEqual(/<passage n="1"[^>]*>\nGlaciers[\s\S]*Question: frozen/.test(text), true);
const found = await searchTool(retriever).invoke({ query: "frozen water that flows" });
deepStrictEqual(found.includes(texts[0]), true);
await retriever.close();
await embeddings.dispose();
