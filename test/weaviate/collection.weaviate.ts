/** What the conformance suite leaves out: random histories, the schema, keys, large searches. */

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectToCustom } from "weaviate-client";

import type { Filter } from "../../src/collection/filter.js";
import type { Hit } from "../../src/collection/passage_collection.js";
import type { WeaviateCollectionOptions } from "../../src/weaviate/weaviate_options.js";
import { WeaviateCollection } from "../../src/weaviate/weaviate_collection.js";
import {
  collectionOperations,
  runOperation,
  type Operation,
} from "../collection/collection_operations.js";
import { PlainCollection } from "../collection/plain_collection.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";
import { startServers, type Servers } from "./weaviate_server.js";

let servers: Servers;
const row = (...values: number[]): Float32Array => Float32Array.from(values);

beforeAll(async () => {
  servers = await startServers(1);
});

afterAll(async () => {
  await servers[Symbol.asyncDispose]();
});

function options(name: string): WeaviateCollectionOptions {
  return { hosts: servers.addresses, name, dimension: 3, fingerprint: "test/fp32" };
}

/** Function filters are refused, which the conformance suite shows. */
function hasFunction(operation: Operation): boolean {
  return "where" in operation
    ? "filter" in operation.where && typeof operation.where.filter === "function"
    : "filter" in operation && typeof operation.filter === "function";
}

/** BM25 finds the same passages, with scores of its own. */
function comparable(operation: Operation, answer: unknown): unknown {
  if (operation.kind !== "searchBm25") return answer;
  return (answer as Hit[]).map(({ id, sequence }) => `${id} ${sequence}`).toSorted();
}

