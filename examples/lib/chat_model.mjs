// The chat model of the examples. Without a setting it is no language model at all: it answers with
// sentences of the passages in its prompt, so that every example runs anywhere, at once.
//
//   CHAT_MODEL=ollama:llama3.2          a model that Ollama serves on this machine
//   CHAT_MODEL=openai:NAME              OpenAI (OPENAI_API_KEY), or with
//   CHAT_BASE_URL=http://HOST/v1        any server that speaks its protocol
//   CHAT_MODEL=PROVIDER:NAME            whatever else LangChain's initChatModel knows
import { SimpleChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { extractiveAnswer } from "langchain-tasb";

const ollama = "http://127.0.0.1:11434/v1";

/** The chat model that the environment names. `embeddings` rank the extractive answer's sentences. */
export async function openChatModel(embeddings, variables = process.env) {
  const name = variables.CHAT_MODEL;
  if (name === undefined || name === "") return new ExtractiveChatModel({ embeddings });
  const { initChatModel } = await import("langchain/chat_models/universal");
  const local = name.startsWith("ollama:");
  const baseURL = variables.CHAT_BASE_URL ?? (local ? ollama : undefined);
  const settings = {
    temperature: 0,
    ...(baseURL !== undefined && { configuration: { baseURL } }),
    // Local servers ask for no key, but the client does.
    ...(baseURL !== undefined && { apiKey: variables.OPENAI_API_KEY ?? "none" }),
  };
  // Ollama speaks OpenAI's protocol too: one package, @langchain/openai, is enough for both.
  return initChatModel(local ? name.replace("ollama:", "openai:") : name, settings);
}

/**
 * Stands in for a language model. Passages in the prompt (`formatPassages`, or a tool's message):
 * the sentences that answer the last question best, cited. None: the person's last two messages as
 * one, which is what a search needs of a follow-up question. With tools bound: it calls the first.
 */
export class ExtractiveChatModel extends SimpleChatModel {
  constructor({ embeddings, tools = [] }) {
    super({});
    this.embeddings = embeddings;
    this.tools = tools;
  }

  _llmType() {
    return "extractive";
  }

  bindTools(tools) {
    return new ExtractiveChatModel({ embeddings: this.embeddings, tools });
  }

  async _call(messages, { signal } = {}) {
    const texts = messages.map((message) => ({ type: message.getType(), text: message.text }));
    const asked = texts.filter(({ type }) => type === "human").map(({ text }) => questionOf(text));
    const prompt = texts.findLast(({ text }) => text.includes("<passages>"))?.text;
    if (prompt === undefined) return asked.slice(-2).join(" ");
    const passages = [...prompt.matchAll(/<passage n="\d+"[^>]*>\n([^]*?)\n<\/passage>/g)];
    const documents = passages.map(([, pageContent]) => ({ pageContent }));
    const { embeddings } = this;
    const answer = await extractiveAnswer(asked.at(-1) ?? "", documents, { embeddings, signal });
    return answer.text === "" ? "The passages do not answer this." : answer.text;
  }

  async _generate(messages, options, runManager) {
    const last = messages.at(-1);
    const [tool] = this.tools;
    if (tool === undefined || last?.getType() !== "human") {
      return super._generate(messages, options, runManager);
    }
    const call = { id: "call_1", type: "tool_call", name: tool.name, args: { query: last.text } };
    const message = new AIMessage({ content: "", tool_calls: [call] });
    return { generations: [{ text: "", message }] };
  }

  async *_streamResponseChunks(messages, options, runManager) {
    const { generations } = await this._generate(messages, options, runManager);
    const { text, message } = generations[0];
    if (message.tool_calls.length > 0) {
      yield new ChatGenerationChunk({
        text,
        message: new AIMessageChunk({ content: "", tool_calls: message.tool_calls }),
      });
      return;
    }
    for (const word of text.match(/\S+\s*/g) ?? []) {
      const chunk = new AIMessageChunk({ content: word });
      await runManager?.handleLLMNewToken(word);
      yield new ChatGenerationChunk({ text: word, message: chunk });
    }
  }
}

/** The question of a prompt that holds passages too. */
function questionOf(text) {
  return /Question:\s*([^]*)$/.exec(text)?.[1]?.trim() ?? text.trim();
}
