/** What is sent to the servers, by a client that stands for one. */

import type { WeaviateClient } from "weaviate-client";
import { describe, expect, it } from "vitest";

import { createAnalyzer } from "../../src/bm25/analyzer.js";
import { HostPool } from "../../src/weaviate/host_pool.js";
import { parseHosts } from "../../src/weaviate/hosts.js";
import { passageUuid, windowUuid } from "../../src/weaviate/object_ids.js";
import { WeaviateTables } from "../../src/weaviate/weaviate_tables.js";
import { WeaviateWriter } from "../../src/weaviate/weaviate_writer.js";

interface Sent {
  table: string;
  ids: string[];
}

interface Server {
  /** Passages that the replica that is asked first lacks, until they are asked for by id. */
  behind?: string[];
  passages?: string[];
  insert?: (ids: string[]) => Promise<Record<number, { message: string }>>;
}

function writer({ behind = [], passages = [], insert = async () => ({}) }: Server): {
  writer: WeaviateWriter;
  inserted: Sent[];
  deleted: Sent[];
} {
  const inserted: Sent[] = [];
  const deleted: Sent[] = [];
  const lacking = new Set(behind.map(passageUuid));
  const stored = new Set(passages.map(passageUuid));
  const use = (table: string): object => ({
    query: {
      fetchObjects: async ({ filters }: { filters: { value: string[] } }) => ({
        objects: filters.value
          .filter((uuid) => stored.has(uuid) && !lacking.has(uuid))
          .map((uuid) => ({ uuid, properties: { sequence: 0, windows: 1 }, vectors: {} })),
      }),
    },
    data: {
      exists: async (uuid: string) => {
        lacking.delete(uuid);
        return stored.has(uuid);
      },
      insertMany: async (objects: { id: string }[]) => {
        const ids = objects.map(({ id }) => id);
        inserted.push({ table, ids });
        return { errors: await insert(ids) };
      },
      deleteMany: async ({ value }: { value: string[] }) => {
        deleted.push({ table, ids: value });
        return { matches: value.length, successful: value.length, failed: 0 };
      },
    },
    metrics: { aggregate: () => ({ integer: () => undefined }) },
    aggregate: { overAll: async () => ({ totalCount: 0, properties: {} }) },
  });
  const client = {
    collections: { use: (table: string) => ({ withConsistency: () => use(table) }) },
  };
  const pool = new HostPool(
    parseHosts("http://a:1"),
    async () => client as unknown as WeaviateClient,
    async () => true,
    0,
  );
  const made = new WeaviateWriter(new WeaviateTables(pool, "Name", "QUORUM", 3), {
    dimension: 1,
    analyzer: createAnalyzer("lucene-english"),
    fields: [],
    maximumResults: 10_000,
    batchSize: 2,
    parallelBatches: 1,
    retries: 0,
  });
  return { writer: made, inserted, deleted };
}

const passage = (id: string, windows: number) => ({ id, text: "", metadata: {}, windows });

describe("WeaviateWriter", () => {
  it("sends no windows of a passage that was refused", async () => {
    const { writer: made, inserted } = writer({
      insert: async (ids) => {
        const at = ids.indexOf(passageUuid("bad"));
        return at === -1 ? {} : { [at]: { message: "no" } };
      },
    });
    const addition = {
      passages: [passage("bad", 3), passage("good", 2)],
      vectors: Float32Array.of(1, 2, 3, 4, 5),
    };
    expect(await made.add(addition, {})).toEqual([{ id: "bad", reason: "no" }]);
    expect(inserted).toEqual([
      { table: "Name", ids: [passageUuid("bad"), passageUuid("good")] },
      { table: "Name_windows", ids: [windowUuid(passageUuid("good"), 1)] },
    ]);
  });

  it("deletes by id what the replica that is asked first lacks, and counts it", async () => {
    const { writer: made, deleted } = writer({ passages: ["a", "b"], behind: ["b"] });
    expect(await made.deleteIds(["a", "b", "unknown"])).toBe(2);
    expect(deleted).toEqual([
      { table: "Name_windows", ids: [passageUuid("a"), passageUuid("b")] },
      { table: "Name", ids: [passageUuid("a"), passageUuid("b")] },
    ]);
  });

  it("waits for the call under way when the signal fires, and sends no other", async () => {
    const controller = new AbortController();
    let ended = 0;
    const { writer: made, inserted } = writer({
      insert: async () => {
        controller.abort();
        await new Promise((resolve) => setTimeout(resolve, 20));
        ended += 1;
        return {};
      },
    });
    const passages = ["a", "b", "c", "d"].map((id) => passage(id, 1));
    const adding = made.add(
      { passages, vectors: new Float32Array(4) },
      { signal: controller.signal },
    );
    await expect(adding).rejects.toMatchObject({ code: "ABORTED" });
    expect(ended).toBe(1);
    expect(inserted).toHaveLength(1);
  });
});
