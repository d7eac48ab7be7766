/** The settings of examples/cluster/compose.yaml, tried without containers. */

import { expect, it } from "vitest";

import { WeaviateCollection } from "../../src/weaviate/weaviate_collection.js";
import { canBridge, startComposed } from "./composed_servers.js";

// Skipped where this system does not let a process make a bridge between networks.
it.skipIf(!canBridge())(
  "start three servers that hold a replicated collection together",
  async () => {
    await using servers = await startComposed();
    const [first] = servers.addresses;
    const options = {
      name: "Composed",
      dimension: 2,
      fingerprint: "test/fp32",
      replicas: 3,
      consistency: "ALL" as const,
    };
    await using collection = await WeaviateCollection.connect({ ...options, hosts: first! });
    await collection.add([{ id: "a", text: "apple" }], Float32Array.of(1, 2));
    for (const address of servers.addresses) {
      const nodes = await fetch(`${address.replace(/\?.*/, "")}/v1/nodes`);
      const { nodes: known } = (await nodes.json()) as {
        nodes: { name: string; status: string }[];
      };
      expect(known.map(({ name, status }) => `${name} ${status}`).toSorted()).toEqual([
        "weaviate-0 HEALTHY",
        "weaviate-1 HEALTHY",
        "weaviate-2 HEALTHY",
      ]);
      await using there = await WeaviateCollection.connect({ ...options, hosts: address });
      expect(await there.searchDense(Float32Array.of(3, 4), 1)).toEqual([
        { id: "a", score: 11, sequence: 0 },
      ]);
    }
  },
  300_000,
);
