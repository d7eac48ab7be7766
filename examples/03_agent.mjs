// An agent that decides itself when to search. The model reads the tool's content; the program gets
// the documents themselves as the tool message's artifact, so that citations survive.
//
//   node examples/03_agent.mjs "What do I need before my first visit to the workshop?"
import { createAgent } from "langchain";
import { citationOf, createTasbTool } from "langchain-tasb";
import { openChatModel } from "./lib/chat_model.mjs";
import { handbookRetriever } from "./lib/retriever.mjs";

const question = process.argv[2] ?? "What do I need before my first visit to the workshop?";
const { retriever, embeddings, close } = await handbookRetriever({ k: 3 });

const agent = createAgent({
  model: await openChatModel(embeddings),
  tools: [
    createTasbTool(retriever, {
      name: "search_handbook",
      description: "Searches the library's handbook: lending, rooms, archive, membership.",
    }),
  ],
  systemPrompt: "Search the handbook before you answer. Cite passages like [1].",
});

const { messages } = await agent.invoke({ messages: [{ role: "user", content: question }] });
console.log(messages.at(-1).text);

for (const message of messages) {
  if (message.getType() !== "tool") continue;
  console.log(`\n${message.name} found:`);
  for (const [i, document] of message.artifact.entries()) {
    console.log(`[${i + 1}] ${citationOf(document)}`);
  }
}
await close();
