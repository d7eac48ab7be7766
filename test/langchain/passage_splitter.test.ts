import { readFileSync } from "node:fs";
import { Document } from "@langchain/core/documents";
import { RunnableLambda } from "@langchain/core/runnables";
import { describe, expect, it, vi } from "vitest";
import { PassageSplitter } from "../../src/langchain/passage_splitter.js";
import { Pause } from "../../src/pause.js";

const countTokens = (text: string): number => text.match(/\w+|[^\s\w]/g)?.length ?? 0;
const design = readFileSync(new URL("../../docs/design.md", import.meta.url), "utf8");

describe("PassageSplitter", () => {
  it("gives passages that are exactly the text between their offsets, on the lines they name", async () => {
    const splitter = new PassageSplitter({ countTokens, maxTokens: 60, overlapTokens: 20 });
    const source = new Document({ pageContent: design, metadata: { source: "docs/design.md" } });
    const passages = await splitter.splitDocuments([source]);
    expect(passages.length).toBeGreaterThan(10);
    const lines = design.split("\n");
    for (const { pageContent, metadata } of passages) {
      const { start, end, line, endLine, source: from } = metadata as Record<string, number>;
      expect(design.slice(start, end)).toBe(pageContent);
      expect(countTokens(pageContent)).toBeLessThanOrEqual(60);
      expect(lines.slice((line ?? 0) - 1, endLine).join("\n")).toContain(pageContent);
      expect(from).toBe("docs/design.md");
    }
    expect(passages.at(-1)?.metadata["headings"]?.[0]).toBe("Design");
  });

  it("reads by the name of the source, or as it is told to", async () => {
    const html = "<h1>Title</h1><p>Fish &amp; chips.</p><script>x</script>";
    const splitter = new PassageSplitter({ countTokens, maxTokens: 60 });
    const named = new Document({ pageContent: html, metadata: { source: "a.html" } });
    const [passage] = await splitter.splitDocuments([named]);
    expect(passage?.pageContent).toBe("Title\n\nFish & chips.");
    expect(passage?.metadata["headings"]).toEqual(["Title"]);
    const told = new PassageSplitter({ countTokens, maxTokens: 60, format: "html" });
    expect(await told.splitText(html)).toEqual(["Title\n\nFish & chips."]);
    expect(await splitter.splitText(html)).toEqual([html]);
  });

  it("does what LangChain's text splitters do", async () => {
    const splitter = new PassageSplitter({ countTokens, maxTokens: 8 });
    const text = "One sentence of six words. Another sentence of six words.";
    expect(await splitter.splitText(text)).toEqual([
      "One sentence of six words.",
      "Another sentence of six words.",
    ]);
    const made = await splitter.createDocuments([text, "Third."], [{ n: 1 }, { n: 2 }]);
    expect(made.map(({ metadata }) => Number(metadata["n"]))).toEqual([1, 1, 2]);
    const document = new Document({ pageContent: text, metadata: {}, id: "x" });
    expect(await splitter.transformDocuments([document])).toEqual(
      await splitter.splitDocuments([document]),
    );
    expect(await splitter.invoke([document])).toHaveLength(2);
    expect((await splitter.splitDocuments([document])).map(({ id }) => id)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("keeps the name that a document gives itself, else makes one of source and text", async () => {
    const splitter = new PassageSplitter({ countTokens, maxTokens: 8 });
    const nameOf = async (metadata: Record<string, unknown>, text = "Words."): Promise<unknown> => {
      const document = new Document({ pageContent: text, metadata });
      return (await splitter.splitDocuments([document]))[0]!.metadata["document"];
    };
    expect(await nameOf({ document: "own" })).toBe("own");
    const made = await nameOf({ source: "a" });
    expect(made).toMatch(/^[0-9a-f]{16}$/);
    expect(await nameOf({ source: "a" })).toBe(made);
    for (const other of [{}, { source: "b" }, { source: 5 }]) {
      expect(await nameOf(other)).not.toBe(made);
    }
    expect(await nameOf({ source: "a", document: "" })).toBe(made);
    expect(await nameOf({ source: "a" }, "Other.")).not.toBe(made);
  });

  it("gives nothing for an empty text, and refuses limits that cannot be", async () => {
    expect(await new PassageSplitter({ countTokens, maxTokens: 8 }).splitText("")).toEqual([]);
    for (const fields of [
      {},
      { countTokens },
      { countTokens, maxTokens: 4 },
      { countTokens, maxTokens: 20, overlapTokens: 10 },
    ]) {
      expect(() => new PassageSplitter(fields)).toThrow("Expected `");
    }
  });

  it("is stopped by a signal, before it begins and while it splits, and by that of a chain", async () => {
    const splitter = new PassageSplitter({ countTokens, maxTokens: 8 });
    const document = new Document({ pageContent: "Six words are in this sentence. ".repeat(200) });
    const calls: ((signal: AbortSignal) => Promise<unknown>)[] = [
      (signal) => splitter.splitText(document.pageContent, { signal }),
      (signal) => splitter.createDocuments([document.pageContent], [], { signal }),
      (signal) => splitter.splitDocuments([document], { signal }),
      (signal) => splitter.invoke([document], { signal }),
      (signal) => splitter.pipe(RunnableLambda.from(() => "")).invoke([document], { signal }),
    ];
    const never = new AbortController();
    expect(await splitter.splitDocuments([document], { signal: never.signal })).toHaveLength(200);
    for (const call of calls.slice(0, 4)) {
      const error: unknown = await call(AbortSignal.abort("gone")).catch((one: unknown) => one);
      expect(error).toMatchObject({ code: "ABORTED" });
    }
    for (const call of calls) {
      const controller = new AbortController();
      let pauses = 0;
      // Every passage is a moment to pause; the signal fires in the second.
      const due = vi.spyOn(Pause.prototype, "due").mockImplementation(() => {
        pauses += 1;
        if (pauses === 2) controller.abort("gone");
        return true;
      });
      try {
        await expect(call(controller.signal)).rejects.toThrow();
        expect(pauses).toBe(2);
      } finally {
        due.mockRestore();
      }
    }
  });
});
