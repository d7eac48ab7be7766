import { afterAll, beforeAll } from "vitest";

import { WeaviateCollection } from "../../src/weaviate/weaviate_collection.js";
import type { WeaviateCollectionOptions } from "../../src/weaviate/weaviate_options.js";
import { describePassageCollection, FILTER_FIELDS } from "../collection/conformance.js";
import { startServers, type Servers } from "./weaviate_server.js";

let servers: Servers;
let made = 0;
let last: WeaviateCollectionOptions | undefined;

beforeAll(async () => {
  servers = await startServers(1);
});

afterAll(async () => {
  await servers[Symbol.asyncDispose]();
});

describePassageCollection("WeaviateCollection (flat, one server)", {
  create: async () => {
    if (last !== undefined) await (await WeaviateCollection.connect(last)).drop();
    last = {
      hosts: servers.addresses,
      name: `Conformance${made++}`,
      dimension: 3,
      fingerprint: "test/fp32",
      filterFields: FILTER_FIELDS,
    };
    return WeaviateCollection.connect(last);
  },
  fingerprint: "test/fp32",
  functionFilters: false,
});
