/** Passages of one sequence, as programs make them that write at once. */

import type { FilterValue } from "weaviate-client";
import { describe, expect, it } from "vitest";

import { findPassages, scanPassages } from "../../src/weaviate/scan_passages.js";
import type { FetchOptions, WeaviateTables } from "../../src/weaviate/weaviate_tables.js";
import { satisfies } from "./evaluate_translated.js";

interface Asked {
  filters?: FilterValue | undefined;
  limit: number;
}

/** A server that holds a passage of each of these sequences, and gives no more than it is asked for. */
function holding(sequences: readonly number[]): { tables: WeaviateTables; limits: number[] } {
  const limits: number[] = [];
  const objects = sequences.map((sequence, i) => ({
    uuid: `uuid-${i}`,
    properties: { passageId: `p${i}`, text: "", metadata: "{}", sequence, windows: 1 },
    vector: [1],
    score: 0,
  }));
  const fetch = ({ filters, limit }: Asked): typeof objects => {
    limits.push(limit);
    return objects
      .filter(({ properties }) => satisfies(properties, filters ?? true))
      .slice(0, limit);
  };
  const collection = {
    query: { fetchObjects: async (asked: Asked) => ({ objects: fetch(asked) }) },
    sort: { byProperty: () => undefined },
    metrics: { aggregate: () => ({ integer: () => undefined }) },
    aggregate: {
      overAll: async () => ({
        totalCount: sequences.length,
        properties: { sequence: { maximum: Math.max(...sequences) } },
      }),
    },
  };
  const tables = {
    search: (_: string, operation: (one: object) => Promise<unknown>) => operation(collection),
    fetch: async (_: string, { filter, limit }: FetchOptions) => fetch({ filters: filter, limit }),
    fetchByIds: async () => [],
  };
  return { tables: tables as unknown as WeaviateTables, limits };
}

const numbered = (count: number, sequenceOf: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => sequenceOf(i));

const idsOf = (count: number): string[] => numbered(count, (i) => i).map((i) => `p${i}`);

async function scanned(tables: WeaviateTables): Promise<string[]> {
  const ids: string[] = [];
  for await (const batch of scanPassages(tables, 1))
    ids.push(...batch.map((one) => one.passage.id));
  return ids;
}

describe("findPassages", () => {
  it.each([
    ["of its own each", 2500, (i: number) => i],
    ["two of each, the first alone", 2500, (i: number) => Math.ceil(i / 2)],
    ["more of one than a call gives", 3500, (i: number) => Math.max(0, i - 2600)],
  ])("gives every passage once: sequences %s", async (_, count, sequenceOf) => {
    const { tables } = holding(numbered(count, sequenceOf));
    const found = await findPassages(tables, undefined, undefined);
    expect(found.map(({ id }) => id)).toEqual(idsOf(count));
  });

  it("gives those that satisfy a filter", async () => {
    const { tables } = holding(numbered(2500, (i) => Math.ceil(i / 2)));
    const filter: FilterValue = {
      operator: "GreaterThan",
      target: { property: "sequence" },
      value: 100,
    };
    expect(await findPassages(tables, filter, undefined)).toHaveLength(2500 - 201);
  });
});

describe("scanPassages", () => {
  it.each([
    ["of its own each", 1000, (i: number) => i],
    ["twenty of each", 6000, (i: number) => Math.floor(i / 20)],
    ["many of one", 3000, (i: number) => Math.max(0, i - 2000)],
  ])("gives every passage once: sequences %s", async (_, count, sequenceOf) => {
    const { tables } = holding(numbered(count, sequenceOf));
    expect((await scanned(tables)).toSorted()).toEqual(idsOf(count).toSorted());
  });

  it("asks again for fewer numbers where a call gives as much as it may, and for all after it", async () => {
    const { tables, limits } = holding([
      ...numbered(2560, (i) => Math.floor(i / 10)),
      ...numbered(256, (i) => 256 + i),
    ]);
    expect(await scanned(tables)).toHaveLength(2816);
    // The highest sequence is 511: 256 numbers in vain, twice 128, then 256.
    expect(limits).toHaveLength(4);
  });

  it("fails where one number has more passages than a call gives", async () => {
    const { tables } = holding(numbered(3000, () => 7));
    await expect(scanned(tables)).rejects.toMatchObject({ code: "COLLECTION_CORRUPT" });
    await expect(scanned(tables)).rejects.toThrowError(/2048 passages have the sequence 7/);
  });
});
