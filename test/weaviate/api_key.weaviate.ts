import { expect, it } from "vitest";

import { WeaviateCollection } from "../../src/weaviate/weaviate_collection.js";
import { startServers } from "./weaviate_server.js";

it("sends the API key, and is told in a typed error where it is missing or wrong", async () => {
  await using servers = await startServers(1, {
    AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: "false",
    AUTHENTICATION_APIKEY_ENABLED: "true",
    AUTHENTICATION_APIKEY_ALLOWED_KEYS: "secret-key",
    AUTHENTICATION_APIKEY_USERS: "someone",
  });
  const options = { hosts: servers.addresses, name: "Keyed", dimension: 1, fingerprint: "x" };
  await using collection = await WeaviateCollection.connect({ ...options, apiKey: "secret-key" });
  await collection.add([{ id: "a", text: "word" }], Float32Array.of(2));
  expect(await collection.searchDense(Float32Array.of(3), 1)).toMatchObject([
    { id: "a", score: 6 },
  ]);
  for (const apiKey of [undefined, "other"]) {
    const connecting = WeaviateCollection.connect({ ...options, ...(apiKey && { apiKey }) });
    await expect(connecting).rejects.toMatchObject({ code: "COLLECTION_UNAVAILABLE" });
    await expect(connecting).rejects.toThrowError(/refused/);
    await expect(connecting).rejects.not.toThrowError(/secret-key/);
  }
});
