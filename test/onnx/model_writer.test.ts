import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { GraphBuilder } from "../../src/onnx/graph_builder.js";
import { writeModel, writeModelFile, writeStreamedModel } from "../../src/onnx/model_writer.js";
import type { Initializer, StreamedInitializer } from "../../src/onnx/onnx_model.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tasb-writer-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** y = x · w */
function product<I extends Initializer | StreamedInitializer>(weights: I) {
  const graph = new GraphBuilder<I>();
  const x = graph.input("x", "float32", ["n", 2]);
  graph.node("MatMul", [x, graph.constant(weights)], { output: "y" });
  graph.output("y", "float32", ["n", 1]);
  return graph.build();
}

const shape = { name: "w", type: "float32", dims: [2, 1] } as const;
const data = new Float32Array([1, 10]);

describe("a model's bytes", () => {
  it("are the same from memory, streamed, and in a file", async () => {
    const bytes = writeModel(product({ ...shape, data }));
    const streamed = product({ ...shape, read: () => Promise.resolve(data) });
    expect(await writeStreamedModel(streamed)).toEqual(bytes);
    const file = await open(join(folder, "model.onnx"), "w");
    expect(await writeModelFile(file, streamed)).toBe(bytes.length);
    await file.close();
    expect(new Uint8Array(await readFile(join(folder, "model.onnx")))).toEqual(bytes);
  });

  it("are refused where a tensor has another size than its shape", async () => {
    const message = "the tensor `w` (float32 [2, 1]) to have 8 bytes, got 12";
    const wrong = new Float32Array(3);
    expect(() => writeModel(product({ ...shape, data: wrong }))).toThrowError(message);
    await expect(
      writeStreamedModel(product({ ...shape, read: () => Promise.resolve(wrong) })),
    ).rejects.toThrowError(message);
  });

  it("are refused, before a tensor is read, where they are more than an ONNX file can hold", async () => {
    let read = 0;
    const large = product({
      ...shape,
      dims: [2, 2 ** 28],
      read: () => {
        read += 1;
        return Promise.resolve(data);
      },
    });
    await expect(writeStreamedModel(large)).rejects.toMatchObject({
      code: "NOT_SUPPORTED",
      message: expect.stringMatching(/at most 2147483647 bytes/) as string,
    });
    expect(read).toBe(0);
  });

  it("are given up between two tensors when the signal fires", async () => {
    const controller = new AbortController();
    const graph = new GraphBuilder<StreamedInitializer>();
    const reads: string[] = [];
    for (const name of ["a", "b", "c"]) {
      graph.constant({
        ...shape,
        name,
        read: () => {
          reads.push(name);
          if (name === "b") controller.abort();
          return Promise.resolve(data);
        },
      });
    }
    await expect(
      writeStreamedModel(graph.build(), { signal: controller.signal }),
    ).rejects.toMatchObject({ code: "ABORTED" });
    expect(reads).toEqual(["a", "b"]);
  });
});
