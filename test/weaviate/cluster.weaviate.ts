/** Three servers, of which some die in the middle of imports and searches and come back. */

import { setTimeout } from "node:timers/promises";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { LocalCollection } from "../../src/collection/local_collection.js";
import { ReferenceIndex } from "../../src/dense/reference_index.js";
import { TasbError } from "../../src/errors.js";
import { WeaviateCollection } from "../../src/weaviate/weaviate_collection.js";
import type { WeaviateCollectionOptions } from "../../src/weaviate/weaviate_options.js";
import { generator } from "../mutations.js";
import { startServers, type Servers, type WeaviateServer } from "./weaviate_server.js";

const DIMENSION = 16;
const GROUP = 200;

let servers: Servers;
let local: LocalCollection;
/** What `add` has acknowledged, by id. */
const acknowledged: string[] = [];
const random = generator(11);

beforeAll(async () => {
  servers = await startServers(3);
  local = new LocalCollection({
    dimension: DIMENSION,
    fingerprint: "test/fp32",
    dense: new ReferenceIndex({ dimension: DIMENSION }),
  });
});

afterAll(async () => {
  await servers[Symbol.asyncDispose]();
  await local.close();
});

function connect(
  hosts: readonly string[] = servers.addresses,
  more: Partial<WeaviateCollectionOptions> = {},
): Promise<WeaviateCollection> {
  return WeaviateCollection.connect({
    hosts,
    name: "Replicated",
    dimension: DIMENSION,
    fingerprint: "test/fp32",
    filterFields: { group: "number" },
    replicas: 3,
    shards: 3,
    timeoutSeconds: 4,
    ...more,
  });
}

const vector = (): Float32Array =>
  Float32Array.from({ length: DIMENSION }, () => random(201) - 100);

/** Adds groups one after the other, here and there, until told to stop. */
async function addGroups(collection: WeaviateCollection, until: () => boolean): Promise<void> {
  while (!until()) {
    const group = acknowledged.length / GROUP;
    const passages = Array.from({ length: GROUP }, (_, i) => ({
      id: `${group}-${i}`,
      text: `passage number ${i} of group ${group}`,
      metadata: { group },
    }));
    const vectors = Float32Array.from({ length: GROUP * DIMENSION }, () => random(201) - 100);
    acknowledged.push(...(await collection.add(passages, vectors)));
    await local.add(passages, vectors);
  }
}

/** Searches until told to stop, and gives the errors. A search of a growing collection has no fixed answer. */
async function searchOn(collection: WeaviateCollection, until: () => boolean): Promise<unknown[]> {
  const errors: unknown[] = [];
  while (!until()) {
    try {
      const hits = await collection.searchDense(vector(), 10);
      if (hits.length < 10) errors.push(new Error(`${hits.length} hits`));
    } catch (error) {
      errors.push(error);
    }
    await setTimeout(20);
  }
  return errors;
}

/** The server that leads, by what a living one says of the cluster. */
async function leader(): Promise<WeaviateServer> {
  for (const server of servers.servers) {
    const answer = await fetch(`${server.origin}/v1/cluster/statistics`).catch(() => undefined);
    if (answer?.ok !== true) continue;
    const { statistics } = (await answer.json()) as { statistics: { leaderId: string }[] };
    const id = statistics.map(({ leaderId }) => leaderId).find((name) => name);
    const at = Number(/^weaviate-(\d)$/.exec(id ?? "")?.[1]);
    if (Number.isInteger(at)) return servers.servers[at]!;
  }
  throw new Error("No server tells who leads.");
}

/**
 * A server that is killed in the middle of a batch may keep objects whose vectors are not in its index,
 * which replication, comparing objects, does not see. So those that come back here come back empty.
 */
async function killDuring(victim: WeaviateServer, seconds: number): Promise<unknown[]> {
  await using writer = await connect();
  await using reader = await connect();
  const end = Date.now() + 1000 * seconds;
  const over = (): boolean => Date.now() > end;
  const work = Promise.all([addGroups(writer, over), searchOn(reader, over)]);
  await setTimeout(1000);
  await victim.stop("SIGKILL");
  const [, errors] = await work;
  return errors;
}

/** Every passage by id at this server alone, and its exact searches beside the local ones. */
async function expectWhole(hosts: readonly string[]): Promise<void> {
  await using collection = await connect(hosts);
  const passages = await collection.get(acknowledged);
  expect(passages.filter((passage) => passage === undefined)).toEqual([]);
  for (let i = 0; i < 5; i += 1) {
    const query = vector();
    // Whole numbers: sums are exact, whatever their order.
    expect(await collection.searchDense(query, 10)).toEqual(await local.searchDense(query, 10));
  }
}

async function expectCaughtUp(server: WeaviateServer): Promise<number> {
  const from = Date.now();
  await using collection = await connect([server.address], { consistency: "ONE" });
  while ((await collection.count()) < acknowledged.length) {
    if (Date.now() - from > 120_000) {
      throw new Error(`${await collection.count()} of ${acknowledged.length} after two minutes.`);
    }
    await setTimeout(500);
  }
  return (Date.now() - from) / 1000;
}

describe("a cluster of three, three replicas", () => {
  it("holds at every server what was added at one", async () => {
    await using collection = await connect();
    await addGroups(collection, () => acknowledged.length >= 3 * GROUP);
    await setTimeout(500);
    for (const server of servers.servers) await expectWhole([server.address]);
    expect(await collection.count({ group: 1 })).toBe(GROUP);
  }, 240_000);

  it("loses nothing that was acknowledged, and answers, when a follower is killed", async () => {
    const leading = await leader();
    const follower = servers.servers.find((server) => server !== leading)!;
    const errors = await killDuring(follower, 8);
    expect(errors).toEqual([]);
    await expectWhole(servers.addresses);
    await follower.forgetCollections();
    await follower.start();
    await follower.ready();
    // Before it has caught up, what it lacks is read from the others.
    await using behind = await connect([follower.address]);
    expect((await behind.get(acknowledged.slice(-50))).every(Boolean)).toBe(true);
    await expectCaughtUp(follower);
    await expectWhole([follower.address]);
  }, 240_000);

  it("loses nothing that was acknowledged, and answers, when the leader is killed", async () => {
    const leading = await leader();
    const errors = await killDuring(leading, 12);
    expect(errors).toEqual([]);
    await expectWhole(servers.addresses);
    await leading.forgetCollections();
    await leading.start();
    await leading.ready();
    await expectCaughtUp(leading);
    await expectWhole([leading.address]);
  }, 240_000);

  it("fails in a typed error when two are dead, and works again when they are back", async () => {
    await using collection = await connect(servers.addresses, { retries: 1, timeoutSeconds: 2 });
    const [, second, third] = servers.servers;
    await Promise.all([second!.stop(), third!.stop()]);
    const adding = collection.add([{ id: "lost?", text: "" }], vector());
    await expect(adding).rejects.toBeInstanceOf(TasbError);
    await expect(adding).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:COLLECTION_UNAVAILABLE|IMPORT_INCOMPLETE)$/) as unknown,
    });
    // Searches ask one replica.
    expect(await collection.searchDense(vector(), 10)).toHaveLength(10);
    await Promise.all([second!.start(), third!.start()]);
    await Promise.all([second!.ready(), third!.ready()]);
    await using patient = await connect();
    await patient.add([{ id: "lost?", text: "" }], vector());
    expect(await patient.get(["lost?"])).toEqual([{ id: "lost?", text: "", metadata: {} }]);
  }, 240_000);
});
