import { Document } from "@langchain/core/documents";
import { AIMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { fakeModel } from "@langchain/core/testing";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { Bm25Retriever } from "../../src/langchain/bm25_retriever.js";
import { createTasbTool } from "../../src/langchain/tool.js";

const retriever = Bm25Retriever.fromDocuments([
  new Document({
    pageContent: "The cat sleeps on the sofa.",
    metadata: { source: "a.md" },
    id: "a",
  }),
  new Document({ pageContent: "The dog is in the garden.", metadata: { source: "b.md" }, id: "b" }),
]);
const call = {
  name: "search_passages",
  args: { query: "cat" },
  id: "1",
  type: "tool_call",
} as const;

describe("createTasbTool", () => {
  it("gives the model numbered passages and the program the documents", async () => {
    const message: unknown = await createTasbTool(retriever).invoke(call);
    expect(message).toBeInstanceOf(ToolMessage);
    const { content, artifact } = message as ToolMessage;
    expect(content).toContain('<passage n="1" source="a.md">\nThe cat sleeps on the sofa.');
    expect(artifact).toHaveLength(1);
    expect((artifact as Document[])[0]?.metadata).toMatchObject({
      tasb: { rank: 1, mode: "bm25" },
    });
  });

  it("says so when nothing is found", async () => {
    const message = (await createTasbTool(retriever).invoke({
      ...call,
      args: { query: "zebra" },
    })) as ToolMessage;
    expect([message.content, message.artifact]).toEqual(["No passage was found.", []]);
  });

  it("takes a name and a description, and refuses arguments that do not fit", async () => {
    const own = createTasbTool(retriever, { name: "search_docs", description: "About pets." });
    expect([own.name, own.description]).toEqual(["search_docs", "About pets."]);
    await expect(own.invoke({ query: 7 } as never)).rejects.toBeInstanceOf(Error);
    expect(() => createTasbTool({} as never)).toThrow("retriever");
  });

  it("runs the retriever as a child of the tool", async () => {
    const parents: (string | undefined)[] = [];
    let toolRun = "";
    await createTasbTool(retriever).invoke(call, {
      callbacks: [
        {
          handleToolStart: (_tool, _input, run) => void (toolRun = run),
          handleRetrieverStart: (_retriever, _query, _run, parent) => void parents.push(parent),
        },
      ],
    });
    expect(parents).toEqual([toolRun]);
  });

  it("works in an agent, where the citations survive as the artifact", async () => {
    const model = fakeModel()
      .respondWithTools([{ name: "search_passages", args: { query: "cat" }, id: "1" }])
      .respond(new AIMessage("On the sofa [1]."));
    const agent = createAgent({ model, tools: [createTasbTool(retriever)] });
    const { messages } = await agent.invoke({
      messages: [new HumanMessage("Where is the cat?")],
    });
    expect(messages.at(-1)?.text).toBe("On the sofa [1].");
    const message = messages.find((one): one is ToolMessage => one instanceof ToolMessage);
    expect(message?.artifact).toMatchObject([{ id: "a" }]);
  });
});