describe("WeaviateCollection", () => {
  it("answers as the oracle does, over random sequences of operations", async () => {
    await using server = await WeaviateCollection.connect({
      ...options("Random"),
      filterFields: { n: "number", tag: "text[]" },
    });
    await fc.assert(
      fc.asyncProperty(collectionOperations, async (operations) => {
        await server.delete({ filter: {} });
        await using weaviate = await WeaviateCollection.connect(options("Random"));
        const plain = new PlainCollection(3, "test/fp32");
        for (const each of operations) {
          if (hasFunction(each)) continue;
          const operation = each.kind === "searchBm25" ? { ...each, k: 100 } : each;
          expect(comparable(operation, await runOperation(weaviate, operation))).toEqual(
            comparable(operation, await runOperation(plain, operation)),
          );
        }
      }),
      { seed: PROPERTY_SEED, numRuns: propertyRuns(10, 300) },
    );
  });

  it("finds passages by a filter in insertion order", async () => {
    await using collection = await WeaviateCollection.connect({
      ...options("Find"),
      filterFields: { n: "number" },
    });
    const passages = Array.from({ length: 1500 }, (_, n) => ({
      id: `p${n}`,
      text: "same text",
      metadata: { n },
    }));
    const progress: number[] = [];
    await collection.add(passages, new Float32Array(4500).fill(1), {
      onProgress: (done, total) => progress.push(done / total),
    });
    expect(progress.at(-1)).toBe(1);
    const found = await collection.find({ n: { $gte: 100 } });
    expect(found).toEqual(passages.slice(100));
    // More equal scores than a search asks for at first.
    const hits = await collection.searchDense(row(1, 1, 1), 100);
    expect(hits.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(await collection.delete({ filter: { n: { $lt: 1200 } } })).toBe(1200);
    expect(await collection.count()).toBe(300);
  });

  it("finds no text without order by a comparison", async () => {
    await using collection = await WeaviateCollection.connect({
      ...options("Words"),
      filterFields: { word: "text" },
    });
    const words = ["apple", "zoo", "", "zebra ", " b", "\u0000b", "\u0001b", "x".repeat(3000)];
    await collection.add(
      words.map((word, i) => ({ id: String(i), text: "", metadata: { word } })),
      new Float32Array(3 * words.length),
    );
    const found = async (filter: Filter): Promise<unknown[]> =>
      (await collection.find(filter)).map(({ metadata }) => metadata["word"]);
    expect(await found({ word: { $lt: "m" } })).toEqual(["apple"]);
    expect(await found({ word: { $lte: "zoo" } })).toEqual(["apple", "zoo"]);
    expect(await found({ word: { $gt: "a" } })).toEqual(["apple", "zoo"]);
    for (const word of words) expect(await found({ word })).toEqual([word]);
  });

  it("tells fields apart that differ only in case", async () => {
    await using collection = await WeaviateCollection.connect({
      ...options("Cases"),
      filterFields: { year: "number", Year: "text", YEAR: "number" },
    });
    const metadata = { year: 1, Year: "2", YEAR: 3 };
    await collection.add([{ id: "a", text: "", metadata }], row(1, 0, 0));
    for (const [filter, count] of [
      [{ year: 1 }, 1],
      [{ Year: "2" }, 1],
      [{ YEAR: { $gt: 2 } }, 1],
      [{ YEAR: 1 }, 0],
    ] as const) {
      expect(await collection.count(filter)).toBe(count);
    }
  });

  it("finds and scans every passage where programs have given out sequences twice", async () => {
    const programs = await Promise.all(
      Array.from({ length: 9 }, () => WeaviateCollection.connect(options("Programs"))),
    );
    const ids: string[] = [];
    // Each program goes on from the highest sequence that it found.
    for (const count of [1, 256]) {
      for (const [p, program] of programs.entries()) {
        const passages = Array.from({ length: count }, (_, i) => ({
          id: `${p}-${count}-${i}`,
          text: "",
        }));
        ids.push(...(await program.add(passages, new Float32Array(3 * count))));
      }
    }
    const [collection] = programs;
    const found = (await collection!.find({})).map(({ id }) => id);
    expect(found.toSorted()).toEqual(ids.toSorted());
    const scanned: string[] = [];
    for await (const { passage } of collection!.scan()) scanned.push(passage.id);
    expect(scanned.toSorted()).toEqual(ids.toSorted());
    await Promise.all(programs.map((program) => program.close()));
  });

  it("says so when more hits are asked for than servers give", async () => {
    const limited = { ...options("Find"), maximumResults: 100 };
    await using collection = await WeaviateCollection.connect(limited);
    expect(await collection.searchDense(row(1, 0, 0), 100)).toHaveLength(100);
    const searching = collection.searchDense(row(1, 0, 0), 101);
    await expect(searching).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
  });

  it("is found as it was made, by another program", async () => {
    const made: WeaviateCollectionOptions = {
      ...options("Made"),
      filterFields: { year: "number" },
      index: { type: "hnsw", quantization: "rq", efConstruction: 64, maxConnections: 16 },
      bm25: { k1: 1.5, b: 0.5 },
      shards: 2,
      extra: { model: "mine" },
    };
    await using collection = await WeaviateCollection.connect(made);
    await collection.add([{ id: "a", text: "a", metadata: { year: 1 } }], row(1, 2, 3));
    const { hosts, name } = made;
    await using again = await WeaviateCollection.connect({ hosts, name });
    expect(again).toMatchObject({
      dimension: 3,
      fingerprint: "test/fp32",
      extra: { model: "mine" },
    });
    expect(await again.count({ year: 1 })).toBe(1);
    expect(await WeaviateCollection.inspect({ hosts, name })).toMatchObject({ index: "hnsw" });
    expect(await WeaviateCollection.inspect({ hosts, name: "Nothing" })).toBeUndefined();
    for (const [other, code] of [
      [{ fingerprint: "other" }, "FINGERPRINT_MISMATCH"],
      [{ dimension: 4 }, "FINGERPRINT_MISMATCH"],
      [{ bm25: { analyzer: "unicode" } }, "FINGERPRINT_MISMATCH"],
      [{ bm25: { k1: 1.2 } }, "COLLECTION_MISMATCH"],
      [{ index: { type: "flat" } }, "COLLECTION_MISMATCH"],
      [{ shards: 3 }, "COLLECTION_MISMATCH"],
      [{ replicas: 2 }, "COLLECTION_MISMATCH"],
      [{ filterFields: { year: "text" } }, "COLLECTION_MISMATCH"],
      [{ name: "Nothing", dimension: undefined }, "INVALID_ARGUMENT"],
    ] as const) {
      const connecting = WeaviateCollection.connect({ ...options("Made"), ...(other as object) });
      await expect(connecting).rejects.toMatchObject({ code });
    }
  });

  it("refuses a collection of another program, and one with another distance", async () => {
    const client = await connectToCustom({
      httpPort: 8080,
      grpcPort: 50051,
      httpHost: "127.0.0.1",
      grpcHost: "127.0.0.1",
    });
    const { description } = await (async () => {
      await using collection = await WeaviateCollection.connect(options("Ours"));
      await collection.count();
      return client.collections.use("Ours").config.get();
    })();
    for (const [name, text] of [
      ["Foreign", "something else"],
      ["Cosine", description],
    ] as const) {
      await client.collections.createFromSchema({
        class: name,
        description: text!,
        vectorConfig: {
          default: {
            vectorizer: { none: {} },
            vectorIndexType: "hnsw",
            vectorIndexConfig: { distance: "cosine" },
          },
        },
      });
      const connecting = WeaviateCollection.connect(options(name));
      await expect(connecting).rejects.toMatchObject({ code: "COLLECTION_MISMATCH" });
      await expect(connecting).rejects.toThrowError(
        name === "Cosine" ? /distance = dot, it has cosine/ : /not made by this package/,
      );
    }
    await client.close();
  });

  it("does not trust what it finds in the servers", async () => {
    await using collection = await WeaviateCollection.connect(options("Damaged"));
    await collection.add([{ id: "a", text: "a" }], row(1, 0, 0));
    const client = await connectToCustom({
      httpPort: 8080,
      grpcPort: 50051,
      httpHost: "127.0.0.1",
      grpcHost: "127.0.0.1",
    });
    const objects = client.collections.use("Damaged");
    const [object] = (await objects.query.fetchObjects()).objects;
    await objects.data.update({ id: object!.uuid, properties: { metadata: "[]" } });
    await client.close();
    const code = "COLLECTION_CORRUPT";
    await expect(collection.get(["a"])).rejects.toMatchObject({ code });
    await expect(collection.scan()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code });
  });

  it("takes everything out of the servers when it is dropped", async () => {
    const collection = await WeaviateCollection.connect(options("Dropped"));
    await collection.drop();
    await expect(collection.count()).rejects.toMatchObject({ code: "DISPOSED" });
    expect(await WeaviateCollection.inspect(options("Dropped"))).toBeUndefined();
  });
});
