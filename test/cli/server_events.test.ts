import { describe, expect, it } from "vitest";
import { readServerEvents } from "../../src/cli/server_events.js";

async function events(...pieces: (string | Uint8Array)[]): Promise<string[]> {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) {
        controller.enqueue(typeof piece === "string" ? new TextEncoder().encode(piece) : piece);
      }
      controller.close();
    },
  });
  const found: string[] = [];
  for await (const event of readServerEvents(stream)) found.push(event);
  return found;
}

describe("readServerEvents", () => {
  it("gives the data of each event, however the bytes are cut", async () => {
    expect(await events("data: a\n\nda", "ta:b\r\n\r", "\n: comment\nevent: x\n\n")).toEqual([
      "a",
      "b",
    ]);
    const bytes = new TextEncoder().encode("data: über\n\n");
    expect(await events(bytes.slice(0, 7), bytes.slice(7))).toEqual(["über"]);
  });

  it("joins the lines of one event, and takes the last without an empty line", async () => {
    expect(await events("data: a\ndata: b\n\ndata: c")).toEqual(["a\nb", "c"]);
    expect(await events("data: a\n")).toEqual(["a"]);
    expect(await events()).toEqual([]);
  });

  it("refuses a line without an end", async () => {
    await expect(events("data: ", "x".repeat(1_000_001))).rejects.toThrow("without an end");
  });
});
