import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

interface Message {
  role: string;
  content: unknown;
}

/** What a client asked for: the body of a request to `/v1/chat/completions`. */
export interface Asked {
  model: string;
  stream?: boolean;
  messages: Message[];
  tools?: { function: { name: string } }[];
}

/** What the stand-in answers: a text, or a call of a tool. */
export type Reply = string | { tool: string; query: string };

/** Answers as a model would: searches first if it can; cites the first passage; restates questions. */
export function replyOf({ messages, tools }: Asked): Reply {
  const last = messages.at(-1);
  const text = String(last?.content);
  const tool = tools?.[0];
  if (tool !== undefined && last?.role === "user") {
    return { tool: tool.function.name, query: text };
  }
  const passage = /<passage n="1"[^>]*>\n([^]*?)\n<\/passage>/.exec(text)?.[1];
  if (passage === undefined) return `Standing alone: ${text}`;
  return `The model says: ${passage.split("\n").at(-1) ?? ""} [1]`;
}

/** A server on this machine that speaks the protocol of OpenAI's chat completions, streamed or not. */
export async function loopbackModel(reply: (asked: Asked) => Reply = replyOf): Promise<{
  /** `http://127.0.0.1:PORT/v1` */
  baseUrl: string;
  asked: Asked[];
  authorizations: (string | undefined)[];
  close(): Promise<void>;
}> {
  const asked: Asked[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (data: Buffer) => (body += data.toString()));
    request.on("end", () => {
      const question = JSON.parse(body) as Asked;
      asked.push(question);
      authorizations.push(request.headers.authorization);
      const answer = reply(question);
      const about = { id: `c${asked.length}`, created: 0, model: question.model };
      const call = typeof answer === "string" ? undefined : callOf(answer);
      const finish = call === undefined ? "stop" : "tool_calls";
      if (question.stream === true) {
        const chunk = (delta: object, reason: string | null) => {
          const choices = [{ index: 0, delta, finish_reason: reason }];
          const object = "chat.completion.chunk";
          return `data: ${JSON.stringify({ ...about, object, choices })}\n\n`;
        };
        response.writeHead(200, { "content-type": "text/event-stream" });
        if (typeof answer === "string") {
          for (const word of answer.match(/\s*\S+/g) ?? []) {
            response.write(chunk({ role: "assistant", content: word }, null));
          }
        } else {
          response.write(chunk({ role: "assistant", tool_calls: [{ index: 0, ...call }] }, null));
        }
        response.end(`${chunk({}, finish)}data: [DONE]\n\n`);
        return;
      }
      const message =
        call === undefined
          ? { role: "assistant", content: answer }
          : { role: "assistant", content: null, tool_calls: [call] };
      response.writeHead(200, { "content-type": "application/json" });
      const choices = [{ index: 0, message, finish_reason: finish }];
      const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
      response.end(JSON.stringify({ ...about, object: "chat.completion", choices, usage }));
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    asked,
    authorizations,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function callOf({ tool, query }: { tool: string; query: string }) {
  const call = { name: tool, arguments: JSON.stringify({ query }) };
  return { id: "call_1", type: "function", function: call };
}
