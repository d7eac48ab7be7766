// An agent of the package `langchain` that searches by the tool. The model always calls it once.
import { deepStrictEqual } from "node:assert";
import { Document } from "@langchain/core/documents";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage } from "@langchain/core/messages";
import { createAgent } from "langchain";
import { createTasbTool, TasbEmbeddings, TasbRetriever } from "langchain-tasb";

class CallingModel extends BaseChatModel {
  _llmType() {
    return "calling";
  }

  bindTools() {
    return this;
  }

  async _generate(messages) {
    const last = messages.at(-1);
    const call = {
      id: "1",
      type: "tool_call",
      name: "search_passages",
      args: { query: last.text },
    };
    const message =
      last.getType() === "human"
        ? new AIMessage({ content: "", tool_calls: [call] })
        : new AIMessage(last.text);
    return { generations: [{ text: "", message }] };
  }
}

const embeddings = new TasbEmbeddings({ model: "tasb-mini" });
const texts = ["Glaciers are rivers of ice.", "A cat sleeps."];
const passages = texts.map((pageContent) => new Document({ pageContent }));
const retriever = await TasbRetriever.fromDocuments(passages, embeddings, { k: 1 });
const agent = createAgent({ model: new CallingModel({}), tools: [createTasbTool(retriever)] });
const { messages } = await agent.invoke({
  messages: [{ role: "user", content: "frozen water that flows" }],
});
const answer = messages.find((message) => message.getType() === "tool");
deepStrictEqual(answer.artifact[0].pageContent, texts[0]);
deepStrictEqual(messages.at(-1).text.includes(texts[0]), true);
await embeddings.dispose();
